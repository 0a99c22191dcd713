package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/crawl"
	"github.com/uilsearch/uilsearch/indexer/publish"
)

// crawl visits sites and keeps their pages. Two crawls do not run at once on one
// archive: they would resume one another.
func (a *app) crawl(ctx context.Context, seeds []string, o crawlOptions) (err error) {
	if o.dryRun {
		return a.dryCrawl(ctx, seeds, o)
	}
	unlock, err := publish.Lock(filepath.Join(a.config.Data, "run", "crawl.lock"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	ar, err := archive.Open(ctx, filepath.Join(a.config.Data, archive.FileName))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ar.Close()) }()
	s, err := a.crawlInto(ctx, ar, ar, seeds, o)
	return errors.Join(err, a.writeCrawl(s, nil, o.asJSON))
}

// dryCrawl visits sites and prints what became of each address. What the visits
// need to remember is in a directory that is removed.
func (a *app) dryCrawl(ctx context.Context, seeds []string, o crawlOptions) (err error) {
	dir, err := os.MkdirTemp("", "uilsearch-crawl-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	scratch, err := archive.Open(ctx, filepath.Join(dir, archive.FileName))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, scratch.Close()) }()
	known := scratch
	real, err := archive.OpenReadOnly(ctx, filepath.Join(a.config.Data, archive.FileName))
	switch {
	case err == nil:
		defer func() { err = errors.Join(err, real.Close()) }()
		known = real
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	s, err := a.crawlInto(ctx, scratch, known, seeds, o)
	outcomes, readErr := scratch.Recorded(context.WithoutCancel(ctx), s.Run)
	return errors.Join(err, readErr, a.writeCrawl(s, outcomes, o.asJSON))
}

// crawlInto visits sites, and the pages of them that the archive known has.
func (a *app) crawlInto(ctx context.Context, ar, known *archive.Archive, seeds []string, o crawlOptions) (crawl.Summary, error) {
	c := a.config.Crawl
	networks, err := crawl.ParseNetworks(c.AllowNetworks)
	if err != nil {
		return crawl.Summary{}, &exitError{exitConfig, err}
	}
	agent := crawl.Agent(agentVersion(), c.Contact)
	fetcher := crawl.NewFetcher(agent, crawl.Network{Allowed: networks}, crawl.DefaultLimits())
	defer fetcher.Close()
	crawler := &crawl.Crawler{
		Archive: ar, Fetcher: fetcher, Scope: a.crawlScope(seeds), Budget: &crawl.Budget{}, Clock: crawl.SystemClock{}, Log: a.log,
		Name: strings.Join(seeds, " "), Seeds: seeds, Known: known.WebPages(ctx),
		Pause: c.Pause, Hosts: c.Hosts, MaxPages: c.MaxPages, Limit: o.limit,
	}
	if a.showsProgress(o.asJSON) {
		p := &progress{out: a.stderr}
		defer p.end()
		crawler.Log = newLogger(p, a.config.Log.Format, a.level())
		crawler.Seen = func(_ archive.Outcome, visited, total int) { p.step("crawling", visited, total) }
	}
	started := time.Now()
	s, err := crawler.Run(ctx)
	a.log.Info("crawl", "run", s.Run, "resumed", s.Resumed, "ingested", s.Ingested, "unchanged", s.Unchanged, "skipped", s.Skipped,
		"failed", s.Failed, "gone", s.Gone, "waiting", s.Waiting, "time", time.Since(started).Round(time.Millisecond))
	return s, err
}

// crawlScope returns what belongs to a crawl by the settings.
func (a *app) crawlScope(seeds []string) *crawl.Scope {
	c := a.config.Crawl
	s := &crawl.Scope{Allow: c.AllowPaths, Deny: c.DenyPaths, Depth: c.Depth}
	if c.Depth == 0 {
		s.Depth = -1 // the seeds only
	}
	for _, seed := range seeds {
		if u, err := url.Parse(seed); err == nil {
			s.Hosts = append(s.Hosts, u.Host)
		}
	}
	s.Hosts = append(s.Hosts, c.HostsAllowed...)
	return s
}

// agentVersion returns the version as a User-Agent can have it: without what
// would end a product token.
func agentVersion() string {
	keep := func(r rune) rune {
		if r > ' ' && r < 0x7f && !strings.ContainsRune(`()<>@,;:\"/[]?={}`, r) {
			return r
		}
		return -1
	}
	return strings.Map(keep, fmt.Sprint(readVersions().Version))
}
