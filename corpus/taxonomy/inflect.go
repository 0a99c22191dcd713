package taxonomy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// ending is one way in which a language inflects names: the name has put where
// the inflected word has cut.
type ending struct {
	lang, cut, put string
	// belonging says that the word is an adjective, as Dresdner is of Dresden,
	// which stands before a noun.
	belonging bool
}

// minStem is the fewest letters before an ending; wholeStem the fewest where
// the name is nothing but what stands before the ending.
const (
	minStem   = 3
	wholeStem = 4
)

// newEnding reads an ending such as "s", or "ner>en" where the name has another
// in its place.
func newEnding(r row, form string) (ending, error) {
	cut, put, _ := strings.Cut(form, ">")
	e := ending{lang: r.get("lang"), cut: analysis.Fold(cut), put: analysis.Fold(put), belonging: r.get("kind") == "belonging"}
	if e.cut == "" && e.put == "" {
		return e, r.errorf("the ending %q has no letters; write an ending, or two joined by >", form)
	}
	return e, nil
}

// reading is a word without its ending.
type reading struct {
	term      string
	belonging bool
}

// readings returns the names that a word may be an inflected form of, in a text
// of a language. Words in Cyrillic are read as Russian whatever the language,
// since no other of the nine has that script.
func (a *affixes) readings(term, lang string) []reading {
	switch {
	case inScript(term, unicode.Cyrillic):
		lang = "ru"
	case lang != "de":
		return nil
	}
	var out []reading
	for _, e := range a.endings {
		if e.lang != lang {
			continue
		}
		stem, ok := strings.CutSuffix(term, e.cut)
		need := minStem
		if e.put == "" {
			need = wholeStem
		}
		if ok && utf8.RuneCountInString(stem) >= need {
			out = append(out, reading{stem + e.put, e.belonging})
		}
	}
	return out
}

// inflected returns the forms that word j ends when its ending is taken off.
// An adjective needs the noun that it belongs to behind it.
func (s *scan) inflected(at *node, j int, term string, comma bool) []int {
	for _, r := range s.t.affixes.readings(term, s.lang) {
		found := at.next[r.term].ending(s.t.forms.all, comma)
		if r.belonging {
			if !s.attached(j) || !s.isCapital(j+1) {
				continue
			}
			found = slices.DeleteFunc(slices.Clone(found), func(id int) bool { return s.t.forms.all[id].facet != facetCity })
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// declined returns the node of a word of a longer name that stands in another
// case, or nil.
func (s *scan) declined(at *node, term string) *node {
	for _, r := range s.t.affixes.readings(term, s.lang) {
		if next := at.next[r.term]; next != nil && next.next != nil && !r.belonging {
			return next
		}
	}
	return nil
}
