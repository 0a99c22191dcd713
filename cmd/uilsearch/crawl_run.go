package main

import (
	"cmp"
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

// crawl visits sites and keeps their pages.
func (a *app) crawl(ctx context.Context, seeds []string, o crawlOptions) (err error) {
	if o.dryRun {
		return a.dryCrawl(ctx, seeds, o)
	}
	unlock, err := a.lockCrawl(ctx, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	s, _, err := a.crawlArchive(ctx, 0, seeds, o)
	return errors.Join(err, a.writeCrawl(s, nil, o.asJSON))
}

// lockCrawl takes the lock of crawls, for which it may wait. Two crawls do not
// run at once on one archive: they would resume one another. A reindex may.
func (a *app) lockCrawl(ctx context.Context, wait time.Duration) (unlock func() error, err error) {
	unlock, err = publish.LockWait(ctx, runFile(a.config.Data, "crawl.lock"), wait, a.log)
	return unlock, ofData(err)
}

// errTimeUp is the cause of a context that ended with the time of a crawl.
var errTimeUp = errors.New("the time of the crawl is up")

// crawlArchive visits sites, for so long at most, or for any time where that is
// 0, and keeps their pages, of which old versions go. It reports whether the
// time was up, which is no error: the next crawl of the same sites goes on from
// there. The caller holds the lock of crawls.
func (a *app) crawlArchive(ctx context.Context, most time.Duration, seeds []string, o crawlOptions) (s crawl.Summary, timeUp bool, err error) {
	ar, err := archive.Open(ctx, filepath.Join(a.config.Data, archive.FileName))
	if err != nil {
		return s, false, err
	}
	defer func() { err = errors.Join(err, ar.Close()) }()
	within, cancel := ctx, context.CancelFunc(func() {})
	if most > 0 {
		within, cancel = context.WithTimeoutCause(ctx, most, errTimeUp)
	}
	defer cancel()
	s, err = a.crawlInto(within, ar, nil, seeds, o)
	if err != nil && ctx.Err() == nil && within.Err() != nil && exitCode(err) == exitInternal {
		a.log.Info("the time of the crawl is up; the next one goes on from here", "time", most, "waiting", s.Waiting)
		timeUp, err = true, nil
	}
	if err == nil {
		err = a.pruneVersions(ctx, ar)
	}
	return s, timeUp, err
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
	var known *archive.Archive
	real, err := archive.OpenReadOnly(ctx, filepath.Join(a.config.Data, archive.FileName))
	switch {
	case err == nil:
		defer func() { err = errors.Join(err, real.Close()) }()
		known = real
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	s, err := a.crawlInto(ctx, scratch, known, seeds, o)
	s.Waiting = 0 // for nobody: the next one knows nothing of this
	outcomes, readErr := scratch.Recorded(context.WithoutCancel(ctx), s.Run)
	return errors.Join(err, readErr, a.writeCrawl(s, outcomes, o.asJSON))
}

// crawlInto visits sites, and the pages of them that the archive from has, which
// is nil where it is ar itself.
func (a *app) crawlInto(ctx context.Context, ar, from *archive.Archive, seeds []string, o crawlOptions) (crawl.Summary, error) {
	c := a.config.Crawl
	networks, err := crawl.ParseNetworks(c.AllowNetworks)
	if err != nil {
		return crawl.Summary{}, &exitError{exitConfig, err}
	}
	agent := crawl.Agent(agentVersion(), c.Contact)
	fetcher := crawl.NewFetcher(agent, crawl.Network{Allowed: networks}, crawl.DefaultLimits())
	defer fetcher.Close()
	crawler := &crawl.Crawler{
		Archive: ar, Fetcher: fetcher, Scope: a.crawlScope(seeds), Budget: &crawl.Budget{Section: c.MaxSection}, Clock: crawl.SystemClock{}, Log: a.log,
		Name: strings.Join(seeds, " "), Seeds: seeds, Known: cmp.Or(from, ar).WebPages(ctx), From: from,
		Pause: c.Pause, Hosts: c.Hosts, MaxPages: c.MaxPages, Limit: o.limit, Force: o.force,
	}
	if a.showsProgress(o.asJSON) {
		p := &progress{out: a.stderr}
		defer p.end()
		crawler.Log = newLogger(p, a.config.Log.Format, a.level())
		crawler.Seen = func(_ archive.Outcome, visited, total int) { p.step("crawling", visited, total) }
	}
	started := time.Now()
	s, err := crawler.Run(ctx)
	if !errors.Is(err, crawl.ErrUnreachable) { // which names them all
		for _, why := range s.Unreachable {
			crawler.Log.Warn("a site gave no answer", "reason", why)
		}
	}
	crawler.Log.Info("crawl", "run", s.Run, "resumed", s.Resumed, "ingested", s.Ingested, "unchanged", s.Unchanged, "skipped", s.Skipped,
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
