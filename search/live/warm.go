package live

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/uilsearch/uilsearch/search"
)

const (
	// recentQueries is how many questions are kept to warm a generation with.
	recentQueries = 32
	// warmTime is how long a new generation is warmed at most; it is not served
	// until then.
	warmTime = time.Second
)

// recent keeps the last different questions that were answered, for warm. It is
// safe for concurrent use.
type recent struct {
	mu      sync.Mutex // guards what follows
	queries []recentQuery
}

type recentQuery struct {
	fingerprint string
	query       search.Query
}

// add takes in a question that was answered.
func (r *recent) add(q search.Query) {
	q.Cursor = "" // holds for the generation that made it
	f := fingerprint(q)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.queries = slices.DeleteFunc(r.queries, func(old recentQuery) bool { return old.fingerprint == f })
	if len(r.queries) == recentQueries {
		r.queries = slices.Delete(r.queries, 0, 1)
	}
	r.queries = append(r.queries, recentQuery{f, q})
}

// last returns the questions, the last one first.
func (r *recent) last() []search.Query {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := make([]search.Query, 0, len(r.queries))
	for _, q := range slices.Backward(r.queries) {
		out = append(out, q.query)
	}
	return out
}

// warm asks a generation that is about to be served what the one before it was
// asked last. A generation that was just opened has nothing decoded, and its
// files may not be in memory; all answers that are kept outside are those of
// the one before. Without this, the first askers after each swap, who mostly
// ask what was asked before, would all wait for the same work at once.
func (x *Index) warm(ctx context.Context, h *handle) {
	ctx, cancel := context.WithTimeout(ctx, warmTime)
	defer cancel()
	x.changing.Lock()
	v := newView(h, x.list.list)
	x.changing.Unlock()
	for _, q := range x.recent.last() {
		if ctx.Err() != nil {
			return
		}
		// An error, that a city is no longer known for one, is for the next who
		// asks.
		_, _ = v.answer(ctx, q)
	}
}
