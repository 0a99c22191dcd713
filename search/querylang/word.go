package querylang

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

const (
	// maxWord is the most characters of a word.
	maxWord = 64
	// minPrefix is the fewest letters before a star.
	minPrefix = 3
	// maxNumbers is the most numbers joined by hyphens, such as 1-2-3, that
	// are words of their own. Longer ones are codes, which stay whole.
	maxNumbers = 4
)

// word reads one word with the star or tilde behind it. It returns nil where
// there is no word in it.
func (r *reader) word(chunk span) Node {
	raw := r.text[chunk.start:chunk.end]
	words := analysis.Words(raw)
	if len(words) == 0 {
		return nil
	}
	tail := raw[words[len(words)-1].End:]
	if fuzzyDigits(raw, words) {
		tail, words = "~", words[:len(words)-1]
	}
	end := words[len(words)-1].End
	words = withoutElisions(raw, withoutPossessives(raw, words))
	first, last := words[0].Start, words[len(words)-1].End
	text, at := raw[first:last], span{chunk.start + first, chunk.start + end}
	if utf8.RuneCountInString(text) > maxWord {
		r.note(at, NoteDropped, "The word is too long; it was left out.", "")
		return nil
	}
	single := len(words) == 1 && !words[0].CJK
	if strings.HasPrefix(tail, "*") && single && utf8.RuneCountInString(words[0].Term) >= minPrefix {
		return row{{Node: Prefix{text}, span: at}}
	}
	fuzzy := strings.HasPrefix(tail, "~") && single
	if why := r.misread(raw, words, strings.HasPrefix(tail, "~") && !single); why != "" {
		r.note(chunk, NoteDropped, why, "")
	}
	if joinedNumbers(raw, words) {
		var numbers row
		for _, w := range words {
			numbers = append(numbers, typed{Node: Word{Text: raw[w.Start:w.End]}, span: at})
		}
		return numbers
	}
	light := len(words) == 1 && !fuzzy && analysis.IsLight(words[0].Term)
	return row{{Node: Word{Text: protected(text), Light: light, Fuzzy: fuzzy}, span: at}}
}

// misread says which sign in raw was not read as syntax although it looks as
// if it was meant so; it is empty where there is none.
func (r *reader) misread(raw string, words []analysis.Word, tilde bool) string {
	name, colon, known := fieldPrefix(raw)
	switch {
	case strings.Contains(raw, "*") && words[0].CJK:
		return "Words in Chinese, Japanese and Korean are found within longer ones without a star."
	case strings.Contains(raw, "*"):
		return "A star finds words that begin alike; it needs three letters before it and nothing behind it."
	case tilde:
		return "A tilde finds other spellings of a single word; it was left out here."
	case known && r.inTitle:
		return "Fields have no effect within title:; it was read as text."
	case known && !hasWord(raw[colon+1:]):
		return name + ": needs a value directly behind the colon; it was read as text."
	case known:
		return "" // a value that was not found has its own note
	case looksLikeField(raw):
		return "There is no such field; it was read as text. Fields are " + fieldList + "."
	}
	return ""
}

// fuzzyDigits reports whether raw ends like word~1 or word~2, as other search
// engines have it.
func fuzzyDigits(raw string, words []analysis.Word) bool {
	return len(words) > 1 && (strings.HasSuffix(raw, "~1") || strings.HasSuffix(raw, "~2")) &&
		words[len(words)-1].Term == raw[len(raw)-1:]
}

// withoutPossessives drops the s of city’s, as phrases do by themselves.
func withoutPossessives(raw string, words []analysis.Word) []analysis.Word {
	for len(words) > 1 {
		last := words[len(words)-1]
		if last.Term != "s" || !isApostrophe(raw[words[len(words)-2].End:last.Start]) {
			break
		}
		words = words[:len(words)-1]
	}
	return words
}

// elisions are the articles and pronouns of French that lose a vowel before
// another word. Other languages elide too, but not before content alone.
var elisions = map[string]bool{"l": true, "d": true, "c": true, "j": true, "qu": true, "jusqu": true}

// withoutElisions drops the l of l’éducation, so that the word has its stem
// and is found behind any article.
func withoutElisions(raw string, words []analysis.Word) []analysis.Word {
	for len(words) > 1 && elisions[words[0].Term] && isApostrophe(raw[words[0].End:words[1].Start]) {
		words = words[1:]
	}
	return words
}

func isApostrophe(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size > 0 && size == len(s) && isSingleQuote(r)
}

// joinedNumbers reports whether words are numbers joined by hyphens or dashes.
func joinedNumbers(raw string, words []analysis.Word) bool {
	if len(words) < 2 || len(words) > maxNumbers {
		return false
	}
	for i, w := range words {
		if strings.TrimLeft(w.Term, "0123456789") != "" {
			return false
		}
		if i > 0 && strings.TrimFunc(raw[words[i-1].End:w.Start], isDash) != "" {
			return false
		}
	}
	return true
}

func isDash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '−' }

// protected returns a word that would read as syntax if it were typed again
// in a way that has the same terms and does not.
func protected(text string) string {
	switch text {
	case "AND", "OR", "NOT":
		return strings.ToLower(text)
	}
	if _, colon, ok := fieldPrefix(text); ok {
		return text[:colon] + "-" + text[colon+1:]
	}
	if n := len(text) - 2; n > 0 && (text[n:] == "~1" || text[n:] == "~2") {
		return text[:n] + "." + text[n+1:]
	}
	return text
}

// quoted reads a phrase.
func (r *reader) quoted(t token) Node {
	inner := r.text[t.inner.start:t.inner.end]
	words := analysis.Words(inner)
	if len(words) == 0 {
		r.note(t.span, NoteDropped, "There is no word between the quotes.", "")
		return nil
	}
	text := corpus.NormalSpace(inner[words[0].Start:words[len(words)-1].End])
	switch t.quote {
	case otherQuotes:
		r.note(t.span, NotePhrase, "Read as an exact phrase.", r.replaced(t.span, inner))
	case unclosed:
		r.note(t.span, NotePhrase, "The quote is not closed; everything behind it was read as an exact phrase.", r.replaced(t.span, inner))
	}
	p := Phrase{Text: text}
	if len(words) > 1 {
		p.Slop = t.slop
	}
	return p
}
