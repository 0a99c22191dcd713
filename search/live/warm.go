package live

import (
	"context"
	"time"
)

// warmTime is how long a new generation is warmed at most; it is not served
// until then.
const warmTime = time.Second

// warm asks a generation that is about to be served what is asked most. A
// generation that was just opened has nothing decoded, and its files may not be
// in memory; all answers that are kept outside are those of the one before.
// Without this, the first askers after each swap, who mostly ask what was asked
// before, would all wait for the same work at once.
func (x *Index) warm(ctx context.Context, h *handle) {
	if x.options.Warm == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, warmTime)
	defer cancel()
	x.changing.Lock()
	v := newView(h, x.list.list)
	x.changing.Unlock()
	for _, q := range x.options.Warm() {
		if ctx.Err() != nil {
			return
		}
		// An error, that a city is no longer known for one, is for the next who
		// asks.
		_, _ = v.answer(ctx, q)
	}
}
