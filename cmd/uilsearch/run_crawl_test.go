package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/indexer"
	"github.com/uilsearch/uilsearch/indexer/crawl"
	"github.com/uilsearch/uilsearch/indexer/publish"
)

// night is a data directory with the settings of runs that crawl.
type night struct {
	t            *testing.T
	data, config string
	monitor      *watcher
	change       func(*app)
}

// newNight returns one whose runs crawl sites; networks are those that may be
// connected to.
func newNight(t *testing.T, networks string, sites ...string) *night {
	n := &night{t: t, data: filepath.Join(t.TempDir(), "data"), config: filepath.Join(t.TempDir(), "a.toml"), monitor: newMonitor(t, nil)}
	n.settings(networks, sites...)
	return n
}

func (n *night) settings(networks string, sites ...string) {
	list, err := json.Marshal(sites)
	if err != nil {
		n.t.Fatal(err)
	}
	writeFile(n.t, n.config, fmt.Sprintf("[crawl]\nsites = %s\npause = \"0s\"\nallow_networks = [%q]\n[reindex]\nping_url = %q\n", list, networks, n.monitor.URL))
}

// run makes a run, which must end with a code, and returns its summary, which
// the monitor must have heard once.
func (n *night) run(ctx context.Context, code int, args ...string) publish.Summary {
	n.t.Helper()
	n.monitor.told()
	got := uilsearchWith(n.t, ctx, func(a *app) {
		if n.change != nil {
			n.change(a)
		}
	}, append([]string{"reindex", "--crawl", "--json", "--data", n.data, "--config", n.config}, args...)...)
	var s publish.Summary
	if err := json.Unmarshal([]byte(got.stdout), &s); err != nil || strings.Count(got.stdout, "\n") != 1 || got.code != code || s.ExitCode != code {
		n.t.Fatalf("exit code %d: %+v: %v", code, got, err)
	}
	end := "POST /"
	if code != exitOK && code != exitRejects {
		end = "POST /fail"
	}
	calls, told := n.monitor.told()
	if diff := cmp.Diff([]string{"POST /start", end}, calls); diff != "" {
		n.t.Error(diff)
	}
	if diff := cmp.Diff(s, told); diff != "" {
		n.t.Errorf("the monitor is told something else:\n%s", diff)
	}
	return s
}

// kept checks that the summary is the one that last-run.json has.
func (n *night) kept(s publish.Summary) {
	n.t.Helper()
	last, err := publish.LastRun(n.data)
	if err != nil {
		n.t.Fatal(err)
	}
	last.Finished, s.Finished = time.Time{}, time.Time{}
	if diff := cmp.Diff(s, last); diff != "" {
		n.t.Errorf("last-run.json is something else:\n%s", diff)
	}
}

const loopback = "127.0.0.1/32"

func TestReindexCrawl(t *testing.T) {
	gone := map[string]bool{}
	site := crawlSite(t, gone)
	n := newNight(t, loopback, site.URL)
	first := n.run(t.Context(), exitOK)
	n.kept(first)
	if c := first.Crawl; first.Outcome != publish.OutcomePublished || first.Documents != 4 || c == nil || c.Ingested != 4 || c.Skipped == 0 || c.Run == "" || c.TimeUp || c.Error != "" {
		t.Errorf("%+v, crawl %+v", first, c)
	}
	if figures := files(t, filepath.Join(n.data, "run"))[runFile(n.data, "last-run.prom")]; !strings.Contains(figures, `last_run_crawl_addresses{result="ingested"} 4`) {
		t.Errorf("figures: %s", figures)
	}
	if again := n.run(t.Context(), exitOK); again.Outcome != publish.OutcomeUnchanged || again.Crawl.Unchanged != 4 {
		t.Errorf("%+v, crawl %+v", again, again.Crawl)
	}
	// Where nothing is crawled, nothing is said of crawls.
	if s := reindexJSON(t, n.data, exitOK); s.Crawl != nil {
		t.Errorf("without --crawl: %+v", s)
	}
	got := uilsearch(t, "reindex", "--crawl", "--data", n.data, "--config", n.config)
	if !strings.Contains(got.stdout, "crawled: 0 new or changed, 4 unchanged, ") {
		t.Errorf("for people: %+v", got)
	}
	watched := uilsearchWith(t, t.Context(), func(a *app) { a.terminal = func(w io.Writer) bool { return w == a.stderr } }, "reindex", "--crawl", "--data", n.data, "--config", n.config)
	if !strings.Contains(watched.stderr, "\rcrawling ") || strings.Contains(got.stderr, "\r") {
		t.Errorf("on a terminal: %+v, elsewhere: %+v", watched, got)
	}
	if got := uilsearch(t, "reindex", "--crawl", "-q", "--data", n.data, "--config", n.config); got.code != exitOK || got.stdout != "" || got.stderr != "" {
		t.Errorf("for cron: %+v", got)
	}
}

// A night on which no site can be reached costs no page, and does not keep
// others from being published.
func TestReindexCrawlUnreachable(t *testing.T) {
	site := crawlSite(t, nil)
	n := newNight(t, loopback, site.URL)
	first := n.run(t.Context(), exitOK)
	n.settings("127.0.0.9/32", site.URL) // no connection is made to any other
	for range 3 {
		s := n.run(t.Context(), exitUnreachable)
		n.kept(s)
		if s.Outcome != publish.OutcomeUnchanged || s.Generation != first.Generation || s.Documents != 4 || s.Crawl.Gone != 0 ||
			len(s.Crawl.Unreachable) != 1 || !strings.Contains(s.Crawl.Error, "no host could be reached") || !strings.Contains(s.Error, "no host could be reached") {
			t.Errorf("%+v, crawl %+v", s, s.Crawl)
		}
	}
	pages := t.TempDir()
	writeFile(t, filepath.Join(pages, "new.html"), fmt.Sprintf(page, "New", "New", "New."))
	writeFile(t, filepath.Join(pages, "empty.html"), "<html></html>")
	mustIngest(t, n.data, pages)
	if s := n.run(t.Context(), exitUnreachable); s.Outcome != publish.OutcomePublished || s.Documents != 5 || s.Rejected != 1 || !strings.Contains(s.Error, "gave no document") {
		t.Errorf("what came from a folder: %+v", s)
	}
	empty := newNight(t, "127.0.0.9/32", site.URL)
	if s := empty.run(t.Context(), exitUnreachable); s.Outcome != publish.OutcomeFailed || s.Generation != "" {
		t.Errorf("the first night: %+v", s)
	}
}

// A gate that refuses is more than a site that is down.
func TestReindexCrawlRefused(t *testing.T) {
	site := crawlSite(t, nil)
	n := newNight(t, loopback, site.URL)
	n.run(t.Context(), exitOK)
	n.settings("127.0.0.9/32", site.URL)
	pages := t.TempDir()
	writeFile(t, filepath.Join(pages, "empty.html"), "<html></html>")
	mustIngest(t, n.data, pages)
	s := n.run(t.Context(), exitRefused, "--max-errors", "0")
	n.kept(s)
	if s.Outcome != publish.OutcomeRefused || !strings.Contains(s.Error, "no host could be reached") || s.Crawl.Error == "" {
		t.Errorf("%+v, crawl %+v", s, s.Crawl)
	}
}

// Of several sites one may be down.
func TestReindexCrawlOneSiteDown(t *testing.T) {
	site := crawlSite(t, nil)
	n := newNight(t, loopback, site.URL, "http://127.0.0.2/")
	s := n.run(t.Context(), exitOK)
	if c := s.Crawl; s.Outcome != publish.OutcomePublished || len(c.Unreachable) != 1 || !strings.Contains(c.Unreachable[0], "127.0.0.2") || c.Error != "" {
		t.Errorf("%+v, crawl %+v", s, c)
	}
	got := uilsearch(t, "reindex", "--crawl", "-q", "--data", n.data, "--config", n.config)
	if got.code != exitOK || strings.Count(got.stderr, "level=WARN") != strings.Count(got.stderr, "\n") || !strings.Contains(got.stderr, "a site gave no answer") {
		t.Errorf("for cron: %+v", got)
	}
}

// A run that may not crawl does not begin.
func TestReindexCrawlDoesNotBegin(t *testing.T) {
	n := newNight(t, loopback, "https://uil.example/")
	for _, c := range []struct{ sites, says string }{{"https://uil.example/", "crawl.contact"}, {"", "crawl.sites"}} {
		n.settings(loopback, strings.Fields(c.sites)...)
		got := uilsearch(t, "reindex", "--crawl", "--data", n.data, "--config", n.config)
		calls, told := n.monitor.told()
		if got.code != exitConfig || !strings.Contains(got.stderr, c.says) || told.ExitCode != exitConfig {
			t.Errorf("%+v, told %+v", got, told)
		}
		if diff := cmp.Diff([]string{"POST /fail"}, calls); diff != "" {
			t.Error(diff)
		}
	}
	if left := files(t, filepath.Dir(n.data)); len(left) > 0 {
		t.Errorf("it leaves %v", left)
	}
	for _, flag := range []string{"--dry-run", "--limit=1", "--only=x"} {
		got := uilsearch(t, "reindex", "--crawl", flag, "--data", n.data, "--config", n.config)
		if calls, _ := n.monitor.told(); got.code != exitUsage || !strings.Contains(got.stderr, "uilsearch crawl --dry-run") || len(calls) > 0 {
			t.Errorf("%s: %+v, told %v", flag, got, calls)
		}
	}
}

func TestReindexCrawlLocked(t *testing.T) {
	site := crawlSite(t, nil)
	n := newNight(t, loopback, site.URL)
	unlock, err := publish.Lock(filepath.Join(n.data, "run", "crawl.lock"))
	if err != nil {
		t.Fatal(err)
	}
	got := uilsearch(t, "reindex", "--crawl", "--data", n.data, "--config", n.config)
	if calls, _ := n.monitor.told(); got.code != exitLocked || !strings.Contains(got.stderr, "crawl.lock") || len(calls) > 0 {
		t.Errorf("another crawl: %+v, told %v", got, calls)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	// A run that began meanwhile keeps its summary; what was fetched stays.
	if unlock, err = publish.Lock(publish.LockPath(n.data)); err != nil {
		t.Fatal(err)
	}
	s := n.run(t.Context(), exitLocked)
	if s.Crawl.Ingested != 4 || s.Outcome != publish.OutcomeFailed {
		t.Errorf("another run: %+v", s)
	}
	if _, err := publish.LastRun(n.data); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it writes a summary: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	if s := n.run(t.Context(), exitOK); s.Crawl.Unchanged != 4 || s.Documents != 4 {
		t.Errorf("the next run: %+v", s)
	}
}

func TestBothErrors(t *testing.T) {
	down, full := fmt.Errorf("x: %w", crawl.ErrUnreachable), &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	refused, rejects, locked := &publish.RefusedError{Reasons: []string{"small"}}, &exitError{exitRejects, errors.New("some")}, &publish.LockedError{}
	for _, c := range []struct {
		crawled, indexed error
		want             int
	}{
		{nil, nil, exitOK}, {nil, refused, exitRefused}, {down, nil, exitUnreachable}, {down, rejects, exitUnreachable},
		{down, indexer.ErrEmpty, exitUnreachable}, {down, refused, exitRefused}, {down, locked, exitLocked}, {down, full, exitDiskFull},
		{errors.New("a bug"), rejects, exitInternal}, {full, locked, exitDiskFull}, {errors.New("a bug"), refused, exitRefused},
	} {
		if got := exitCode(bothErrors(c.crawled, c.indexed)); got != c.want {
			t.Errorf("%v and %v: %d, want %d", c.crawled, c.indexed, got, c.want)
		}
	}
}
