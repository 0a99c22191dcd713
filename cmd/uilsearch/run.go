package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/failpoint"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/metrics"
	"github.com/uilsearch/uilsearch/internal/monitor"
)

// reindex makes one run and keeps its summary. Where the lock cannot be taken
// the run does not begin, and nothing is kept. The monitor is told of that,
// unless it is another run that holds the lock; it is told nothing of dry runs.
func (a *app) reindex(ctx context.Context, o runOptions) (s publish.Summary, err error) {
	s = publish.Summary{Started: time.Now().UTC(), Outcome: publish.OutcomeFailed, DryRun: o.dryRun}
	var tell monitor.Pinger
	if o.unattended && !o.dryRun {
		tell = monitor.New(a.config.Reindex.PingURL, "uilsearch/"+strings.Trim(readVersions().Version, "()"), a.log.Warn)
	}
	begin := a.beginRun
	if o.crawl {
		begin = a.beginCrawlingRun
	}
	run, err := begin(ctx, o, &s)
	if err != nil {
		ended(ctx, &s, err)
		if s.ExitCode != exitLocked {
			tell.End(ctx, false, s)
		}
		return s, err
	}
	if o.unattended {
		a.restrain()
	}
	tell.Start(ctx)
	err = run()
	ended(ctx, &s, err)
	tell.End(ctx, s.ExitCode == exitOK || s.ExitCode == exitRejects, s)
	return s, err
}

// beginRun takes the lock of a run that does not crawl, and returns the rest of
// it, which fills in its summary.
func (a *app) beginRun(ctx context.Context, o runOptions, s *publish.Summary) (run func() error, err error) {
	return a.beginAfter(ctx, o, s, nil)
}

// beginAfter is beginRun after a crawl, with why that failed or nil.
func (a *app) beginAfter(ctx context.Context, o runOptions, s *publish.Summary, crawled error) (run func() error, err error) {
	unlock, err := a.lockRun(ctx)
	if err != nil {
		return nil, bothErrors(crawled, err)
	}
	return func() error {
		err := a.lockedRun(ctx, o, s, crawled)
		return errors.Join(err, failpoint.Hit("unlock"), unlock())
	}, nil
}

// lockRun takes the lock of runs, for which it may wait.
func (a *app) lockRun(ctx context.Context) (unlock func() error, err error) {
	if err := a.checkData("reindex"); err != nil {
		return nil, err
	}
	unlock, err = publish.LockWait(ctx, publish.LockPath(a.config.Data), a.config.Reindex.LockWait, a.log)
	return unlock, ofData(err)
}

// ended notes when a run ended, and with what error.
func ended(ctx context.Context, s *publish.Summary, err error) {
	err = final(ctx, err)
	s.Finished = time.Now().UTC()
	s.ExitCode, s.Error = exitCode(err), message(err)
}

// lockedRun makes a run under the lock, and keeps what it came to. Crawled is why
// the crawl before it failed, or nil: the run goes on with what the archive has,
// unless that is hopeless.
func (a *app) lockedRun(ctx context.Context, o runOptions, s *publish.Summary, crawled error) (err error) {
	if !o.dryRun {
		if err := publish.MarkRunning(a.config.Data, s.Started); err != nil {
			a.log.Warn("the run goes on without a note of it", "error", err)
		}
	}
	x := a.newIndexing(o, time.Now().UTC())
	if hopeless(ctx, crawled) {
		err, crawled = crawled, nil
	} else {
		err = x.guarded(ctx)
	}
	x.end()
	if err == nil && x.out.Published && x.report.Rejected > 0 {
		err = &exitError{exitRejects, fmt.Errorf("published, but %d of %d pages gave no document", x.report.Rejected, x.report.Pages)}
	}
	diff := x.summarize(s, err)
	err = bothErrors(crawled, err)
	ended(ctx, s, err)
	if name, err := generation.NewStore(a.config.Data).Current(); err == nil {
		s.Generation = name
	}
	kept := a.keepRecords(*s, diff)
	if kept != nil && x.out.Published {
		// What is live is not taken back for that.
		a.log.Warn("published, but the summary of the run was not written, and last-run.json is that of an earlier one", "error", kept)
		kept = nil
	}
	return errors.Join(err, kept)
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
		s.Refused, s.Skipped = refused.Reasons, refused.Skipped
	}
	if x.out.Unchanged && x.report.Pages == 0 { // nothing was read
		s.Pages, s.Rejected = x.out.Manifest.Pages, x.out.Manifest.Rejected
	}
	switch {
	case x.out.Published:
		s.Outcome = publish.OutcomePublished
	case exitCode(err) == exitRefused:
		s.Outcome = publish.OutcomeRefused
		if s.Refused == nil {
			s.Refused = []string{message(err)}
		}
	case err != nil:
		s.Outcome = publish.OutcomeFailed
	case x.out.Unchanged:
		s.Outcome = publish.OutcomeUnchanged
	default:
		s.Outcome = publish.OutcomeDryRun
	}
	x.noteOverrides(s)
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
	if !s.DryRun {
		if err := metrics.WriteRun(runFile(a.config.Data, "last-run.prom"), figures(s)); err != nil {
			a.log.Warn("the figures of the run were not written", "error", err)
		}
	}
	if err := failpoint.Hit("save-summary"); err != nil {
		return errors.Join(append(errs, err)...)
	}
	return errors.Join(append(errs, s.Save(a.config.Data))...)
}
