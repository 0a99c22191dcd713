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
	"github.com/uilsearch/uilsearch/indexer/link"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/internal/failpoint"
	"github.com/uilsearch/uilsearch/internal/generation"
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
	steps, err := x.newSteps()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, steps.close()) }()
	// A file that is being read does not keep the run from ending.
	defer context.AfterFunc(ctx, func() { _ = steps.close() })()
	queries, err := loadQueries(x.config.Reindex.Queries)
	if problems := config.Problems(err); len(problems) > 1 {
		err = fmt.Errorf("%w (and %d more: run uilsearch config check)", problems[0], len(problems)-1)
	}
	if err != nil {
		return err
	}
	ar, err := archive.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ar.Close()) }()
	o, err := x.publishOptions(ctx, ar, steps)
	if err != nil {
		return err
	}
	o.Rank = rankOf(queries)
	x.out, err = x.publish(ctx, o)
	return err
}

// publishOptions returns what is to be published, and under which conditions.
func (x *indexing) publishOptions(ctx context.Context, ar *archive.Archive, steps *steps) (publish.Options, error) {
	p, err := x.pipeline(ctx, ar, steps)
	if err != nil {
		return publish.Options{}, err
	}
	source, err := x.source(ctx, ar, steps)
	if err != nil {
		return publish.Options{}, err
	}
	o := publish.Options{
		Store:    generation.NewStore(x.config.Data),
		Keep:     x.config.Index.Keep,
		Analysis: analysis.Version,
		Config:   steps.hash,
		Taxonomy: steps.taxonomy.Files(),
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
	}
	if x.progress != nil {
		o.Progress = x.progress.begin
	}
	return o, nil
}

// pipeline returns the run over the pages of the archive; it lacks only its
// sink.
func (x *indexing) pipeline(ctx context.Context, ar *archive.Archive, steps *steps) (*indexer.Pipeline, error) {
	total, err := ar.Count(ctx)
	if err != nil {
		return nil, err
	}
	p := steps.pipeline(ar, "reindex-"+x.started.Format(runTime), x.config.Reindex.MaxRejects, x.log)
	p.Fresh = x.options.full
	p.Only, p.Limit, p.Total = addressPattern(x.options.only), x.options.limit, total
	if x.progress != nil {
		p.Progress = x.progress.step
	}
	return p, nil
}

// source returns a hash over all that documents are made from, or "" where the
// run is to build in any case.
func (x *indexing) source(ctx context.Context, ar *archive.Archive, steps *steps) (string, error) {
	if x.options.full {
		return "", nil
	}
	pages, err := ar.Source(ctx)
	if err != nil {
		return "", err
	}
	return generation.HashFiles(map[string][]byte{
		"pages":    []byte(pages),
		"steps":    []byte(steps.hash),
		"taxonomy": []byte(steps.taxonomy.Hash()),
		"link":     []byte(strconv.Itoa(link.Version)),
		"only":     []byte(x.options.only),
		"limit":    []byte(strconv.Itoa(x.options.limit)),
	}), nil
}
