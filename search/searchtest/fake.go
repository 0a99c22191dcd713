// Package searchtest holds the promises that every engine keeps, as tests,
// and a fake engine that keeps them by brute force. Only tests import it.
package searchtest

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/snippet"
)

var _ search.Engine = (*Fake)(nil)

// Fake is an engine that looks at every document for every question. It ranks
// by the number of words that match, and so only stands in for an engine where
// the order by relevance does not matter.
type Fake struct{ docs []entry }

// NewFake returns a fake engine over docs, which it keeps.
func NewFake(docs []corpus.Document) *Fake {
	f := &Fake{}
	for i := range docs {
		f.docs = append(f.docs, newEntry(&docs[i]))
	}
	return f
}

// Document returns a document or search.ErrNotFound.
func (f *Fake) Document(_ context.Context, id corpus.ID) (corpus.Document, error) {
	for _, d := range f.docs {
		if d.ID == id {
			return *d.Document, nil
		}
	}
	return corpus.Document{}, search.ErrNotFound
}

// Close does nothing.
func (f *Fake) Close() error { return nil }

// Search answers q.
func (f *Fake) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if err := q.Check(); err != nil {
		return search.Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return search.Result{}, err
	}
	var found []ranked
	for _, d := range f.docs {
		if passes(&q, d, "") {
			found = append(found, ranked{d.Document, position(&q, d)})
		}
	}
	slices.SortFunc(found, func(a, b ranked) int { return compare(a.at, b.at, q.Sort) })
	r := search.Result{Total: len(found), Facets: map[string][]search.FacetValue{}}
	for _, request := range q.Facets {
		r.Facets[request.Facet] = f.count(&q, request)
	}
	if q.After != nil {
		found = slices.DeleteFunc(found, func(d ranked) bool { return compare(d.at, *q.After, q.Sort) <= 0 })
	} else {
		found = found[min(len(found), (q.Page-1)*q.PerPage):]
	}
	if len(found) > q.PerPage {
		found = found[:q.PerPage]
		r.Last = &found[q.PerPage-1].at
	}
	marker := snippet.New(q.Match)
	for _, d := range found {
		r.Hits = append(r.Hits, hit(&q, marker, d))
	}
	return r, nil
}

// ranked is a document and its place in the order.
type ranked struct {
	*corpus.Document
	at search.Position
}

func hit(q *search.Query, marker *snippet.Marker, found ranked) search.Hit {
	d := found.Document
	h := search.Hit{ID: d.ID, URL: d.URL, Title: search.Fragment{Text: d.Title}, Type: d.Type, Published: d.Published, Lang: d.Lang, Score: found.at.Score}
	for facet, to := range map[corpus.TagFacet]*[]search.Named{corpus.City: &h.Cities, corpus.Country: &h.Countries, corpus.Theme: &h.Themes} {
		for _, v := range tagged(d, string(facet), false) {
			*to = append(*to, search.Named{Value: v})
		}
	}
	if q.Snippets {
		h.Title, h.Snippets = marker.Title(d), marker.Fragments(d, 2)
	}
	return h
}

// passes reports whether a document is found, leaving out the Values of the
// filter of one facet.
func passes(q *search.Query, d entry, except string) bool {
	if slices.Contains(q.Without, d.ID) {
		return false
	}
	if !matches(q.Match, view{doc: d, mentions: q.Mentions}) || !overlaps(d.Published, q.From, q.To) {
		return false
	}
	if (!q.From.IsZero() || !q.To.IsZero()) && d.Published.IsZero() {
		return false
	}
	listings := q.Listings || slices.Contains(q.Filter(search.FacetType).Values, string(corpus.Listing))
	if d.Type == corpus.Listing && !listings {
		return false
	}
	for _, filter := range q.Filters {
		have := values(d.Document, filter.Facet, q.Mentions)
		if intersects(have, filter.Exclude) {
			return false
		}
		if filter.Facet != except && len(filter.Values) > 0 && !intersects(have, filter.Values) {
			return false
		}
	}
	return true
}

func intersects(a, b []string) bool {
	return slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}

// count counts a facet without its own values.
func (f *Fake) count(q *search.Query, r search.FacetRequest) []search.FacetValue {
	counts := map[string]int{}
	for _, d := range f.docs {
		if passes(q, d, r.Facet) {
			for _, v := range values(d.Document, r.Facet, q.Mentions) {
				counts[v]++
			}
		}
	}
	filter := q.Filter(r.Facet)
	for _, v := range slices.Concat(filter.Values, filter.Exclude) {
		counts[v] += 0
	}
	var out []search.FacetValue
	for v, n := range counts {
		out = append(out, search.FacetValue{Value: v, Count: n, Selected: slices.Contains(filter.Values, v), Excluded: slices.Contains(filter.Exclude, v)})
	}
	slices.SortFunc(out, func(a, b search.FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	})
	kept := 0
	return slices.DeleteFunc(out, func(v search.FacetValue) bool {
		if v.Selected || v.Excluded {
			return false
		}
		kept++
		return r.Size > 0 && kept > r.Size
	})
}

// values returns what a document counts for in a facet, each once.
func values(d *corpus.Document, facet string, mentions bool) []string {
	switch facet {
	case search.FacetType:
		return []string{string(d.Type)}
	case search.FacetLang:
		return []string{d.Lang}
	case search.FacetYear:
		if d.Published.IsZero() {
			return []string{search.NoDate}
		}
		return []string{strconv.Itoa(d.Published.Year)}
	}
	return tagged(d, facet, mentions)
}

func tagged(d *corpus.Document, facet string, mentions bool) []string {
	var out []string
	for _, t := range d.Tags {
		if string(t.Facet) == facet && (mentions || t.Role == corpus.About) && !slices.Contains(out, t.Value) {
			out = append(out, t.Value)
		}
	}
	return out
}

func overlaps(d, from, to corpus.Date) bool {
	return d.IsZero() || (from.IsZero() || !d.Last().Before(from.First())) && (to.IsZero() || !d.First().After(to.Last()))
}

// score counts the leaves of the query that match.
func score(q *search.Query, d entry) float32 {
	var n float32
	for _, leaf := range leaves(q.Match) {
		if matches(leaf, view{doc: d, mentions: q.Mentions}) {
			n++
		}
	}
	return n
}

func position(q *search.Query, d entry) search.Position {
	p := search.Position{Date: -1 << 31, ID: d.ID}
	if !d.Published.IsZero() {
		p.Date = search.DateKey(d.Published)
	}
	switch q.Sort {
	case search.Relevance:
		p.Score = score(q, d)
	case search.ByTitle:
		p.Key = analysis.Fold(d.Title)
	}
	return p
}

func compare(a, b search.Position, sort search.Sort) int {
	order := cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Key, b.Key))
	if sort == search.Oldest {
		order = cmp.Compare(uint32(a.Date)+1<<31-1, uint32(b.Date)+1<<31-1) // undated wraps to the end
	}
	return cmp.Or(order, cmp.Compare(b.Date, a.Date), strings.Compare(string(a.ID), string(b.ID)))
}
