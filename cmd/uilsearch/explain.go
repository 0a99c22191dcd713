package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/crawl"
)

func (a *app) newExplain() *cobra.Command {
	asJSON, record := false, ""
	c := &cobra.Command{
		Use:   "explain-url URL|FILE",
		Short: "Show each decision on the way of one page from its address to its tags",
		Long: `Fetch one address as a crawl does, or read one file as ingest does, extract and tag the page, and show each decision: spelling,
scope, robots.txt, requests and redirects, what a crawl would record, what was read out of the page, its tags with their
evidence, names that were seen and not taken, and links. Nothing is kept, and nothing is asked for that robots.txt or the
settings forbid; the host of the address itself counts as allowed. Links are not followed.

Exit codes: 0 shown; 10 shown, but there is no document: the page may not be fetched, is not there, or has no text; 30 the
server gave no answer; 64 the command line is wrong; 70 an internal error; 78 a setting is wrong; 130 and 143 stopped by a
signal.`,
		Args: cobra.ExactArgs(1),
		RunE: a.configured(func(ctx context.Context, args []string) error { return a.explain(ctx, args[0], record, asJSON) }),
	}
	setting(c, false, "contact", "crawl.contact", "an `address` of mail or the web that is sent with every request")
	c.Flags().StringVar(&record, "record", "", "the `address` of the page to read in a FILE of many pages (WARC, NDJSON, zip)")
	c.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return c
}

// explain shows what becomes of an address or a file.
func (a *app) explain(ctx context.Context, what, record string, asJSON bool) (err error) {
	x := &explanation{Given: what}
	var page *corpus.Page
	if strings.Contains(what, "://") {
		if record != "" {
			return &exitError{exitUsage, fmt.Errorf("explain-url: --record is for a file of many pages, and %s is an address", what)}
		}
		page, err = a.explainAddress(ctx, what, x)
	} else {
		page, err = a.explainFile(ctx, what, record, x)
	}
	if err == nil && page != nil {
		err = a.explainPage(ctx, *page, x)
	}
	if err != nil {
		return err
	}
	if asJSON {
		err = writeJSON(a.stdout, x)
	} else {
		err = x.write(a.stdout)
	}
	switch {
	case err != nil:
		return err
	case x.Crawl != nil && x.Crawl.Unreachable:
		return fmt.Errorf("explain-url: %w: %s", crawl.ErrUnreachable, x.NoDocument)
	case x.NoDocument != "":
		return &exitError{exitEmpty, fmt.Errorf("explain-url: no document: %s", x.NoDocument)}
	}
	return nil
}

// explainAddress visits an address, and returns the page that a crawl would
// keep, or nil.
func (a *app) explainAddress(ctx context.Context, address string, x *explanation) (page *corpus.Page, err error) {
	canonical, err := crawl.Canonical(address)
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("explain-url: %w; name an address of http or https, or a file", err)}
	}
	sites, err := a.siteAddresses()
	if err != nil {
		return nil, err
	}
	seeds := append(sites, canonical)
	if err := a.mayCrawl(seeds); err != nil {
		return nil, err
	}
	known, err := a.knownArchive(ctx)
	if err != nil {
		return nil, err
	}
	if known != nil {
		defer func() { err = errors.Join(err, known.Close()) }()
		s, err := findAddress(ctx, known, address)
		if err != nil {
			return nil, err
		}
		x.Archive = &s
	}
	e, err := a.visit(ctx, address, known, a.crawlScope(seeds))
	if err != nil {
		return nil, err
	}
	x.Crawl = &explainedCrawl{Explanation: e}
	x.Crawl.Settings.Allowed, x.Crawl.Settings.Rule = a.crawlScope(sites).Decide(canonical, 0)
	x.Links = newExplainedLinks(e.Links)
	if e.Page == nil {
		x.NoDocument = outcomeLine(e.Last())
	}
	return e.Page, nil
}

// visit explains an address by way of an archive in a directory that is removed.
func (a *app) visit(ctx context.Context, address string, known *archive.Archive, scope *crawl.Scope) (e crawl.Explanation, err error) {
	networks, err := crawl.ParseNetworks(a.config.Crawl.AllowNetworks)
	if err != nil {
		return e, &exitError{exitConfig, err}
	}
	dir, err := os.MkdirTemp("", "uilsearch-explain-")
	if err != nil {
		return e, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	scratch, err := archive.Open(ctx, filepath.Join(dir, archive.FileName))
	if err != nil {
		return e, err
	}
	defer func() { err = errors.Join(err, scratch.Close()) }()
	fetcher := crawl.NewFetcher(crawl.Agent(agentVersion(), a.config.Crawl.Contact), crawl.Network{Allowed: networks}, crawl.DefaultLimits())
	defer fetcher.Close()
	explainer := &crawl.Explainer{
		Scratch: scratch, Known: known, Fetcher: fetcher, Scope: scope, Clock: tellingClock{log: a.log}, Log: a.log, Pause: a.config.Crawl.Pause,
	}
	return explainer.Explain(ctx, address)
}

// siteAddresses returns the sites of the settings in canonical spelling.
func (a *app) siteAddresses() ([]string, error) {
	var out []string
	for _, s := range a.config.Crawl.Sites {
		canonical, err := crawl.Canonical(s)
		if err != nil {
			return nil, &exitError{exitConfig, fmt.Errorf("crawl.sites: %w", err)}
		}
		out = append(out, canonical)
	}
	return out, nil
}

// knownArchive opens the archive for reading. It is nil where there is none.
func (a *app) knownArchive(ctx context.Context) (*archive.Archive, error) {
	known, err := archive.OpenReadOnly(ctx, filepath.Join(a.config.Data, archive.FileName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return known, err
}

// tellingClock is the clock of the machine, and tells of waits that somebody
// would wonder about.
type tellingClock struct {
	crawl.SystemClock
	log *slog.Logger
}

// Sleep says how long it will take, and waits.
func (c tellingClock) Sleep(ctx context.Context, d time.Duration) error {
	if d >= 3*time.Second {
		c.log.Info("waiting before the next request", "time", d.Round(time.Second))
	}
	return c.SystemClock.Sleep(ctx, d)
}
