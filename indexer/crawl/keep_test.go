package crawl

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

// Most pages of a site at once are not believed to be gone.
func TestMassLoss(t *testing.T) {
	x := newCrawlTest(t)
	lost := false
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		if lost && r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		chain(12)(w, r)
	})
	x.change = func(c *Crawler) { c.Scope.Depth = 20 }
	for run := range 4 {
		lost = run > 0
		summary, err := x.run(t, s.URL)
		if err != nil || summary.Gone != 0 || len(strings.Fields(x.live(t, s.URL))) != 12 {
			t.Errorf("run %d: %+v, %v", run, summary, err)
		}
	}
}

// What has no place in an archive has an outcome all the same.
func TestLongAddresses(t *testing.T) {
	x := newCrawlTest(t)
	long := "/" + strings.Repeat("l", 9000)
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<a href="%s">l</a><a href="javascript:a()">j</a><a href="http://b%%/">b</a>`, long)
	})
	summary, err := x.run(t, s.URL)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, line := range x.outcomes(t, summary.Run, s.URL) {
		found = found || strings.HasPrefix(line, "/llll") && strings.HasSuffix(line, "skipped the address is longer than 2048 bytes")
	}
	if !found || len(s.asked()) != 3 {
		t.Error("no outcome of the long address")
	}
}

// Conditional requests carry what came with the page that is kept, and no other.
func TestConditional(t *testing.T) {
	x := newCrawlTest(t)
	const day = "Sat, 21 Nov 2026 10:00:00 GMT"
	noindex := false
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Last-Modified", day)
		w.Header().Set("Etag", `"1"`)
		if noindex {
			w.Header().Set("Etag", `"2"`)
			w.Header().Set("X-Robots-Tag", "noindex")
		}
		if r.Header.Get("If-None-Match") == w.Header().Get("Etag") {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, "page")
	})
	front := func() request {
		for _, r := range s.asked() {
			if r.path == "/" {
				return r
			}
		}
		t.Fatal("/ was not asked for")
		return request{}
	}
	var kept corpus.Page
	for run, want := range []struct{ etag, modified string }{{"", ""}, {`"1"`, day}, {`"1"`, day}, {"", ""}} {
		noindex = run >= 2
		if _, err := x.run(t, s.URL); err != nil {
			t.Fatal(err)
		}
		if p, live, err := x.archive.Page(t.Context(), s.URL+"/"); err == nil && live {
			kept = p
		}
		r := front()
		if got := r.header.Get("If-None-Match"); got != want.etag || r.header.Get("If-Modified-Since") != want.modified {
			t.Errorf("run %d: If-None-Match %q", run, got)
		}
	}
	if kept.Header["Etag"] != `"1"` || kept.Header["Last-Modified"] != day {
		t.Errorf("kept with %v", kept.Header)
	}
	if live := x.live(t, s.URL); live != "" {
		t.Errorf("%s is live, although noindex was seen twice", live)
	}
}
