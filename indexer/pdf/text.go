package pdf

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
)

// document makes sections of the lines.
func (r raw) document() (Document, error) {
	if !hasLetters(r.pages) {
		return Document{}, r.empty()
	}
	// Where nothing is left the pages are that short, and alike.
	if kept := withoutRepeated(r.pages); hasLetters(kept) {
		r.pages = kept
	}
	f := flowOf(r.pages)
	d := Document{Created: dateOf(r.created), Modified: dateOf(r.modified), Unread: r.unread}
	words := wordsOf(r.pages)
	for i, lines := range r.pages {
		d.Sections = append(d.Sections, f.sections(lines, i+1, words)...)
	}
	d.setTitle(titleOf(r.title), f.headline(r.pages))
	return d, nil
}

// empty says why there is no text.
func (r raw) empty() error {
	if len(r.unread) == 0 {
		return ErrNoText
	}
	first := r.unread[0]
	if len(r.unread) == len(r.pages) {
		return fmt.Errorf("no page can be read: page %d is %w", first.Page, first.Why)
	}
	return fmt.Errorf("%d of %d pages cannot be read, and the others have no text: page %d is %w", len(r.unread), len(r.pages), first.Page, first.Why)
}

func hasLetters(pages [][]line) bool {
	for _, lines := range pages {
		for _, l := range lines {
			if strings.ContainsFunc(l.text, unicode.IsLetter) {
				return true
			}
		}
	}
	return false
}

// sections parts the lines of a page into paragraphs and headings.
func (f flow) sections(lines []line, page int, words map[string]bool) []corpus.Section {
	out := []corpus.Section{{Page: page, Paragraphs: []string{}}}
	var part []line
	flush := func() {
		if len(part) == 0 {
			return
		}
		text := join(part, words)
		last := &out[len(out)-1]
		switch {
		case text == "":
		case f.isHeading(part, text):
			out = append(out, corpus.Section{Heading: text, Page: page, Paragraphs: []string{}})
		default:
			last.Paragraphs = append(last.Paragraphs, text)
		}
		part = nil
	}
	for i, l := range lines {
		if len(part) > 0 && f.parts(lines, i) {
			flush()
		}
		part = append(part, l)
	}
	flush()
	return slices.DeleteFunc(out, func(s corpus.Section) bool { return s.Heading == "" && len(s.Paragraphs) == 0 })
}

// join makes one text of the lines of a paragraph.
func join(lines []line, words map[string]bool) string {
	var b strings.Builder
	for i, l := range lines {
		text := l.text
		if i+1 == len(lines) {
			b.WriteString(strings.TrimRight(text, string(softHyphen)))
			break
		}
		text, gap := seam(text, lines[i+1].text, words)
		b.WriteString(text)
		b.WriteString(gap)
	}
	return corpus.NormalSpace(b.String())
}

// seam returns a line without a hyphen that only its end asked for, and what
// stands between it and the next line: nothing within a word, or where a script
// has no spaces.
func seam(text, next string, words map[string]bool) (kept, gap string) {
	if bare, ok := strings.CutSuffix(text, string(softHyphen)); ok {
		text = bare + "-"
	}
	before, after := lastRune(text), firstRune(next)
	if before != '-' && before != '\u2010' {
		if unspaced(before) && unspaced(after) {
			return text, ""
		}
		return text, " "
	}
	bare := strings.TrimRight(text, "-\u2010")
	first, second := lastWord(bare), firstWord(next)
	switch {
	case first == "" || second == "": // a dash between words
		return text, " "
	case !unicode.IsLower(lastRune(bare)) || !unicode.IsLower(after):
		return text, "" // as in UN-Habitat or 1-2-3
	case words[strings.ToLower(first+"-"+second)] && !words[strings.ToLower(first+second)]:
		return text, ""
	}
	return bare, ""
}

// wordsOf returns the words that stand within lines, in lower case: they show
// how a word is written that the end of a line parts.
func wordsOf(pages [][]line) map[string]bool {
	words := map[string]bool{}
	for _, lines := range pages {
		for _, l := range lines {
			for word := range strings.FieldsSeq(l.text) {
				if w := strings.TrimFunc(strings.ToLower(word), notOfWord); w != "" {
					words[w] = true
				}
			}
		}
	}
	return words
}

func notOfWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }

func lastWord(s string) string {
	return s[strings.LastIndexFunc(s, notOfWord)+1:]
}

func firstWord(s string) string {
	if end := strings.IndexFunc(s, notOfWord); end >= 0 {
		return s[:end]
	}
	return s
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// unspaced reports whether a script that r belongs to is written without
// spaces, so that the end of a line is none either.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) ||
		strings.ContainsRune("、。，；：？！「」『』（）", r)
}
