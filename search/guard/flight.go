package guard

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"
)

// longest is how long a search may take, the wait for a slot among it.
const longest = 10 * time.Second

// errStopped is what callers get of a search that ended without saying how.
var errStopped = errors.New("the search ended without an answer")

// PanicError is a panic of the index, which callers get in place of an answer.
type PanicError struct {
	Value any
	Stack []byte
}

// Error returns the value and the stack, so that the log has both. The value
// is not unwrapped: whatever it is, a panic is a fault of ours.
func (e *PanicError) Error() string {
	return fmt.Sprintf("a search panicked: %v\n%s", e.Value, e.Stack)
}

// flights are the questions under way. In contrast to x/sync/singleflight a
// flight is cancelled when its last caller has gone, and a panic in it does not
// end the process.
type flights struct {
	mu       sync.Mutex // guards what follows, and flight.callers
	underWay map[key]*flight
}

// flight is one question on its way to the index and back.
type flight struct {
	cancel context.CancelFunc
	// late is closed when the flight has taken too long, and at its end.
	late    <-chan struct{}
	done    chan struct{} // closed when value and err are there
	value   any
	err     error
	callers int // 0 once it is cancelled
}

// do returns what run returns, or what it returns to an equal question that is
// under way. A caller whose context ends leaves; the others stay. A run that
// does not heed its context is left behind after longest, but holds its slot,
// and equal questions are told at once, until it returns: however often it is
// asked, a slow question is not begun again beside itself.
func (fs *flights) do(ctx context.Context, k key, run func(context.Context) (any, error)) (value any, led bool, err error) {
	for {
		f, led, cancelled := fs.join(ctx, k, run)
		select {
		case <-f.done:
		case <-ctx.Done():
			if !cancelled {
				fs.leave(f)
			}
			return nil, led, ctx.Err()
		case <-f.late:
		}
		select {
		case <-f.done: // the end of a flight closes late too
		default:
			return nil, led, fmt.Errorf("a search took more than %v: %w", longest, context.DeadlineExceeded)
		}
		if !cancelled {
			return f.value, led, f.err
		}
	}
}

// join returns the flight of k, which begins with its first caller. One that was
// cancelled is not joined: who finds it waits for its end and joins again.
// Without an edition nobody can say that two answers are equal, so each has his
// own.
func (fs *flights) join(ctx context.Context, k key, run func(context.Context) (any, error)) (f *flight, led, cancelled bool) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if f, ok := fs.underWay[k]; ok {
		if f.callers == 0 {
			return f, false, true
		}
		f.callers++
		return f, false, false
	}
	overdue, end := context.WithTimeout(context.WithoutCancel(ctx), longest)
	ctx, cancel := context.WithCancel(overdue)
	f = &flight{cancel: cancel, late: overdue.Done(), done: make(chan struct{}), err: errStopped, callers: 1}
	if k.edition != "" {
		fs.underWay[k] = f
	}
	go func() {
		defer end()
		defer fs.end(k, f)
		f.value, f.err = protected(ctx, run)
	}()
	return f, true, false
}

// leave takes one caller off a flight, and cancels it when he was the last. It
// stays known until it ends.
func (fs *flights) leave(f *flight) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if f.callers--; f.callers == 0 {
		f.cancel()
	}
}

// end lets the next equal question begin a new flight.
func (fs *flights) end(k key, f *flight) {
	fs.mu.Lock()
	if fs.underWay[k] == f {
		delete(fs.underWay, k)
	}
	fs.mu.Unlock()
	close(f.done)
	f.cancel()
}

// protected runs run. A panic is its error, and so is a fault in reading a file
// of the generation that was cut while it is open.
func protected(ctx context.Context, run func(context.Context) (any, error)) (value any, err error) {
	debug.SetPanicOnFault(true) // for this goroutine, which ends with the flight
	defer func() {
		if cause := recover(); cause != nil {
			value, err = nil, &PanicError{cause, debug.Stack()}
		}
	}()
	return run(ctx)
}
