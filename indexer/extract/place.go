package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// smallWords stand in names of places without a capital.
var smallWords = words("de la le les du des del el los las do da dos das e y et am an der die im in zu upon on of the and sur sous lès ob bei på al")

// Bounds of the name of a place.
const (
	maxPlaceWords = 6
	maxPlaceRunes = 40
)

// isPlace reports whether a text may be the name of a place, one of its country
// behind it or not: each word has a capital where its script knows any. What
// names something that is to happen is no place.
func isPlace(s string) bool {
	found := analysis.Words(s)
	if len(found) == 0 || len(found) > maxPlaceWords || utf8.RuneCountInString(s) > maxPlaceRunes || strings.ContainsFunc(s, unicode.IsDigit) {
		return false
	}
	for i, w := range found {
		first := firstRune(s[w.Start:])
		_, isDay := weekdayNames[w.Term]
		if isDay && len(found) == 1 || isEventWord(w.Term) || monthNames[w.Term] != 0 || unicode.IsLower(first) && (i == 0 || !smallWords[w.Term]) {
			return false
		}
	}
	return !strings.ContainsAny(s, "!?.。؟:：;")
}

// isName reports whether the words after "By" are those of an author: they
// begin with a capital, or in a script without capitals, and are no date.
func isName(by string) bool {
	_, name, _ := strings.Cut(corpus.NormalSpace(by), " ")
	if unicode.IsLower(firstRune(name)) || !unicode.IsLetter(firstRune(name)) {
		return false
	}
	for _, w := range terms(name) {
		if _, weekday := weekdayNames[w]; weekday || monthNames[w] != 0 {
			return false
		}
	}
	return true
}
