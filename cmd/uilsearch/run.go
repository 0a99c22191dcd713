package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/failpoint"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/metrics"
)

// reindex makes one run and keeps its summary. Where the lock cannot be taken
// the run does not begin: nothing is kept, and no monitor is told.
func (a *app) reindex(ctx context.Context, o runOptions) (s publish.Summary, err error) {
	s = publish.Summary{Started: time.Now().UTC(), DryRun: o.dryRun}
	unlock, err := publish.LockWait(ctx, publish.LockPath(a.config.Data), a.config.Reindex.LockWait, a.log)
	if err != nil {
		s.Outcome = publish.OutcomeFailed
		ended(ctx, &s, err)
		return s, err
	}
	var monitor pinger
	if o.unattended {
		a.restrain()
		monitor = a.newPinger()
		monitor.start(ctx)
	}
	err = a.lockedRun(ctx, o, &s)
	err = errors.Join(err, failpoint.Hit("unlock"), unlock())
	ended(ctx, &s, err)
	monitor.end(ctx, s)
	return s, err
}

// ended notes when a run ended, and with what error.
func ended(ctx context.Context, s *publish.Summary, err error) {
	err = final(ctx, err)
	s.Finished = time.Now().UTC()
	s.ExitCode, s.Error = exitCode(err), message(err)
}

// lockedRun makes a run under the lock, and keeps what it came to.
func (a *app) lockedRun(ctx context.Context, o runOptions, s *publish.Summary) error {
	x := a.newIndexing(o, s.Started)
	err := x.guarded(ctx)
	x.end()
	if err == nil && x.out.Published && x.report.Rejected > 0 {
		err = &exitError{exitRejects, fmt.Errorf("published, but %d of %d pages gave no document", x.report.Rejected, x.report.Pages)}
	}
	diff := x.summarize(s, err)
	ended(ctx, s, err)
	if name, err := generation.NewStore(a.config.Data).Current(); err == nil {
		s.Generation = name
	}
	return errors.Join(err, a.keepRecords(*s, diff))
}

// summarize fills in what the run came to, and returns all that has changed, or
// nil where that is not known.
func (x *indexing) summarize(s *publish.Summary, err error) *publish.Diff {
	s.Pages, s.Rejected, s.Conflicts = x.report.Pages, x.report.Rejected, x.report.Conflicts
	s.Documents, s.LeftOut = x.out.Manifest.Documents, x.report.LeftOut
	s.Removed, s.Forced, s.Skipped = x.out.Removed, x.out.Forced, x.out.Skipped
	diff := x.out.Diff
	var refused *publish.RefusedError
	if errors.As(err, &refused) {
		diff, s.Documents = refused.Diff, x.report.Documents
	}
	switch {
	case x.out.Published:
		s.Outcome = publish.OutcomePublished
	case exitCode(err) == exitRefused:
		s.Outcome = publish.OutcomeRefused
	case err != nil:
		s.Outcome = publish.OutcomeFailed
	case x.out.Unchanged:
		s.Outcome = publish.OutcomeUnchanged
	default:
		s.Outcome = publish.OutcomeDryRun
	}
	s.Diff = diff.Short()
	return diff
}

// keepRecords writes what is known of the run below the data directory, the
// summary last. Figures for a monitor are worth a warning only.
func (a *app) keepRecords(s publish.Summary, diff *publish.Diff) error {
	var errs []error
	if diff != nil {
		errs = append(errs, diff.Save(a.config.Data))
	}
	if err := metrics.WriteRun(filepath.Join(a.config.Data, "run", "last-run.prom"), figures(s)); err != nil {
		a.log.Warn("the figures of the run were not written", "error", err)
	}
	if err := failpoint.Hit("save-summary"); err != nil {
		return errors.Join(append(errs, err)...)
	}
	return errors.Join(append(errs, s.Save(a.config.Data))...)
}
