package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/publish"
)

// crawlSite is a small site; what is gone answers 404.
func crawlSite(t *testing.T, gone map[string]bool) *httptest.Server {
	t.Helper()
	pages := map[string]string{
		"/":        `<title>All</title>All pages: <a href="/en/a">a</a> <a href="/en/b">b</a> <a href="/private">p</a> <a href="/moved">m</a> <a href="/fr/c">c</a>`,
		"/en/a":    "<title>A</title>The learning city of Exampleton.",
		"/en/b":    "<title>B</title>Another page.",
		"/private": "not for robots",
		"/fr/c":    "<title>C</title>En français.",
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		switch {
		case r.URL.Path == "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /private\n")
		case r.URL.Path == "/moved":
			http.Redirect(w, r, "/en/a", http.StatusMovedPermanently)
		case !ok || gone[r.URL.Path]:
			http.NotFound(w, r)
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, body)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// crawlIn runs the program on loopback without pauses.
func crawlIn(t *testing.T, args ...string) result {
	t.Helper()
	return uilsearchIn(t, t.Context(), []string{"UILSEARCH_CRAWL_PAUSE=0s", "UILSEARCH_CRAWL_ALLOW_NETWORKS=127.0.0.0/8"}, args...)
}

func TestCrawl(t *testing.T) {
	gone := map[string]bool{}
	s, data := crawlSite(t, gone), t.TempDir()
	config := filepath.Join(t.TempDir(), "a.toml")
	writeFile(t, config, fmt.Sprintf("[crawl]\nsites = [%q]\ndeny_paths = [\"/fr/\"]\n", s.URL))
	crawl := func(args ...string) result {
		return crawlIn(t, append([]string{"crawl", "--data", data, "--config", config}, args...)...)
	}

	dry := crawl("--dry-run")
	for _, want := range []string{
		"ingested\t" + s.URL + "/en/a\n", "skipped\t" + s.URL + "/private\trobots.txt: Disallow: /private\n",
		"skipped\t" + s.URL + "/fr/c\tscope: path /fr/\n", "3 new or changed",
	} {
		if !strings.Contains(dry.stdout, want) || dry.code != exitOK {
			t.Errorf("dry run: %+v lacks %q", dry, want)
		}
	}
	if left, err := os.ReadDir(data); err != nil || len(left) != 0 {
		t.Errorf("a dry run leaves %v, %v", left, err)
	}

	if got := crawl("--limit", "2"); got.code != exitOK || !strings.Contains(got.stdout, "left for the next crawl") {
		t.Errorf("limit: %+v", got)
	}
	if got := crawl(); got.code != exitOK || !strings.Contains(got.stderr, "crawl resumed") || !strings.HasPrefix(got.stdout, "3 new or changed, 0 unchanged") {
		t.Errorf("resumed: %+v", got)
	}
	gone["/en/b"] = true
	for range 2 {
		if got := crawl("-q"); got.code != exitOK || got.stdout != "" || got.stderr != "" {
			t.Errorf("quiet: %+v", got)
		}
	}
	checkStats(t, data, s.URL)
	checkDryAgain(t, s.URL, crawl)

	if got := uilsearch(t, "reindex", "--data", data); got.code != exitOK || !strings.Contains(got.stdout, "published") {
		t.Errorf("reindex: %+v", got)
	}
	// Without the network that the tests name, the site cannot be reached.
	if got := uilsearch(t, "crawl", "--data", data, "--config", config); got.code != exitUnreachable || !strings.Contains(got.stderr, "no host could be reached") {
		t.Errorf("server down: %+v", got)
	}
	unlock, err := publish.Lock(filepath.Join(data, "run", "crawl.lock"))
	if err != nil {
		t.Fatal(err)
	}
	if got := crawl(); got.code != exitLocked {
		t.Errorf("locked: %+v", got)
	}
	if err := unlock(); err != nil {
		t.Error(err)
	}
}

// checkDryAgain makes a dry run where the archive has the pages: it says what a
// crawl would, and changes nothing.
func checkDryAgain(t *testing.T, origin string, crawl func(...string) result) {
	t.Helper()
	for range 2 {
		got := crawl("--dry-run")
		if got.code != exitOK || !strings.Contains(got.stdout, "unchanged\t"+origin+"/en/a\n") || !strings.Contains(got.stdout, "0 new or changed, 2 unchanged") {
			t.Errorf("dry run of known pages: %+v", got)
		}
	}
	if got := crawl("--dry-run", "--limit", "1"); got.code != exitOK || strings.Contains(got.stdout, "left for the next crawl") {
		t.Errorf("dry run of a part: %+v", got)
	}
}

// checkStats asks for what a few crawls of crawlSite have left.
func checkStats(t *testing.T, data, origin string) {
	t.Helper()
	got := uilsearch(t, "stats", "--data", data)
	for _, want := range []string{"live pages 2\n", "tombstones 1\n", "aliases 1\n", "2 unchanged, 4 skipped, 1 gone\n"} {
		if !strings.Contains(oneSpace(got.stdout), want) {
			t.Errorf("stats: %+v lacks %q", got, want)
		}
	}
	var all archiveStats
	if err := json.Unmarshal([]byte(uilsearch(t, "stats", "--json", "--data", data).stdout), &all); err != nil || len(all.Runs) != 3 || all.Pages != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	for address, wants := range map[string][]string{
		"/en/b":         {"gone", "answers 404 Not Found", "failed: answers 404", "ingested"},
		"/en/a?fbclid=": {"live", "text/html", "redirected from " + origin + "/moved", "last visit", "status 200", "unchanged"},
		"/moved":        {"redirects to", "/en/a", "skipped: redirects to"},
		"/private":      {"skipped: robots.txt: Disallow: /private"},
	} {
		got := uilsearch(t, "stats", "--url", origin+address, "--data", data)
		for _, want := range wants {
			if got.code != exitOK || !strings.Contains(oneSpace(got.stdout), want) {
				t.Errorf("stats --url %s: %+v lacks %q", address, got, want)
			}
		}
	}
	var one addressStats
	if err := json.Unmarshal([]byte(uilsearch(t, "stats", "--json", "--url", origin+"/en/b", "--data", data).stdout), &one); err != nil || len(one.Outcomes) != 3 || one.Outcomes[0].Result != archive.Gone || one.Gone == "" {
		t.Errorf("%+v, %v", one, err)
	}
	if got := uilsearch(t, "stats", "--url", origin+"/never", "--data", data); got.code != exitEmpty {
		t.Errorf("unknown: %+v", got)
	}
	if got := uilsearch(t, "stats", "--data", t.TempDir()); got.code != exitEmpty {
		t.Errorf("no archive: %+v", got)
	}
}

// oneSpace returns a table with one space between its columns.
func oneSpace(s string) string { return regexp.MustCompile(` +`).ReplaceAllString(s, " ") }

// Nobody is crawled who could not find out whom to write to.
func TestCrawlNeedsContact(t *testing.T) {
	for _, args := range []string{
		"crawl https://uil.example/", "crawl http://127.0.0.1.example/", "crawl http://127.0.0.1/ http://10.0.0.1/", "crawl http://[::2]:80/",
	} {
		got := uilsearch(t, append(strings.Fields(args), "--data", t.TempDir())...)
		if got.code != exitConfig || !strings.Contains(got.stderr, "crawl.contact") {
			t.Errorf("%s: %+v", args, got)
		}
	}
	// Refused when it is dialled, for no network is named.
	got := uilsearch(t, "crawl", "http://127.0.0.1:9/", "--pause", "0s", "--data", t.TempDir())
	if got.code != exitUnreachable || strings.Contains(got.stderr, "crawl.contact") {
		t.Errorf("loopback: %+v", got)
	}
}

// A site that has lost most of its pages keeps them, until somebody says that it
// is meant; a run of the timer does not say so, whatever its gate is told.
func TestCrawlForce(t *testing.T) {
	lost := false
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			w.Header().Set("Content-Type", "text/html")
			for i := range 12 {
				fmt.Fprintf(w, "<a href=\"/%d\">A page</a>", i)
			}
		case lost || r.URL.Path == "/robots.txt" || r.URL.Path == "/sitemap.xml":
			http.NotFound(w, r)
		default:
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, "<title>Page %s</title>A page.", r.URL.Path)
		}
	}))
	t.Cleanup(s.Close)
	data := t.TempDir()
	if got := crawlIn(t, "crawl", s.URL, "--data", data); !strings.HasPrefix(got.stdout, "13 new or changed") {
		t.Fatalf("%+v", got)
	}
	lost = true
	crawlIn(t, "crawl", s.URL, "--data", data)
	if got := crawlIn(t, "crawl", s.URL, "--data", data); !strings.Contains(got.stdout, " 0 gone") || !strings.Contains(got.stderr, "crawl once with --force") {
		t.Errorf("%+v", got)
	}
	config := filepath.Join(t.TempDir(), "a.toml")
	writeFile(t, config, fmt.Sprintf("[crawl]\nsites = [%q]\n", s.URL))
	if got := crawlIn(t, "reindex", "--crawl", "--force", "--data", data, "--config", config); !strings.Contains(got.stdout, " 0 gone") {
		t.Errorf("reindex: %+v", got)
	}
	if got := crawlIn(t, "crawl", s.URL, "--force", "--data", data); !strings.Contains(got.stdout, " 12 gone") {
		t.Errorf("forced: %+v", got)
	}
}
