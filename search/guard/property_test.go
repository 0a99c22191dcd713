package guard

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// step is one thing that happens: somebody asks, an asker leaves, the index is
// swapped, or a call that is held in the index goes on.
type step struct {
	what string
	n    int
}

// TestAnyInterleaving lets questions, swaps (also back to an edition that was
// there before, as a hide and its undoing are) and departures happen in any
// order, with every call held before and after it takes its edition. Whatever
// comes back is what the index answers, in an edition that was served while
// the question was under way.
func TestAnyInterleaving(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cache := rapid.SampledFrom([]int64{0, 1 << 20}).Draw(rt, "cache")
		steps := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) step {
			what := rapid.SampledFrom([]string{"ask", "ask", "swap", "go on", "go on", "go on", "leave"}).Draw(rt, "what")
			return step{what, rapid.IntRange(0, 5).Draw(rt, "n")}
		}), 1, 40).Draw(rt, "steps")
		var wrong []string
		synctest.Test(t, func(t *testing.T) { wrong = play(steps, cache) })
		if len(wrong) > 0 {
			rt.Fatal(wrong[0])
		}
	})
}

// stage is an index whose calls are held until they are let go on.
type stage struct {
	fakeIndex
	mu      sync.Mutex // guards held
	held    []chan struct{}
	history []string // the editions, one for each swap; only play writes
}

func (s *stage) hold(ctx context.Context) error {
	c := make(chan struct{})
	s.mu.Lock()
	s.held = append(s.held, c)
	s.mu.Unlock()
	select {
	case <-c:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// goOn lets one held call go on and reports whether there was one.
func (s *stage) goOn(n int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.held) == 0 {
		return false
	}
	n %= len(s.held)
	close(s.held[n])
	s.held = slices.Delete(s.held, n, n+1)
	return true
}

// asker is somebody who asks.
type asker struct {
	question int
	since    int // the place in history when he asked
	until    int // the place in history when he had his answer
	leave    context.CancelFunc
	left     bool
	done     chan struct{}
	edition  string
	got      any
	err      error
}

func play(steps []step, cache int64) (wrong []string) {
	s := &stage{history: []string{"a"}}
	s.edition, s.before, s.after = "a", s.hold, s.hold
	g := New(s, Options{Searches: 3, Queue: 100, QueueWait: time.Hour, CacheBytes: cache})
	var askers []*asker
	settle := func() {
		synctest.Wait()
		for _, a := range askers {
			select {
			case <-a.done:
				if a.until < 0 {
					a.until = len(s.history) - 1
				}
			default:
			}
		}
	}
	for _, step := range steps {
		switch step.what {
		case "ask":
			ctx, cancel := context.WithCancel(context.Background())
			a := &asker{question: step.n, since: len(s.history) - 1, until: -1, leave: cancel, done: make(chan struct{})}
			askers = append(askers, a)
			go a.ask(ctx, g)
		case "swap":
			edition := string(rune('a' + step.n%3))
			s.history = append(s.history, edition)
			s.swap(edition)
		case "go on":
			s.goOn(step.n)
		case "leave":
			if len(askers) > 0 {
				a := askers[step.n%len(askers)]
				a.left = true
				a.leave()
			}
		}
		settle()
	}
	for s.goOn(0) {
		settle()
	}
	for _, a := range askers {
		<-a.done
		a.leave()
		if w := a.check(s.history); w != "" {
			wrong = append(wrong, w)
		}
	}
	return wrong
}

// ask puts one of six questions.
func (a *asker) ask(ctx context.Context, g *Guard) {
	defer close(a.done)
	switch a.question {
	case 0, 1, 2:
		got, err := g.Search(ctx, text(fmt.Sprint(a.question)))
		a.got, a.err, a.edition = got, err, got.Edition
	case 3:
		got, err := g.Facet(ctx, text("0"), "city", "cork")
		a.got, a.err, a.edition = got, err, got.Edition
	default:
		got, err := g.Document(ctx, corpus.ID(fmt.Sprint(a.question)))
		a.got, a.err, a.edition = got, err, got.Edition
	}
}

// want is what an edition answers to the question.
func (a *asker) want() any {
	switch a.question {
	case 0, 1, 2:
		return answerOf(a.edition, text(fmt.Sprint(a.question)))
	case 3:
		out := answerOf(a.edition, text("0"))
		out.Facets = map[string][]search.FacetValue{"city": {{Value: "cork", Count: 3}}}
		return out
	}
	return documentOf(a.edition, corpus.ID(fmt.Sprint(a.question)))
}

func (a *asker) check(history []string) string {
	if a.err != nil {
		if a.left && a.err == context.Canceled {
			return ""
		}
		return fmt.Sprintf("question %d: %v", a.question, a.err)
	}
	until := a.until
	if until < 0 {
		until = len(history) - 1
	}
	if !slices.Contains(history[a.since:until+1], a.edition) {
		return fmt.Sprintf("question %d: edition %q, but %q were served", a.question, a.edition, history[a.since:until+1])
	}
	return cmp.Diff(a.want(), a.got)
}
