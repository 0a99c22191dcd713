package querylang

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits bound a query before it is parsed. A field of 0 stands for that of
// Default.
type Limits struct {
	// Runes is the most characters.
	Runes int
	// Words is the most words, those within quotes included and operators left
	// out. What stands between two spaces is one word, and so is a run of Han,
	// Hangul or kana.
	Words int
	// Phrase is the most words within one pair of quotes.
	Phrase int
	// Nesting is the most parentheses within each other.
	Nesting int
}

// Default is what people are held to.
var Default = Limits{Runes: 256, Words: 16, Phrase: 12, Nesting: 4}

// The caps that a CapError names.
const (
	CapCharacters = "characters"
	CapWords      = "words"
	CapPhrase     = "phrase"
	CapNesting    = "nesting"
)

// CapError says that a query is over one of its Limits.
type CapError struct {
	// Cap is characters, words, phrase or nesting.
	Cap        string
	Limit, Got int
}

// Error names the cap and the remedy.
func (e *CapError) Error() string {
	switch e.Cap {
	case CapCharacters:
		return fmt.Sprintf("the query has %d characters; at most %d are read: leave some words out", e.Got, e.Limit)
	case CapWords:
		return fmt.Sprintf("the query has %d words; at most %d are read: leave some out", e.Got, e.Limit)
	case CapPhrase:
		return fmt.Sprintf("a text in quotes has %d words; at most %d are read: quote a shorter part of it", e.Got, e.Limit)
	}
	return fmt.Sprintf("parentheses stand %d deep; at most %d are read: take some away", e.Got, e.Limit)
}

// Check reports the first of the Default limits that text is over, as a
// *CapError.
func Check(text string) error { return Default.Check(text) }

// Cut shortens text to the Default limits and says what was left out. What it
// returns passes Check.
func Cut(text string) (string, []Note) { return Default.Cut(text) }

// orDefault fills the fields that are 0.
func (l Limits) orDefault() Limits {
	fill := func(n *int, standard int) {
		if *n <= 0 {
			*n = standard
		}
	}
	fill(&l.Runes, Default.Runes)
	fill(&l.Words, Default.Words)
	fill(&l.Phrase, Default.Phrase)
	fill(&l.Nesting, Default.Nesting)
	return l
}

// Check reports the first limit that text is over, as a *CapError.
func (l Limits) Check(text string) error {
	_, err := l.scan(text)
	return err
}

// scan cuts text into tokens if it is within the limits.
func (l Limits) scan(text string) (scanned, error) {
	l = l.orDefault()
	if n := utf8.RuneCountInString(text); n > l.Runes {
		return scanned{}, &CapError{CapCharacters, l.Runes, n}
	}
	s := scan(validText(text))
	words, phrase := 0, 0
	for _, t := range s.tokens {
		n := len(t.words(s.text))
		words += n
		if t.kind == tokPhrase {
			phrase = max(phrase, n)
		}
	}
	switch depth := s.depth(); {
	case words > l.Words:
		return scanned{}, &CapError{CapWords, l.Words, words}
	case phrase > l.Phrase:
		return scanned{}, &CapError{CapPhrase, l.Phrase, phrase}
	case depth > l.Nesting:
		return scanned{}, &CapError{CapNesting, l.Nesting, depth}
	}
	return s, nil
}

// Cut shortens text until it passes Check and says what was left out, one
// note for each cap.
func (l Limits) Cut(text string) (string, []Note) {
	l = l.orDefault()
	var notes []Note
	said := map[string]bool{}
	for {
		var over *CapError
		if !errors.As(l.Check(text), &over) {
			return text, notes
		}
		shorter := l.shorten(validText(text), over.Cap)
		if !said[over.Cap] {
			said[over.Cap] = true
			notes = append(notes, Note{Kind: NoteDropped, Text: shorter, Detail: cutDetail(over)})
		}
		text = shorter
	}
}

func cutDetail(e *CapError) string {
	switch e.Cap {
	case CapCharacters:
		return fmt.Sprintf("Only the first %d characters were read.", e.Limit)
	case CapWords:
		return fmt.Sprintf("Only the first %d words were read.", e.Limit)
	case CapPhrase:
		return fmt.Sprintf("Only the first %d words of a text in quotes were read.", e.Limit)
	}
	return fmt.Sprintf("Parentheses more than %d deep were left out.", e.Limit)
}

// shorten takes away what is over one cap. Every call leaves fewer characters
// or fewer parentheses, so that Cut comes to an end.
func (l Limits) shorten(text, cap string) string {
	switch cap {
	case CapCharacters:
		return firstRunes(text, l.Runes)
	case CapWords:
		return firstWords(scan(text), l.Words)
	case CapPhrase:
		return shortPhrases(scan(text), l.Phrase)
	}
	return shallow(scan(text), l.Nesting)
}

// firstRunes returns the first n characters of text, without a last word that
// would be cut in two unless it is most of the text.
func firstRunes(text string, n int) string {
	end := len(text)
	for i := range text {
		if n == 0 {
			end = i
			break
		}
		n--
	}
	if space := strings.LastIndexFunc(text[:end], isSpace); space > end/2 {
		end = space
	}
	return strings.TrimRightFunc(text[:end], isSpace)
}

// firstWords cuts before the word after the nth. Within quotes it keeps the
// closing quote.
func firstWords(s scanned, n int) string {
	for _, t := range s.tokens {
		words := t.words(s.text)
		if len(words) <= n {
			n -= len(words)
			continue
		}
		if n == 0 {
			return strings.TrimRight(s.text[:t.start], " (+-")
		}
		return strings.TrimRightFunc(s.text[:words[n].start], isSpace) + s.text[t.inner.end:t.end]
	}
	return s.text
}

func shortPhrases(s scanned, n int) string {
	var b strings.Builder
	at := 0
	for _, t := range s.tokens {
		words := t.words(s.text)
		if t.kind != tokPhrase || len(words) <= n {
			continue
		}
		b.WriteString(strings.TrimRightFunc(s.text[at:words[n].start], isSpace))
		at = t.inner.end
	}
	return b.String() + s.text[at:]
}

// shallow puts a space for every parenthesis that stands too deep.
func shallow(s scanned, n int) string {
	b, depth := []byte(s.text), 0
	for _, t := range s.tokens {
		switch t.kind {
		case tokOpen:
			depth++
		case tokClose:
			depth--
		default:
			continue
		}
		if depth > n || depth == n && t.kind == tokClose {
			for i := t.start; i < t.end; i++ {
				b[i] = ' '
			}
		}
	}
	return string(b)
}
