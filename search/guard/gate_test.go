package guard

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/search"
)

// TestFullHouse fills slots and queue. Who comes besides is refused at once,
// what is in memory needs no slot, and who waits is served in turn.
func TestFullHouse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		seen := &counts{}
		x := &fakeIndex{edition: "a"}
		g := New(x, Options{Searches: 2, Queue: 3, QueueWait: time.Minute, CacheBytes: 1 << 20, Observer: seen})
		if _, err := g.Search(t.Context(), text("known")); err != nil {
			t.Fatal(err)
		}
		x.before = func(context.Context) error { <-release; return nil }
		var in []<-chan outcome
		for i := range 5 {
			in = append(in, askLater(t.Context(), g, text(fmt.Sprint(i))))
			synctest.Wait()
		}
		if seen.running != 2 || seen.waiting != 3 {
			t.Errorf("%d running, %d waiting; want 2, 3", seen.running, seen.waiting)
		}
		start := time.Now()
		if a, err := g.Search(t.Context(), text("besides")); !errors.Is(err, search.ErrBusy) || a.Edition != "" {
			t.Errorf("besides: got %v", err)
		}
		if _, err := g.Document(t.Context(), "1"); !errors.Is(err, search.ErrBusy) {
			t.Errorf("document: got %v", err)
		}
		if _, err := g.Search(t.Context(), text("known")); err != nil {
			t.Errorf("known: got %v", err)
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("they waited %v", took)
		}
		var left []int
		for range 3 { // 0 and 1 run; each slot that comes free goes to the next in turn
			release <- struct{}{}
			synctest.Wait()
			left = append(left, seen.waiting)
		}
		if diff := cmp.Diff([]int{2, 1, 0}, left); diff != "" {
			t.Error(diff)
		}
		close(release)
		for i, c := range in {
			if o := <-c; o.err != nil || o.answer.Query.Text != fmt.Sprint(i) {
				t.Errorf("question %d: got %v", i, o.err)
			}
		}
		if diff := cmp.Diff(map[string]int{Hit: 1, Miss: 6, Refused: 2}, seen.asked); diff != "" {
			t.Error(diff)
		}
	})
}

// TestInTurn has three wait for one slot.
func TestInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release, begun := make(chan struct{}), make(chan struct{}, 10)
		x := &fakeIndex{edition: "a", before: func(context.Context) error { begun <- struct{}{}; <-release; return nil }}
		g := New(x, Options{Searches: 1, Queue: 3, QueueWait: time.Minute})
		var in []<-chan outcome
		for i := range 4 {
			in = append(in, askLater(t.Context(), g, text(fmt.Sprint(i))))
			synctest.Wait()
		}
		for i := range 4 {
			<-begun
			release <- struct{}{}
			select {
			case o := <-in[i]:
				if o.err != nil {
					t.Errorf("question %d: %v", i, o.err)
				}
			case <-time.After(time.Second):
				t.Errorf("question %d was not served in turn", i)
			}
		}
	})
}

func TestLongWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		x := &fakeIndex{edition: "a", before: func(context.Context) error { <-release; return nil }}
		seen := &counts{}
		g := New(x, Options{Searches: 1, Queue: 2, QueueWait: 2 * time.Second, Observer: seen})
		runs := askLater(t.Context(), g, text("runs"))
		synctest.Wait()
		start := time.Now()
		if _, err := g.Search(t.Context(), text("waits")); !errors.Is(err, search.ErrBusy) {
			t.Errorf("got %v, want busy", err)
		}
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("waited %v, want 2 s", took)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := g.Search(ctx, text("leaves")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the caller's own end", err)
		}
		synctest.Wait()
		if seen.waiting != 0 {
			t.Errorf("%d still wait", seen.waiting)
		}
		close(release)
		if o := <-runs; o.err != nil {
			t.Error(o.err)
		}
	})
}

// TestNeverMoreThanSearches has many ask different things at once.
func TestNeverMoreThanSearches(t *testing.T) {
	seen := &counts{}
	g := New(&fakeIndex{edition: "a"}, Options{Searches: 3, Queue: 1000, QueueWait: time.Hour, Observer: seen})
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			if _, err := g.Search(t.Context(), text(fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if seen.mostRunning > 3 || seen.running != 0 || seen.waiting != 0 {
		t.Errorf("%d ran at once; %d run, %d wait", seen.mostRunning, seen.running, seen.waiting)
	}
}
