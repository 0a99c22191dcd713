package guard

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/uilsearch/uilsearch/search"
)

// outcome is what a caller got.
type outcome struct {
	answer search.Answer
	err    error
}

// askLater puts a question in the background.
func askLater(ctx context.Context, g *Guard, q search.Query) <-chan outcome {
	out := make(chan outcome, 1)
	go func() {
		a, err := g.Search(ctx, q)
		out <- outcome{a, err}
	}()
	return out
}

// TestFirstCallerLeaves sees the others get the answer that he asked for.
func TestFirstCallerLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		x := &fakeIndex{edition: "a", before: func(ctx context.Context) error {
			select {
			case <-release:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}}
		g := New(x, roomy)
		ctx, leave := context.WithCancel(t.Context())
		first := askLater(ctx, g, text("x"))
		synctest.Wait()
		second := askLater(t.Context(), g, text("x"))
		synctest.Wait()
		leave()
		if o := <-first; !errors.Is(o.err, context.Canceled) {
			t.Errorf("the first got %v", o.err)
		}
		close(release)
		if o := <-second; o.err != nil || o.answer.Edition != "a" {
			t.Errorf("the second got %v", o.err)
		}
		if n := x.calls.Load(); n != 1 {
			t.Errorf("the index was asked %d times, want 1", n)
		}
	})
}

// TestAllCallersLeave sees the call cancelled, and who comes next begin anew
// once it has ended, not beside it.
func TestAllCallersLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const notices = time.Second // how long the call takes to notice
		ended := make(chan error, 1)
		x := &fakeIndex{edition: "a"}
		x.before = func(ctx context.Context) error {
			if x.calls.Load() > 1 {
				return nil
			}
			<-ctx.Done()
			ended <- ctx.Err()
			<-time.After(notices)
			return ctx.Err()
		}
		g := New(x, roomy)
		ctx, leave := context.WithCancel(t.Context())
		first, second := askLater(ctx, g, text("x")), askLater(ctx, g, text("x"))
		synctest.Wait()
		leave()
		<-first
		<-second
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("the call ended with %v", err)
		}
		hasty, goes := context.WithTimeout(t.Context(), notices/2)
		defer goes()
		if _, err := g.Search(hasty, text("x")); !errors.Is(err, context.DeadlineExceeded) || x.calls.Load() != 1 {
			t.Errorf("who cannot wait got %v after %d calls", err, x.calls.Load())
		}
		third, fourth := askLater(t.Context(), g, text("x")), askLater(t.Context(), g, text("x"))
		for _, next := range []<-chan outcome{third, fourth} {
			if o := <-next; o.err != nil || o.answer.Edition != "a" {
				t.Errorf("the next got %v", o.err)
			}
		}
		if n := x.calls.Load(); n != 2 {
			t.Errorf("the index was asked %d times, want 2", n)
		}
	})
}

// TestOverdueIsAskedOnce has callers with a deadline of their own, as requests
// have, ask one slow question again and again: it takes one slot.
func TestOverdueIsAskedOnce(t *testing.T) {
	for what, patience := range map[string]time.Duration{"sooner": longest / 2, "together": longest, "later": 2 * longest} {
		t.Run(what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				release := make(chan struct{})
				x := &fakeIndex{edition: "a", before: func(context.Context) error { <-release; return nil }}
				seen := &counts{}
				g := New(x, Options{Searches: 4, Observer: seen})
				for range 6 {
					ctx, cancel := context.WithTimeout(t.Context(), patience)
					if _, err := g.Search(ctx, text("x")); !errors.Is(err, context.DeadlineExceeded) {
						t.Errorf("got %v", err)
					}
					cancel()
				}
				if x.calls.Load() != 1 || seen.running != 1 {
					t.Errorf("%d calls, %d running; want 1, 1", x.calls.Load(), seen.running)
				}
				close(release)
				synctest.Wait()
				if _, err := g.Search(t.Context(), text("x")); err != nil || seen.running != 0 {
					t.Errorf("got %v with %d running", err, seen.running)
				}
			})
		})
	}
}

func TestEndedContextAsksNothing(t *testing.T) {
	x := &fakeIndex{edition: "a"}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := New(x, roomy).Search(ctx, text("x")); !errors.Is(err, context.Canceled) || x.calls.Load() != 0 {
		t.Errorf("got %v after %d calls", err, x.calls.Load())
	}
}

// TestDeadline has a call that never looks at its context: callers are told
// when its time is up, it keeps its slot, and nobody begins it again.
func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		x := &fakeIndex{edition: "a", before: func(context.Context) error { <-release; return nil }}
		seen := &counts{}
		g := New(x, Options{Searches: 2, Observer: seen})
		start := time.Now()
		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		stays := askLater(t.Context(), g, text("x"))
		leaves := askLater(ctx, g, text("x"))
		if o := <-stays; !errors.Is(o.err, context.DeadlineExceeded) {
			t.Errorf("got %v", o.err)
		}
		<-leaves
		if took := time.Since(start); took != longest {
			t.Errorf("told after %v, want %v", took, longest)
		}
		for range 3 {
			if _, err := g.Search(t.Context(), text("x")); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
		}
		if x.calls.Load() != 1 || seen.running != 1 || time.Since(start) != longest {
			t.Errorf("%d calls, %d running after %v; want 1, 1 after %v", x.calls.Load(), seen.running, time.Since(start), longest)
		}
		close(release)
		synctest.Wait()
		if _, err := g.Search(t.Context(), text("x")); err != nil || seen.running != 0 {
			t.Errorf("got %v with %d running", err, seen.running)
		}
	})
}

// TestDeadlineIsGiven has a call that heeds its context.
func TestDeadlineIsGiven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := &fakeIndex{edition: "a", before: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}
		if _, err := New(x, roomy).Search(t.Context(), text("x")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestPanicIsAnError(t *testing.T) {
	x := &fakeIndex{edition: "a", before: func(context.Context) error { panic(search.ErrNotFound) }}
	seen := &counts{}
	g := New(x, Options{Searches: 1, Observer: seen})
	for range 2 {
		_, err := g.Search(t.Context(), text("x"))
		var p *PanicError
		if !errors.As(err, &p) || p.Value != search.ErrNotFound || errors.Is(err, search.ErrNotFound) {
			t.Fatalf("got %v", err)
		}
		if !strings.Contains(err.Error(), "no such document") || !strings.Contains(err.Error(), "TestPanicIsAnError") {
			t.Errorf("the error does not say what panicked where: %v", err)
		}
	}
	if seen.running != 0 {
		t.Errorf("%d searches still hold a slot", seen.running)
	}
}

func TestCallThatGivesUpItsGoroutine(t *testing.T) {
	x := &fakeIndex{edition: "a", before: func(context.Context) error { runtime.Goexit(); return nil }}
	if _, err := New(x, roomy).Search(t.Context(), text("x")); !errors.Is(err, errStopped) {
		t.Errorf("got %v", err)
	}
}
