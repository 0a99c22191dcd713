package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// A page lists others by its lines if it has this many of them, most of which
// are short and begin or end with a date, or only short where its address is that
// of a list.
const (
	minListed = 3
	maxListed = 200 // characters
)

// takeListing makes a page a listing whose title or lines say that it lists
// others.
func (e *Extractor) takeListing(c *content) {
	if c.typ != "" && !c.loose {
		return
	}
	titled := analysis.Words(c.title)
	n := e.rules.listingTitles.at(titled)
	short, dated, lines := countLines(c.sections, c.lang)
	switch {
	case n > 0 && onlyNumbers(titled[n:]) && 5*short >= 3*lines:
		c.setType(corpus.Listing, "the title is that of a list, and the lines are short")
	case dated >= minListed && 5*dated >= 3*lines:
		c.setType(corpus.Listing, "most lines are short and begin or end with a date")
	case short >= minListed && 5*short >= 4*lines && e.isListingURL(c.address.shown):
		c.setType(corpus.Listing, "the address is that of a list, and the lines are short")
	}
}

// isListingURL reports whether the last part of a path, or the one before the
// number of a page, is that of a list.
func (e *Extractor) isListingURL(address string) bool {
	parts := newPath(address).parts
	for len(parts) > 1 && onlyNumbers(analysis.Words(parts[len(parts)-1])) {
		parts = parts[:len(parts)-1]
	}
	return e.rules.listingPages[parts[len(parts)-1]]
}

// onlyNumbers reports whether the words are numbers, or "page" before one.
func onlyNumbers(found []analysis.Word) bool {
	for _, w := range found {
		if !numberWords[w.Term] && !pageWords[w.Term] && strings.Trim(w.Term, "0123456789") != "" {
			return false
		}
	}
	return true
}

var pageWords = words("page pages seite página pagina strona страница стр صفحة الصفحة 쪽 페이지 页 頁")

// maxCounted bounds how many lines are looked at.
const maxCounted = 300

// countLines counts the lines of a text, headings included: those that are no
// sentences of running text, those with a date at one end, and all.
func countLines(sections []corpus.Section, lang string) (short, dated, all int) {
	for _, s := range sections {
		for _, line := range append([]string{s.Heading}, s.Paragraphs...) {
			if line == "" {
				continue
			}
			if all++; all > maxCounted {
				return short, dated, all - 1
			}
			if utf8.RuneCountInString(line) > maxListed {
				continue
			}
			if !strings.ContainsRune(".!?。！？؟…", lastRune(line)) {
				short++
			}
			if strings.ContainsFunc(line, isDateDigit) && hasDateAtEnd(line, lang) {
				dated++
			}
		}
	}
	return short, dated, all
}

// hasDateAtEnd reports whether a line begins or ends with a day and has more
// text besides.
func hasDateAtEnd(line, lang string) bool {
	line = strings.TrimSpace(plainDate(line))
	found := analysis.Words(line)
	if len(found) < 3 {
		return false
	}
	first, last := found[0], found[len(found)-1]
	for _, d := range datesIn(line, lang) {
		if strings.HasPrefix(line[first.Start:], d.text) != strings.HasSuffix(line[:last.End], d.text) {
			return true
		}
	}
	return false
}
