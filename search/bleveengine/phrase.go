package bleveengine

import (
	"context"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// phrase returns where terms stand in a field at their places one to another:
// postings whose positions are those of the first term.
func (e *Engine) phrase(ctx context.Context, field string, terms []analysis.Term) (*postings, error) {
	if len(terms) == 1 {
		return e.read(ctx, field, terms[0].Term, true)
	}
	key := postingsKey{field: field, term: phraseKey(terms), positions: true}
	if p, ok := e.postings.get(key); ok {
		return p, nil
	}
	parts := make([]*postings, len(terms))
	for i, t := range terms {
		p, err := e.read(ctx, field, t.Term, true)
		if err != nil {
			return nil, err
		}
		if len(p.docs) == 0 {
			return noPostings, nil
		}
		parts[i] = p
	}
	p, err := intersect(ctx, parts, terms)
	if err != nil {
		return nil, err
	}
	e.postings.put(key, p, len(key.term)+12*len(p.docs)+4*len(p.positions)+100)
	return p, nil
}

// phraseKey names a phrase in the cache. Its first byte stands in no term.
func phraseKey(terms []analysis.Term) string {
	var b strings.Builder
	b.WriteByte(1)
	for _, t := range terms {
		b.WriteString(t.Term)
		b.WriteByte(byte(t.Pos))
		b.WriteByte(1)
	}
	return b.String()
}

// intersect finds the documents that have all parts, then the places where
// the parts stand as the terms say.
func intersect(ctx context.Context, parts []*postings, terms []analysis.Term) (*postings, error) {
	out := &postings{starts: []uint32{0}}
	for i, doc := range commonDocs(parts) {
		if err := atSteps(ctx, i); err != nil {
			return nil, err
		}
		at := startsIn(parts, terms, doc)
		if len(at) == 0 {
			continue
		}
		out.docs = append(out.docs, doc)
		out.freqs = append(out.freqs, uint32(len(at)))
		out.positions = append(out.positions, at...)
		out.starts = append(out.starts, uint32(len(out.positions)))
	}
	return out, nil
}

// commonDocs returns the documents that are in all parts.
func commonDocs(parts []*postings) []uint32 {
	ordered := slices.Clone(parts)
	slices.SortFunc(ordered, func(a, b *postings) int { return len(a.docs) - len(b.docs) })
	docs := ordered[0].docs
	for _, p := range ordered[1:] {
		var both []uint32
		i := 0
		for _, doc := range docs {
			n, found := slices.BinarySearch(p.docs[i:], doc)
			i += n
			if found {
				both = append(both, doc)
			}
		}
		docs = both
	}
	return docs
}

// startsIn returns the positions in a document at which the whole phrase
// begins.
func startsIn(parts []*postings, terms []analysis.Term, doc uint32) []uint32 {
	starts := slices.Clone(parts[0].in(doc))
	first := uint32(terms[0].Pos)
	for k := 1; k < len(parts) && len(starts) > 0; k++ {
		have := parts[k].in(doc)
		offset := uint32(terms[k].Pos) - first
		starts = slices.DeleteFunc(starts, func(s uint32) bool {
			_, found := slices.BinarySearch(have, s+offset)
			return !found
		})
	}
	return starts
}

// within returns how often the terms stand in any order within a stretch of
// reach positions, by document. Each stretch counts once.
func (e *Engine) within(ctx context.Context, field string, terms []analysis.Term, reach int) (*postings, error) {
	parts := make([]*postings, len(terms))
	for i, t := range terms {
		p, err := e.read(ctx, field, t.Term, true)
		if err != nil {
			return nil, err
		}
		parts[i] = p
	}
	out := &postings{}
	for i, doc := range commonDocs(parts) {
		if err := atSteps(ctx, i); err != nil {
			return nil, err
		}
		if n := windows(parts, terms, doc, reach); n > 0 {
			out.docs = append(out.docs, doc)
			out.freqs = append(out.freqs, n)
		}
	}
	return out, nil
}

// windows counts stretches of at most reach positions that hold each term, a
// term that the query has twice at two places.
func windows(parts []*postings, terms []analysis.Term, doc uint32, reach int) uint32 {
	need := map[string]int{}
	places := map[uint32]string{}
	for i, t := range terms {
		need[t.Term]++
		for _, pos := range parts[i].in(doc) {
			places[pos] = t.Term
		}
	}
	order := make([]uint32, 0, len(places))
	for pos := range places {
		order = append(order, pos)
	}
	slices.Sort(order)
	var found uint32
	have, missing, left := map[string]int{}, len(terms), 0
	for _, pos := range order {
		if t := places[pos]; have[t] < need[t] {
			missing--
		}
		have[places[pos]]++
		for ; order[left]+uint32(reach) <= pos; left++ {
			t := places[order[left]]
			if have[t]--; have[t] < need[t] {
				missing++
			}
		}
		if missing == 0 {
			found++
			have, missing, left = map[string]int{}, len(terms), slices.Index(order, pos)+1
		}
	}
	return found
}
