package taxonomy

import (
	"strings"
	"unicode"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// maxNameGrowth is how many times longer a name may be written than it is
// folded: with accents apart, spaces and signs.
const maxNameGrowth = 4

// cityNamed returns the city of which text is nothing but a name, or "".
func (t *Taxonomy) cityNamed(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxNameGrowth*t.longestName {
		return ""
	}
	return t.names[facetCity][analysis.Fold(text)]
}

// isNameOf reports whether text is nothing but a name of the city.
func (t *Taxonomy) isNameOf(text, city string) bool { return city != "" && t.cityNamed(text) == city }

// passageFacts is what is known of a passage as a whole, which is read once.
type passageFacts struct {
	// sole is the city of which the passage is nothing but a name, or "".
	sole string
	// capitals says that the passage has a capital letter.
	capitals bool
}

// readPassages fills facts for the passages that have matches.
func (s *settler) readPassages() {
	s.facts = make([]passageFacts, len(s.passages))
	for i, at := range s.at {
		if i > 0 && s.at[i-1] == at {
			continue
		}
		text := s.text[s.passages[at].Start:s.passages[at].End]
		s.facts[at] = passageFacts{s.t.cityNamed(text), strings.ContainsFunc(text, unicode.IsUpper)}
	}
}

// alone reports whether the passage of match i is nothing but its name.
func (s *settler) alone(i int) bool {
	sole := s.facts[s.at[i]].sole
	return sole != "" && sole == s.matches[i].Value
}

// minColumn is the fewest other passages of nothing but a city that make a
// column of cities.
const minColumn = 2

// inColumn reports whether match i is all of its passage and other passages are
// nothing but the names of cities, as the headings of a list of cities are.
func (s *settler) inColumn(i int) bool { return s.alone(i) && len(s.column) >= minColumn }
