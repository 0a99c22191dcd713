package live

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/hidden"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// handle is an open generation. It is closed when it has been replaced and its
// last user is done.
type handle struct {
	engine   search.Engine
	parser   querylang.Parser
	taxonomy *taxonomy.Taxonomy
	manifest generation.Manifest
	// addresses maps a corpus.AddressKey to the documents that have it as one
	// of their addresses; listings are the listing pages.
	addresses map[string][]corpus.ID
	listings  map[corpus.ID]bool

	// doubt is why the files should be verified again; nil for no reason.
	doubt atomic.Pointer[doubt]

	users   int // guarded by Index.mu, as is retired
	retired bool
}

// openHandle opens a generation that was verified.
func (x *Index) openHandle(ctx context.Context, dir string, m generation.Manifest) (*handle, error) {
	h := &handle{manifest: m, addresses: map[string][]corpus.ID{}, listings: map[corpus.ID]bool{}}
	err := h.readCatalog(dir)
	if err == nil {
		h.taxonomy, err = taxonomy.Load(os.DirFS(filepath.Join(dir, generation.TaxonomyDir)))
	}
	if err != nil {
		return nil, fmt.Errorf("open generation %s: %w", m.Generation, err)
	}
	h.parser = querylang.Parser{Gazetteer: h.taxonomy, Limits: querylang.Default}
	err = protect(func() (err error) {
		h.engine, err = x.open(filepath.Join(dir, generation.EngineDir), m)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := h.check(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open generation %s: %w", m.Generation, err), protect(h.engine.Close))
	}
	return h, nil
}

// readCatalog reads which documents there are under which addresses.
func (h *handle) readCatalog(dir string) error {
	n := 0
	for e, err := range generation.Catalog(dir) {
		if err != nil {
			return err
		}
		n++
		id := corpus.ID(e.ID)
		for _, address := range e.Addresses() {
			if key := corpus.AddressKey(address); !slices.Contains(h.addresses[key], id) {
				h.addresses[key] = append(h.addresses[key], id)
			}
		}
		if e.Type == string(corpus.Listing) {
			h.listings[id] = true
		}
	}
	if n != h.manifest.Documents {
		return fmt.Errorf("%s has %d documents, the manifest says %d", generation.CatalogName, n, h.manifest.Documents)
	}
	return nil
}

// check asks the engine a question whose answer is known.
func (h *handle) check(ctx context.Context) error {
	found, err := newView(h, hidden.List{}).count(ctx, search.Query{}, querylang.Reading{})
	if want := h.manifest.Documents - len(h.listings); err == nil && found != want {
		err = fmt.Errorf("the engine finds %d documents besides listing pages, %s has %d", found, generation.CatalogName, want)
	}
	return err
}

// acquire returns what answers now; release gives it back. The error is
// search.ErrNoGeneration or search.ErrUnavailable.
func (x *Index) acquire() (*view, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.view == nil {
		return nil, x.unanswered()
	}
	x.view.users++
	return x.view, nil
}

func (x *Index) release(v *view) {
	x.mu.Lock()
	v.users--
	last := v.retired && v.users == 0
	x.mu.Unlock()
	if last {
		x.close(v.handle)
	}
}

// retire closes a generation as soon as nobody uses it; nil is none.
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
	if err := protect(h.engine.Close); err != nil {
		x.log.Warn("closing generation", "generation", h.manifest.Generation, "error", err)
	}
}
