package bleveengine

import (
	"container/heap"
	"slices"
)

// topHits keeps the first documents of an order in a heap whose root is the
// last of them.
type topHits struct {
	size   int
	before func(a, b uint32) bool
	docs   []uint32
}

func newTopHits(size int, before func(a, b uint32) bool) *topHits {
	return &topHits{size: size, before: before}
}

// offer takes a document in if it belongs to the first.
func (t *topHits) offer(doc uint32) {
	switch {
	case len(t.docs) < t.size:
		heap.Push((*docHeap)(t), doc)
	case t.before(doc, t.docs[0]):
		t.docs[0] = doc
		heap.Fix((*docHeap)(t), 0)
	}
}

// ordered returns the documents in order.
func (t *topHits) ordered() []uint32 {
	slices.SortFunc(t.docs, func(a, b uint32) int {
		switch {
		case t.before(a, b):
			return -1
		case t.before(b, a):
			return 1
		}
		return 0
	})
	return t.docs
}

// docHeap is topHits as container/heap wants it.
type docHeap topHits

func (h *docHeap) Len() int           { return len(h.docs) }
func (h *docHeap) Less(i, j int) bool { return h.before(h.docs[j], h.docs[i]) }
func (h *docHeap) Swap(i, j int)      { h.docs[i], h.docs[j] = h.docs[j], h.docs[i] }
func (h *docHeap) Push(x any)         { h.docs = append(h.docs, x.(uint32)) }
func (h *docHeap) Pop() any {
	last := h.docs[len(h.docs)-1]
	h.docs = h.docs[:len(h.docs)-1]
	return last
}
