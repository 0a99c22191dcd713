package live

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/hidden"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

const docsFile = "docs.json"

// publisher publishes generations that the fake engine serves.
type publisher struct {
	t     testing.TB
	data  string
	store generation.Store
	files map[string][]byte
	n     int
	// catalog is what the catalog has, if that is not what is published.
	catalog []corpus.Document
}

var builtIn = sync.OnceValues(taxonomy.Default)

func newPublisher(t testing.TB) *publisher {
	tax, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	return &publisher{t: t, data: data, store: generation.NewStore(data), files: tax.Files()}
}

// publish makes docs the live generation and returns its name.
func (p *publisher) publish(docs []corpus.Document, version int) string {
	p.t.Helper()
	p.n++
	name, err := generation.NewName(time.Date(2026, 11, 22, 3, 0, p.n, 0, time.UTC), strings.NewReader("abcdefgh"))
	must(p.t, err)
	b, err := p.store.Create(name)
	must(p.t, err)
	for file, content := range p.files {
		must(p.t, os.MkdirAll(filepath.Join(b.Dir(), generation.TaxonomyDir, filepath.Dir(file)), 0o755))
		must(p.t, os.WriteFile(filepath.Join(b.Dir(), generation.TaxonomyDir, file), content, 0o644))
	}
	if p.catalog != nil {
		writeCatalog(p.t, b.Dir(), p.catalog)
	} else {
		writeCatalog(p.t, b.Dir(), docs)
	}
	raw, err := json.Marshal(docs)
	must(p.t, err)
	must(p.t, os.MkdirAll(filepath.Join(b.Dir(), generation.EngineDir), 0o755))
	must(p.t, os.WriteFile(filepath.Join(b.Dir(), generation.EngineDir, docsFile), raw, 0o644))
	_, err = b.Seal(p.t.Context(), generation.Manifest{Analysis: version, Built: generation.Built{Engine: "fake", Documents: len(docs)}})
	must(p.t, err)
	must(p.t, b.Commit())
	must(p.t, p.store.SetCurrent(name))
	return name
}

// writeCatalog writes the catalog of docs.
func writeCatalog(t testing.TB, dir string, docs []corpus.Document) {
	t.Helper()
	w, err := generation.NewCatalogWriter(dir)
	must(t, err)
	for _, d := range slices.SortedFunc(slices.Values(docs), func(a, b corpus.Document) int { return strings.Compare(string(a.ID), string(b.ID)) }) {
		must(t, w.Add(generation.CatalogEntry{ID: string(d.ID), URL: d.URL, Others: d.OtherURLs, Type: string(d.Type)}))
	}
	must(t, w.Close())
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// openFake opens what publish wrote.
func openFake(dir string, _ generation.Manifest) (search.Engine, error) {
	raw, err := os.ReadFile(filepath.Join(dir, docsFile))
	if err != nil {
		return nil, err
	}
	var docs []corpus.Document
	if err := json.Unmarshal(raw, &docs); err != nil {
		return nil, err
	}
	return searchtest.NewFake(docs), nil
}

func newIndex(t testing.TB, p *publisher, open OpenFunc) *Index {
	t.Helper()
	return newIndexWith(t, p, open, Options{Hidden: hidden.NewReader(p.data).Load})
}

func newIndexWith(t testing.TB, p *publisher, open OpenFunc, o Options) *Index {
	t.Helper()
	x := New(p.store, open, o)
	t.Cleanup(func() { must(t, x.Close()) })
	return x
}
