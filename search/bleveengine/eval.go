package bleveengine

import (
	"context"
	"fmt"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// evaluator works out one query tree over an engine.
type evaluator struct {
	*Engine
	ctx context.Context
	// title restricts words to the title.
	title bool
	// mentions lets tags match documents that only mention a value.
	mentions bool
	// explain keeps the scores of every part in trace.
	explain bool
	trace   []part
}

// part is what one part of a query gave each document.
type part struct {
	what   string
	scores []float32
}

// eval returns the documents that match a node. The caller gives the result
// back to scratch.
func (v *evaluator) eval(n querylang.Node) (*matches, error) {
	if err := v.ctx.Err(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case nil:
		return v.all(), nil
	case querylang.Word:
		return v.word(n)
	case querylang.Phrase:
		return v.quoted(n)
	case querylang.Prefix:
		return v.prefix(n)
	case querylang.Group:
		return v.group(n)
	case querylang.And:
		return v.and(n.Kids)
	case querylang.Or:
		return v.or(n.Kids)
	case querylang.Not:
		return v.not(n)
	case querylang.Title:
		inner := *v
		inner.title = true
		m, err := inner.eval(n.Kid)
		v.trace = inner.trace
		return m, err
	case querylang.Tag:
		m := v.tag(n, v.mentions)
		v.record(n.Facet+" "+n.Label, m)
		return m, nil
	case querylang.Dates:
		return v.dates(n.From, n.To), nil
	case querylang.Alias:
		return v.alias(n)
	}
	return nil, fmt.Errorf("query tree holds a %T", n)
}

// all matches every document.
func (v *evaluator) all() *matches {
	m := v.scratch.get()
	for i := range m.bits {
		m.bits[i] = ^uint64(0)
	}
	if rest := v.n % 64; rest != 0 {
		m.bits[len(m.bits)-1] = 1<<rest - 1
	}
	return m
}

// and matches where all kids do; kids that are Not take away from the others,
// or from all documents where there is no other.
func (v *evaluator) and(kids []querylang.Node) (*matches, error) {
	var m *matches
	for _, kid := range kids {
		if _, not := kid.(querylang.Not); not {
			continue
		}
		k, err := v.eval(kid)
		if err != nil {
			return nil, err
		}
		if m == nil {
			m = k
			continue
		}
		m.and(k)
		v.scratch.put(k)
	}
	if m == nil {
		m = v.all()
	}
	for _, kid := range kids {
		not, ok := kid.(querylang.Not)
		if !ok {
			continue
		}
		k, err := v.silent(not.Kid)
		if err != nil {
			return nil, err
		}
		m.drop(k)
		v.scratch.put(k)
	}
	return m, nil
}

// silent evaluates a node whose scores are not explained one by one.
func (v *evaluator) silent(n querylang.Node) (*matches, error) {
	inner := *v
	inner.explain = false
	return inner.eval(n)
}

func (v *evaluator) or(kids []querylang.Node) (*matches, error) {
	m := v.scratch.get()
	for _, kid := range kids {
		k, err := v.eval(kid)
		if err != nil {
			return nil, err
		}
		m.or(k)
		v.scratch.put(k)
	}
	return m, nil
}

func (v *evaluator) not(n querylang.Not) (*matches, error) {
	return v.and([]querylang.Node{n})
}

// group matches where at least n.Min of the words that are not light do, or of
// all where all are light, and lifts documents that have them near together.
func (v *evaluator) group(n querylang.Group) (*matches, error) {
	kids := querylang.Content(n.Kids)
	each := make([]*matches, len(kids))
	for i, kid := range kids {
		k, err := v.eval(kid)
		if err != nil {
			return nil, err
		}
		each[i] = k
	}
	m := v.atLeast(each, n.Min)
	for _, k := range each {
		v.scratch.put(k)
	}
	if err := v.nearness(m, kids); err != nil {
		return nil, err
	}
	return m, v.together(m, n.Kids)
}

// atLeast matches where least of the parts do, and adds up their scores.
func (v *evaluator) atLeast(parts []*matches, least int) *matches {
	m := v.scratch.get()
	for _, p := range parts {
		m.or(p)
	}
	if least <= 1 || len(parts) <= 1 {
		return m
	}
	keep := make([]uint64, len(m.bits))
	m.each(func(doc uint32) {
		n := 0
		for _, p := range parts {
			if p.has(doc) {
				n++
			}
		}
		if n >= least {
			keep[doc>>6] |= 1 << (doc & 63)
		}
	})
	m.keep(keep)
	return m
}

// alias matches where the name stands as written, or where the document has
// the tag under another name. All names of a place count as one word; a
// document about the place comes before one that mentions it.
func (v *evaluator) alias(n querylang.Alias) (*matches, error) {
	if v.title {
		return v.eval(n.Written)
	}
	m, err := v.silent(n.Written)
	if err != nil {
		return nil, err
	}
	tagged := v.tag(n.Tag, true)
	m.best(tagged)
	v.scratch.put(tagged)
	v.record(n.Tag.Label+" under any of its names", m)
	return m, nil
}

// tag matches the documents that are about a value, or with mentions also those
// that mention it. The value is scored as a word
// that stands wherever its evidence does.
func (v *evaluator) tag(n querylang.Tag, mentions bool) *matches {
	m := v.scratch.get()
	f := v.columns.facets[n.Facet]
	if f == nil {
		return m
	}
	want, ok := f.ordinal[n.Value]
	if !ok {
		return m
	}
	v.addTagged(m, &f.about, want, aboutBonus)
	if mentions {
		v.addTagged(m, &f.mention, want, 0)
	}
	m.scale(inverseFrequency(m.count(), v.n))
	return m
}

func (v *evaluator) addTagged(m *matches, c *column, want uint32, bonus float32) {
	text, title := v.columns.lengths[kindText], v.columns.lengths[kindTitle]
	for doc := range uint32(v.n) {
		for i := c.starts[doc]; i < c.starts[doc+1]; i++ {
			if c.ordinals[i] == want {
				m.add(doc, bonus+saturate(c.spans[i], text[doc], v.average[kindText][""])+
					titleWeight*saturate(c.titles[i], title[doc], v.average[kindTitle][""]))
			}
		}
	}
}

// dates matches documents whose date overlaps a range.
func (v *evaluator) dates(from, to corpus.Date) *matches {
	m := v.scratch.get()
	r := newDateRange(from, to)
	for doc := range uint32(v.n) {
		if r.overlaps(v.columns, doc) {
			m.add(doc, 0)
		}
	}
	return m
}

// dateRange is a range of days; either end can be open.
type dateRange struct {
	open     bool
	from, to int32
}

func newDateRange(from, to corpus.Date) dateRange {
	r := dateRange{open: from.IsZero() && to.IsZero(), from: undated + 1, to: 1<<31 - 1}
	if !from.IsZero() {
		r.from = search.DateKey(from)
	}
	if !to.IsZero() {
		r.to = int32(to.Last().Unix() / 86400)
	}
	return r
}

// overlaps reports whether what is known of the document's date overlaps the
// range; undated documents never do.
func (r dateRange) overlaps(c *columns, doc uint32) bool {
	return c.date[doc] != undated && c.date[doc] <= r.to && c.last[doc] >= r.from
}

// record keeps the scores of a part for explanation.
func (v *evaluator) record(what string, m *matches) {
	if v.explain {
		v.trace = append(v.trace, part{what, append([]float32(nil), m.scores...)})
	}
}
