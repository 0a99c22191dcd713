package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
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
	if _, err := fmt.Sscanf(text(one(t, root, "summary", with("id", "summary"))), "%d", &n); err != nil {
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
		"/search?from=soon":                                     "“soon” is not a date",
		"/search?from=2017&to=2016":                             "turned round",
		"/search?q=%zz":                                         "could not be read",
		"/search?page=99999999":                                 "Pages end at hit 10000",
		"/search?q=" + strings.Repeat("a", 300):                 "Only the first 256 characters were read.",
		"/search?q=" + strings.Repeat("word+", 30):              "Only the first 16 words were read.",
		"/search?city=cork" + strings.Repeat("&city=jeonju", 3): "",
		"/search?" + manyCities(60):                             "Only the first 50 filters",
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
	root := open(t, serve(library()), "/search?sort=newest&q=reading", http.StatusOK)
	hit := one(t, root, "hit", class("hit"))
	links := all(hit, tag("a"))
	if len(links) != 1 || !strings.HasPrefix(attr(links[0], "href"), "/doc/") || !strings.HasSuffix(attr(links[0], "href"), "?q=reading&sort=newest") {
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
	if status := one(t, summary, "status", with("role", "status")); summary.Data != "h1" || has(summary, "role") || text(status) != text(summary) {
		t.Errorf("the summary is announced: %q; it is a %s with role %q", text(status), summary.Data, attr(summary, "role"))
	}
	if text(summary) != `1 result for "learning on foot" )` {
		t.Errorf("summary %q", text(summary))
	}
	if notes := all(one(t, root, "reading", class("reading")), tag("li")); len(notes) == 0 {
		t.Error("nothing is said of the parenthesis that was left out")
	}
	if robots := one(t, root, "robots", with("name", "robots")); attr(robots, "content") != "noindex, nofollow" {
		t.Error("a filtered page can be indexed")
	}
	if bare := open(t, serve(library()), "/search", http.StatusOK); len(all(bare, with("name", "robots"))) != 0 {
		t.Error("the list of all pages cannot be indexed")
	}
}

// longLibrary returns a library of n pages.
func longLibrary(n int) *searchtest.Memory {
	var docs []corpus.Document
	for i := range n {
		docs = append(docs, page(fmt.Sprint("p", i), "en", "2016", corpus.News, fmt.Sprintf("Page %02d", i), "Learning."))
	}
	return searchtest.NewMemory("g", nil, docs...)
}

func TestPagesShowEveryHitOnce(t *testing.T) {
	h := serve(longLibrary(34))
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
	for _, want := range []string{"with the filters in use. 5 pages were searched", "1 page that only lists other pages was left out."} {
		if !strings.Contains(text(nothing), want) {
			t.Errorf("it says %q, not %q", text(nothing), want)
		}
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

func TestListingsThatWereLeftOutAreSaid(t *testing.T) {
	h := serve(library())
	root := open(t, h, "/search?q=news", http.StatusOK)
	var link string
	for _, a := range all(one(t, root, "nothing", class("nothing")), tag("a")) {
		if text(a) == "Search it too" {
			link = attr(a, "href")
		}
	}
	if got := titles(open(t, h, link, http.StatusOK)); link != "/search?q=news&listings=1" || !slices.Equal(got, []string{"All news"}) {
		t.Errorf("%s finds %q", link, got)
	}
	for _, asked := range []string{"/search?q=zzz&listings=1", "/search?q=zzz&type=listing"} {
		if got := text(one(t, open(t, h, asked, http.StatusOK), "nothing", class("nothing"))); strings.Contains(got, "left out") {
			t.Errorf("%s says %q", asked, got)
		}
	}
}

// suggesting suggests a city and a word beside every answer.
type suggesting struct{ *searchtest.Memory }

func (s suggesting) Search(ctx context.Context, q search.Query) (search.Answer, error) {
	a, err := s.Memory.Search(ctx, q)
	a.Suggestions = []search.Suggestion{{Query: "city:cork", Total: 3}, {Query: "reading", Total: 1}}
	return a, err
}

func (s suggesting) Read(ctx context.Context, text string) (querylang.Reading, string, error) {
	if text == "city:cork" {
		return querylang.Reading{Root: querylang.Tag{Facet: "city", Value: "cork", Label: "Cork"}}, s.Status().Edition, nil
	}
	return s.Memory.Read(ctx, text)
}

func TestSuggestionsAreInPlainWords(t *testing.T) {
	for target, lead := range map[string]string{"/search?q=learning&lang=en": "Also", "/search?q=zzz&lang=en": "Try"} {
		also := one(t, open(t, serve(suggesting{library()}), target, http.StatusOK), "also", class("also"))
		if got := text(also); got != lead+": pages about the city Cork (3), pages for “reading” (1)" {
			t.Errorf("%s: %q", target, got)
		}
		if got := attr(all(also, tag("a"))[0], "href"); got != "/search?q=city%3Acork&lang=en" {
			t.Errorf("%s leads to %s", target, got)
		}
	}
	if also := all(open(t, serve(library()), "/search?q=learning", http.StatusOK), class("also")); len(also) != 0 {
		t.Error("nothing is suggested, and something said")
	}
}

// TestAQueryWithoutAWord holds that what was not searched for is not said to
// have results.
func TestAQueryWithoutAWord(t *testing.T) {
	root := open(t, serve(library()), "/search?q=%F0%9F%99%82", http.StatusOK)
	if got := text(one(t, root, "summary", with("id", "summary"))); got != "5 pages" {
		t.Errorf("summary %q", got)
	}
	if got := text(one(t, root, "title", tag("title"))); got != "5 pages – UIL Search" {
		t.Errorf("title %q", got)
	}
	if notes := all(one(t, root, "reading", class("reading")), tag("li")); len(notes) == 0 || attr(one(t, root, "box", with("id", "q")), "value") != "🙂" {
		t.Errorf("%d notes, and the box is %q", len(notes), attr(one(t, root, "box", with("id", "q")), "value"))
	}
}

// TestDatesCanBeTyped holds that no key that a date needs is kept from phones.
func TestDatesCanBeTyped(t *testing.T) {
	for _, in := range all(one(t, open(t, serve(library()), "/search", http.StatusOK), "dates", class("dates")), tag("input")) {
		if has(in, "inputmode") {
			t.Errorf("%s has the keyboard %q", attr(in, "name"), attr(in, "inputmode"))
		}
	}
}
