package web_test

import (
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// robotsRules are the rules of a robots.txt for all crawlers.
type robotsRules []robotsRule

type robotsRule struct {
	allow bool
	// length is that of the rule as it is written: the longest that fits holds.
	length int
	path   *regexp.Regexp
}

func readRobots(t *testing.T, h http.Handler) (rules robotsRules) {
	t.Helper()
	text, err := io.ReadAll(get(t, h, "/robots.txt").Body)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if lines[0] != "User-agent: *" {
		t.Fatalf("robots.txt begins with %q", lines[0])
	}
	for _, line := range lines[1:] {
		field, path, _ := strings.Cut(line, ": ")
		if field != "Allow" && field != "Disallow" {
			t.Fatalf("robots.txt has %q", line)
		}
		pattern := strings.ReplaceAll(regexp.QuoteMeta(path), `\*`, ".*")
		if rest, whole := strings.CutSuffix(pattern, `\$`); whole {
			pattern = rest + "$"
		}
		rules = append(rules, robotsRule{field == "Allow", len(path), regexp.MustCompile("^" + pattern)})
	}
	return rules
}

// allow reports whether crawlers may ask for a path with its query.
func (r robotsRules) allow(target string) bool {
	best := robotsRule{allow: true}
	for _, rule := range r {
		if rule.path.MatchString(target) && (rule.length > best.length || rule.length == best.length && rule.allow) {
			best = rule
		}
	}
	return best.allow
}

func TestRobotsMayReadDocumentsButNotFilters(t *testing.T) {
	robots := readRobots(t, serve(library()))
	for target, want := range map[string]bool{
		"/": true, "/search": true, "/search?page=2": true, docPath("cork"): true, docPath("cork") + "?q=": true, docPath("cork") + "?page=2": true,
		"/static/style.1234.css": true, "/robots.txt": true, "/opensearch.xml": true,
		"/api/v1/search": false, "/api/v1/openapi.json": false,
		"/search?q=learning": false, "/search?q=": false, "/search?city=cork": false, "/search?page=2&-city=cork": false, "/search?sort=newest": false,
		"/search?from=2016": false, "/search?to=2016": false, "/search?mentions=1": false, "/search?listings=1": false, "/search?facet_all=city": false,
		docPath("cork") + "?q=learning": false, docPath("cork") + "?city=cork": false, docPath("cork") + "?q=&city=cork": false,
	} {
		if got := robots.allow(target); got != want {
			t.Errorf("crawlers may ask for %s: %v, want %v", target, got, want)
		}
	}
}

// TestCrawlersReachEveryDocumentAndNoFilter follows links as a crawler does:
// none that is nofollow, on a page that is, or that robots.txt forbids.
func TestCrawlersReachEveryDocumentAndNoFilter(t *testing.T) {
	h := serve(longLibrary(34))
	robots := readRobots(t, h)
	seen, documents, todo := map[string]bool{"/": true}, map[string]bool{}, []string{"/"}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		root := open(t, h, at, http.StatusOK)
		follow, index := asked(root)
		switch path, query, _ := strings.Cut(at, "?"); {
		case strings.HasPrefix(path, "/doc/") && index:
			documents[path] = true
		case path == "/search" && (index != (query == "") || !follow):
			t.Errorf("%s: index %v, follow %v", at, index, follow)
		}
		for _, a := range all(root, tag("a")) {
			href, _, _ := strings.Cut(attr(a, "href"), "#")
			if !strings.HasPrefix(href, "/") || strings.HasPrefix(href, "/api/") || slices.Contains(strings.Fields(attr(a, "rel")), "nofollow") {
				continue
			}
			if !robots.allow(href) {
				t.Errorf("%s leads to %s, which robots.txt forbids, and does not say nofollow", at, href)
			}
			if follow && robots.allow(href) && !seen[href] {
				seen[href] = true
				todo = append(todo, href)
			}
		}
	}
	if len(documents) != 34 || len(seen) > 100 {
		t.Errorf("crawlers see %d pages with %d of 34 documents", len(seen), len(documents))
	}
}

// asked reads what a page asks of search engines.
func asked(root *html.Node) (follow, index bool) {
	content := ""
	for _, m := range all(root, with("name", "robots")) {
		content = attr(m, "content")
	}
	return !strings.Contains(content, "nofollow"), !strings.Contains(content, "noindex")
}

// TestFilteredPagesAreNotListed holds that search engines list no search, and
// follow no link of one.
func TestFilteredPagesAreNotListed(t *testing.T) {
	h := serve(library())
	for _, target := range []string{
		"/search?q=learning", "/search?city=jeonju", "/search?-city=jeonju", "/search?year=none", "/search?from=2016", "/search?sort=title", "/search?mentions=1",
		"/search?listings=1", "/search?facet_all=city", "/search?q=nothing+at+all&page=2", "/search?city=jeonju&page=2",
	} {
		root := open(t, h, target, http.StatusOK)
		if follow, index := asked(root); follow || index {
			t.Errorf("%s: follow %v, index %v", target, follow, index)
		}
		for _, a := range all(one(t, root, "filters", class("filters")), tag("a")) {
			if attr(a, "rel") != "nofollow" {
				t.Errorf("%s: a link of a facet to %s is followed", target, attr(a, "href"))
			}
		}
	}
	robots := readRobots(t, h)
	for _, target := range []string{"/", docPath("jeonju"), docPath("jeonju") + "?q=reading&city=jeonju"} {
		root := open(t, h, target, http.StatusOK)
		if follow, index := asked(root); !follow || !index {
			t.Errorf("%s: follow %v, index %v", target, follow, index)
		}
		for _, a := range all(root, tag("a")) {
			href := attr(a, "href")
			if strings.HasPrefix(href, "/search?") && !robots.allow(href) && attr(a, "rel") != "nofollow" {
				t.Errorf("%s: the link to %s is followed", target, href)
			}
		}
	}
}
