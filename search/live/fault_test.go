package live

import (
	"context"
	"errors"
	"log/slog"
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

// watching runs Watch until the test ends and returns its ticks.
func watching(t *testing.T, x *Index) chan<- time.Time {
	ctx, stop := context.WithCancel(t.Context())
	ticks, ended := make(chan time.Time), make(chan struct{})
	go func() { x.Watch(ctx, ticks); close(ended) }()
	t.Cleanup(func() { stop(); <-ended })
	return ticks
}

// buggy is an engine that panics at one word.
type buggy struct{ search.Engine }

func (b buggy) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if q.Text == "panic" {
		var none []int
		_ = none[len(q.Text)]
	}
	return b.Engine.Search(ctx, q)
}

func (b buggy) Document(context.Context, corpus.ID) (corpus.Document, error) { panic("no document") }

// watched is an index of a buggy engine that is watched.
type watched struct {
	*Index
	*publisher
	ticks  chan<- time.Time
	opened *atomic.Int32
	log    *logged
}

// logged is a log that is read while it is written.
type logged struct {
	mu   sync.Mutex // guards text
	text strings.Builder
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// newWatched publishes two generations and serves the newer one.
func newWatched(t *testing.T, verifyTicks int) (w watched, older, newer string) {
	t.Helper()
	w.publisher, w.opened, w.log = newPublisher(t), new(atomic.Int32), new(logged)
	older = w.publish(searchtest.Library()[:5], analysis.Version)
	newer = w.publish(searchtest.Library(), analysis.Version)
	w.Index = newIndexWith(t, w.publisher, func(dir string, m generation.Manifest) (search.Engine, error) {
		w.opened.Add(1)
		e, err := openFake(dir, m)
		return buggy{e}, err
	}, Options{VerifyTicks: verifyTicks, Log: slog.New(slog.NewTextHandler(w.log, nil))})
	must(t, w.Refresh(t.Context()))
	w.ticks = watching(t, w.Index)
	return w, older, newer
}

// damage changes a byte of the engine's file.
func (w watched) damage(name string) {
	path := filepath.Join(w.publisher.store.Path(name), generation.EngineDir, docsFile)
	raw, err := os.ReadFile(path)
	must(w.t, err)
	raw[len(raw)/2] ^= 1
	must(w.t, os.Chmod(path, 0o644))
	must(w.t, os.WriteFile(path, raw, 0o644))
}

func (w watched) mustPanic() {
	w.t.Helper()
	var d *doubt
	if _, err := w.Search(w.t.Context(), query("panic")); !errors.As(err, &d) || !strings.Contains(err.Error(), "index out of range") {
		w.t.Errorf("the question that panics: %v", err)
	}
}

// TestPanicIsAnError checks that a bug costs its asker an answer and nobody
// else, and that the generation stays where its files are good.
func TestPanicIsAnError(t *testing.T) {
	w, _, newer := newWatched(t, 1<<30)
	w.mustPanic()
	if _, err := w.Document(t.Context(), "x"); err == nil || !strings.Contains(err.Error(), "no document") {
		t.Errorf("a document that panics: %v", err)
	}
	for range 5 {
		must(t, w.Refresh(t.Context()))
		w.mustPanic()
	}
	if s := w.Status(); s.Generation != newer || s.Problem != "" || w.opened.Load() != 1 || total(t, w.Index, "governance") != 1 {
		t.Errorf("status %+v, %d engines opened", s, w.opened.Load())
	}
	must(t, w.Reload(t.Context()))
	if s := w.Status(); s.Generation != newer || w.opened.Load() != 1 {
		t.Errorf("verified again: status %+v, %d engines opened", s, w.opened.Load())
	}
	if n := strings.Count(w.log.String(), "the engine panicked"); n != 1 || !strings.Contains(w.log.String(), "buggy.Search") {
		t.Errorf("the log tells of %d panics:\n%s", n, w.log)
	}
	w.mustPanic() // after the files were read again in any case, a doubt is new
	must(t, w.Refresh(t.Context()))
	if n := strings.Count(w.log.String(), "the engine panicked"); n != 2 {
		t.Errorf("the log tells of %d panics:\n%s", n, w.log)
	}
}

// TestPanicOfDamage checks that after a panic the files are verified, and the
// older generation takes the place of a bad one.
func TestPanicOfDamage(t *testing.T) {
	w, older, newer := newWatched(t, 1<<30)
	w.damage(newer)
	must(t, w.Refresh(t.Context()))
	if s := w.Status(); s.Generation != newer || s.Problem != "" {
		t.Fatalf("without a reason to look: status %+v", s)
	}
	w.mustPanic()
	for w.Status().Generation != older {
		w.ticks <- time.Time{}
	}
	if s := w.Status(); !strings.Contains(s.Problem, newer) || !strings.Contains(s.Problem, docsFile) || total(t, w.Index, "governance") != 1 {
		t.Errorf("status %+v", s)
	}
	if !strings.Contains(w.log.String(), docsFile) {
		t.Errorf("the log does not name the file:\n%s", w.log)
	}
}

// TestVerifiesNowAndThen checks that damage is found though nothing moves and
// nothing panics.
func TestVerifiesNowAndThen(t *testing.T) {
	w, older, newer := newWatched(t, 20)
	w.damage(newer)
	for w.Status().Generation != older {
		w.ticks <- time.Time{}
	}
	if s := w.Status(); !strings.Contains(s.Problem, docsFile) || w.opened.Load() != 2 {
		t.Errorf("status %+v, %d opened", s, w.opened.Load())
	}
}

// TestReload checks that Reload verifies what is served though nothing moves.
func TestReload(t *testing.T) {
	w, older, newer := newWatched(t, 1<<30)
	must(t, w.Reload(t.Context()))
	if s := w.Status(); s.Generation != newer || w.opened.Load() != 1 {
		t.Fatalf("nothing changed: status %+v, %d opened", s, w.opened.Load())
	}
	w.damage(newer)
	must(t, w.Refresh(t.Context()))
	if s := w.Status(); s.Generation != newer {
		t.Fatalf("Refresh verifies though nothing moves: status %+v", s)
	}
	must(t, w.Reload(t.Context()))
	if s := w.Status(); s.Generation != older || !strings.Contains(s.Problem, docsFile) {
		t.Errorf("status %+v", s)
	}
}

// TestAllBad checks that what is served stays where nothing else is good, and
// says so.
func TestAllBad(t *testing.T) {
	w, older, newer := newWatched(t, 1<<30)
	w.damage(newer)
	w.damage(older)
	if err := w.Reload(t.Context()); !errors.Is(err, search.ErrUnavailable) || !strings.Contains(err.Error(), docsFile) {
		t.Errorf("error %v", err)
	}
	if s := w.Status(); s.Generation != newer || !strings.Contains(s.Problem, docsFile) || total(t, w.Index, "governance") != 1 {
		t.Errorf("status %+v", s)
	}
}

// TestOpenPanics checks that an engine that panics while it opens is passed
// over.
func TestOpenPanics(t *testing.T) {
	p := newPublisher(t)
	good := p.publish(searchtest.Library(), analysis.Version)
	bad := p.publish(searchtest.Library()[:5], analysis.Version)
	x := newIndex(t, p, func(dir string, m generation.Manifest) (search.Engine, error) {
		if m.Generation == bad {
			panic("a segment of one byte")
		}
		return openFake(dir, m)
	})
	must(t, x.Refresh(t.Context()))
	if s := x.Status(); s.Generation != good || !strings.Contains(s.Problem, bad) || !strings.Contains(s.Problem, "one byte") {
		t.Errorf("status %+v", s)
	}
}
