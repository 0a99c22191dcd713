package guard

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/search"
)

// roomy keeps and lets in whatever the tests ask.
var roomy = Options{Searches: 4, Queue: 4, QueueWait: time.Second, CacheBytes: 1 << 20}

func TestEqualQuestionsAreAskedOnce(t *testing.T) {
	seen := &counts{}
	o := roomy
	o.Observer = seen
	x := &fakeIndex{edition: "a"}
	g := New(x, o)
	for range 3 {
		if _, err := g.Search(t.Context(), text("x")); err != nil {
			t.Fatal(err)
		}
		if _, err := g.Facet(t.Context(), text("x"), "city", ""); err != nil {
			t.Fatal(err)
		}
		if _, err := g.Document(t.Context(), "1"); err != nil {
			t.Fatal(err)
		}
	}
	if n := x.calls.Load(); n != 3 {
		t.Errorf("the index was asked %d times, want 3", n)
	}
	if diff := cmp.Diff(map[string]int{Hit: 6, Miss: 3}, seen.asked); diff != "" {
		t.Error(diff)
	}
	if n, bytes := g.Kept(); n != 3 || bytes == 0 {
		t.Errorf("%d answers of %d bytes are kept, want 3", n, bytes)
	}
}

// TestCityNeedsNoSlot asks for a city, which is no search.
func TestCityNeedsNoSlot(t *testing.T) {
	x := &fakeIndex{edition: "a"}
	c, err := New(x, roomy).City(t.Context(), "cork")
	if err != nil || c.ID != "cork" || c.Edition != "a" || x.calls.Load() != 0 {
		t.Errorf("%+v, %v after %d calls", c, err, x.calls.Load())
	}
}

func TestNothingIsKept(t *testing.T) {
	broken := errors.New("broken")
	for name, test := range map[string]struct {
		options Options
		index   *fakeIndex
		err     error
	}{
		"without a cache":    {Options{Searches: 1}, &fakeIndex{edition: "a"}, nil},
		"without an edition": {roomy, &fakeIndex{}, nil},
		"errors":             {roomy, &fakeIndex{edition: "a", after: func(context.Context) error { return broken }}, broken},
		"too large":          {Options{Searches: 1, CacheBytes: 16 * 900}, &fakeIndex{edition: "a"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			g := New(test.index, test.options)
			for range 2 {
				if _, err := g.Search(t.Context(), text("x")); !errors.Is(err, test.err) {
					t.Fatalf("got %v, want %v", err, test.err)
				}
			}
			if n := test.index.calls.Load(); n != 2 {
				t.Errorf("the index was asked %d times, want 2", n)
			}
			if n, _ := g.Kept(); n != 0 {
				t.Errorf("%d answers are kept", n)
			}
		})
	}
}

func TestNewEditionDropsOldAnswers(t *testing.T) {
	x := &fakeIndex{edition: "a"}
	g := New(x, roomy)
	for _, edition := range []string{"a", "b"} {
		x.swap(edition)
		for _, s := range []string{"x", "y", "z"} {
			a, err := g.Search(t.Context(), text(s))
			if err != nil || a.Edition != edition {
				t.Fatalf("got edition %q, %v; want %q", a.Edition, err, edition)
			}
		}
		if n, _ := g.Kept(); n != 3 {
			t.Errorf("%d answers are kept in edition %s, want 3", n, edition)
		}
	}
}

// TestSwapUnderWay swaps before and after a call takes its edition. What it
// brings is only kept as what it is.
func TestSwapUnderWay(t *testing.T) {
	for name, test := range map[string]struct{ before, after, want string }{
		"before": {"b", "", "b"},
		"after":  {"", "b", "a"},
		"both":   {"b", "a", "b"},
	} {
		t.Run(name, func(t *testing.T) {
			x := &fakeIndex{edition: "a"}
			swapTo := func(edition string) func(context.Context) error {
				return func(context.Context) error {
					if edition != "" {
						x.swap(edition)
					}
					return nil
				}
			}
			x.before, x.after = swapTo(test.before), swapTo(test.after)
			g := New(x, roomy)
			if a, err := g.Search(t.Context(), text("x")); err != nil || a.Edition != test.want {
				t.Fatalf("got edition %q, %v; want %q", a.Edition, err, test.want)
			}
			x.before, x.after = nil, nil
			for _, edition := range []string{"a", "b", "a"} {
				x.swap(edition)
				if a, err := g.Search(t.Context(), text("x")); err != nil || a.Edition != edition || a.Hits[0].URL != edition {
					t.Errorf("got edition %q, %v; want %q", a.Edition, err, edition)
				}
			}
		})
	}
}

// TestAnswersAreTheCallersOwn changes all that callers may change.
func TestAnswersAreTheCallersOwn(t *testing.T) {
	g := New(&fakeIndex{edition: "a"}, roomy)
	q := text("x")
	q.Filters = []search.Filter{{Facet: "city", Values: []string{"cork"}}}
	want := answerOf("a", q)
	for range 3 {
		got, err := g.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		got.Facets["city"][0].Count = 99
		got.Facets["city"] = got.Facets["city"][:1]
		got.Facets["theme"] = nil
		got.Hits[0].URL = "changed"
		got.Suggestions[0].Total = 99
		got.Executed.Notes[0].Text = "changed"
		got.Query.Filters[0].Facet = "changed"
	}
}

func TestReadAndStatusPass(t *testing.T) {
	g := New(&fakeIndex{edition: "a"}, Options{})
	if r, edition, err := g.Read(t.Context(), "x"); err != nil || r.Root == nil || edition != "a" {
		t.Errorf("got %v, %v", r, err)
	}
	if s := g.Status(); s.Edition != "a" {
		t.Errorf("got %+v", s)
	}
}

// TestSharedAnswers has many ask the same while the one call is held.
func TestSharedAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seen := &counts{}
		o := roomy
		o.Observer = seen
		release := make(chan struct{})
		x := &fakeIndex{edition: "a", before: func(context.Context) error { <-release; return nil }}
		g := New(x, o)
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				a, err := g.Search(t.Context(), text("x"))
				if err != nil {
					t.Error(err)
				} else {
					a.Hits[0].URL = "changed" // the race detector watches
				}
			})
		}
		synctest.Wait()
		close(release)
		all.Wait()
		if n := x.calls.Load(); n != 1 {
			t.Errorf("the index was asked %d times, want 1", n)
		}
		if diff := cmp.Diff(map[string]int{Miss: 1, Shared: 19}, seen.asked); diff != "" {
			t.Error(diff)
		}
	})
}

// TestAskedOnceInARush has many ask the same few things over and over, so that
// some come at the very moment an equal question is answered.
func TestAskedOnceInARush(t *testing.T) {
	const questions = 3000
	x := &fakeIndex{edition: "a"}
	g := New(x, Options{Searches: 8, Queue: 100, QueueWait: time.Hour, CacheBytes: 64 << 20})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for i := range questions {
				if _, err := g.Search(t.Context(), text(strconv.Itoa(i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if n := x.calls.Load(); n != questions {
		t.Errorf("the index was asked %d times, want %d", n, questions)
	}
}
