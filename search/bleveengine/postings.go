package bleveengine

import (
	"context"
	"fmt"
	"sort"

	index "github.com/blevesearch/bleve_index_api"
)

// postings are the documents of one term in one field, decoded.
type postings struct {
	docs  []uint32
	freqs []uint32
	// The positions in document docs[i] are positions[starts[i]:starts[i+1]],
	// rising. Both are nil where only frequencies were read.
	starts    []uint32
	positions []uint32
}

// in returns the positions in a document, or nil.
func (p *postings) in(doc uint32) []uint32 {
	i := sort.Search(len(p.docs), func(i int) bool { return p.docs[i] >= doc })
	if i == len(p.docs) || p.docs[i] != doc {
		return nil
	}
	return p.positions[p.starts[i]:p.starts[i+1]]
}

type postingsKey struct {
	field, term string
	positions   bool
}

var noPostings = &postings{starts: []uint32{0}}

// read returns the postings of a term, with positions if asked for.
func (e *Engine) read(ctx context.Context, field, term string, positions bool) (*postings, error) {
	if p, ok := e.postings.get(postingsKey{field, term, true}); ok {
		return p, nil
	}
	key := postingsKey{field, term, positions}
	if !positions {
		if p, ok := e.postings.get(key); ok {
			return p, nil
		}
	}
	p, err := e.decode(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("read postings of %q in %s: %w", term, field, err)
	}
	e.postings.put(key, p, len(term)+8*len(p.docs)+8*len(p.positions)+100)
	return p, nil
}

// stepsPerLook is after how many documents a long loop looks whether anybody
// still waits for it.
const stepsPerLook = 1024

// atSteps returns the error of a context that has ended, at every so many steps
// of a loop.
func atSteps(ctx context.Context, step int) error {
	if step%stepsPerLook != 0 {
		return nil
	}
	return ctx.Err()
}

func (e *Engine) decode(ctx context.Context, key postingsKey) (_ *postings, err error) {
	r, err := e.reader.TermFieldReader(ctx, []byte(key.term), key.field, true, false, key.positions)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	count := int(r.Count())
	if count == 0 {
		return noPostings, nil
	}
	p := &postings{docs: make([]uint32, 0, count), freqs: make([]uint32, 0, count)}
	if key.positions {
		p.starts = append(make([]uint32, 0, count+1), 0)
	}
	var reuse index.TermFieldDoc
	for {
		if err := atSteps(ctx, len(p.docs)); err != nil {
			return nil, err
		}
		d, err := r.Next(&reuse)
		if err != nil {
			return nil, err
		}
		if d == nil {
			return p, nil
		}
		p.docs = append(p.docs, uint32(d.ID.Value()))
		p.freqs = append(p.freqs, uint32(d.Freq))
		if key.positions {
			for _, v := range d.Vectors {
				p.positions = append(p.positions, uint32(v.Pos))
			}
			p.starts = append(p.starts, uint32(len(p.positions)))
		}
		reuse.Reset()
	}
}
