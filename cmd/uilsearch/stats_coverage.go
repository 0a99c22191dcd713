package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/indexer/enrich"
	"github.com/uilsearch/uilsearch/internal/coverage"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/live"
)

// coverageOptions are the flags of stats that belong to --coverage.
type coverageOptions struct {
	wanted, all bool
	since       string
}

// check returns an error where flags do not go together.
func (o coverageOptions) check() error {
	if !o.wanted && (o.all || o.since != "") {
		return &exitError{exitUsage, errors.New("stats: --since and --all are for --coverage; add --coverage")}
	}
	return nil
}

// from returns the first day of what counts as recent.
func (o coverageOptions) from(now time.Time) (time.Time, error) {
	if o.since == "" {
		year, month, day := now.UTC().Date()
		return time.Date(year-1, month, day, 0, 0, 0, 0, time.UTC), nil
	}
	d, err := corpus.ParseDate(o.since)
	if err != nil {
		return time.Time{}, &exitError{exitUsage, fmt.Errorf("stats: --since: %w", err)}
	}
	return d.First(), nil
}

// coverageStats is what stats --coverage writes: what is counted of the pages
// that a search may find.
type coverageStats struct {
	Generation string    `json:"generation"`
	BuiltAt    time.Time `json:"built_at"`
	// Hidden is how many pages are left out because they are hidden.
	Hidden int `json:"hidden"`
	coverage.Report

	taxonomy *taxonomy.Taxonomy
}

// statsCoverage reads every document of the live generation. Doubts are no part
// of a generation: they are found again, by tagging each document once more with
// the taxonomy that the generation has.
func (a *app) statsCoverage(ctx context.Context, o coverageOptions, asJSON bool) (err error) {
	since, err := o.from(time.Now())
	if err != nil {
		return err
	}
	index, err := a.openLive(ctx, "stats")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	s, err := readCoverage(ctx, index, generation.NewStore(a.config.Data).Path(index.Status().Generation), since)
	if err != nil {
		return fmt.Errorf("stats: %w", err)
	}
	if asJSON {
		return writeJSON(a.stdout, s)
	}
	return s.write(a.stdout, o.all)
}

// readCoverage counts the documents of the generation in dir, which index
// serves.
func readCoverage(ctx context.Context, index *live.Index, dir string, since time.Time) (*coverageStats, error) {
	t, err := taxonomy.Load(os.DirFS(filepath.Join(dir, generation.TaxonomyDir)))
	if err != nil {
		return nil, err
	}
	status := index.Status()
	s := &coverageStats{Generation: status.Generation, BuiltAt: status.BuiltAt, taxonomy: t}
	tagger, counter := enrich.New(t), coverage.New(t, since)
	for e, err := range generation.Catalog(dir) {
		if err != nil {
			return nil, err
		}
		d, err := index.Document(ctx, corpus.ID(e.ID))
		if errors.Is(err, search.ErrNotFound) {
			s.Hidden++
			continue
		}
		if err != nil {
			return nil, err
		}
		counter.Add(d.Document, doubtsAbout(tagger, d.Document))
	}
	s.Report = counter.Report()
	return s, nil
}

// doubtsAbout returns what tagging a document leaves out. A document that would
// not be indexed any more has none.
func doubtsAbout(tagger *enrich.Enricher, d corpus.Document) []coverage.Doubt {
	_, doubts, err := tagger.Explain(d)
	if err != nil {
		return nil
	}
	out := make([]coverage.Doubt, len(doubts))
	for i, doubt := range doubts {
		out[i] = coverage.Doubt(doubt)
	}
	return out
}
