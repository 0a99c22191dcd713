package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

func titles(root *html.Node) []string {
	var out []string
	for _, h := range all(root, class("hit")) {
		out = append(out, text(all(h, tag("h2"))[0]))
	}
	slices.Sort(out)
	return out
}

// total reads the number of results off the summary line.
func total(t testing.TB, root *html.Node) int {
	t.Helper()
	var n int
	if _, err := fmt.Sscanf(text(one(t, root, "summary", with("id", "summary"))), "%d result", &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSearch(t *testing.T) {
	h := serve(library())
	for target, want := range map[string][]string{
		"/search":                                          {"Cork festival", "Jeonju opens a library", "Suwon walks", "أسوان", "전주"},
		"/search?q=learning&city=jeonju":                   {"Jeonju opens a library", "전주"},
		"/search?city=jeonju&city=cork":                    {"Cork festival", "Jeonju opens a library", "전주"},
		"/search?-city=jeonju&lang=en":                     {"Cork festival", "Suwon walks"},
		"/search?city=suwon&mentions=1":                    {"Jeonju opens a library", "Suwon walks"},
		"/search?from=2016-07-20&to=2017-03":               {"Cork festival", "Suwon walks"},
		"/search?from=2017-03&to=2016-07-20":               {"Cork festival", "Suwon walks"},
		"/search?year=none":                                {"전주"},
		"/search?type=listing":                             {"All news"},
		"/search?q=%22learning+on+foot%22&colour=red":      {"Suwon walks"},
		"/search?q=festival&from=soon&sort=random&page=-1": {"Cork festival"},
		"/search?city=cork&q=%zz":                          {"Cork festival"},
	} {
		root := open(t, h, target, http.StatusOK)
		if diff := cmp.Diff(want, titles(root)); diff != "" || total(t, root) != len(want) {
			t.Errorf("%s: total %d (-want +got):\n%s", target, total(t, root), diff)
		}
	}
}

func TestWhatCannotBeUsedIsSaid(t *testing.T) {
	h := serve(library())
	for target, want := range map[string]string{
		"/search?from=soon":                                 "“soon” is not a date",
		"/search?from=2017&to=2016":                         "turned round",
		"/search?q=%zz":                                     "could not be read",
		"/search?page=99999999":                             "Pages end at hit 10000",
		"/search?q=" + strings.Repeat("a", 300):             "Only the first 256 characters were read.",
		"/search?q=" + strings.Repeat("word+", 30):          "Only the first 16 words were read.",
		"/search?city=a" + strings.Repeat("&city=b%20x", 3): "",
		"/search?" + manyCities(60):                         "Only the first 50 filters",
	} {
		said := strings.Join(texts(all(open(t, h, target, http.StatusOK), class("said"))), " ")
		if !strings.Contains(said, want) || want == "" && said != "" {
			t.Errorf("%.40s says %q, want %q", target, said, want)
		}
	}
}

func manyCities(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "&city=c%d", i)
	}
	return b.String()
}

func TestHit(t *testing.T) {
	root := open(t, serve(library()), "/search?q=reading", http.StatusOK)
	hit := one(t, root, "hit", class("hit"))
	links := all(hit, tag("a"))
	if len(links) != 1 || !strings.HasPrefix(attr(links[0], "href"), "/doc/") || !strings.HasSuffix(attr(links[0], "href"), "?q=reading") {
		t.Fatalf("a hit has %d links", len(links))
	}
	if got := texts(all(hit, tag("mark"))); !slices.Equal(got, []string{"reading"}) {
		t.Errorf("marks %q", got)
	}
	if got := text(all(hit, class("facts"))[0]); got != "News 14 July 2016" {
		t.Errorf("facts %q", got)
	}
	if got := text(all(hit, class("about"))[0]); got != "Jeonju · Literacy" {
		t.Errorf("about %q", got)
	}
	if got := text(all(hit, class("source"))[0]); got != "uil.example/jeonju" {
		t.Errorf("source %q", got)
	}
}

func TestTextsHaveTheirLanguageAndDirection(t *testing.T) {
	for lang, dir := range map[string]string{"ar": "rtl", "ko": "ltr", "en": "ltr"} {
		root := open(t, serve(library()), "/search?q=learning&lang="+lang, http.StatusOK)
		hit := all(root, class("hit"))[0]
		for _, n := range append(all(hit, tag("h2")), all(hit, class("snippet"))...) {
			if attr(n, "lang") != lang || attr(n, "dir") != dir {
				t.Errorf("%s of a page in %s has lang %q and dir %q", n.Data, lang, attr(n, "lang"), attr(n, "dir"))
			}
		}
	}
}

func TestSummaryAndReading(t *testing.T) {
	root := open(t, serve(library()), `/search?q=%22learning+on+foot%22+)&city=suwon`, http.StatusOK)
	summary := one(t, root, "summary", with("id", "summary"))
	if attr(summary, "role") != "status" || text(summary) != `1 result for "learning on foot" )` {
		t.Errorf("summary %q", text(summary))
	}
	if notes := all(one(t, root, "reading", class("reading")), tag("li")); len(notes) == 0 {
		t.Error("nothing is said of the parenthesis that was left out")
	}
	if robots := one(t, root, "robots", with("name", "robots")); attr(robots, "content") != "noindex" {
		t.Error("a filtered page can be indexed")
	}
	if bare := open(t, serve(library()), "/search", http.StatusOK); len(all(bare, with("name", "robots"))) != 0 {
		t.Error("the list of all pages cannot be indexed")
	}
}

func TestPagesShowEveryHitOnce(t *testing.T) {
	var docs []corpus.Document
	for i := range 34 {
		docs = append(docs, page(fmt.Sprint("p", i), "en", "2016", corpus.News, fmt.Sprintf("Page %02d", i), "Learning."))
	}
	h := serve(searchtest.NewMemory("g", nil, docs...))
	seen := map[string]int{}
	at, pages := "/search?q=learning&type=news&sort=title", 0
	for ; at != ""; pages++ {
		root := open(t, h, at, http.StatusOK)
		for _, title := range titles(root) {
			seen[title]++
		}
		if prev := all(root, with("rel", "prev")); len(prev) != 2*min(pages, 1) {
			t.Errorf("%s: %d links back", at, len(prev))
		}
		at = ""
		if next := all(root, with("rel", "next")); len(next) > 0 {
			at = attr(next[0], "href")
		}
	}
	if pages != 4 || len(seen) != 34 {
		t.Errorf("%d pages, %d hits; want 4 and 34", pages, len(seen))
	}
	if root := open(t, h, "/search?page=9", http.StatusOK); !strings.Contains(text(one(t, root, "nothing", class("nothing"))), "end before this page") {
		t.Error("a page behind the last does not say so")
	}
}

func TestNothingFoundOffersWaysOut(t *testing.T) {
	h := serve(library())
	root := open(t, h, "/search?q=learning&city=cork&lang=ko", http.StatusOK)
	nothing := one(t, root, "nothing", class("nothing"))
	if !strings.Contains(text(nothing), "All 6 pages were searched") {
		t.Errorf("it says %q", text(nothing))
	}
	ways := all(one(t, root, "ways", class("ways")), tag("li"))
	want := []string{"Without city Cork 1 result", "Without language Korean 1 result", "Without any filter 5 results"}
	if diff := cmp.Diff(want, texts(ways)); diff != "" {
		t.Errorf("ways (-want +got):\n%s", diff)
	}
	for i, w := range ways {
		target := attr(all(w, tag("a"))[0], "href")
		if got := total(t, open(t, h, target, http.StatusOK)); got != []int{1, 1, 5}[i] {
			t.Errorf("%s finds %d", target, got)
		}
	}
}

func TestSortKeepsTheSearch(t *testing.T) {
	h := serve(library())
	root := open(t, h, "/search?q=learning&lang=en&page=1", http.StatusOK)
	links := all(one(t, root, "sort", class("sort")), tag("a"))
	if got := texts(links); !slices.Equal(got, []string{"Relevance", "Newest", "Oldest", "Title"}) || attr(links[0], "aria-current") != "true" {
		t.Fatalf("orders %q", got)
	}
	for i, wantSort := range []string{"", "newest", "oldest", "title"} {
		u, _ := url.Parse(attr(links[i], "href"))
		if q := u.Query(); q.Get("sort") != wantSort || q.Get("q") != "learning" || q.Get("lang") != "en" {
			t.Errorf("%s leads to %s", text(links[i]), u)
		}
	}
}
