// Package live is what the server serves: the newest good generation, opened
// only after it was verified, swapped for the next one while questions are
// being answered, and the reading of questions with that generation's own
// taxonomy.
package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// OpenFunc opens the engine's files in dir.
type OpenFunc func(dir string, m generation.Manifest) (search.Engine, error)

// Index serves one generation at a time. It is safe for concurrent use.
type Index struct {
	store generation.Store
	open  OpenFunc
	log   *slog.Logger

	refreshing sync.Mutex // held by the one that looks for a new generation
	seen       string     // the pointer at the last look; guarded by refreshing

	mu      sync.Mutex // guards what follows, and handle.users
	handle  *handle    // nil where nothing is served
	problem string
}

// handle is an open generation. It is closed when it has been replaced and its
// last user is done.
type handle struct {
	engine   search.Engine
	parser   querylang.Parser
	taxonomy *taxonomy.Taxonomy
	manifest generation.Manifest

	users   int
	retired bool
}

// New returns an Index over a store. It serves nothing before Refresh.
func New(store generation.Store, open OpenFunc, log *slog.Logger) *Index {
	return &Index{store: store, open: open, log: log}
}

// Refresh looks at the pointer and, if it has moved, verifies and opens the
// generation it names and serves that from now on. Where that one is bad, the
// newest good one is served and Status says so. The error is
// search.ErrNoGeneration where there is none to serve; what was served before
// then stays.
func (x *Index) Refresh(ctx context.Context) error {
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	current, err := x.store.Current()
	var damage *generation.Damage
	if err != nil && !errors.Is(err, generation.ErrNone) && !errors.As(err, &damage) {
		return fmt.Errorf("look for a generation: %w", err)
	}
	if err == nil && current == x.seen {
		return nil
	}
	m, skipped, err := x.store.Good(ctx, analysis.Version)
	problem := describe(skipped)
	if err != nil {
		x.setProblem(problem)
		if errors.Is(err, generation.ErrNone) {
			return fmt.Errorf("%w%s", search.ErrNoGeneration, after(problem))
		}
		return err
	}
	if err := x.serve(m, problem); err != nil {
		x.setProblem(err.Error())
		return err
	}
	x.seen = current
	return nil
}

// serve opens a verified generation and puts it in the place of the old one.
func (x *Index) serve(m generation.Manifest, problem string) error {
	if x.Status().Generation == m.Generation {
		x.setProblem(problem)
		return nil
	}
	next, err := x.openHandle(m)
	if err != nil {
		return err
	}
	x.mu.Lock()
	old := x.handle
	x.handle, x.problem = next, problem
	x.mu.Unlock()
	x.retire(old)
	x.log.Info("serving generation", "generation", m.Generation, "documents", m.Documents, "problem", problem)
	return nil
}

func (x *Index) openHandle(m generation.Manifest) (*handle, error) {
	dir := x.store.Path(m.Generation)
	t, err := taxonomy.Load(os.DirFS(filepath.Join(dir, generation.TaxonomyDir)))
	if err != nil {
		return nil, fmt.Errorf("open generation %s: %w", m.Generation, err)
	}
	engine, err := x.open(filepath.Join(dir, generation.EngineDir), m)
	if err != nil {
		return nil, err
	}
	parser := querylang.Parser{Gazetteer: t, Limits: querylang.Default}
	return &handle{engine: engine, parser: parser, taxonomy: t, manifest: m}, nil
}

// acquire returns the generation that is served now; release gives it back.
func (x *Index) acquire() (*handle, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.handle == nil {
		return nil, search.ErrNoGeneration
	}
	x.handle.users++
	return x.handle, nil
}

func (x *Index) release(h *handle) {
	x.mu.Lock()
	h.users--
	last := h.retired && h.users == 0
	x.mu.Unlock()
	if last {
		x.close(h)
	}
}

// retire closes a generation as soon as nobody uses it.
func (x *Index) retire(h *handle) {
	if h == nil {
		return
	}
	x.mu.Lock()
	h.retired = true
	idle := h.users == 0
	x.mu.Unlock()
	if idle {
		x.close(h)
	}
}

func (x *Index) close(h *handle) {
	if err := h.engine.Close(); err != nil {
		x.log.Warn("closing generation", "generation", h.manifest.Generation, "error", err)
	}
}

// Close stops serving. The generation is closed when its last user is done.
func (x *Index) Close() error {
	x.mu.Lock()
	h := x.handle
	x.handle = nil
	x.mu.Unlock()
	x.retire(h)
	return nil
}

// Watch refreshes at every tick until the context ends. A refresh that finds
// nothing good leaves what is served in its place and is tried again.
func (x *Index) Watch(ctx context.Context, ticks <-chan time.Time) {
	said := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		err := x.Refresh(ctx)
		if err != nil && err.Error() != said && !errors.Is(err, context.Canceled) {
			x.log.Error("no new generation to serve", "error", err)
			said = err.Error()
		}
	}
}

// Status says what is served and what is wrong with it.
func (x *Index) Status() search.Status {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.handle == nil {
		return search.Status{Problem: x.problem}
	}
	m := x.handle.manifest
	return search.Status{Generation: m.Generation, BuiltAt: m.BuiltAt, Documents: m.Documents, Engine: m.Engine, Problem: x.problem}
}

func (x *Index) setProblem(problem string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.problem != problem && problem != "" {
		x.log.Warn("generation passed over", "problem", problem)
	}
	x.problem = problem
}

func describe(skipped []generation.Damage) string {
	if len(skipped) == 0 {
		return ""
	}
	return skipped[0].Error()
}

func after(problem string) string {
	if problem == "" {
		return ""
	}
	return ": " + problem
}
