package web

import (
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// withText returns the same search for another text.
func (s state) withText(text string) state {
	s.text, s.page = text, 1
	return s
}

// withPage returns another page of the same search.
func (s state) withPage(n int) state {
	s.page = n
	return s
}

// withSort returns the same search in another order.
func (s state) withSort(by search.Sort) state {
	s.sort, s.page = by, 1
	return s
}

// withWhole returns the same page with one facet, or none, listed in full.
func (s state) withWhole(facet string) state {
	s.whole, s.find = facet, ""
	return s
}

// withFilters returns the same page with the filters as the index knows them.
func (s state) withFilters(filters []search.Filter) state {
	s.filters = nil
	q := search.Query{Filters: filters}
	for _, facet := range search.Facets() {
		f := q.Filter(facet)
		f.Values, f.Exclude = inOrder(f.Values), inOrder(f.Exclude)
		if len(f.Values)+len(f.Exclude) > 0 {
			s.filters = append(s.filters, f)
		}
	}
	return s
}

// inOrder returns values sorted and each once.
func inOrder(values []string) []string { return slices.Compact(slices.Sorted(slices.Values(values))) }

// withDates returns the same search between other dates.
func (s state) withDates(from, to corpus.Date) state {
	s.from, s.to, s.page = from, to, 1
	return s
}

// withMentions returns the same search with mentions or without.
func (s state) withMentions(set bool) state {
	s.mentions, s.page = set, 1
	return s
}

// with selects a value of a facet.
func (s state) with(facet, value string) state {
	return s.change(facet, func(f *search.Filter) {
		f.Values, f.Exclude = add(f.Values, value), remove(f.Exclude, value)
	})
}

// excluding leaves the pages with a value out.
func (s state) excluding(facet, value string) state {
	return s.change(facet, func(f *search.Filter) {
		f.Values, f.Exclude = remove(f.Values, value), add(f.Exclude, value)
	})
}

// without takes a value of a facet out of the filters, selected or excluded.
func (s state) without(facet, value string) state {
	return s.change(facet, func(f *search.Filter) {
		f.Values, f.Exclude = remove(f.Values, value), remove(f.Exclude, value)
	})
}

// cleared returns the same text and order without any filter.
func (s state) cleared() state {
	return state{text: s.text, sort: s.sort, listings: s.listings, page: 1}
}

// withListings returns the same search among listing pages too.
func (s state) withListings() state {
	s.listings, s.page = true, 1
	return s
}

func (s state) change(facet string, edit func(*search.Filter)) state {
	var filters []search.Filter
	for _, name := range search.Facets() {
		q := search.Query{Filters: s.filters}
		f := q.Filter(name)
		if name == facet {
			edit(&f)
		}
		if len(f.Values)+len(f.Exclude) > 0 {
			filters = append(filters, f)
		}
	}
	s.filters, s.page = filters, 1
	return s
}

// add and remove return new slices, since states share theirs.
func add(values []string, v string) []string {
	out := append(remove(values, v), v)
	slices.Sort(out)
	return out
}

func remove(values []string, v string) []string {
	var out []string
	for _, have := range values {
		if have != v {
			out = append(out, have)
		}
	}
	return out
}
