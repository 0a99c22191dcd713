package crawl

import (
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
)

// explainer returns one that goes on from what the runs of x know.
func (x *crawlTest) explainer(t *testing.T, seeds ...string) *Explainer {
	t.Helper()
	scratch, err := archive.Open(t.Context(), filepath.Join(t.TempDir(), archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { scratch.Close() })
	c := x.crawler(t, seeds...)
	return &Explainer{
		Scratch: scratch, Known: x.archive, Fetcher: c.Fetcher, Scope: c.Scope, Clock: x.clock, Pause: c.Pause,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
}

func (x *crawlTest) explain(t *testing.T, address string) Explanation {
	t.Helper()
	e, err := x.explainer(t, address).Explain(t.Context(), address)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return e
}

func page(contentType, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.Header().Set("Content-Type", contentType)
		if tag := w.Header().Get("Etag"); tag != "" && r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(w, body)
	}
}

// explained are the pages of the site that the tests explain; those of lost are
// answered with 404 in later runs.
var explained = map[string]http.HandlerFunc{
	"/robots.txt":   page("text/plain", "User-agent: *\nDisallow: /private\nCrawl-delay: 3\n"),
	"/good":         page("text/html; charset=utf-8", "<title>Good</title>A page. <a href='/en/x'>x</a>", "Etag", `"1"`),
	"/changing":     page("text/html", "<title>Changes</title>"),
	"/private":      page("text/html", "<title>Private</title>"),
	"/lost":         page("text/html", "<title>Lost</title>"),
	"/hides":        page("text/html", "<title>Hides later</title>"),
	"/noindex":      page("text/html", "<meta name=robots content='noindex, nofollow'><a href='/en/y'>y</a>"),
	"/tagged":       page("text/html", "<title>T</title>", "X-Robots-Tag", "uilsearch: noindex"),
	"/missing":      status(404),
	"/closed":       status(401),
	"/busy":         status(503),
	"/nothing":      status(204),
	"/picture":      page("image/png", "\x89PNG"),
	"/file.pdf":     page("application/pdf", "%PDF-1.7"),
	"/bomb":         with("gzip", gzipped([]byte(strings.Repeat("0", 4<<20)))),
	"/one":          redirect("/two"),
	"/two":          status(301, "Location", "/good#top"),
	"/circle":       redirect("/back"),
	"/back":         redirect("/circle"),
	"/self":         redirect("/self"),
	"/inside":       redirect("http://10.0.0.1/"),
	"/away":         redirect("https://other.example/"),
	"/toprivate":    redirect("/private"),
	"/moved":        page("text/html", "<title>Moves later</title>"),
	"/latin":        page("text/html; charset=utf-8", "<title>Caf\xe9</title>"),
	"/unnamed":      page("text/html", "<meta charset=iso-8859-1><title>Caf\xe9</title>"),
	"/feed":         page("application/rss+xml", "<rss version='2.0'><channel><item><link>/good</link></item></channel></rss>"),
	"/map":          page("text/xml", "<urlset><url><loc>/good</loc></url></urlset>"),
	"/fr/c":         page("text/html", "en français"),
	"/2090/01/":     page("text/html", "a calendar"),
	"/plain":        page("text/plain", "Title\n\nSome text."),
	"/unterminated": cut,
}

// later are those that answer otherwise after the first run.
var later = map[string]http.HandlerFunc{
	"/changing": page("text/html", "<title>Has changed</title>"),
	"/lost":     status(404),
	"/hides":    page("text/html", "<meta name=robots content=noindex><title>Hides</title>"),
	"/moved":    status(308, "Location", "/good"),
}

// linked are the paths that the site links to. Which address of a circle fails
// depends on where a crawl enters it, so that there is one way in.
func linked() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(explained)), func(path string) bool { return path == "/back" })
}

// explainedSite is the site, with a page of links to all the others.
func explainedSite(t *testing.T, x *crawlTest, run *int) *testSite {
	x.limits.Body = 1 << 20
	x.change = func(c *Crawler) { c.Scope.Depth, c.Scope.Deny = 2, []string{"/fr/"} }
	return newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		if h := later[r.URL.Path]; h != nil && *run > 1 {
			h(w, r)
			return
		}
		if h := explained[r.URL.Path]; h != nil {
			h(w, r)
			return
		}
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		for _, path := range linked() {
			fmt.Fprintf(w, "<a href=%q>.</a>", path)
		}
	})
}

// What is explained is what a crawl then records, of each address on the way,
// whether the archive knows the page or not, and nothing is asked for in another
// way.
func TestExplainSaysWhatCrawlRecords(t *testing.T) {
	x, run := newCrawlTest(t), 1
	s := explainedSite(t, x, &run)
	for ; run <= 2; run++ {
		said, asked := map[string]Explanation{}, map[string][]string{}
		for _, path := range linked() {
			said[path] = x.explain(t, s.URL+path)
			for _, r := range politely(t, s) {
				asked[path] = append(asked[path], r.path)
			}
		}
		summary, err := x.run(t, s.URL)
		if err != nil {
			t.Fatal(err)
		}
		log := s.asked()
		recorded, err := x.archive.Recorded(t.Context(), summary.Run)
		if err != nil {
			t.Fatal(err)
		}
		outcomes := map[string]string{}
		for _, o := range recorded {
			outcomes[o.URL] = string(o.Result) + " " + o.Reason
		}
		for path, e := range said {
			for i, step := range e.Steps {
				if got := string(step.Result) + " " + step.Reason; got != outcomes[step.URL] || i == 0 && step.URL != s.URL+path {
					t.Errorf("run %d, %s: explained as %q, recorded as %q", run, step.URL, got, outcomes[step.URL])
				}
			}
			sent := func(path string) int {
				return len(slices.DeleteFunc(slices.Clone(log), func(r request) bool { return r.path != path }))
			}
			if n := len(slices.DeleteFunc(slices.Clone(asked[path]), func(p string) bool { return p != path })); n != sent(path) && path != "/robots.txt" {
				t.Errorf("run %d, %s: explained with %d requests, crawled with %d", run, path, n, sent(path))
			}
		}
	}
}

// What is shown of single pages.
func TestExplain(t *testing.T) {
	x, run := newCrawlTest(t), 1
	s := explainedSite(t, x, &run)
	x.archive = nil

	good := x.explain(t, s.URL+"/%67ood?fbclid=1&utm_source=x#top")
	last := good.Last()
	if good.URL != s.URL+"/good" || last.Result != archive.Ingested || last.Response.Charset != "utf-8" || last.Response.CharsetFrom != "header" || last.Response.Header["Etag"] != `"1"` ||
		good.Page == nil || good.Page.MediaType != corpus.HTML || !strings.Contains(string(good.Page.Body), "A page") || good.Unreachable {
		t.Errorf("%+v, %+v", good, last)
	}
	if want := []string{"removed: #top", "removed: parameter fbclid=1", "removed: parameter utm_source=x", `path: "/%67ood" is written "/good"`}; !slices.Equal(good.Changes, want) {
		t.Errorf("%q", good.Changes)
	}
	if r := last.Robots; r.Verdict != RobotsRead || !r.Allowed || r.Group != "*" || r.Delay != 3 || len(r.Requests) != 1 || r.Requests[0].URL != s.URL+"/robots.txt" {
		t.Errorf("%+v", r)
	}
	if want := []Lead{{URL: s.URL + "/en/x", Kind: "page", Decision: Decision{Allowed: true}}}; !slices.Equal(good.Links, want) {
		t.Errorf("%+v", good.Links)
	}

	private := x.explain(t, s.URL+"/private")
	if l := private.Last(); l.Robots.Rule != "Disallow: /private" || l.Robots.Allowed || len(l.Requests) != 0 || l.Response != nil || private.Page != nil {
		t.Errorf("%+v", l)
	}
	scoped := x.explain(t, s.URL+"/fr/c")
	if l := scoped.Last(); l.Scope.Allowed || l.Scope.Rule != "scope: path /fr/" || l.Robots != nil || len(l.Requests) != 0 || scoped.Unreachable {
		t.Errorf("%+v", l)
	}
	var hops []string
	for _, step := range x.explain(t, s.URL+"/one").Steps {
		hops = append(hops, strings.TrimPrefix(step.URL, s.URL)+" "+strings.ReplaceAll(fmt.Sprint(step.Requests), s.URL, "")+" "+string(step.Result))
	}
	if want := []string{"/one [{/one 302 /two }] skipped", "/two [{/two 301 /good#top }] skipped", "/good [{/good 200  }] ingested"}; !slices.Equal(hops, want) {
		t.Errorf("%s", cmp.Diff(want, hops))
	}
	noindex := x.explain(t, s.URL+"/noindex")
	if l := noindex.Last(); !l.Response.NoIndex || !l.Response.NoFollow || noindex.Page != nil || l.Reason != "the page asks for noindex" ||
		len(noindex.Links) != 1 || noindex.Links[0].Allowed || !strings.HasPrefix(noindex.Links[0].Rule, "nofollow") {
		t.Errorf("%+v %+v", l, noindex.Links)
	}
	for path, want := range map[string]string{"/latin": "utf-8 header the page holds bytes that are not UTF-8", "/unnamed": "windows-1252 page ", "/changing": "utf-8 guess "} {
		r := x.explain(t, s.URL+path).Last().Response
		if got := r.Charset + " " + r.CharsetFrom + " " + r.CharsetDoubt; got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	if e := x.explain(t, s.URL+"/file.pdf"); e.Page == nil || e.Page.MediaType != corpus.PDF {
		t.Errorf("%+v", e)
	}
	if e := x.explain(t, s.URL+"/busy"); len(e.Last().Requests) != maxTries || e.Unreachable {
		t.Errorf("%+v", e)
	}
}

// A page that the archive has is asked for as a crawl does, and shown from there
// where the server says that it is as it was.
func TestExplainKnown(t *testing.T) {
	x, run := newCrawlTest(t), 1
	s := explainedSite(t, x, &run)
	if _, err := x.run(t, s.URL); err != nil {
		t.Fatal(err)
	}
	run = 2
	e := x.explain(t, s.URL+"/good")
	if l := e.Last(); l.Result != archive.Unchanged || l.Response.Status != 304 || e.Page == nil || !strings.Contains(string(e.Page.Body), "A page") || len(e.Links) != 1 {
		t.Errorf("%+v", e)
	}
	for want := 1; want <= 2; want++ {
		if l := x.explain(t, s.URL+"/lost").Last(); l.GoneRuns != want {
			t.Errorf("%d runs, want %d: %+v", l.GoneRuns, want, l)
		}
		if want == 1 {
			if _, err := x.run(t, s.URL); err != nil {
				t.Fatal(err)
			}
		}
	}
	if live := x.live(t, s.URL); !strings.Contains(live, "/lost") {
		t.Error("an explanation has changed the archive")
	}
}

// Nothing is connected to that a crawl would not.
func TestExplainPrivateNetwork(t *testing.T) {
	x := newCrawlTest(t)
	x.network = Network{}
	s := newSite(t, x.clock, chain(1))
	e := x.explain(t, s.URL+"/")
	if l := e.Last(); !e.Unreachable || l.Result != archive.Failed || !strings.Contains(l.Reason, "crawl.allow_networks") || len(s.asked()) != 0 {
		t.Errorf("%+v", e)
	}
	for _, address := range []string{"ftp://uil.example/", "http://a:b@uil.example/", "nothing"} {
		if _, err := x.explainer(t, s.URL).Explain(t.Context(), address); err == nil {
			t.Errorf("%s is taken", address)
		}
	}
}

func TestChanges(t *testing.T) {
	for given, want := range map[string]string{
		"https://uil.example/a?b=1":                      "",
		"HTTPS://UIL.example:443/a/../b":                 `scheme: "HTTPS" is written "https"|host: "UIL.example:443" is written "uil.example"|path: "/a/../b" is written "/b"`,
		"https://uil.example":                            `path: "" is written "/"`,
		"https://uil.example/a;jsessionid=1?PHPSESSID=2": `removed: parameter PHPSESSID=2|path: "/a;jsessionid=1" is written "/a"`,
		"https://uil.example/?b=%41&b=A&utm_id=1":        `removed: parameter utm_id=1|query: "b=%41&b=A" is written "b=A&b=A"`,
		"https://uil.example/?a=1&amp;b=2":               "written as browsers read it",
	} {
		canonical, err := Canonical(given)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(changes(given, canonical), "|"); got != want {
			t.Errorf("%s: %s", given, got)
		}
	}
}
