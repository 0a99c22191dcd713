package crawl

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// A sitemap that names much is written piece by piece. A run that is stopped
// meanwhile does so before the last piece, and the next reads the sitemap again:
// each address is there once.
func TestLargeSitemapIsStopped(t *testing.T) {
	const named = 2*foundBatch + 500
	x := newCrawlTest(t)
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			page("text/html", "front page")(w, r)
		case "/sitemap.xml":
			var list strings.Builder
			for i := range named {
				fmt.Fprintf(&list, "http://%s/%d\n", r.Host, i)
			}
			page("text/plain", list.String())(w, r)
		default:
			http.NotFound(w, r)
		}
	})
	ctx, stop := context.WithCancel(t.Context())
	x.change = func(c *Crawler) {
		c.Limit = 2
		c.asked = func(address string, _ Response, _ error) {
			if strings.HasSuffix(address, "/sitemap.xml") {
				stop()
			}
		}
	}
	if _, err := x.crawler(t, s.URL).Run(ctx); err == nil {
		t.Fatal("the run was not stopped")
	}
	c := x.crawler(t, s.URL)
	if _, err := c.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	// As if it had been killed after the first piece.
	var found []finding
	for i := range named {
		found = append(found, finding{address: fmt.Sprintf("%s/%d", s.URL, i), kind: kindPage, depth: 1})
	}
	if err := c.offer(t.Context(), c.spelt(found[:foundBatch], map[string]bool{})); err != nil {
		t.Fatal(err)
	}
	x.change = func(c *Crawler) { c.Limit = 1 }
	s.asked()
	summary, err := x.run(t, s.URL)
	if err != nil || !summary.Resumed || summary.Waiting != named {
		t.Errorf("%+v, %v", summary, err)
	}
	if asked := s.asked(); len(asked) != 2 || asked[1].path != "/sitemap.xml" { // and robots.txt
		t.Errorf("%d requests", len(asked))
	}
}

// A rule that was made while a run was cut short holds for what is left of it.
func TestNewRulesOnResume(t *testing.T) {
	for name, test := range map[string]struct {
		rule func(*Scope)
		want string
	}{
		"deny":  {func(s *Scope) { s.Deny = []string{"/"} }, "scope: path /"},
		"allow": {func(s *Scope) { s.Allow = []string{"/none"} }, "scope: no path that is allowed"},
		"depth": {func(s *Scope) { s.Depth = -1 }, "scope: more than 0 links from a start"},
		"host":  {func(s *Scope) { s.Hosts = []string{"uil.example"} }, "scope: host "},
	} {
		x := newCrawlTest(t)
		s := newSite(t, x.clock, chain(20))
		x.change = func(c *Crawler) { c.Limit, c.Scope.Depth = 4, 20 }
		first, err := x.run(t, s.URL)
		if err != nil {
			t.Fatal(err)
		}
		s.asked()
		x.change = func(c *Crawler) { c.Scope.Depth = 20; test.rule(c.Scope) }
		second, err := x.run(t, s.URL)
		if err != nil || !second.Resumed || second.Waiting != 0 || len(s.asked()) != 0 {
			t.Errorf("%s: %+v, %v", name, second, err)
		}
		n := 0
		for _, line := range x.outcomes(t, first.Run, s.URL) {
			if strings.Contains(line, " skipped "+test.want) {
				n++
			}
		}
		if n != first.Waiting {
			t.Errorf("%s: %d of %d have the rule", name, n, first.Waiting)
		}
	}
}

// Rules on paths hold for the sitemaps and feeds that pages name, and not for
// those that robots.txt names. Where pages stand in their place, they are kept.
func TestSitemapsAndFeedsOfPages(t *testing.T) {
	x := newCrawlTest(t)
	const html = "text/html; charset=utf-8"
	head := `<link rel="sitemap" type="text/html" href="/map"><link rel="alternate" type="application/rss+xml" href="/news">
		<link rel="sitemap" href="/deny/map.xml"><link rel="alternate" type="application/rss+xml" href="/deny/feed">
		<link rel="alternate" type="application/rss+xml" href="/2090/01/feed"><a href="/deny/page">p</a>`
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nSitemap: /deny/robots.xml\n")
		case "/":
			page(html, head)(w, r)
		case "/map":
			page(html, "<a href='/a'>a</a>")(w, r)
		case "/news":
			page(html, "<a href='/b'>b</a>")(w, r)
		case "/deny/robots.xml":
			page("text/xml", "<urlset><url><loc>/c</loc></url></urlset>")(w, r)
		case "/sitemap.xml":
			page(html, "There is no such page, but the server says that all is well.")(w, r)
		default:
			page(html, "a page")(w, r)
		}
	})
	x.change = func(c *Crawler) { c.Scope.Deny, c.Scope.Allow = []string{"/deny/"}, []string{"/"} }
	summary, err := x.run(t, s.URL)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"/ ingested", "/2090/01/feed skipped trap: calendar, 2090 is more than 2 years ahead", "/a ingested", "/b ingested", "/c ingested",
		"/deny/feed skipped scope: path /deny/", "/deny/map.xml skipped scope: path /deny/", "/deny/page skipped scope: path /deny/",
		"/deny/robots.xml skipped a sitemap with 1 pages and 0 sitemaps", "/map ingested", "/news ingested",
		"/sitemap.xml skipped an HTML page where a sitemap was expected: no page links to it",
	}
	if got := x.outcomes(t, summary.Run, s.URL); !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
}

// What is allowed of paths says nothing of sitemaps and feeds.
func TestBars(t *testing.T) {
	s := Scope{Hosts: []string{"uil.example"}, Allow: []string{"/en/", "/all/en/"}, Deny: []string{"/all/"}, Depth: -1}
	for path, want := range map[string]bool{"/feed": true, "/all/feed": false, "/all/en/feed": true, "/2099/feed?year=2099": false} {
		if ok, rule := s.Bars("https://uil.example" + path); ok != want {
			t.Errorf("%s: %v, %s", path, ok, rule)
		}
	}
	if ok, _ := s.Bars("https://other.example/feed"); ok {
		t.Error("another host is let pass")
	}
}

// logged returns a log, and what it has said so far.
func logged() (*slog.Logger, *strings.Builder) {
	var b strings.Builder
	return slog.New(slog.NewTextHandler(&b, nil)), &b
}

// A budget that is full says so once, and pages that are there already leave room
// for others.
func TestFullBudget(t *testing.T) {
	x := newCrawlTest(t)
	links := "/a/1 /a/2 /a/3"
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		var body strings.Builder
		for path := range strings.FieldsSeq(links) {
			fmt.Fprintf(&body, "<a href=%q>.</a>", path)
		}
		page("text/html", body.String())(w, r)
	})
	log, said := logged()
	x.change = func(c *Crawler) { c.Budget.Section, c.Log = 3, log }
	if summary, err := x.run(t, s.URL); err != nil || summary.Ingested != 4 || strings.Contains(said.String(), "budget") {
		t.Fatalf("%+v, %v: %s", summary, err, said)
	}
	links += " /a/4 /a/5 /a/6 /a/7 /a/8"
	summary, err := x.run(t, s.URL)
	if err != nil || len(strings.Fields(x.live(t, s.URL))) != 4+3 {
		t.Errorf("%+v, %v, live %s", summary, err, x.live(t, s.URL))
	}
	if n := strings.Count(said.String(), `"budget: more than 3 addresses below /a"`); n != 1 {
		t.Errorf("said %d times: %s", n, said)
	}
}

// A page that makes the program panic is one that failed. The run goes on, and what
// is known of the page stays.
func TestPanic(t *testing.T) {
	x := newCrawlTest(t)
	s := newSite(t, x.clock, chain(6))
	if _, err := x.run(t, s.URL); err != nil {
		t.Fatal(err)
	}
	log, said := logged()
	x.change = func(c *Crawler) {
		c.Log = log
		c.asked = func(address string, _ Response, _ error) {
			if strings.HasSuffix(address, "/1") || strings.HasSuffix(address, "/") {
				panic("no such thing")
			}
		}
	}
	summary, err := x.run(t, s.URL)
	if err != nil || summary.Unchanged != 4 || x.live(t, s.URL) != "/ /1 /2 /3 /4 /5" {
		t.Errorf("%+v, %v", summary, err)
	}
	lines := x.outcomes(t, summary.Run, s.URL)
	if !slices.Contains(lines, "/1 failed internal error: no such thing") || !slices.Contains(lines, "/ failed internal error: no such thing") {
		t.Errorf("%q", lines)
	}
	if !slices.Contains(lines, "/sitemap.xml skipped there is no sitemap here: 404") || !strings.Contains(said.String(), "TestPanic") {
		t.Errorf("%q, said %s", lines, said)
	}
	v, _, err := x.archive.Visit(t.Context(), s.URL+"/1")
	if err != nil || v.Gone == archive.NeverSeen {
		t.Errorf("%+v, %v", v, err)
	}
}
