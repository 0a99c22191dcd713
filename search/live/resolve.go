package live

import (
	"context"
	"fmt"
	"strconv"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// resolve returns the filters with the values' identifiers in the place of
// names, or a *search.ParamError for a value that nothing can have.
func (h *handle) resolve(filters []search.Filter) ([]search.Filter, error) {
	out := make([]search.Filter, len(filters))
	for i, f := range filters {
		out[i].Facet = f.Facet
		for _, list := range []struct{ from, to *[]string }{{&f.Values, &out[i].Values}, {&f.Exclude, &out[i].Exclude}} {
			for _, v := range *list.from {
				value, err := h.value(f.Facet, v)
				if err != nil {
					return nil, err
				}
				*list.to = append(*list.to, value)
			}
		}
	}
	return out, nil
}

// value returns the identifier of one value.
func (h *handle) value(facet, name string) (string, error) {
	switch facet {
	case search.FacetType:
		if !corpus.ValidType(corpus.Type(name)) {
			return "", &search.ParamError{Param: facet, Reason: fmt.Sprintf("%q is no kind of page; there are %v", name, corpus.Types())}
		}
	case search.FacetYear:
		if _, err := strconv.ParseUint(name, 10, 16); err != nil && name != search.NoDate {
			return "", &search.ParamError{Param: facet, Reason: fmt.Sprintf("%q is no year; write 2016, or %s for pages without a date", name, search.NoDate)}
		}
	case search.FacetCity, search.FacetCountry, search.FacetRegion, search.FacetTheme:
		value, _, ok := h.taxonomy.Resolve(facet, name)
		if !ok {
			return "", &search.ParamError{Param: facet, Reason: fmt.Sprintf("the taxonomy knows no %s %q; the facet lists those that there are", facet, name)}
		}
		return value, nil
	}
	return name, nil
}

// suggest offers the city or country whose name is all of the query, where the
// name alone is not safe and so was read as a word.
func (v *view) suggest(ctx context.Context, q search.Query) ([]search.Suggestion, error) {
	switch q.Match.(type) {
	case querylang.Word, querylang.Group:
	default:
		return nil, nil
	}
	var out []search.Suggestion
	for _, facet := range []string{search.FacetCity, search.FacetCountry} {
		value, label, ok := v.taxonomy.Resolve(facet, q.Text)
		if !ok {
			continue
		}
		asked := querylang.Tag{Facet: facet, Value: value, Label: label}
		q.Match, q.After, q.Page, q.PerPage, q.Facets, q.Snippets = asked, nil, 1, 1, nil, false
		result, err := v.ask(ctx, q)
		if err != nil {
			return nil, err
		}
		if result.Total > 0 {
			out = append(out, search.Suggestion{Query: querylang.Print(asked), Total: result.Total})
		}
	}
	return out, nil
}
