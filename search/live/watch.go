package live

import (
	"context"
	"sync"
	"time"
)

const (
	// retryTicks is after how many ticks Watch looks again at a store that had
	// no good generation, or whose live one was bad, and has not changed.
	retryTicks = 240
	// verifyTicks is Options.VerifyTicks where nothing is said.
	verifyTicks = 2400
)

// Watch reads the hidden list and looks for a new generation at every tick until
// the context ends. A look that finds nothing good leaves what is served in its
// place. Ticks that come while the store is being looked at are passed over for
// the store, but not for the list: to verify and open a large generation takes
// a while, and what is to be hidden does not wait for that. What is taken out of
// the list is shown again after two ticks at which it is not there.
func (x *Index) Watch(ctx context.Context, ticks <-chan time.Time) {
	looks := make(chan struct{}, 1)
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { x.watchStore(ctx, looks) })
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		// An error stands in Status, and in the log where it is new.
		_ = x.obey(ctx, false)
		select {
		case looks <- struct{}{}:
		default: // a look is to come, and will see what there is by then
		}
	}
}

// watchStore looks at the store each time until the context ends.
func (x *Index) watchStore(ctx context.Context, looks <-chan struct{}) {
	said := ""
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-looks:
		}
		again := n%x.options.VerifyTicks == 0
		retry := n%retryTicks == 0 && x.generationProblem() != ""
		if !x.obeys() || !again && !retry && !x.moved() && !x.inDoubt() {
			continue
		}
		err := x.refresh(ctx, again)
		switch {
		case err == nil:
			said = ""
		case ctx.Err() == nil && err.Error() != said:
			x.log.Error("no new generation to serve", "error", err)
			said = err.Error()
		}
	}
}
