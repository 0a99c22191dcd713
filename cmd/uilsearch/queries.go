package main

import (
	"context"
	"errors"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/relevance"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/live"
)

// What publish says of places must be true of those that are asked: this is no
// number unless both look equally far.
const _ = uint(publish.MaxPlace-relevance.MaxPlace) + uint(relevance.MaxPlace-publish.MaxPlace)

// rankOf returns what publish asks where judged pages stand, or nil where there
// is none.
func rankOf(queries []relevance.Query) func(context.Context, string, generation.Manifest) ([]publish.Ranking, error) {
	if len(queries) == 0 {
		return nil
	}
	return func(ctx context.Context, dir string, m generation.Manifest) (out []publish.Ranking, err error) {
		index, err := live.Open(ctx, dir, m, openEngine)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, index.Close()) }()
		places, err := relevance.Places(ctx, dir, queries, func(ctx context.Context, text string) ([]corpus.ID, error) {
			return first(ctx, index, text)
		})
		for _, p := range places {
			out = append(out, publish.Ranking{Query: p.Text, URL: p.URL, Lowest: p.Lowest, Place: p.Place})
		}
		return out, err
	}
}

// first returns the documents that a reader would find first.
func first(ctx context.Context, index *live.Index, text string) ([]corpus.ID, error) {
	a, err := index.Search(ctx, search.Query{Text: text, Sort: search.Relevance, Page: 1, PerPage: relevance.MaxPlace})
	if err != nil {
		return nil, err
	}
	ids := make([]corpus.ID, len(a.Hits))
	for i, h := range a.Hits {
		ids[i] = h.ID
	}
	return ids, nil
}
