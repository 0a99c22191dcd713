package web

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// ask puts the question of a page with every facet. It returns the state with
// its filters as the index knows them; values that it does not know are left
// out, and a sentence for people says so. The parts are those of the page so
// far.
func (s *Site) ask(ctx context.Context, st state) (state, search.Answer, []string, *parts, error) {
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
			return st, a, said, nil, err
		}
		st, p := st.withFilters(a.Query.Filters), &parts{edition: a.Edition}
		a, err = s.found(ctx, st, a, p)
		return st, a, said, p, err
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

// found returns a with only those values in the facet that is listed in full
// that were looked for, and those in use. It leaves a as it is.
func (s *Site) found(ctx context.Context, st state, a search.Answer, p *parts) (search.Answer, error) {
	if st.find == "" {
		return a, nil
	}
	found, err := s.search.Facet(ctx, st.query(), st.whole, st.find)
	if err != nil {
		return a, err
	}
	p.add(found.Edition, nil)
	names := map[string]bool{}
	for _, v := range found.Facets[st.whole] {
		names[v.Value] = true
	}
	a.Facets = maps.Clone(a.Facets)
	a.Facets[st.whole] = slices.DeleteFunc(slices.Clone(a.Facets[st.whole]), func(v search.FacetValue) bool {
		return !names[v.Value] && !v.Selected && !v.Excluded
	})
	return a, nil
}

// elsewhere returns where else to look: what the index suggests, and where a
// found nothing, the ways out.
func (s *Site) elsewhere(ctx context.Context, st state, a search.Answer, filters []chip, p *parts) (also, ways []way) {
	also = s.suggested(ctx, st, a.Suggestions, p)
	if a.Total == 0 {
		ways = s.waysOut(ctx, filters, st, p)
	}
	return also, ways
}

// suggested returns the searches that the index suggests, in plain words.
func (s *Site) suggested(ctx context.Context, st state, suggestions []search.Suggestion, p *parts) (out []way) {
	for _, g := range suggestions {
		label := "pages for “" + g.Query + "”"
		r, edition, err := s.search.Read(ctx, g.Query)
		p.add(edition, err)
		if tag, ok := r.Root.(querylang.Tag); ok {
			label = "pages about the " + kinds[tag.Facet] + " " + search.ValueName(tag.Facet, tag.Value, tag.Label)
		}
		out = append(out, way{label, st.withText(g.Query).url(), g.Total})
	}
	return out
}

// maxWays bounds the searches that a search without results sets off.
const maxWays = 6

// waysOut looks for what would find something: the same search without each
// one of its filters.
func (s *Site) waysOut(ctx context.Context, filters []chip, st state, p *parts) (out []way) {
	chips := slices.Clone(filters[:min(len(filters), maxWays-1)])
	if len(filters) > 1 {
		chips = append(chips, chip{Label: "any filter", without: st.cleared()})
	}
	for _, c := range chips {
		q := c.without.query()
		q.PerPage, q.Snippets = 1, false
		a, err := s.search.Search(ctx, q)
		p.add(a.Edition, err)
		if err == nil && a.Total > 0 {
			out = append(out, way{"Without " + c.Label, c.without.url(), a.Total})
		}
	}
	return out
}
