package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// ask puts the question of a page with every facet. It returns the state with
// its filters as the index knows them; values that it does not know are left
// out, and a sentence for people says so.
func (s *Site) ask(ctx context.Context, st state) (state, search.Answer, []string, error) {
	var said []string
	for {
		q := st.query()
		for _, facet := range search.Facets() {
			q.Facets = append(q.Facets, search.FacetRequest{Facet: facet})
		}
		a, err := s.search.Search(ctx, q)
		if refused := refused(st, err); len(refused) > 0 {
			for _, v := range refused {
				st = st.without(v.facet, v.value)
				said = append(said, fmt.Sprintf("“%s” is no %s that is known here, and was left out.", cut(v.value, 40), kinds[v.facet]))
			}
			continue
		}
		if err != nil {
			return st, a, said, err
		}
		st = st.withFilters(a.Query.Filters)
		return st, a, said, s.look(ctx, st, &a)
	}
}

// filterValue is one value of a filter.
type filterValue struct{ facet, value string }

// refused returns the filter values that made a search fail with err: those
// that its reason quotes, or, rather than none, all of the filter.
func refused(st state, err error) []filterValue {
	var param *search.ParamError
	if !errors.As(err, &param) {
		return nil
	}
	q := st.query()
	f := q.Filter(param.Param)
	var all, quoted []filterValue
	for _, v := range slices.Concat(f.Values, f.Exclude) {
		all = append(all, filterValue{f.Facet, v})
		if strings.Contains(param.Reason, strconv.Quote(v)) {
			quoted = append(quoted, filterValue{f.Facet, v})
		}
	}
	if len(quoted) > 0 {
		return quoted
	}
	return all
}

// look leaves of the facet that is listed in full only the values that were
// looked for, and those in use.
func (s *Site) look(ctx context.Context, st state, a *search.Answer) error {
	if st.find == "" {
		return nil
	}
	found, err := s.search.Facet(ctx, st.query(), st.whole, st.find)
	if err != nil {
		return err
	}
	names := map[string]bool{}
	for _, v := range found.Facets[st.whole] {
		names[v.Value] = true
	}
	a.Facets[st.whole] = slices.DeleteFunc(a.Facets[st.whole], func(v search.FacetValue) bool {
		return !names[v.Value] && !v.Selected && !v.Excluded
	})
	return nil
}

// suggested returns the searches that the index suggests, in plain words.
func (s *Site) suggested(ctx context.Context, st state, suggestions []search.Suggestion) []way {
	var out []way
	for _, g := range suggestions {
		label := "pages for “" + g.Query + "”"
		if r, err := s.search.Read(ctx, g.Query); err == nil {
			if tag, ok := r.Root.(querylang.Tag); ok {
				label = "pages about the " + kinds[tag.Facet] + " " + search.ValueName(tag.Facet, tag.Value, tag.Label)
			}
		}
		out = append(out, way{label, st.withText(g.Query).url(), g.Total})
	}
	return out
}

// maxWays bounds the searches that a search without results sets off.
const maxWays = 6

// waysOut looks for what would find something: the same search without each
// one of its filters.
func (s *Site) waysOut(ctx context.Context, filters []chip, st state) []way {
	chips := slices.Clone(filters[:min(len(filters), maxWays-1)])
	if len(filters) > 1 {
		chips = append(chips, chip{Label: "any filter", without: st.cleared()})
	}
	var out []way
	for _, c := range chips {
		q := c.without.query()
		q.PerPage, q.Snippets = 1, false
		a, err := s.search.Search(ctx, q)
		if err == nil && a.Total > 0 {
			out = append(out, way{"Without " + c.Label, c.without.url(), a.Total})
		}
	}
	return out
}
