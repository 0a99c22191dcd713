package bleveengine

import (
	"context"
	"errors"
	"testing"

	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

func openWith(t *testing.T, o Options) *Engine {
	t.Helper()
	dir := t.TempDir()
	built, err := Builder{}.Build(t.Context(), dir, sequence(searchtest.Library()))
	if err != nil {
		t.Fatal(err)
	}
	e, err := Open(dir, generation.Manifest{Built: built}, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// TestKeepsNoMoreThanItMay checks that the caches stay below their limits and
// that answers do not depend on them.
func TestKeepsNoMoreThanItMay(t *testing.T) {
	ask := func(e *Engine) (total int) {
		for _, text := range []string{"learning city", "jeonju OR cork", `"learning cities"`, "cit*", ""} {
			r, err := e.Search(t.Context(), search.Query{Match: parse(t, text), Sort: search.Relevance, Page: 1, PerPage: 100, Snippets: true})
			if err != nil {
				t.Fatal(err)
			}
			total += r.Total
		}
		return total
	}
	plain := openWith(t, Options{})
	want := ask(plain)
	if plain.postings.limit != DefaultPostings || plain.stored.limit != DefaultStored || plain.KeptBytes() == 0 {
		t.Errorf("limits %d and %d, %d bytes kept", plain.postings.limit, plain.stored.limit, plain.KeptBytes())
	}
	for _, o := range []Options{{1, 1}, {500, 2000}, {4000, 1}} {
		e := openWith(t, o)
		got := ask(e)
		if kept := e.postings.bytes(); got != want || kept > o.PostingsBytes || e.KeptBytes()-kept > o.StoredBytes {
			t.Errorf("%+v: %d hits, want %d; %d bytes of postings are kept, %d in all", o, got, want, kept, e.KeptBytes())
		}
	}
}

// ending is a context that ends when it is looked at for the last time.
type ending struct {
	context.Context
	looks int
}

func (c *ending) Err() error {
	if c.looks--; c.looks < 0 {
		return context.Canceled
	}
	return nil
}

// TestEndsAnywhere ends the context at every moment at which a search looks at
// it: each time the search ends with it.
func TestEndsAnywhere(t *testing.T) {
	e := openWith(t, Options{PostingsBytes: 1, StoredBytes: 1})
	for _, text := range []string{"learning city policy", `"learning cities"`, `"cities learning"~3`, `"évora"`} {
		q := search.Query{Match: parse(t, text), Sort: search.Relevance, Page: 1, PerPage: 10}
		looks := 0
		for ; ; looks++ {
			ctx := &ending{t.Context(), looks}
			_, err := e.Search(ctx, q)
			if err == nil && ctx.looks >= 0 {
				break
			}
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("%s ended at look %d: error %v", text, looks, err)
			}
		}
		if looks < 4 {
			t.Errorf("%s looks %d times", text, looks)
		}
	}
}

// TestVisitLooks checks that a long loop does not go on to its end.
func TestVisitLooks(t *testing.T) {
	const docs = 10 * stepsPerLook
	m := (&evaluator{Engine: &Engine{n: docs, scratch: scratchPool{n: docs}}}).all()
	ctx, cancel := context.WithCancel(t.Context())
	visited := 0
	err := m.visit(ctx, func(doc uint32) {
		if visited++; doc == stepsPerLook+1 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || visited != 2*stepsPerLook {
		t.Errorf("visited %d of %d, error %v", visited, docs, err)
	}
	visited = 0
	if err := m.visit(t.Context(), func(uint32) { visited++ }); err != nil || visited != docs {
		t.Errorf("visited %d of %d, error %v", visited, docs, err)
	}
}
