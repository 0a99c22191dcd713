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
	// Total is how many values there are.
	Total int
	// More leads to the whole list, Fewer leads back.
	More, Fewer string
	// Whole says that the list is the whole one, of which Cut values are not
	// shown, and Find what its names were looked through for.
	Whole bool
	Cut   int
	Find  string
}

// Hidden is how many values the whole list adds.
func (f facetView) Hidden() int { return min(f.Total, search.MaxFacetValues) - len(f.Values) }

// Over is the most values that a whole list has, where there are more.
func (f facetView) Over() int {
	if f.Total > search.MaxFacetValues {
		return search.MaxFacetValues
	}
	return 0
}

// valueView is one checkbox.
type valueView struct {
	search.FacetValue
	Name string
	// Exclude leaves the pages with the value out; Include takes that back.
	Exclude, Include string
}

// facetViews returns the facets that have anything to choose from, and the one
// that is looked through.
func facetViews(st state, facets map[string][]search.FacetValue) []facetView {
	var out []facetView
	for _, name := range search.Facets() {
		if len(facets[name]) > 0 || st.find != "" && st.whole == name {
			out = append(out, newFacetView(st, name, facets[name]))
		}
	}
	return out
}

func newFacetView(st state, facet string, values []search.FacetValue) facetView {
	v := facetView{Name: facet, Legend: legends[facet], Total: len(values), Whole: st.whole == facet}
	most := shownValues
	if v.Whole {
		most, v.Find = search.MaxFacetValues, st.find
	}
	if facet == search.FacetYear {
		values = newestFirst(values)
	}
	for i, fv := range values {
		if i >= most && !fv.Selected && !fv.Excluded {
			v.Cut++
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
	case v.Whole:
		if facet != search.FacetYear {
			sortByName(v.Values)
		}
		v.Fewer = st.withWhole("").url() + "#facet-" + facet
	case v.Cut > 0:
		v.More = st.withWhole(facet).url() + "#facet-" + facet
	}
	return v
}

// newestFirst returns years from the newest to the oldest, and no date behind
// them.
func newestFirst(years []search.FacetValue) []search.FacetValue {
	return slices.SortedStableFunc(slices.Values(years), func(a, b search.FacetValue) int {
		if a.Value == search.NoDate || b.Value == search.NoDate {
			return cmp.Compare(a.Value, b.Value) // digits come before letters
		}
		return cmp.Compare(b.Value, a.Value)
	})
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
