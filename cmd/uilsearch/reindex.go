package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
)

func (a *app) newReindex() *cobra.Command {
	asJSON, full := false, false
	c := &cobra.Command{
		Use:   "reindex",
		Short: "Build a new generation from the archive and publish it",
		Args:  cobra.NoArgs,
	}
	setting(c, false, "keep", "index.keep", "how `many` generations stay, the live one among them")
	setting(c, false, "max-errors", "reindex.max_rejects", "how `many` pages may be rejected before the run gives up")
	c.Flags().BoolVar(&full, "full", false, "read every page afresh, not only those that have changed")
	c.Flags().BoolVar(&asJSON, "json", false, "write the summary as JSON")
	c.RunE = a.configured(func(ctx context.Context, _ []string) error {
		s, err := a.reindex(ctx, full)
		if s.Outcome == "" {
			return err // the run did not begin
		}
		return errors.Join(err, writeSummary(a.stdout, s, asJSON))
	})
	return c
}

// reindex makes one run and keeps its summary. The summary is empty where the
// lock could not be taken.
func (a *app) reindex(ctx context.Context, full bool) (s publish.Summary, err error) {
	unlock, err := publish.Lock(publish.LockPath(a.config.Data))
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	s.Started = time.Now().UTC()
	report, out, err := a.guardedIndex(ctx, s.Started, full)
	if err == nil && out.Published && report.Rejected > 0 {
		err = &exitError{exitRejects, fmt.Errorf("published, but %d of %d pages gave no document", report.Rejected, report.Pages)}
	}
	summarize(&s, report, out, final(ctx, err))
	if name, err := generation.NewStore(a.config.Data).Current(); err == nil {
		s.Generation = name
	}
	return s, errors.Join(err, s.Save(a.config.Data))
}

// summarize fills in what a run came to.
func summarize(s *publish.Summary, report indexer.Report, out publish.Outcome, err error) {
	s.Finished = time.Now().UTC()
	s.Pages, s.Rejected, s.Documents = report.Pages, report.Rejected, out.Manifest.Documents
	s.Removed = out.Removed
	s.ExitCode, s.Error = exitCode(err), message(err)
	switch {
	case out.Published:
		s.Outcome = publish.OutcomePublished
	case err == nil:
		s.Outcome = publish.OutcomeUnchanged
	default:
		s.Outcome = publish.OutcomeFailed
	}
}

// guardedIndex is runIndex with a panic as an error, so that the summary says
// how the run ended.
func (a *app) guardedIndex(ctx context.Context, now time.Time, full bool) (report indexer.Report, out publish.Outcome, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = a.panicked(r)
		}
	}()
	return a.runIndex(ctx, now, full)
}

// runIndex takes the archive to a published generation.
func (a *app) runIndex(ctx context.Context, now time.Time, full bool) (report indexer.Report, out publish.Outcome, err error) {
	path := filepath.Join(a.config.Data, archive.FileName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return report, out, fmt.Errorf("%w (no archive %s)", indexer.ErrEmpty, path)
	}
	ar, err := archive.Open(ctx, path)
	if err != nil {
		return report, out, err
	}
	defer func() { err = errors.Join(err, ar.Close()) }()
	steps, err := a.newSteps()
	if err != nil {
		return report, out, err
	}
	p := steps.pipeline(ar, "reindex-"+now.Format(runTime), a.config.Reindex.MaxRejects, a.log)
	p.Fresh = full
	out, err = publish.Run(ctx, publish.Options{
		Store:    generation.NewStore(a.config.Data),
		Keep:     a.config.Index.Keep,
		Analysis: analysis.Version,
		Config:   steps.hash,
		Taxonomy: steps.taxonomy.Files(),
		Now:      now,
		Log:      a.log,
		Checks:   []func(context.Context, string, generation.Manifest) error{checkEngine},
		Build: func(ctx context.Context, dir string) (generation.Built, *generation.Digest, error) {
			sink := &digestingSink{}
			p.Sink = sink
			var err error
			report, err = p.Run(ctx, dir)
			return report.Built, &sink.digest, err
		},
	})
	return report, out, err
}

// writeSummary tells a person, or a program, what the run came to. Why it
// failed is left to the error.
func writeSummary(w io.Writer, s publish.Summary, asJSON bool) error {
	if asJSON {
		return writeJSON(w, s)
	}
	var err error
	switch s.Outcome {
	case publish.OutcomePublished:
		_, err = fmt.Fprintf(w, "published %s: %d documents of %d pages, %d rejected\n", s.Generation, s.Documents, s.Pages, s.Rejected)
	case publish.OutcomeUnchanged:
		_, err = fmt.Fprintf(w, "nothing has changed: %s stays live with %d documents\n", s.Generation, s.Documents)
	}
	return err
}
