package crawl

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
)

// A server that sends everybody to its front page, for good as it says, has lost
// its pages. One page that moves is another thing, and so are all pages that move
// to another scheme or host.
func TestMovedToFront(t *testing.T) {
	const pages = 30
	x, lost := newCrawlTest(t), false
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		if lost && r.URL.Path != "/" && r.URL.Path != "/robots.txt" {
			status(http.StatusMovedPermanently, "Location", "/")(w, r)
			return
		}
		chain(pages)(w, r)
	})
	x.change = func(c *Crawler) { c.Scope.Depth = pages }
	for run := range 4 {
		lost = run > 0
		summary, err := x.run(t, s.URL)
		if live := strings.Fields(x.live(t, s.URL)); err != nil || summary.Gone != 0 || len(live) != pages {
			t.Errorf("run %d: %+v, %v, live %q", run, summary, err, live)
		}
	}
	x.change = func(c *Crawler) { c.Scope.Depth, c.Force = pages, true }
	if summary, err := x.run(t, s.URL); err != nil || summary.Gone != pages-1 || x.live(t, s.URL) != "/" {
		t.Errorf("forced: %+v, %v", summary, err)
	}
}

func TestSortMoves(t *testing.T) {
	c := &Crawler{seeds: []string{"https://uil.example/"}}
	l := &losses{}
	var moves []move
	for _, m := range [][2]string{
		{"https://uil.example/a", "https://uil.example/b"},            // its own
		{"https://uil.example/front", "https://uil.example/"},         // a seed
		{"https://uil.example/1", "https://uil.example/list"},         // one of two
		{"https://uil.example/2", "https://uil.example/list"},         // the other
		{"http://uil.example/c?d=1", "https://uil.example/c?d=1"},     // another scheme
		{"http://www.uil.example/c?d=1", "https://uil.example/c?d=1"}, // another host, too
		{"http://uil.example/", "https://uil.example/"},
	} {
		moves = append(moves, move{l, archive.Visit{URL: m[0]}, m[1]})
	}
	c.sortMoves(moves)
	var gone []string
	for _, v := range l.gone {
		gone = append(gone, v.URL)
	}
	if want := []string{"https://uil.example/front", "https://uil.example/1", "https://uil.example/2"}; !slices.Equal(gone, want) || len(l.moved) != 4 {
		t.Errorf("gone %q, %d moved", gone, len(l.moved))
	}
}

// What two runs found gone is taken out where somebody says that it is meant, and
// a run that found it once is not enough for that.
func TestForce(t *testing.T) {
	x := newCrawlTest(t)
	lost := false
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		if lost && r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		chain(12)(w, r)
	})
	for run, gone := range []int{0, 0, 0, 11} {
		lost = run > 0
		x.change = func(c *Crawler) { c.Scope.Depth, c.Force = 20, run == 1 || run == 3 }
		if summary, err := x.run(t, s.URL); err != nil || summary.Gone != gone {
			t.Errorf("run %d: %+v, %v", run, summary, err)
		}
	}
}

// A page that came by an import is not for a site to take away that never had it,
// as far as a crawl knows; one that a crawl has found there is.
func TestImportedPagesStay(t *testing.T) {
	x := newCrawlTest(t)
	there := true
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old/found" && there {
			page("text/html", "still there")(w, r)
			return
		}
		chain(1)(w, r)
	})
	for _, path := range []string{"/old/1", "/old/2", "/old/found"} {
		p := corpus.Page{URL: s.URL + path, MediaType: corpus.HTML, Body: []byte("old " + path), Captured: noon}
		if _, err := x.archive.Put(t.Context(), "import-1", p); err != nil {
			t.Fatal(err)
		}
	}
	var last Summary
	for run := range 4 {
		there = run == 0
		summary, err := x.run(t, s.URL)
		if err != nil {
			t.Fatal(err)
		}
		last = summary
	}
	if live := x.live(t, s.URL); live != "/ /old/1 /old/2" {
		t.Errorf("live %q", live)
	}
	if lines := fmt.Sprint(x.outcomes(t, last.Run, s.URL)); !strings.Contains(lines, "/old/1 failed answers 404 Not Found; the page is kept: no crawl has found it there") {
		t.Error(lines)
	}
}
