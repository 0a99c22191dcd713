package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// runOptions say what one run does differently from what the settings say.
type runOptions struct {
	dryRun, full, force, asJSON bool
	// crawl fetches the pages of crawl.sites first.
	crawl bool
	// only and limit restrict the pages of the run; empty and 0 for all.
	only  string
	limit int
	// unattended runs step back behind other processes, bound their memory and
	// tell the monitor.
	unattended bool
}

func (a *app) newReindex() *cobra.Command {
	o := runOptions{unattended: true}
	c := &cobra.Command{
		Use:   "reindex",
		Short: "Build a new generation from the archive and publish it",
		Long: `Build a new generation from the archive beside the live one, verify it, compare it with the live one, and publish it
unless it is so much worse that a gate refuses. What went wrong on the way leaves the live generation as it was.

With --crawl it first fetches the pages of crawl.sites into the archive, as crawl does, for reindex.crawl_time at most; the
next run fetches the rest. Where no site can be reached it goes on with what the archive has, and ends with 30.

Exit codes: 0 done, or nothing has changed; 10 the archive is empty; 11 another run or crawl holds the lock; 20 published, but
some pages gave no document; 21 refused, nothing published; 30 no site could be reached; 64 the command line is wrong; 70 an internal error; 75 the disk is
full; 78 a setting is wrong; 130 and 143 stopped by a signal.`,
		Args: cobra.NoArgs,
	}
	c.Flags().BoolVar(&o.crawl, "crawl", false, "fetch the pages of crawl.sites first")
	setting(c, false, "crawl-time", "reindex.crawl_time", "how `long` to crawl at most, such as 2h")
	setting(c, false, "keep", "index.keep", "how `many` generations stay, the live one among them")
	setting(c, false, "max-errors", "reindex.max_rejects", "how `many` pages may be rejected before the run gives up")
	setting(c, false, "max-shrink", "reindex.max_shrink", "how much smaller than the live index the new one may be, a `share` such as 10%")
	setting(c, false, "max-loss", "reindex.max_loss", "how many of its pages a city or theme may lose, a `share` such as 30%")
	setting(c, false, "lock-wait", "reindex.lock_wait", "how `long` to wait for another run to end, such as 10m")
	setting(c, false, "ping-url", "reindex.ping_url", "tell this `address` of the run: /start, then itself or /fail")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "build and compare, but publish nothing")
	c.Flags().BoolVar(&o.full, "full", false, "read every page afresh, and build even if nothing has changed")
	c.Flags().StringVar(&o.only, "only", "", "take only the pages whose address contains `text`; with * in it, which stands for any letters, only those it fits as a whole")
	c.Flags().IntVar(&o.limit, "limit", 0, "take only the first `many` pages, in order of their addresses; 0 for all")
	c.Flags().BoolVar(&o.force, "force", false, "publish although a gate refuses; the summary says which")
	c.Flags().BoolVar(&o.asJSON, "json", false, "write the summary as one line of JSON")
	c.RunE = a.configured(func(ctx context.Context, _ []string) error {
		if o.limit < 0 {
			return &exitError{exitUsage, fmt.Errorf("reindex: --limit %d: write how many pages to take, or 0 for all", o.limit)}
		}
		if o.crawl && (o.dryRun || o.only != "" || o.limit > 0) {
			return &exitError{exitUsage, errors.New("reindex: --crawl keeps what it fetches, and goes with none of --dry-run, --only and --limit: see what uilsearch crawl --dry-run says, or crawl first and reindex then")}
		}
		if err := a.mayRestrict(o); err != nil {
			return err
		}
		s, err := a.reindex(ctx, o)
		return errors.Join(err, a.writeSummary(s, o.asJSON))
	})
	return c
}

// mayRestrict returns an error where a part of the pages would take the place
// of a generation that is there, and nobody has said that this is wanted.
func (a *app) mayRestrict(o runOptions) error {
	if o.only == "" && o.limit == 0 || o.dryRun || o.force {
		return nil
	}
	// What cannot be listed is left to the run, which says so.
	if names, err := generation.NewStore(a.config.Data).List(); err != nil || len(names) == 0 {
		return nil
	}
	return &exitError{exitUsage, errors.New("reindex: --only and --limit leave pages out, which are live now: add --dry-run to publish nothing, or --force to publish the part")}
}

// writeSummary tells a person, or a program, what the run came to. Why it
// failed is left to the error.
func (a *app) writeSummary(s publish.Summary, asJSON bool) error {
	if asJSON {
		return writeJSONLine(a.stdout, s)
	}
	if a.quiet {
		return nil
	}
	if s.Crawl != nil {
		if _, err := fmt.Fprintln(a.stdout, "crawled: "+crawlLine(*s.Crawl)); err != nil {
			return err
		}
	}
	if s.Diff != nil {
		if err := s.Diff.Write(a.stdout); err != nil {
			return err
		}
	}
	var lines []string
	for _, what := range s.Skipped {
		lines = append(lines, "not checked: "+what)
	}
	for _, reason := range s.Forced {
		lines = append(lines, "forced: "+reason)
	}
	lines = append(lines, s.Overrides.Lines()...)
	if last := summaryLine(s); last != "" {
		lines = append(lines, last)
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(a.stdout, line); err != nil {
			return err
		}
	}
	return nil
}

// summaryLine returns the one line that a run ends with, or "".
func summaryLine(s publish.Summary) string {
	documents := fmt.Sprintf("%d documents of %d pages, %d rejected", s.Documents, s.Pages, s.Rejected)
	if s.LeftOut > 0 {
		documents += fmt.Sprintf(", %d left out", s.LeftOut)
	}
	switch s.Outcome {
	case publish.OutcomePublished:
		return fmt.Sprintf("published %s: %s", s.Generation, documents)
	case publish.OutcomeUnchanged:
		return fmt.Sprintf("nothing has changed: %s stays live with %d documents", s.Generation, s.Documents)
	case publish.OutcomeDryRun:
		return "dry run, nothing published: it would be " + documents
	}
	return ""
}
