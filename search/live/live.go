// Package live is what the server serves: the newest good generation without
// what is hidden, opened only after it was verified, swapped for the next one
// while questions are being answered, and the reading of questions with that
// generation's own taxonomy.
package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/hidden"
	"github.com/uilsearch/uilsearch/search"
)

// OpenFunc opens the engine's files in dir.
type OpenFunc func(dir string, m generation.Manifest) (search.Engine, error)

// Options are what an Index needs besides a store and an engine. The zero value
// hides nothing and logs nothing.
type Options struct {
	// Hidden returns the list of hidden addresses as it is now. It is called at
	// every tick of Watch and by one goroutine at a time; hidden.Reader answers
	// fast enough, and what is too slow is not waited for. Nil hides nothing.
	Hidden func() (hidden.List, error)
	// VerifyTicks is after how many ticks of Watch what is served is verified
	// again completely, for disks rot; 0 for every 2400, which is ten minutes at
	// four ticks a second.
	VerifyTicks int
	// Warm returns questions, those that matter most first, that a generation
	// answers once before it takes the place of another; nil for none.
	Warm func() []search.Query
	// Swapped is told of each generation that takes the place of another; it may
	// be nil.
	Swapped func()
	// Log takes what people should know; nil for none.
	Log *slog.Logger
}

// Index serves one generation at a time. It is safe for concurrent use.
//
// Whoever holds several of its mutexes takes them in the order in which they
// stand here.
type Index struct {
	store   generation.Store
	open    OpenFunc
	options Options
	log     *slog.Logger

	refreshing sync.Mutex // held by the one that looks at the store
	seen       string     // the state of the store at the last look; guarded by refreshing
	judged     *doubt     // the doubt that was looked into last; guarded by refreshing

	reading chan struct{} // holds one element while the hidden list is looked at

	changing sync.Mutex // held by the one that changes view
	list     hiddenList // guarded by changing

	mu      sync.Mutex // guards what follows, and handle.users and handle.retired
	view    *view      // nil where nothing is served
	problem problem
}

// New returns an Index over a store. It serves nothing before Refresh.
func New(store generation.Store, open OpenFunc, o Options) *Index {
	if o.Hidden == nil {
		o.Hidden = func() (hidden.List, error) { return hidden.List{}, nil }
	}
	o.VerifyTicks = cmp.Or(o.VerifyTicks, verifyTicks)
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	return &Index{store: store, open: open, options: o, log: o.Log, reading: make(chan struct{}, 1)}
}

// Refresh reads the hidden list and looks at the store. If the pointer has moved
// or what is served is not what it names, it verifies and opens the generation
// to serve and serves it from now on. Where that one is bad or does not open,
// the newest good one is served and Status says so. The error is
// search.ErrNoGeneration where nothing was ever published, and
// search.ErrUnavailable where all that is published is bad; what was served
// before then stays, and Status says why. A hidden list that cannot be read is
// an error as long as none could be read yet, because what must not be shown is
// not known then.
func (x *Index) Refresh(ctx context.Context) error {
	if err := x.obey(ctx, true); err != nil && !x.obeys() {
		return err
	}
	return x.refresh(ctx, false)
}

// Reload does what Refresh does, but verifies what is served again completely,
// whether or not anything has changed, and returns any error of the list.
func (x *Index) Reload(ctx context.Context) error {
	err := x.obey(ctx, true)
	if err != nil && !x.obeys() {
		return err
	}
	return errors.Join(err, x.refresh(ctx, true))
}

// refresh looks at the store; again says to verify what is served even if
// nothing has changed.
func (x *Index) refresh(ctx context.Context, again bool) error {
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	state, err := x.store.State()
	if err != nil {
		x.seen = "" // look again as soon as that is possible
		return x.cannotLook(fmt.Errorf("look for a generation: %w", err))
	}
	served, d := x.served(), x.newDoubt()
	if !again && d == nil && state == x.seen && served != nil && x.generationProblem() == "" {
		return nil
	}
	x.tell(served, d)
	next, skipped, err := x.find(ctx, served, d.fault())
	if ctx.Err() != nil {
		x.retire(next)
		return ctx.Err()
	}
	none := errors.Is(err, generation.ErrNone)
	if err != nil && !none {
		return x.cannotLook(err)
	}
	x.seen = state
	x.judge(served, d, again)
	if none {
		return x.nothingGood(skipped, served != nil)
	}
	x.passedOver(skipped)
	if next != nil {
		if len(skipped) == 0 { // what takes the place of a bad one is needed at once
			x.warm(ctx, next)
		}
		x.serve(next)
	}
	return nil
}

// find returns the newest good generation, open, or nil if that is the one that
// is served; anew has that one opened again too.
func (x *Index) find(ctx context.Context, served *handle, anew bool) (next *handle, skipped []generation.Damage, err error) {
	_, skipped, err = x.store.Good(ctx, analysis.Version, func(m generation.Manifest) (err error) {
		if served == nil || m.Generation != served.manifest.Generation || anew {
			next, err = x.openHandle(ctx, x.store.Path(m.Generation), m)
		}
		return err
	})
	return next, skipped, err
}

// moved reports whether the store has changed since the last look.
func (x *Index) moved() bool {
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	state, err := x.store.State()
	return err != nil || state != x.seen
}

// serve puts an open generation in the place of the old one.
func (x *Index) serve(next *handle) {
	x.changing.Lock()
	defer x.changing.Unlock()
	v := newView(next, x.list.list)
	old := x.swap(v)
	x.retire(old)
	if old != nil && x.options.Swapped != nil {
		x.options.Swapped()
	}
	x.log.Info("serving generation", "generation", v.status.Generation, "documents", v.status.Documents, "hidden", v.status.Hidden)
}

// swap makes v what answers and returns the handle that did before, if any. The
// caller holds changing.
func (x *Index) swap(v *view) (old *handle) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.view != nil {
		old = x.view.handle
	}
	x.view = v
	return old
}

// served returns the handle that is served now, or nil. It may be closed at any
// moment; acquire prevents that.
func (x *Index) served() *handle {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.view == nil {
		return nil
	}
	return x.view.handle
}

// KeptBytes returns about how many bytes of what is served the engine keeps
// decoded; 0 for an engine that does not say.
func (x *Index) KeptBytes() int {
	v, err := x.acquire()
	if err != nil {
		return 0
	}
	defer x.release(v)
	if e, ok := v.engine.(interface{ KeptBytes() int }); ok {
		return e.KeptBytes()
	}
	return 0
}

// Close stops serving. The generation is closed when its last user is done.
func (x *Index) Close() error {
	x.changing.Lock()
	defer x.changing.Unlock()
	x.retire(x.swap(nil))
	return nil
}

// Status says what is served and what is wrong with it. It costs next to
// nothing.
func (x *Index) Status() search.Status {
	x.mu.Lock()
	defer x.mu.Unlock()
	var s search.Status
	if x.view != nil {
		s = x.view.status
	}
	s.Problem = x.problem.String()
	return s
}
