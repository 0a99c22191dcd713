package live

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// relaxBelow is the number of hits below which a query is read more loosely.
const relaxBelow = 3

// relaxSteps is how far a query is loosened to find more than a few hits; only
// to find any at all it is loosened further.
const relaxSteps = 2

// Search reads the question with the taxonomy of the generation that is
// served, asks its engine, and says how the question was read. Errors are
// *search.ParamError, *querylang.CapError, search.ErrNoGeneration,
// search.ErrCursorGone, a context's, or internal.
func (x *Index) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	h, err := x.acquire()
	if err != nil {
		return search.Answer{}, err
	}
	defer x.release(h)
	return h.search(ctx, q)
}

func (h *handle) search(ctx context.Context, q search.Query) (search.Answer, error) {
	reading, err := h.parser.Parse(q.Text)
	if err != nil {
		return search.Answer{}, err
	}
	generation, fingerprint := h.manifest.Generation, fingerprint(q)
	if q.Cursor != "" {
		if q.After, err = readCursor(q.Cursor, generation, fingerprint); err != nil {
			return search.Answer{}, err
		}
	}
	q.Match = reading.Root
	q.Listings = q.Listings || asksForListings(q.Match)
	if err := q.Check(); err != nil {
		return search.Answer{}, err
	}
	result, err := h.engine.Search(ctx, q)
	if err == nil && result.Total < relaxBelow {
		result, reading, err = h.relax(ctx, &q, reading, result)
	}
	if err != nil {
		return search.Answer{}, err
	}
	a := search.Answer{
		Result: result, Generation: generation, BuiltAt: h.manifest.BuiltAt, Documents: h.manifest.Documents, Query: q,
		Executed: search.Executed{Query: reading.String(), Notes: reading.Notes},
	}
	if result.Last != nil {
		a.NextCursor = newCursor(*result.Last, generation, fingerprint)
	}
	h.label(&a)
	return a, nil
}

// relax reads a query more loosely where its strict reading finds too little,
// and otherwise returns the strict result. Filters have no say in it: with
// them, a count that is clicked would bring other pages than it counted.
func (h *handle) relax(ctx context.Context, q *search.Query, strict querylang.Reading, result search.Result) (search.Result, querylang.Reading, error) {
	if _, ok := querylang.Relax(strict, 1); !ok {
		return result, strict, nil
	}
	most, err := h.count(ctx, *q, strict)
	if err != nil || most >= relaxBelow {
		return result, strict, err
	}
	best := strict
	for step := 1; most < relaxBelow && (step <= relaxSteps || most == 0); step++ {
		loose, ok := querylang.Relax(strict, step)
		if !ok {
			break
		}
		found, err := h.count(ctx, *q, loose)
		if err != nil {
			return result, strict, err
		}
		if found > most {
			best, most = loose, found
		}
	}
	q.Match = best.Root
	result, err = h.engine.Search(ctx, *q)
	return result, best, err
}

// count returns how many documents a reading finds without filters.
func (h *handle) count(ctx context.Context, q search.Query, r querylang.Reading) (int, error) {
	result, err := h.engine.Search(ctx, search.Query{Match: r.Root, Listings: q.Listings, Sort: search.Newest, Page: 1, PerPage: 1})
	return result.Total, err
}

// asksForListings reports whether the query names the type of listing pages.
func asksForListings(n querylang.Node) bool {
	switch n := n.(type) {
	case querylang.Tag:
		return n.Facet == search.FacetType && n.Value == string(corpus.Listing)
	case querylang.And:
		return slices.ContainsFunc(n.Kids, asksForListings)
	case querylang.Or:
		return slices.ContainsFunc(n.Kids, asksForListings)
	}
	return false
}

// Document returns a document with the labels of its tags, or
// search.ErrNotFound.
func (x *Index) Document(ctx context.Context, id corpus.ID) (search.DocumentAnswer, error) {
	h, err := x.acquire()
	if err != nil {
		return search.DocumentAnswer{}, err
	}
	defer x.release(h)
	d, err := h.engine.Document(ctx, id)
	if err != nil {
		return search.DocumentAnswer{}, err
	}
	a := search.DocumentAnswer{Document: d, Labels: map[search.Label]string{}, Generation: h.manifest.Generation, BuiltAt: h.manifest.BuiltAt}
	for _, t := range d.Tags {
		key := search.Label{Facet: string(t.Facet), Value: t.Value}
		a.Labels[key] = h.labelOf(key.Facet, key.Value)
	}
	return a, nil
}

// Facet returns the values of one facet within the results of q whose name,
// under any spelling the taxonomy knows, contains a text; at most size of
// them, or all if size is 0, and every selected one.
func (x *Index) Facet(ctx context.Context, q search.Query, facet, contains string, size int) ([]search.FacetValue, error) {
	h, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer x.release(h)
	q.Facets = []search.FacetRequest{{Facet: facet}}
	q.Page, q.PerPage, q.Cursor, q.Snippets = 1, 1, "", false
	a, err := h.search(ctx, q)
	if err != nil {
		var param *search.ParamError
		if errors.As(err, &param) && param.Param == "facets" {
			return nil, search.ErrNotFound
		}
		return nil, err
	}
	want := analysis.Fold(contains)
	named, _, _ := h.taxonomy.Resolve(facet, contains)
	kept := 0
	return slices.DeleteFunc(a.Facets[facet], func(v search.FacetValue) bool {
		if want != "" && v.Value != named && !strings.Contains(analysis.Fold(v.Label), want) {
			return true
		}
		if kept++; size > 0 && kept > size {
			return !v.Selected && !v.Excluded
		}
		return false
	}), nil
}
