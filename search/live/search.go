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

// Search reads the question with the taxonomy of the generation that is
// served, asks its engine, and says how the question was read. Errors are
// *search.ParamError, *querylang.CapError, search.ErrNoGeneration,
// search.ErrUnavailable, search.ErrCursorGone, a context's, or internal.
func (x *Index) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	v, err := x.acquire()
	if err != nil {
		return search.Answer{}, err
	}
	defer x.release(v)
	return v.answer(ctx, q)
}

// answer answers a question with all that belongs to it.
func (v *view) answer(ctx context.Context, q search.Query) (search.Answer, error) {
	a, err := v.search(ctx, q)
	if err != nil {
		return search.Answer{}, err
	}
	a.Suggestions, err = v.suggest(ctx, a.Query)
	return a, err
}

func (v *view) search(ctx context.Context, q search.Query) (search.Answer, error) {
	reading, err := v.parser.Parse(q.Text)
	if err != nil {
		return search.Answer{}, err
	}
	if q.Filters, err = v.resolve(q.Filters); err != nil {
		return search.Answer{}, err
	}
	generation, fingerprint := v.manifest.Generation, fingerprint(q)
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
	result, err := v.ask(ctx, q)
	if err == nil && result.Total < relaxBelow {
		result, reading, err = v.relax(ctx, &q, reading, result)
	}
	if err != nil {
		return search.Answer{}, err
	}
	a := search.Answer{
		Result: result, Generation: generation, BuiltAt: v.manifest.BuiltAt, Edition: v.status.Edition, Documents: v.status.Documents, Query: q,
		Executed: search.Executed{Query: reading.String(), Notes: reading.Notes},
	}
	if !q.Listings {
		a.Documents, a.Listings = v.status.Documents-v.shownListings, v.shownListings
	}
	if result.Last != nil {
		a.NextCursor = newCursor(*result.Last, generation, fingerprint)
	}
	v.label(&a)
	return a, nil
}

// Read returns how the generation that is served reads a query text, and the
// edition it is of, without asking its engine.
func (x *Index) Read(_ context.Context, text string) (r querylang.Reading, edition string, err error) {
	v, err := x.acquire()
	if err != nil {
		return querylang.Reading{}, "", err
	}
	defer x.release(v)
	r, err = v.parser.Parse(text)
	return r, v.status.Edition, err
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
	v, err := x.acquire()
	if err != nil {
		return search.DocumentAnswer{}, err
	}
	defer x.release(v)
	d, err := v.document(ctx, id)
	if err != nil {
		return search.DocumentAnswer{}, err
	}
	a := search.DocumentAnswer{
		Document: d, Labels: map[search.Label]string{},
		Generation: v.status.Generation, BuiltAt: v.status.BuiltAt, Edition: v.status.Edition,
	}
	for _, t := range d.Tags {
		key := search.Label{Facet: string(t.Facet), Value: t.Value}
		a.Labels[key] = v.labelOf(key.Facet, key.Value)
	}
	return a, nil
}

// Facet answers q with one facet: every value within the results whose name,
// under any spelling the taxonomy knows, contains a text. An unknown facet is
// search.ErrNotFound.
func (x *Index) Facet(ctx context.Context, q search.Query, facet, contains string) (search.Answer, error) {
	v, err := x.acquire()
	if err != nil {
		return search.Answer{}, err
	}
	defer x.release(v)
	q.Facets = []search.FacetRequest{{Facet: facet}}
	q.Page, q.PerPage, q.Cursor, q.Snippets = 1, 1, "", false
	a, err := v.search(ctx, q)
	if err != nil {
		var param *search.ParamError
		if errors.As(err, &param) && param.Param == "facets" {
			return search.Answer{}, search.ErrNotFound
		}
		return search.Answer{}, err
	}
	if want := analysis.Fold(contains); want != "" {
		named, _, _ := v.taxonomy.Resolve(facet, contains)
		a.Facets[facet] = slices.DeleteFunc(a.Facets[facet], func(v search.FacetValue) bool {
			return v.Value != named && !strings.Contains(analysis.Fold(v.Label), want)
		})
	}
	return a, nil
}
