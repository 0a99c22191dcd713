package crawl

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// chain is a site of n pages, each of which links to the next two.
func chain(n int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		i, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
		if r.URL.Path == "/" {
			i, err = 0, nil
		}
		if err != nil || i >= n {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `page %d <a href="/%d">next</a> <a href="/%d">and</a>`, i, i+1, i+2)
	}
}

// A crawl that is stopped anywhere goes on there: in the end every page was kept,
// and none that had been kept was asked for again.
func TestResume(t *testing.T) {
	const pages = 12
	for stopAfter := 1; stopAfter <= pages; stopAfter++ {
		x := newCrawlTest(t)
		x.change = func(c *Crawler) { c.Scope.Depth = pages }
		s := newSite(t, x.clock, chain(pages))
		asked := map[string]int{}
		rounds, run := 0, ""
		for done := false; !done; rounds++ {
			ctx, cancel := context.WithCancel(t.Context())
			c := x.crawler(t, s.URL)
			left := stopAfter
			c.Seen = func(archive.Outcome, int, int) {
				if left--; left == 0 {
					cancel()
				}
			}
			summary, err := c.Run(ctx)
			cancel()
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if summary.Resumed != (rounds > 0) || rounds > 0 && summary.Run != run {
				t.Errorf("stopped after %d, round %d: %+v, before it %s", stopAfter, rounds, summary, run)
			}
			run, done = summary.Run, err == nil
			for _, r := range s.asked() {
				asked[r.path]++
			}
		}
		for path, n := range asked {
			if n != 1 && path != "/robots.txt" {
				t.Errorf("stopped after %d: %s was asked for %d times", stopAfter, path, n)
			}
		}
		if live := strings.Fields(x.live(t, s.URL)); len(live) != pages {
			t.Errorf("stopped after %d: live %q", stopAfter, live)
		}
		if lines := x.outcomes(t, run, s.URL); len(lines) != pages+3 { // two pages that are not there, and the sitemap
			t.Errorf("stopped after %d: %q", stopAfter, lines)
		}
	}
}

// A limit leaves the rest for the next call, within the same run; then a new one
// begins.
func TestLimit(t *testing.T) {
	x := newCrawlTest(t)
	s := newSite(t, x.clock, chain(5))
	x.change = func(c *Crawler) { c.Limit = 3 }
	first, err := x.run(t, s.URL)
	if err != nil || first.Resumed || first.Waiting == 0 || first.Ingested+first.Skipped+first.Failed != 3 {
		t.Fatalf("%+v, %v", first, err)
	}
	x.change = func(*Crawler) {}
	second, err := x.run(t, s.URL)
	if err != nil || !second.Resumed || second.Run != first.Run || second.Waiting != 0 || second.Ingested != 5 {
		t.Fatalf("%+v, %v", second, err)
	}
	third, err := x.run(t, s.URL)
	if err != nil || third.Resumed || third.Run == first.Run || third.Unchanged != 5 {
		t.Fatalf("%+v, %v", third, err)
	}
}

func TestMaxPages(t *testing.T) {
	x := newCrawlTest(t)
	s := newSite(t, x.clock, chain(30))
	x.change = func(c *Crawler) { c.MaxPages, c.Scope.Depth = 6, 100 }
	summary, err := x.run(t, s.URL)
	if err != nil || len(s.asked()) != 7 { // and robots.txt
		t.Errorf("%+v, %v", summary, err)
	}
	skipped := 0
	for _, line := range x.outcomes(t, summary.Run, s.URL) {
		if strings.Contains(line, "skipped crawl.max_pages: 6 addresses of this host were visited") {
			skipped++
		}
	}
	if skipped == 0 || summary.Waiting != 0 {
		t.Errorf("%d skipped, %+v", skipped, summary)
	}
	// What is known is visited before what is new.
	x.change = func(c *Crawler) { c.MaxPages, c.Scope.Depth = 6, 100 }
	if summary, err = x.run(t, s.URL); err != nil || summary.Unchanged != 5 {
		t.Errorf("%+v, %v", summary, err)
	}
}

// What was written is all or nothing: a write that fails leaves the address to be
// visited.
func TestFailedWriteIsUndone(t *testing.T) {
	x := newCrawlTest(t)
	s := newSite(t, x.clock, chain(1))
	c := x.crawler(t, s.URL)
	if _, err := c.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	bad := errors.New("bad")
	err := c.writer.Together(func() error {
		if err := c.writer.Visited(t.Context(), c.Name, s.URL+"/"); err != nil {
			return err
		}
		return bad
	})
	waiting, visited, countErr := x.archive.Frontier(t.Context(), c.Name, "")
	if !errors.Is(err, bad) || waiting != 1 || visited != 0 || countErr != nil {
		t.Errorf("%v: %d waiting, %d visited, %v", err, waiting, visited, countErr)
	}
}
