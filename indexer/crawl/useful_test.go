package crawl

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// A site that gives nothing but refusals has not been reached, nor has one that
// has moved to a host that may not be asked. The reason is that of its beginning.
func TestOfNoUse(t *testing.T) {
	page := page("text/html", `<a href="/a">a</a>`)
	for name, test := range map[string]struct {
		site pages // all else answers 404
		want string
	}{
		"a firewall":          {pages{"/": status(403), "/robots.txt": status(403), "/sitemap.xml": status(403)}, "/: answers 403 Forbidden"},
		"for lawyers":         {pages{"/": status(451), "/robots.txt": says("User-agent: *\nDisallow: /x\n")}, "/: answers 451"},
		"nothing left":        {pages{}, "/: answers 404 Not Found"},
		"moved":               {pages{"/": redirect("https://new.example/")}, "/: redirects to https://new.example/: scope: host new.example, which is not in crawl.sites or crawl.hosts_allowed"},
		"forbidden by robots": {pages{"/": page, "/robots.txt": says("User-agent: *\nDisallow: /\n")}, "/: robots.txt: Disallow: /"},
		"a page":              {pages{"/": page}, ""},
		"a sitemap only":      {pages{"/sitemap.xml": typed("text/xml", "<urlset></urlset>")}, ""},
		"redirect within":     {pages{"/": redirect("/en/")}, ""},
		"a page beside":       {pages{"/sitemap.xml": typed("text/xml", "<urlset><url><loc>/b</loc></url></urlset>"), "/b": page}, ""},
		"one page refused":    {pages{"/": page, "/a": status(403)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			x := newCrawlTest(t)
			s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
				if h := test.site[r.URL.Path]; h != nil {
					h(w, r)
					return
				}
				http.NotFound(w, r)
			})
			summary, err := x.run(t, s.URL)
			if test.want == "" {
				if err != nil || len(summary.Unreachable) > 0 {
					t.Errorf("%+v, %v", summary, err)
				}
				return
			}
			if !errors.Is(err, ErrUnreachable) || len(summary.Unreachable) != 1 || !strings.Contains(summary.Unreachable[0], test.want) {
				t.Errorf("%+v, %v", summary, err)
			}
		})
	}
}

// Where a crawl begins at what is no page, but finds pages, it says so.
func TestPoorSeed(t *testing.T) {
	x := newCrawlTest(t)
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone" {
			http.NotFound(w, r)
			return
		}
		chain(2)(w, r)
	})
	log, said := logged()
	x.change = func(c *Crawler) { c.Log = log }
	if summary, err := x.run(t, s.URL, s.URL+"/gone"); err != nil || len(summary.Unreachable) > 0 {
		t.Fatalf("%+v, %v", summary, err)
	}
	if !strings.Contains(said.String(), "the crawl begins at what is no page") || strings.Count(said.String(), "WARN") != 1 || !strings.Contains(said.String(), "/gone") {
		t.Error(said)
	}
}

// A run that goes on with nothing but bad addresses has reached its site before.
func TestResumedWithTheRest(t *testing.T) {
	x := newCrawlTest(t)
	s := newSite(t, x.clock, chain(3))
	x.change = func(c *Crawler) { c.Limit = 4 } // three pages and the sitemap
	if first, err := x.run(t, s.URL); err != nil || first.Ingested != 3 || first.Waiting != 2 {
		t.Fatalf("%+v, %v", first, err)
	}
	x.change = func(*Crawler) {}
	if second, err := x.run(t, s.URL); err != nil || !second.Resumed || second.Failed != 2 || len(second.Unreachable) > 0 {
		t.Errorf("%+v, %v", second, err)
	}
}

// Addresses that fail one after the other do not hide those behind them, nor do
// they take four tries each for ever.
func TestManyFailures(t *testing.T) {
	const bad = 23
	x := newCrawlTest(t)
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			w.Header().Set("Content-Type", "text/html")
			for i := range bad {
				fmt.Fprintf(w, `<a href="/bad%d">b</a>`, i)
			}
			fmt.Fprint(w, `<a href="/good">g</a>`)
		case r.URL.Path == "/good":
			page("text/html", "good")(w, r)
		case strings.HasPrefix(r.URL.Path, "/bad"):
			w.WriteHeader(http.StatusInternalServerError)
		default:
			http.NotFound(w, r)
		}
	})
	summary, err := x.run(t, s.URL)
	if err != nil || summary.Failed != bad || x.live(t, s.URL) != "/ /good" {
		t.Errorf("%+v, %v, live %s", summary, err, x.live(t, s.URL))
	}
	// robots.txt, the front page, the sitemap and the good page; four tries of
	// five addresses and one of each other; the front page after each five.
	if n, want := len(politely(t, s)), 4+maxFailures*maxTries+(bad-maxFailures)+bad/maxFailures; n != want {
		t.Errorf("%d requests, want %d", n, want)
	}
}

// A PDF may be larger than a page, and is bounded all the same.
func TestLargePDF(t *testing.T) {
	for _, test := range []struct {
		media string
		size  int
		want  string
	}{
		{"application/pdf", 3 << 20, "ingested"}, {"Application/PDF; version=1.7", 3 << 20, "ingested"},
		{"application/pdf", 5 << 20, "failed the body is larger than 4194304 bytes"}, {"text/html", 3 << 20, "failed the body is larger than 1048576 bytes"},
	} {
		x := newCrawlTest(t)
		x.limits.Body, x.limits.PDF = 1<<20, 4<<20
		body := "%PDF-1.7 " + string(bytes.Repeat([]byte("0"), test.size))
		s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/file" {
				http.NotFound(w, r)
				return
			}
			page(test.media, body)(w, r)
		})
		summary, _ := x.run(t, s.URL+"/file")
		found := false
		for _, line := range x.outcomes(t, summary.Run, s.URL) {
			found = found || line == "/file "+test.want
		}
		if !found {
			t.Errorf("%s of %d bytes: %q", test.media, test.size, x.outcomes(t, summary.Run, s.URL))
		}
	}
	if l := DefaultLimits(); l.PDF != 64<<20 {
		t.Errorf("%d bytes", l.PDF)
	}
}
