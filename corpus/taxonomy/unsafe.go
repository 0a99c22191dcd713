package taxonomy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// danger says why a form is not safe alone. The empty danger is safe.
type danger string

// The dangers; all but short and shared are kinds of unsafe.tsv.
const (
	safe     danger = ""
	asWord   danger = "word"   // a common word of some language
	asPlace  danger = "place"  // another place is as well known
	asPerson danger = "person" // a name of people
	asAccent danger = "accent" // safe only with its accents
	asShort  danger = "short"  // two Han or Hangul characters
	asShared danger = "shared" // the form names several values
	asAdj    danger = "adjective"
	// a common word, which has a capital only where it opens a sentence, and in
	// German everywhere
	asOpening danger = "opening"
	asFuzzy   danger = "fuzzy" // one letter is wrong
	asOther   danger = "other" // names something else, of which the form is a part
	asSafe    danger = "safe"  // lifts short
)

// unsafeForm is a row of unsafe.tsv.
type unsafeForm struct {
	form string
	kind danger
	line int
}

func (t *Taxonomy) parseUnsafe(tables map[string][]row) error {
	var wrong faults
	for _, r := range tables["unsafe.tsv"] {
		kind := danger(r.get("kind"))
		switch kind {
		case asWord, asPlace, asPerson, asAccent, asOpening, asOther, asSafe:
		default:
			wrong.add(r.errorf("kind is %q; write word, place, person, accent, opening, other or safe", r.get("kind")))
		}
		if analysis.Fold(r.get("form")) == "" {
			wrong.add(r.errorf("the form %q has no letters; write the name as it stands in texts", r.get("form")))
		}
		t.unsafe = append(t.unsafe, unsafeForm{r.get("form"), kind, r.line})
	}
	return wrong.err()
}

// isShort reports whether a folded form is at most two Han or Hangul
// characters.
func isShort(folded string) bool {
	if utf8.RuneCountInString(folded) > 2 {
		return false
	}
	return strings.ContainsFunc(folded, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hangul) })
}
