package bleveengine

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/snippet"
)

// fragmentsPerHit is how many pieces of its text a hit shows.
const fragmentsPerHit = 2

// Search answers q in one pass over the documents that match.
func (e *Engine) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if err := q.Check(); err != nil {
		return search.Result{}, err
	}
	v := &evaluator{Engine: e, ctx: ctx, mentions: q.Mentions, explain: q.Explain}
	m, err := v.eval(q.Match)
	if err != nil {
		return search.Result{}, fmt.Errorf("search: %w", err)
	}
	defer e.scratch.put(m)
	e.withhold(m, q.Without)
	c := newCollector(e, &q, m.scores)
	if err := m.visit(ctx, c.collect); err != nil {
		return search.Result{}, err
	}
	result := search.Result{Total: c.total, Facets: make(map[string][]search.FacetValue, len(q.Facets))}
	for i, r := range q.Facets {
		result.Facets[r.Facet] = c.counts[i].list(q.Filter(r.Facet), r.Size)
	}
	page := c.page()
	if result.Hits, err = e.hits(ctx, page, c, v.trace); err != nil {
		return search.Result{}, fmt.Errorf("search: %w", err)
	}
	if len(page) > 0 && len(c.top.docs) > c.offset()+q.PerPage {
		last := c.position(page[len(page)-1])
		result.Last = &last
	}
	return result, nil
}

// withhold takes documents out of a match. It happens before anything is
// counted, so that nothing that comes after knows of them.
func (e *Engine) withhold(m *matches, ids []corpus.ID) {
	for _, id := range ids {
		if doc, ok := e.columns.byID[id]; ok {
			m.remove(doc)
		}
	}
}

// offset is the number of collected hits before the page.
func (c *collector) offset() int {
	if c.query.After != nil {
		return 0
	}
	return (c.query.Page - 1) * c.query.PerPage
}

// page returns the documents of the page asked for.
func (c *collector) page() []uint32 {
	docs := c.top.ordered()
	from := min(c.offset(), len(docs))
	return docs[from:min(from+c.query.PerPage, len(docs))]
}

// hits fills in what is shown of each document.
func (e *Engine) hits(ctx context.Context, docs []uint32, c *collector, trace []part) ([]search.Hit, error) {
	marker := snippet.New(c.query.Match)
	hits := make([]search.Hit, 0, len(docs))
	for _, doc := range docs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d, err := e.document(doc)
		if err != nil {
			return nil, err
		}
		h := search.Hit{ID: d.ID, URL: d.URL, Type: d.Type, Published: d.Published, Lang: d.Lang, Score: c.scores[doc]}
		h.Cities, h.Countries, h.Themes = about(&d, corpus.City), about(&d, corpus.Country), about(&d, corpus.Theme)
		if c.query.Snippets {
			h.Title = marker.Title(&d)
			h.Snippets = marker.Fragments(&d, fragmentsPerHit)
		} else {
			h.Title = search.Fragment{Text: d.Title}
		}
		h.Why = reasons(trace, doc)
		hits = append(hits, h)
	}
	return hits, nil
}

// about returns the values of a facet that a document is about.
func about(d *corpus.Document, f corpus.TagFacet) []search.Named {
	var out []search.Named
	for _, t := range d.TagsOf(f) {
		if t.Role == corpus.About {
			out = append(out, search.Named{Value: t.Value})
		}
	}
	return out
}

// reasons returns what each part of the query gave a document.
func reasons(trace []part, doc uint32) []search.Reason {
	var out []search.Reason
	for _, p := range trace {
		if s := p.scores[doc]; s > 0 {
			out = append(out, search.Reason{What: p.what, Score: s})
		}
	}
	slices.SortStableFunc(out, func(a, b search.Reason) int { return cmp.Compare(b.Score, a.Score) })
	return out
}
