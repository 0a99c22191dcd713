package guard

import (
	"context"
	"runtime"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/uilsearch/uilsearch/search"
)

// gate lets a bounded number of searches run, first come, first served.
type gate struct {
	slots    *semaphore.Weighted
	queue    chan struct{} // holds one element for each search that waits
	wait     time.Duration
	observer Observer
}

func newGate(o Options) *gate {
	if o.Searches <= 0 {
		o.Searches = 2 * runtime.GOMAXPROCS(0)
	}
	return &gate{
		slots: semaphore.NewWeighted(int64(o.Searches)),
		queue: make(chan struct{}, max(o.Queue, 0)), wait: o.QueueWait, observer: o.Observer,
	}
}

// enter waits for a slot, which leave gives back. It returns search.ErrBusy
// where too many wait or the wait is too long, and the context's error where
// that ends first.
func (g *gate) enter(ctx context.Context) (leave func(), err error) {
	if !g.slots.TryAcquire(1) {
		if err := g.line(ctx); err != nil {
			return nil, err
		}
	}
	g.observer.Running(1)
	return func() {
		g.observer.Running(-1)
		g.slots.Release(1)
	}, nil
}

// line waits in the queue.
func (g *gate) line(ctx context.Context) error {
	select {
	case g.queue <- struct{}{}:
	default:
		return search.ErrBusy
	}
	g.observer.Waiting(1)
	defer func() {
		g.observer.Waiting(-1)
		<-g.queue
	}()
	patience, cancel := context.WithTimeout(ctx, g.wait)
	defer cancel()
	if g.slots.Acquire(patience, 1) == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return search.ErrBusy
}
