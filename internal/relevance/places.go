package relevance

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// Place is where the page of a judged query stands in a generation.
type Place struct {
	Query
	// Place counts from 1; 0 is not among the first MaxPlace, or not there.
	Place int
}

// Ask returns the documents that a reader would find first, MaxPlace of them.
type Ask func(ctx context.Context, text string) ([]corpus.ID, error)

// Places asks for each of the queries once, and returns where the judged pages
// of the generation in dir stand, in the order of the queries.
func Places(ctx context.Context, dir string, queries []Query, ask Ask) ([]Place, error) {
	ids, err := documents(dir, queries)
	if err != nil {
		return nil, err
	}
	found := map[string][]corpus.ID{}
	out := make([]Place, len(queries))
	for i, q := range queries {
		if _, asked := found[q.Text]; !asked {
			if found[q.Text], err = ask(ctx, q.Text); err != nil {
				return nil, fmt.Errorf("judged query %s: %w", q.Text, err)
			}
		}
		out[i].Query = q
		if id, ok := ids[corpus.AddressKey(q.URL)]; ok {
			out[i].Place = slices.Index(found[q.Text], id) + 1
		}
	}
	return out, nil
}

// documents returns the documents at the judged addresses, by AddressKey. A
// document's own address comes before what others call theirs.
func documents(dir string, queries []Query) (map[string]corpus.ID, error) {
	wanted := map[string]bool{}
	for _, q := range queries {
		wanted[corpus.AddressKey(q.URL)] = true
	}
	own, other := map[string]corpus.ID{}, map[string]corpus.ID{}
	note := func(ids map[string]corpus.ID, address, id string) {
		if key := corpus.AddressKey(address); wanted[key] {
			ids[key] = corpus.ID(id)
		}
	}
	for e, err := range generation.Catalog(dir) {
		if err != nil {
			return nil, err
		}
		note(own, e.URL, e.ID)
		for _, address := range e.Others {
			note(other, address, e.ID)
		}
	}
	maps.Copy(other, own)
	return other, nil
}
