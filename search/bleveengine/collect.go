package bleveengine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// collector goes over the documents of a match once and takes from it the
// total, the top hits and the counts of all facets.
type collector struct {
	c        *columns
	scores   []float32
	query    *search.Query
	dates    dateRange
	listings bool
	filters  []facetFilter
	counts   []*facetCount
	top      *topHits

	total int
	// skipped are the hits at and before query.After.
	skipped int
}

// facetFilter is the filter of one facet by ordinals.
type facetFilter struct {
	facet    *facet
	mentions bool
	// want and exclude say by ordinal what is asked for and kept out; nil for
	// none.
	want, exclude []bool
	// count is where the facet is counted, or nil.
	count *facetCount
	// none says that none of the wanted values exists.
	none bool
}

// facetCount counts the values of one facet.
type facetCount struct {
	name   string
	facet  *facet
	counts []int
}

func newCollector(e *Engine, q *search.Query, scores []float32) *collector {
	c := &collector{c: e.columns, scores: scores, query: q, dates: newDateRange(q.From, q.To), listings: q.Listings}
	for _, r := range q.Facets {
		f := e.columns.facets[r.Facet]
		c.counts = append(c.counts, &facetCount{name: r.Facet, facet: f, counts: make([]int, len(f.values))})
	}
	for _, f := range q.Filters {
		c.addFilter(e.columns.facets[f.Facet], f)
	}
	size := q.PerPage
	if q.After == nil {
		size = q.Page * q.PerPage
	}
	c.top = newTopHits(size+1, c.before)
	return c
}

func (c *collector) addFilter(f *facet, in search.Filter) {
	if len(in.Values) == 0 && len(in.Exclude) == 0 {
		return
	}
	if in.Facet == search.FacetType && slices.Contains(in.Values, string(corpus.Listing)) {
		c.listings = true
	}
	out := facetFilter{facet: f, mentions: c.query.Mentions, want: ordinals(f, in.Values), exclude: ordinals(f, in.Exclude)}
	out.none = len(in.Values) > 0 && out.want == nil
	for _, n := range c.counts {
		if n.name == in.Facet {
			out.count = n
		}
	}
	c.filters = append(c.filters, out)
}

// ordinals returns which ordinals values have, or nil if none has one.
func ordinals(f *facet, values []string) []bool {
	var set []bool
	for _, v := range values {
		if o, ok := f.ordinal[v]; ok {
			if set == nil {
				set = make([]bool, len(f.values))
			}
			set[o] = true
		}
	}
	return set
}

// collect takes in one document. A document that misses the filter of exactly
// one facet counts for that facet alone, which makes the counts of a facet
// those without its own filter.
func (c *collector) collect(doc uint32) {
	if c.c.listing[doc] && !c.listings || !c.dates.open && !c.dates.overlaps(c.c, doc) {
		return
	}
	var missed *facetFilter
	for i := range c.filters {
		f := &c.filters[i]
		if f.has(doc, f.exclude) {
			return
		}
		if (f.want != nil || f.none) && !f.has(doc, f.want) {
			if missed != nil {
				return
			}
			missed = f
		}
	}
	if missed != nil {
		if missed.count != nil {
			missed.count.add(doc, c.query.Mentions)
		}
		return
	}
	c.total++
	for _, n := range c.counts {
		n.add(doc, c.query.Mentions)
	}
	if c.query.After != nil && !c.isAfter(doc) {
		c.skipped++
		return
	}
	c.top.offer(doc)
}

// has reports whether a document has any of the values in a role that counts.
func (f *facetFilter) has(doc uint32, values []bool) bool {
	if values == nil {
		return false
	}
	for _, o := range f.facet.about.of(doc) {
		if values[o] {
			return true
		}
	}
	if f.mentions {
		for _, o := range f.facet.mention.of(doc) {
			if values[o] {
				return true
			}
		}
	}
	return false
}

func (n *facetCount) add(doc uint32, mentions bool) {
	for _, o := range n.facet.about.of(doc) {
		n.counts[o]++
	}
	if mentions {
		for _, o := range n.facet.mention.of(doc) {
			n.counts[o]++
		}
	}
}

// before reports whether document a comes before b in the order asked for. It
// is compare without making places, for the many comparisons of one search.
func (c *collector) before(a, b uint32) bool {
	order := 0
	switch c.query.Sort {
	case search.Relevance:
		order = cmp.Compare(c.scores[b], c.scores[a])
	case search.ByTitle:
		order = strings.Compare(c.c.titles[a], c.c.titles[b])
	case search.Oldest:
		order = compareOldest(c.c.date[a], c.c.date[b])
	}
	if order == 0 {
		order = cmp.Compare(c.c.date[b], c.c.date[a])
	}
	return order < 0 || order == 0 && c.c.idRank[a] < c.c.idRank[b]
}

// position is a document's place in the order, as a cursor holds it.
func (c *collector) position(doc uint32) search.Position {
	p := search.Position{Date: c.c.date[doc], ID: c.c.ids[doc]}
	switch c.query.Sort {
	case search.Relevance:
		p.Score = c.scores[doc]
	case search.ByTitle:
		p.Key = c.c.titles[doc]
	}
	return p
}

// compare orders places as before orders documents.
func (c *collector) compare(a, b search.Position) int {
	order := 0
	switch c.query.Sort {
	case search.Relevance:
		order = cmp.Compare(b.Score, a.Score)
	case search.ByTitle:
		order = strings.Compare(a.Key, b.Key)
	case search.Oldest:
		order = compareOldest(a.Date, b.Date)
	}
	return cmp.Or(order, cmp.Compare(b.Date, a.Date), strings.Compare(string(a.ID), string(b.ID)))
}

// compareOldest puts the oldest first and undated documents last.
func compareOldest(a, b int32) int {
	if (a == undated) != (b == undated) {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

func (c *collector) isAfter(doc uint32) bool {
	return c.compare(c.position(doc), *c.query.After) > 0
}

// list returns the counts of a facet: the size largest, and every selected
// or excluded value.
func (n *facetCount) list(f search.Filter, size int) []search.FacetValue {
	var picked, rest []search.FacetValue
	for o, count := range n.counts {
		v := search.FacetValue{Value: n.facet.values[o], Count: count}
		v.Selected, v.Excluded = slices.Contains(f.Values, v.Value), slices.Contains(f.Exclude, v.Value)
		switch {
		case v.Selected || v.Excluded:
			picked = append(picked, v)
		case count > 0:
			rest = append(rest, v)
		}
	}
	for i, value := range slices.Concat(f.Values, f.Exclude) {
		if _, ok := n.facet.ordinal[value]; !ok && slices.Index(slices.Concat(f.Values, f.Exclude), value) == i {
			picked = append(picked, search.FacetValue{Value: value, Selected: slices.Contains(f.Values, value), Excluded: slices.Contains(f.Exclude, value)})
		}
	}
	order := func(a, b search.FacetValue) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
	}
	slices.SortFunc(rest, order)
	if size > 0 && len(rest) > size {
		rest = rest[:size]
	}
	out := append(rest, picked...)
	slices.SortFunc(out, order)
	return out
}
