package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer"
	"github.com/uilsearch/uilsearch/indexer/curate"
	"github.com/uilsearch/uilsearch/indexer/link"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/failpoint"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/relevance"
	"github.com/uilsearch/uilsearch/search/bleveengine"
)

// indexing is one run, from the archive to a published generation.
type indexing struct {
	*app
	options  runOptions
	started  time.Time
	log      *slog.Logger
	progress *progress // nil where nobody watches

	// What the run has come to.
	report indexer.Report
	out    publish.Outcome
	// session knows the overrides whose pages were seen; nil before.
	session *curate.Session
}

// newIndexing returns a run that shows its progress where somebody watches.
func (a *app) newIndexing(o runOptions, started time.Time) *indexing {
	x := &indexing{app: a, options: o, started: started, log: a.log}
	if a.showsProgress(o.asJSON) {
		x.progress = &progress{out: a.stderr}
		x.log = newLogger(x.progress, a.config.Log.Format, a.level())
	}
	return x
}

// end takes the progress away.
func (x *indexing) end() {
	if x.progress != nil {
		x.progress.end()
	}
}

// guarded is run with a panic as an error, so that the summary says how the run
// ended. What the run was building is removed then too.
func (x *indexing) guarded(ctx context.Context) (err error) {
	defer func() {
		if r := recover(); r != nil {
			x.end()
			_, left := generation.NewStore(x.config.Data).Sweep()
			err = errors.Join(x.panicked(r), left)
		}
	}()
	if err := failpoint.Hit("locked"); err != nil {
		return err
	}
	return x.run(ctx)
}

// run takes the archive to a published generation.
func (x *indexing) run(ctx context.Context) (err error) {
	path := filepath.Join(x.config.Data, archive.FileName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w (no archive %s)", indexer.ErrEmpty, path)
	}
	s, err := x.newSteps()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	// A file that is being read does not keep the run from ending.
	defer context.AfterFunc(ctx, func() { _ = s.close() })()
	queries, err := relevance.Load(x.config.Reindex.Queries)
	if err != nil {
		return firstProblem(err)
	}
	ar, err := archive.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ar.Close()) }()
	if err := ar.DropDocuments(ctx); err != nil {
		return err
	}
	pages, err := ar.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pages.Close()) }()
	o, err := x.publishOptions(ctx, ar, pages, s)
	if err != nil {
		return err
	}
	o.Rank = rankOf(queries)
	x.out, err = x.publish(ctx, o)
	return err
}

// publishOptions returns what is to be published, and under which conditions.
// Pages are those of one moment, whatever is ingested meanwhile.
func (x *indexing) publishOptions(ctx context.Context, ar *archive.Archive, pages *archive.Snapshot, s *steps) (publish.Options, error) {
	p, err := x.pipeline(ctx, ar, pages, s)
	if err != nil {
		return publish.Options{}, err
	}
	source, err := x.source(ctx, pages, s)
	if err != nil {
		return publish.Options{}, err
	}
	o := publish.Options{
		Store:    generation.NewStore(x.config.Data),
		Keep:     x.config.Index.Keep,
		Analysis: analysis.Version,
		Config:   s.hash,
		Taxonomy: s.taxonomy.Files(),
		Source:   source,
		Identity: bleveengine.Identity(),
		Checks:   []func(context.Context, string, generation.Manifest) error{checkEngine},
		Gate:     publish.Gate{MaxShrink: float64(x.config.Reindex.MaxShrink) / 100, MaxLoss: float64(x.config.Reindex.MaxLoss) / 100},
		Force:    x.options.force,
		DryRun:   x.options.dryRun,
		Now:      x.started,
		Log:      x.log,
		Build: func(ctx context.Context, dir string, record func(publish.Documents) publish.Documents) (generation.Built, error) {
			p.Sink = recordedSink{record: record}
			var err error
			x.report, err = p.Run(ctx, dir)
			return x.report.Built, err
		},
		Counts: func() (int, int) { return x.report.Pages, x.report.Rejected },
	}
	if x.progress != nil {
		o.Progress = x.progress.begin
	}
	return o, nil
}

// pipeline returns the run over the pages; it lacks only its sink.
func (x *indexing) pipeline(ctx context.Context, ar *archive.Archive, pages *archive.Snapshot, s *steps) (*indexer.Pipeline, error) {
	total, err := pages.Count(ctx)
	if err != nil {
		return nil, err
	}
	p := s.pipeline(ar, pages, "reindex-"+x.started.Format(runTime), x.config.Reindex.MaxRejects, x.log)
	p.Fresh = x.options.full
	p.Only, p.Limit, p.Total = indexer.AddressPattern(x.options.only), x.options.limit, total
	if x.config.Taxonomy.Overrides != "" {
		x.session = s.curator.Begin()
		p.Curate = x.session.Apply
	}
	if x.progress != nil {
		p.Progress = x.progress.step
	}
	return p, nil
}

// source returns a hash over all that documents are made from, or "" where the
// run is to build in any case.
func (x *indexing) source(ctx context.Context, pages *archive.Snapshot, s *steps) (string, error) {
	if x.options.full {
		return "", nil
	}
	hash, err := pages.Source(ctx)
	if err != nil {
		return "", err
	}
	return generation.HashFiles(map[string][]byte{
		"pages":    []byte(hash),
		"steps":    []byte(s.hash),
		"taxonomy": []byte(s.taxonomy.Hash()),
		"link":     []byte(strconv.Itoa(link.Version)),
		"curator":  []byte(s.curator.Hash()),
		"only":     []byte(x.options.only),
		"limit":    []byte(strconv.Itoa(x.options.limit)),
	}), nil
}
