package main

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/config"
)

// slowSite is a crawlSite that does not answer for /en/b, and calls asked
// instead, as long as slow holds true.
func slowSite(t *testing.T, slow *atomic.Bool, asked func()) *httptest.Server {
	pages := crawlSite(t, nil).Config.Handler
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/en/b" && slow.Load() {
			asked()
			// A server notices that nobody waits any more while it reads.
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
			return
		}
		pages.ServeHTTP(w, r)
	}))
	t.Cleanup(site.Close)
	return site
}

// What a signal cut short is kept, and the next run goes on from there.
func TestReindexCrawlStopped(t *testing.T) {
	var slow atomic.Bool
	slow.Store(true)
	ctx, stop := context.WithCancelCause(t.Context())
	site := slowSite(t, &slow, func() { stop(signalError{syscall.SIGTERM}) })
	n := newNight(t, loopback, site.URL)
	s := n.run(ctx, 143)
	n.kept(s)
	if c := s.Crawl; s.Outcome != publish.OutcomeFailed || s.Generation != "" || c.Waiting == 0 || !strings.Contains(c.Error, "terminated") {
		t.Errorf("%+v, crawl %+v", s, c)
	}
	slow.Store(false)
	s = n.run(t.Context(), exitOK)
	if c := s.Crawl; !c.Resumed || c.Waiting != 0 || c.Ingested != 4 || s.Documents != 4 {
		t.Errorf("%+v, crawl %+v", s, c)
	}
}

// A crawl ends when its time is up, and the run goes on.
func TestReindexCrawlTimeUp(t *testing.T) {
	var slow, reached atomic.Bool
	slow.Store(true)
	site := slowSite(t, &slow, func() { reached.Store(true) })
	n := newNight(t, loopback, site.URL)
	var s publish.Summary
	// However slow the machine is, there is a time in which it gets so far.
	for most := 200 * time.Millisecond; !reached.Load(); most *= 2 {
		got := uilsearch(t, "reindex", "--crawl", "--json", "--crawl-time", most.String(), "--data", n.data, "--config", n.config)
		if err := json.Unmarshal([]byte(got.stdout), &s); err != nil || s.Crawl == nil || !s.Crawl.TimeUp || s.Crawl.Error != "" {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	n.kept(s)
	if s.ExitCode != exitOK || s.Outcome != publish.OutcomePublished && s.Outcome != publish.OutcomeUnchanged || s.Crawl.Waiting == 0 {
		t.Errorf("%+v, crawl %+v", s, s.Crawl)
	}
	slow.Store(false)
	s = n.run(t.Context(), exitOK)
	if c := s.Crawl; !c.Resumed || c.TimeUp || c.Waiting != 0 || c.Ingested != 4 || s.Documents != 4 {
		t.Errorf("%+v, crawl %+v", s, c)
	}
}

// A panic in the crawl is an error of the run, which goes on.
func TestReindexCrawlPanics(t *testing.T) {
	site := crawlSite(t, nil)
	n := newNight(t, loopback, site.URL)
	n.run(t.Context(), exitOK)
	n.change = func(a *app) {
		asked := 0
		a.terminal = func(io.Writer) bool {
			if asked++; asked == 1 {
				panic("a bug")
			}
			return false
		}
	}
	s := n.run(t.Context(), exitInternal)
	n.kept(s)
	if s.Outcome != publish.OutcomeUnchanged || !strings.Contains(s.Crawl.Error, "a bug") || s.Documents != 4 {
		t.Errorf("%+v, crawl %+v", s, s.Crawl)
	}
	n.change = nil
	if s := n.run(t.Context(), exitOK); s.Crawl.Unchanged != 4 {
		t.Errorf("afterwards: %+v", s.Crawl)
	}
}

// Nothing is built where there was no room for a page.
func TestReindexCrawlDiskFull(t *testing.T) {
	data, _ := archived(t)
	var log strings.Builder
	a := &app{stderr: &log, log: newLogger(&log, config.LogText, slog.LevelInfo), config: config.Defaults()}
	a.config.Data = data
	a.publish = func(context.Context, publish.Options) (publish.Outcome, error) {
		t.Error("the run goes on")
		return publish.Outcome{}, nil
	}
	s := publish.Summary{Crawl: &publish.Crawled{Failed: 1}}
	run, err := a.beginAfter(t.Context(), runOptions{crawl: true}, &s, &fs.PathError{Op: "write", Path: archive.FileName, Err: syscall.ENOSPC})
	if err != nil {
		t.Fatal(err)
	}
	if err := run(); exitCode(err) != exitDiskFull {
		t.Error(err)
	}
	if kept, err := publish.LastRun(data); err != nil || kept.ExitCode != exitDiskFull || kept.Outcome != publish.OutcomeFailed || kept.Crawl.Failed != 1 {
		t.Errorf("%+v, %v", kept, err)
	}
}
