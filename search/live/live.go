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
	seen       string     // the state of the store at the last look; guarded by refreshing

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
	listings int // how many of its documents are listing pages

	users   int
	retired bool
}

// New returns an Index over a store. It serves nothing before Refresh.
func New(store generation.Store, open OpenFunc, log *slog.Logger) *Index {
	return &Index{store: store, open: open, log: log}
}

// Refresh looks at the store and, if the pointer has moved or what is served is
// not what it names, verifies and opens the generation to serve and serves it
// from now on. Where that one is bad or does not open, the newest good one is
// served and Status says so. The error is search.ErrNoGeneration where there is
// none; what was served before then stays.
func (x *Index) Refresh(ctx context.Context) error {
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	state, err := x.store.State()
	if err != nil {
		return fmt.Errorf("look for a generation: %w", err)
	}
	if served := x.Status(); state == x.seen && served.Generation != "" && served.Problem == "" {
		return nil
	}
	var next *handle
	_, skipped, err := x.store.Good(ctx, analysis.Version, func(m generation.Manifest) (err error) {
		if m.Generation != x.Status().Generation {
			next, err = x.openHandle(ctx, m)
		}
		return err
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	x.seen = state
	problem := describe(skipped)
	if errors.Is(err, generation.ErrNone) {
		x.setProblem(problem)
		return fmt.Errorf("%w%s", search.ErrNoGeneration, after(problem))
	}
	if err != nil {
		return err
	}
	x.serve(next, problem)
	return nil
}

// moved reports whether the store has changed since the last look.
func (x *Index) moved() bool {
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	state, err := x.store.State()
	return err != nil || state != x.seen
}

// serve puts an open generation in the place of the old one; nil leaves that
// where it is.
func (x *Index) serve(next *handle, problem string) {
	x.setProblem(problem)
	if next == nil {
		return
	}
	x.mu.Lock()
	old := x.handle
	x.handle = next
	x.mu.Unlock()
	x.retire(old)
	x.log.Info("serving generation", "generation", next.manifest.Generation, "documents", next.manifest.Documents)
}

func (x *Index) openHandle(ctx context.Context, m generation.Manifest) (*handle, error) {
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
	h := &handle{engine: engine, parser: parser, taxonomy: t, manifest: m}
	found, err := h.count(ctx, search.Query{}, querylang.Reading{})
	if err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	h.listings = m.Documents - found
	return h, nil
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

// retryTicks is how many ticks Watch waits before it looks again at a store that
// had no good generation and has not changed.
const retryTicks = 60

// Watch looks for a new generation at every tick until the context ends. A look
// that finds nothing good leaves what is served in its place.
func (x *Index) Watch(ctx context.Context, ticks <-chan time.Time) {
	said := ""
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		if !x.moved() && (x.Status().Problem == "" || n%retryTicks != 0) {
			continue
		}
		err := x.Refresh(ctx)
		switch {
		case err == nil:
			said = ""
		case ctx.Err() == nil && err.Error() != said:
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
