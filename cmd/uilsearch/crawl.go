package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/crawl"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/config"
)

// crawlOptions say what one crawl does differently from what the settings say.
type crawlOptions struct {
	dryRun, asJSON, force bool
	limit                 int
}

func (a *app) newCrawl() *cobra.Command {
	var o crawlOptions
	c := &cobra.Command{
		Use:   "crawl [URL…]",
		Short: "Fetch the pages of sites into the archive",
		Long: `Fetch the pages of the sites named, or of crawl.sites, into the archive: politely, by robots.txt, one request at a time
to each host. Pages of earlier runs are visited again. A run that was cut short is resumed by the next for the same sites.
A page that could not be fetched stays; one that two runs found gone is kept as a tombstone, unless its host has lost most of
its pages, which only --force takes for meant.

Exit codes: 0 done; 11 another crawl is under way; 30 no site could be reached; 64 the command line is wrong; 70 an internal
error; 75 the disk is full; 78 a setting is wrong; 130 and 143 stopped by a signal, to be resumed.`,
	}
	setting(c, false, "contact", "crawl.contact", "an `address` of mail or the web that is sent with every request")
	setting(c, false, "depth", "crawl.depth", "how `many` links away from a site a page may be")
	setting(c, false, "pause", "crawl.pause", "the least `time` between two requests to one host, such as 2s")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "visit and print every address with what became of it, but keep nothing")
	c.Flags().IntVar(&o.limit, "limit", 0, "visit only so `many` addresses; the next crawl goes on from there; 0 for all")
	c.Flags().BoolVar(&o.force, "force", false, "take out what two runs found gone, although a host has lost most of its pages")
	c.Flags().BoolVar(&o.asJSON, "json", false, "write the summary as JSON")
	c.RunE = a.configured(func(ctx context.Context, sites []string) error {
		if o.limit < 0 {
			return &exitError{exitUsage, fmt.Errorf("crawl: --limit %d: write how many addresses to visit, or 0 for all", o.limit)}
		}
		seeds, err := a.crawlSeeds(sites)
		if err != nil {
			return err
		}
		return a.crawl(ctx, seeds, o)
	})
	return c
}

// crawlSeeds returns where to begin, in canonical spelling and in order.
func (a *app) crawlSeeds(sites []string) ([]string, error) {
	code := exitUsage
	if len(sites) == 0 {
		sites, code = a.config.Crawl.Sites, exitConfig
	}
	if len(sites) == 0 {
		return nil, &exitError{exitUsage, errors.New("crawl: name a site, or set crawl.sites")}
	}
	var seeds []string
	for _, s := range sites {
		canonical, err := crawl.Canonical(s)
		if err != nil {
			return nil, &exitError{code, fmt.Errorf("crawl: %w", err)}
		}
		seeds = append(seeds, canonical)
	}
	slices.Sort(seeds)
	return slices.Compact(seeds), a.mayCrawl(seeds)
}

// mayCrawl wants a contact, unless all that may be asked is this machine.
func (a *app) mayCrawl(seeds []string) error {
	if a.config.Crawl.Contact != "" {
		return nil
	}
	addresses := slices.Clone(seeds)
	for _, h := range a.config.Crawl.HostsAllowed {
		addresses = append(addresses, "http://"+h)
	}
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		if !config.IsLoopback(u.Hostname()) {
			return &config.Error{Key: "crawl.contact", Reason: "is empty", Remedy: fmt.Sprintf("write an address under which those who run %s reach you", u.Host)}
		}
	}
	return nil
}

// crawlReport is what --json writes.
type crawlReport struct {
	crawl.Summary
	// Outcomes are those of a dry run.
	Outcomes []outcomeJSON `json:"outcomes,omitempty"`
}

// outcomeJSON is an archive.Outcome as it is written.
type outcomeJSON struct {
	URL    string         `json:"url"`
	Run    string         `json:"run,omitempty"`
	Result archive.Result `json:"result"`
	Reason string         `json:"reason,omitempty"`
	Time   string         `json:"time"`
}

// writeCrawl tells a person, or a program, what a crawl came to. The outcomes are
// those of a dry run, or none.
func (a *app) writeCrawl(s crawl.Summary, outcomes []archive.Outcome, asJSON bool) error {
	if asJSON {
		r := crawlReport{Summary: s}
		for _, o := range outcomes {
			r.Outcomes = append(r.Outcomes, toOutcomeJSON(o))
		}
		return writeJSON(a.stdout, r)
	}
	for _, o := range outcomes {
		line := strings.TrimRight(fmt.Sprintf("%s\t%s\t%s", o.Result, o.URL, o.Reason), "\t")
		if _, err := fmt.Fprintln(a.stdout, line); err != nil {
			return err
		}
	}
	if a.quiet || s.Run == "" {
		return nil
	}
	_, err := fmt.Fprintln(a.stdout, crawlLine(*toCrawled(s, false)))
	return err
}

// crawlLine returns in words what a crawl came to.
func crawlLine(s publish.Crawled) string {
	left := ""
	if s.Waiting > 0 {
		left = fmt.Sprintf(", %d left for the next crawl", s.Waiting)
	}
	return fmt.Sprintf("%d new or changed, %d unchanged, %d skipped, %d failed, %d gone%s", s.Ingested, s.Unchanged, s.Skipped, s.Failed, s.Gone, left)
}
