package main

import (
	"context"
	"errors"

	"github.com/uilsearch/uilsearch/indexer/crawl"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/config"
)

// beginCrawlingRun makes sure that a run may crawl, and takes the lock of crawls.
// It returns the rest of the run: the lock of runs is taken when it has crawled,
// so that others may publish, roll back or clean up during the hours before.
func (a *app) beginCrawlingRun(ctx context.Context, o runOptions, s *publish.Summary) (run func() error, err error) {
	if len(a.config.Crawl.Sites) == 0 {
		return nil, &config.Error{Key: "crawl.sites", Reason: "is empty", Remedy: "write where a crawl begins, or leave --crawl out"}
	}
	seeds, err := a.crawlSeeds(nil)
	if err != nil {
		return nil, err
	}
	unlock, err := a.lockCrawl(ctx, a.config.Reindex.LockWait)
	if err != nil {
		return nil, err
	}
	return func() error {
		var crawled error
		s.Crawl, crawled = a.crawlFirst(ctx, seeds, o)
		crawled = errors.Join(crawled, unlock())
		if crawled != nil {
			s.Crawl.Error = message(final(ctx, crawled))
			if !hopeless(ctx, crawled) {
				a.log.Warn("the run goes on with what the archive has", "error", crawled)
			}
		}
		// Where another run holds the lock, the summary kept is that of the other.
		run, err := a.beginAfter(ctx, o, s, crawled)
		if err != nil {
			return err
		}
		return run()
	}, nil
}

// crawlFirst crawls the sites of the settings at the beginning of a run. A panic
// is an error, so that the summary says how the run ended.
func (a *app) crawlFirst(ctx context.Context, seeds []string, o runOptions) (c *publish.Crawled, err error) {
	c = &publish.Crawled{}
	defer func() {
		if r := recover(); r != nil {
			err = a.panicked(r)
		}
	}()
	s, timeUp, err := a.crawlArchive(ctx, a.config.Reindex.CrawlTime, seeds, crawlOptions{asJSON: o.asJSON})
	return toCrawled(s, timeUp), err
}

func toCrawled(s crawl.Summary, timeUp bool) *publish.Crawled {
	return &publish.Crawled{
		Run: s.Run, Resumed: s.Resumed, Ingested: s.Ingested, Unchanged: s.Unchanged, Skipped: s.Skipped, Failed: s.Failed,
		Gone: s.Gone, Waiting: s.Waiting, TimeUp: timeUp, Unreachable: s.Unreachable,
	}
}

// hopeless reports whether a run is not to go on after what became of its crawl:
// it was told to stop, or there is no room for what comes next.
func hopeless(ctx context.Context, crawled error) bool {
	return crawled != nil && (ctx.Err() != nil || exitCode(crawled) == exitDiskFull)
}

// bothErrors returns the error of a run from that of its crawl and that of what
// came after. The exit code is that of the latter where somebody has to decide
// something; that pages gave no document, or that there are none, is less than
// that they could not be fetched.
func bothErrors(crawled, indexed error) error {
	switch code := exitCode(indexed); {
	case crawled == nil:
		return indexed
	case indexed == nil:
		return crawled
	case code == exitRejects || code == exitEmpty:
		return &exitError{exitCode(crawled), errors.Join(crawled, indexed)}
	default:
		return &exitError{code, errors.Join(indexed, crawled)}
	}
}
