package taxonomy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A long name with one letter wrong counts where something else speaks for it.
func TestFuzzyNames(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"The Gelsenkirschen team came from Germany.", "gelsenkirchen+country"},
		{"Learning cities such as Wolverhapmton meet.", "wolverhampton+learning"},
		{"The city of Edmontom reads.", ""},
		{"The city of Edmontonn reads.", "edmonton+affix"},
		{"They came from Hamburg, Chefchaoen and Lusaka.", "hamburg chefchaouen+list lusaka"},
		{"Gelsenkirschen won.", ""},
		{"gelsenkirschen, Germany", ""},
		{"Bristoll, in the United Kingdom.", ""},
		{"Mr Gelsenkirschen lives in Germany.", ""},
	} {
		text, parts := passages("—\n" + c.text)
		sure, _ := loaded(t).Settle(Page{Text: text, Passages: parts})
		var got []string
		for _, m := range sure {
			if m.Facet == facetCity {
				s := m.Value
				if m.Cue != "" {
					s += "+" + m.Cue
				}
				got = append(got, s)
			}
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

// Queries are looked up as they stand.
func TestNoFuzzyNamesInQueries(t *testing.T) {
	if got := loaded(t).FindPlaces("learning city Gelsenkirschen Germany"); len(got) != 1 || got[0].Facet != facetCountry {
		t.Errorf("FindPlaces: %+v; want the country only", got)
	}
}

func TestOneEdit(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"edmonton", "edmonton", false}, {"edmonton", "edmnton", true}, {"edmonton", "edmoonton", true}, {"edmonton", "edmunton", true},
		{"edmonton", "edmnoton", true}, {"edmonton", "edmntoon", false}, {"edmonton", "edmo", false}, {"edmonton", "xdmontox", false},
		{"edmonton", "edmontonn", true},
	} {
		if got := oneEdit(c.a, c.b); got != c.want || oneEdit(c.b, c.a) != c.want {
			t.Errorf("oneEdit(%q, %q) = %v; want %v both ways", c.a, c.b, got, c.want)
		}
	}
}

// Whatever is found is one edit from the term and has its ends.
func TestFuzzyFindProperties(t *testing.T) {
	z := loaded(t).forms.fuzzy
	var terms []string
	for _, term := range z.terms {
		terms = append(terms, term)
	}
	letters := rapid.StringMatching("[a-z]{0,2}")
	rapid.Check(t, func(r *rapid.T) {
		term := rapid.SampledFrom(terms).Draw(r, "term")
		at := rapid.IntRange(0, len(term)).Draw(r, "at")
		cut := rapid.IntRange(at, min(at+2, len(term))).Draw(r, "cut")
		typed := term[:at] + letters.Draw(r, "letters") + term[cut:]
		id, ok := z.find(typed)
		if ok && (!oneEdit(z.terms[id], typed) || !sameEnds(z.terms[id], typed)) {
			r.Fatalf("%q found for %q", z.terms[id], typed)
		}
	})
}
