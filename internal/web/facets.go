package web

import (
	"cmp"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search"
)

// shownValues is how many values of a facet stand there at first.
const shownValues = 8

// facetView is one facet as a group of checkboxes.
type facetView struct {
	Name, Legend string
	Values       []valueView
	// More leads to the whole list and Hidden is how many it adds; Fewer leads
	// back.
	More   string
	Hidden int
	Fewer  string
}

// valueView is one checkbox.
type valueView struct {
	search.FacetValue
	Name string
	// Exclude leaves the pages with the value out; Include takes that back.
	Exclude, Include string
}

// facetViews returns the facets that have anything to choose from.
func facetViews(st state, facets map[string][]search.FacetValue) []facetView {
	var out []facetView
	for _, name := range search.Facets() {
		if len(facets[name]) > 0 {
			out = append(out, newFacetView(st, name, facets[name]))
		}
	}
	return out
}

func newFacetView(st state, facet string, values []search.FacetValue) facetView {
	v := facetView{Name: facet, Legend: legends[facet]}
	whole := st.whole == facet
	for i, fv := range values {
		if !whole && i >= shownValues && !fv.Selected && !fv.Excluded {
			v.Hidden++
			continue
		}
		view := valueView{FacetValue: fv, Name: search.ValueName(facet, fv.Value, fv.Label)}
		if fv.Excluded {
			view.Include = st.without(facet, fv.Value).url()
		} else if !fv.Selected {
			view.Exclude = st.excluding(facet, fv.Value).url()
		}
		v.Values = append(v.Values, view)
	}
	switch {
	case whole:
		sortByName(v.Values)
		v.Fewer = st.withWhole("").url() + "#facet-" + facet
	case v.Hidden > 0:
		v.More = st.withWhole(facet).url() + "#facet-" + facet
	}
	return v
}

// sortByName puts a whole list from A to Z, since nobody looks for a name by
// its count.
func sortByName(values []valueView) {
	slices.SortStableFunc(values, func(a, b valueView) int {
		return cmp.Or(cmp.Compare(analysis.Fold(a.Name), analysis.Fold(b.Name)), cmp.Compare(a.Value, b.Value))
	})
}

// chip is one filter that is set, with the way to take it away.
type chip struct {
	// Label reads "city Jeonju", or "not city Jeonju".
	Label string
	// Kind and Name are its parts.
	Kind, Name string
	URL        string
	Excluded   bool
	without    state
}

// chips returns every filter of a search in the order of the facets.
func chips(st state, facets map[string][]search.FacetValue) []chip {
	var out []chip
	add := func(kind, name string, excluded bool, without state) {
		label := kind + " " + name
		if excluded {
			label = "not " + label
		}
		out = append(out, chip{label, kind, name, without.url(), excluded, without})
	}
	for _, f := range st.filters {
		for _, v := range f.Values {
			add(kinds[f.Facet], labelIn(f.Facet, v, facets), false, st.without(f.Facet, v))
		}
		for _, v := range f.Exclude {
			add(kinds[f.Facet], labelIn(f.Facet, v, facets), true, st.without(f.Facet, v))
		}
	}
	if !st.from.IsZero() {
		add("from", dateText(st.from), false, st.withDates(corpus.Date{}, st.to))
	}
	if !st.to.IsZero() {
		add("until", dateText(st.to), false, st.withDates(st.from, corpus.Date{}))
	}
	if st.mentions {
		add("including", "mentions", false, st.withMentions(false))
	}
	return out
}

// kinds are the facets as they stand before a value.
var kinds = map[string]string{
	search.FacetCity: "city", search.FacetCountry: "country", search.FacetRegion: "region", search.FacetTheme: "theme",
	search.FacetType: "kind", search.FacetYear: "year", search.FacetLang: "language",
}

func labelIn(facet, value string, facets map[string][]search.FacetValue) string {
	for _, v := range facets[facet] {
		if v.Value == value {
			return search.ValueName(facet, value, v.Label)
		}
	}
	return search.ValueName(facet, value, "")
}
