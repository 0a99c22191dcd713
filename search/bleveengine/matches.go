package bleveengine

import (
	"context"
	"math/bits"
	"sync"
)

// matches are the documents that a part of a query matches, as a bit each,
// with a score for each of them. The score of any other document is 0.
type matches struct {
	bits   []uint64
	scores []float32
}

func (m *matches) has(doc uint32) bool { return m.bits[doc>>6]&(1<<(doc&63)) != 0 }

// add sets the document and adds to its score.
func (m *matches) add(doc uint32, score float32) {
	m.bits[doc>>6] |= 1 << (doc & 63)
	m.scores[doc] += score
}

// remove drops one document.
func (m *matches) remove(doc uint32) {
	m.bits[doc>>6] &^= 1 << (doc & 63)
	m.scores[doc] = 0
}

// count returns the number of documents.
func (m *matches) count() int {
	n := 0
	for _, w := range m.bits {
		n += bits.OnesCount64(w)
	}
	return n
}

// each calls f for every document in the order of numbers.
func (m *matches) each(f func(doc uint32)) { m.eachOf(0, len(m.bits), f) }

// eachOf calls f for the documents of the words of bits from from up to to.
func (m *matches) eachOf(from, to int, f func(doc uint32)) {
	for i, w := range m.bits[from:to] {
		for w != 0 {
			f(uint32((from+i)<<6 + bits.TrailingZeros64(w)))
			w &= w - 1
		}
	}
}

// visit is each for work that takes a while for each document. It ends with the
// error of a context that ends before all are visited.
func (m *matches) visit(ctx context.Context, f func(doc uint32)) error {
	const words = stepsPerLook / 64
	for from := 0; from < len(m.bits); from += words {
		if err := ctx.Err(); err != nil {
			return err
		}
		m.eachOf(from, min(from+words, len(m.bits)), f)
	}
	return nil
}

// or adds the documents and scores of o.
func (m *matches) or(o *matches) {
	o.each(func(doc uint32) { m.add(doc, o.scores[doc]) })
}

// best takes over the documents of o, with the larger of both scores.
func (m *matches) best(o *matches) {
	o.each(func(doc uint32) {
		m.bits[doc>>6] |= 1 << (doc & 63)
		m.scores[doc] = max(m.scores[doc], o.scores[doc])
	})
}

// and keeps the documents that are in o too and adds its scores.
func (m *matches) and(o *matches) {
	m.keep(o.bits)
	m.each(func(doc uint32) { m.scores[doc] += o.scores[doc] })
}

// keep drops the documents that are not set in keep.
func (m *matches) keep(keep []uint64) {
	for i, w := range m.bits {
		for gone := w &^ keep[i]; gone != 0; gone &= gone - 1 {
			m.scores[i<<6+bits.TrailingZeros64(gone)] = 0
		}
		m.bits[i] = w & keep[i]
	}
}

// drop drops the documents of o.
func (m *matches) drop(o *matches) {
	for i := range m.bits {
		for gone := m.bits[i] & o.bits[i]; gone != 0; gone &= gone - 1 {
			m.scores[i<<6+bits.TrailingZeros64(gone)] = 0
		}
		m.bits[i] &^= o.bits[i]
	}
}

// scale multiplies every score.
func (m *matches) scale(by float32) {
	m.each(func(doc uint32) { m.scores[doc] *= by })
}

// scratchPool lends out matches of n documents.
type scratchPool struct {
	n    int
	pool sync.Pool
}

func (p *scratchPool) get() *matches {
	if m, ok := p.pool.Get().(*matches); ok {
		return m
	}
	return &matches{bits: make([]uint64, (p.n+63)/64), scores: make([]float32, p.n)}
}

// put takes matches back; the caller must not use them again.
func (p *scratchPool) put(m *matches) {
	clear(m.bits)
	clear(m.scores)
	p.pool.Put(m)
}
