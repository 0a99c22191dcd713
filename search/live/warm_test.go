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

// TestWarm checks that a generation is asked what the one before it was asked
// last, the last first, and that it is not served before.
func TestWarm(t *testing.T) {
	p := newPublisher(t)
	p.publish(searchtest.Library(), analysis.Version)
	all := &notes{}
	x := newIndex(t, p, func(dir string, m generation.Manifest) (search.Engine, error) {
		e, err := openFake(dir, m)
		return noting{e, m.Generation, all}, err
	})
	all.index = x
	must(t, x.Refresh(t.Context()))
	for _, text := range []string{"jeonju", "city:cork", "villes", "jeonju"} {
		_, err := x.Search(t.Context(), query(text))
		must(t, err)
	}
	paged := query("cities OR learning")
	paged.PerPage = 1
	a, err := x.Search(t.Context(), paged)
	must(t, err)
	paged.Cursor = a.NextCursor
	_, err = x.Search(t.Context(), paged)
	must(t, err)
	all.asked = nil
	next := p.publish(searchtest.Library(), analysis.Version)
	must(t, x.Refresh(t.Context()))
	var want []string
	for _, text := range []string{"cities OR learning", "jeonju", "villes", "city:cork"} {
		want = append(want, next+" false "+text)
	}
	if got := slices.Compact(all.asked); !slices.Equal(got, want) {
		t.Errorf("asked %q, want %q", got, want)
	}
}

func TestRecent(t *testing.T) {
	var r recent
	for i := range 3 * recentQueries {
		r.add(query(fmt.Sprint(i / 2)))
	}
	last := r.last()
	if len(last) != recentQueries || last[0].Text != fmt.Sprint(3*recentQueries/2-1) || last[recentQueries-1].Text != fmt.Sprint(recentQueries/2) {
		t.Errorf("%d questions, from %q to %q", len(last), last[0].Text, last[len(last)-1].Text)
	}
}

// TestWarmingEnds checks that a question that the engine does not answer in
// time holds up no generation, and that the end of the context ends it.
func TestWarmingEnds(t *testing.T) {
	p := newPublisher(t)
	first := p.publish(searchtest.Library(), analysis.Version)
	ctx, stop := context.WithCancel(t.Context())
	x := newIndex(t, p, func(dir string, m generation.Manifest) (search.Engine, error) {
		e, err := openFake(dir, m)
		if m.Generation != first {
			return stuck{e, stop}, err
		}
		return e, err
	})
	must(t, x.Refresh(t.Context()))
	_, err := x.Search(t.Context(), query("jeonju"))
	must(t, err)
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
