package live

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// TestDamagedIsNotServed damages the live generation before it is opened.
func TestDamagedIsNotServed(t *testing.T) {
	for what, damage := range map[string]func(dir string) error{
		"flipped byte": func(dir string) error {
			path := filepath.Join(dir, generation.EngineDir, docsFile)
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			raw[len(raw)/2] ^= 1
			return errors.Join(os.Chmod(path, 0o644), os.WriteFile(path, raw, 0o644))
		},
		"no manifest":  func(dir string) error { return os.Remove(filepath.Join(dir, generation.ManifestName)) },
		"missing file": func(dir string) error { return os.Remove(filepath.Join(dir, generation.EngineDir, docsFile)) },
		"stray file": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, generation.EngineDir, "._x.zap"), nil, 0o644)
		},
	} {
		t.Run(what, func(t *testing.T) {
			p := newPublisher(t)
			good := p.publish(searchtest.Library(), analysis.Version)
			bad := p.publish(searchtest.Library()[:5], analysis.Version)
			must(t, damage(p.store.Path(bad)))
			x := newIndex(t, p, openFake)
			must(t, x.Refresh(t.Context()))
			s := x.Status()
			if s.Generation != good || !strings.Contains(s.Problem, bad) {
				t.Errorf("status %+v, want %s served and %s named", s, good, bad)
			}
			next := p.publish(searchtest.Library()[:3], analysis.Version)
			must(t, x.Refresh(t.Context()))
			if s := x.Status(); s.Generation != next || s.Problem != "" {
				t.Errorf("after a good one: status %+v", s)
			}
		})
	}
}

func TestOtherAnalysisIsNotServed(t *testing.T) {
	p := newPublisher(t)
	p.publish(searchtest.Library(), analysis.Version+1)
	x := newIndex(t, p, openFake)
	err := x.Refresh(t.Context())
	if !errors.Is(err, search.ErrUnavailable) || errors.Is(err, search.ErrNoGeneration) || !strings.Contains(err.Error(), "run uilsearch reindex") {
		t.Errorf("error %v", err)
	}
	if _, err := x.Search(t.Context(), query("a")); !errors.Is(err, search.ErrUnavailable) {
		t.Errorf("asked: %v", err)
	}
}

func TestEngineThatDoesNotOpen(t *testing.T) {
	p := newPublisher(t)
	good := p.publish(searchtest.Library(), analysis.Version)
	broken := errors.New("no memory")
	var fails atomic.Bool
	x := newIndex(t, p, func(dir string, m generation.Manifest) (search.Engine, error) {
		if fails.Load() {
			return nil, broken
		}
		return openFake(dir, m)
	})
	must(t, x.Refresh(t.Context()))
	fails.Store(true)
	next := p.publish(searchtest.Library()[:5], analysis.Version)
	must(t, x.Refresh(t.Context()))
	if s := x.Status(); s.Generation != good || !strings.Contains(s.Problem, broken.Error()) || !strings.Contains(s.Problem, next) {
		t.Errorf("status %+v", s)
	}
	fails.Store(false)
	must(t, x.Refresh(t.Context()))
	if s := x.Status(); s.Generation != next || s.Problem != "" {
		t.Errorf("status %+v", s)
	}
}

// TestOpensTheOlder starts where the newest generation does not open.
func TestOpensTheOlder(t *testing.T) {
	p := newPublisher(t)
	good := p.publish(searchtest.Library(), analysis.Version)
	bad := p.publish(searchtest.Library()[:5], analysis.Version)
	x := newIndex(t, p, func(dir string, m generation.Manifest) (search.Engine, error) {
		if m.Generation == bad {
			return nil, errors.New("other fields")
		}
		return openFake(dir, m)
	})
	must(t, x.Refresh(t.Context()))
	if s := x.Status(); s.Generation != good || !strings.Contains(s.Problem, "other fields") {
		t.Errorf("status %+v", s)
	}
}

// TestWatch takes up what is published between two ticks, and does not look
// again where nothing has changed.
func TestWatch(t *testing.T) {
	p := newPublisher(t)
	opened := make(chan string, 10)
	x := newIndex(t, p, func(dir string, m generation.Manifest) (search.Engine, error) {
		opened <- m.Generation
		return openFake(dir, m)
	})
	ctx, stop := context.WithCancel(t.Context())
	ticks, ended := make(chan time.Time), make(chan struct{})
	go func() { x.Watch(ctx, ticks); close(ended) }()
	ticks <- time.Time{}
	first := p.publish(searchtest.Library(), analysis.Version)
	ticks <- time.Time{}
	if got := <-opened; got != first {
		t.Errorf("opened %s, want %s", got, first)
	}
	for range 5 {
		ticks <- time.Time{}
	}
	second := p.publish(searchtest.Library()[:5], analysis.Version)
	ticks <- time.Time{}
	if got := <-opened; got != second || len(opened) != 0 {
		t.Errorf("opened %s and %d more, want %s", got, len(opened), second)
	}
	stop()
	<-ended
}

// counted is an engine that fails the test if it is used after Close.
type counted struct {
	search.Engine
	closed *atomic.Int32
	done   atomic.Bool
	t      testing.TB
}

func (c *counted) Search(ctx context.Context, q search.Query) (search.Result, error) {
	r, err := c.Engine.Search(ctx, q)
	if c.done.Load() {
		c.t.Error("an engine was closed while it was asked")
	}
	return r, err
}

func (c *counted) Close() error {
	c.closed.Add(1)
	if c.done.Swap(true) {
		c.t.Error("an engine was closed twice")
	}
	return nil
}

// TestSwap publishes while questions are answered: none fails, none mixes
// generations, and every replaced engine is closed exactly once, after its
// last user.
func TestSwap(t *testing.T) {
	const publishes = 10
	p := newPublisher(t)
	var closed atomic.Int32
	x := New(p.store, func(dir string, m generation.Manifest) (search.Engine, error) {
		e, err := openFake(dir, m)
		return &counted{Engine: e, closed: &closed, t: t}, err
	}, Options{})
	content := map[string]string{}
	var mu sync.Mutex
	next := func(i int) {
		word := fmt.Sprintf("word%d", i)
		docs := []corpus.Document{searchtest.New("a", corpus.News, "en", "", "Shared "+word, word), searchtest.New("b", corpus.News, "en", "", "Shared again", word)}
		mu.Lock()
		content[p.publish(docs, analysis.Version)] = word
		mu.Unlock()
		must(t, x.Refresh(t.Context()))
	}
	next(0)
	stop := make(chan struct{})
	answered := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				a, err := x.Search(t.Context(), query("shared"))
				if err != nil || a.Total != 2 {
					t.Errorf("total %d, error %v", a.Total, err)
				}
				mu.Lock()
				word := content[a.Generation]
				mu.Unlock()
				for _, h := range a.Hits {
					if strings.HasSuffix(h.URL, "/a") && !strings.Contains(h.Title.Text, word) {
						t.Errorf("generation %s answers %q", a.Generation, h.Title.Text)
					}
				}
				select {
				case answered <- struct{}{}:
				case <-stop:
					return
				}
			}
		})
	}
	for i := range publishes {
		for range 20 { // questions come in between the publishes
			<-answered
		}
		next(i + 1)
	}
	close(stop)
	wg.Wait()
	must(t, x.Close())
	if closed.Load() != publishes+1 {
		t.Errorf("%d engines closed, want %d", closed.Load(), publishes+1)
	}
}
