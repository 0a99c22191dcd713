package live

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// noting is an engine that notes the texts it is asked for, and whether its
// generation was served by then.
type noting struct {
	search.Engine
	name string
	all  *notes
}

type notes struct {
	mu    sync.Mutex // guards what follows
	index *Index
	asked []string // "generation served text"
}

func (n noting) Search(ctx context.Context, q search.Query) (search.Result, error) {
	served := n.all.index.Status().Generation == n.name
	n.all.mu.Lock()
	if q.Text != "" {
		n.all.asked = append(n.all.asked, fmt.Sprintf("%s %v %s", n.name, served, q.Text))
	}
	n.all.mu.Unlock()
	return n.Engine.Search(ctx, q)
}

// TestWarm checks that a generation answers what matters most before it is
// served, and that only what takes the place of another one does.
func TestWarm(t *testing.T) {
	p := newPublisher(t)
	p.publish(searchtest.Library(), analysis.Version)
	all := &notes{}
	texts := []string{"jeonju", "cities OR learning", "city:nowhere", "villes"}
	x := newIndexWith(t, p, func(dir string, m generation.Manifest) (search.Engine, error) {
		e, err := openFake(dir, m)
		return noting{e, m.Generation, all}, err
	}, Options{Warm: func() (out []search.Query) {
		for _, text := range texts {
			out = append(out, query(text))
		}
		return out
	}})
	all.index = x
	must(t, x.Refresh(t.Context()))
	all.asked = nil
	next := p.publish(searchtest.Library(), analysis.Version)
	must(t, x.Refresh(t.Context()))
	var want []string
	for _, text := range texts {
		want = append(want, next+" false "+text)
	}
	if got := slices.Compact(all.asked); !slices.Equal(got, want) {
		t.Errorf("asked %q, want %q", got, want)
	}
}

// TestWarmingEnds checks that a question that the engine does not answer in
// time holds up no generation, and that the end of the context ends it.
func TestWarmingEnds(t *testing.T) {
	p := newPublisher(t)
	first := p.publish(searchtest.Library(), analysis.Version)
	ctx, stop := context.WithCancel(t.Context())
	x := newIndexWith(t, p, func(dir string, m generation.Manifest) (search.Engine, error) {
		e, err := openFake(dir, m)
		if m.Generation != first {
			return stuck{e, stop}, err
		}
		return e, err
	}, Options{Warm: func() []search.Query { return []search.Query{query("jeonju")} }})
	must(t, x.Refresh(t.Context()))
	next := p.publish(searchtest.Library(), analysis.Version)
	if err := x.Refresh(ctx); err != nil && ctx.Err() == nil {
		t.Fatal(err)
	}
	if got := x.Status().Generation; got != next {
		t.Errorf("serving %s, want %s", got, next)
	}
}

// stuck is an engine that answers nothing until the context ends, which it
// brings about.
type stuck struct {
	search.Engine
	stop context.CancelFunc
}

func (s stuck) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if q.Text == "" {
		return s.Engine.Search(ctx, q)
	}
	s.stop()
	<-ctx.Done()
	return search.Result{}, ctx.Err()
}
