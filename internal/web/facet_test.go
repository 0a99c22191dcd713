package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// form returns what a browser would send for the search form.
func form(t testing.TB, root *html.Node) url.Values {
	t.Helper()
	f := one(t, root, "form", with("id", "search"))
	out := url.Values{}
	for _, in := range all(root, tag("input")) {
		inside := slices.Contains(all(f, tag("input")), in)
		if !inside && attr(in, "form") != "search" {
			t.Errorf("%s belongs to no form", attr(in, "name"))
		}
		if attr(in, "type") != "checkbox" || has(in, "checked") {
			out.Add(attr(in, "name"), attr(in, "value"))
		}
	}
	return out
}

// states are searches that the tests of facets start from.
var states = []string{
	"/search", "/search?q=learning", "/search?q=learning&city=jeonju", "/search?city=cork&city=jeonju&lang=en",
	"/search?-city=cork&country=kr&mentions=1", "/search?q=learning&year=2016&type=news&sort=newest", "/search?from=2016&to=2017&-type=news",
	"/search?city=aswan&theme=literacy", "/search?type=listing", "/search?q=nothing+at+all&city=cork",
}

// TestCountsAreWhatTheyPromise ticks every box alone in its facet, sends the
// form and counts what comes.
func TestCountsAreWhatTheyPromise(t *testing.T) {
	h := serve(library())
	boxes := 0
	for _, at := range states {
		root := open(t, h, at, http.StatusOK)
		for _, row := range all(one(t, root, "filters", class("filters")), tag("label")) {
			box := all(row, tag("input"))[0]
			name := attr(box, "name")
			counts := all(row, class("count"))
			if len(counts) == 0 {
				continue // dates and mentions
			}
			want, err := strconv.Atoi(strings.Fields(text(counts[0]))[0])
			if err != nil {
				t.Fatal(err)
			}
			values := form(t, root)
			values[name] = []string{attr(box, "value")}
			if got := total(t, open(t, h, "/search?"+values.Encode(), http.StatusOK)); got != want {
				t.Errorf("%s: %s %s promises %d and finds %d", at, name, attr(box, "value"), want, got)
			}
			boxes++
		}
	}
	if boxes < 80 {
		t.Errorf("only %d boxes", boxes)
	}
}

func TestTheFormKeepsTheSearchAndLeavesThePage(t *testing.T) {
	h := serve(library())
	for _, at := range states {
		u, _ := url.Parse(at)
		want := u.Query()
		u.RawQuery += "&page=2"
		values := form(t, open(t, h, u.String(), http.StatusOK))
		for name, v := range values {
			values[name] = slices.DeleteFunc(v, func(s string) bool { return s == "" })
			if len(values[name]) == 0 {
				delete(values, name)
			}
		}
		if diff := cmp.Diff(want, values); diff != "" {
			t.Errorf("%s (-want +got):\n%s", at, diff)
		}
	}
}

func TestSelectedValuesStayEvenAtNothing(t *testing.T) {
	root := open(t, serve(library()), "/search?q=festival&city=jeonju&city=aswan&-type=news", http.StatusOK)
	rows := all(one(t, root, "city", with("id", "facet-city")), tag("label"))
	want := []string{"Cork 1 page", "Aswan 0 pages", "Jeonju 0 pages"}
	if diff := cmp.Diff(want, texts(rows)); diff != "" {
		t.Errorf("city (-want +got):\n%s", diff)
	}
	for i, checked := range []bool{false, true, true} {
		if has(all(rows[i], tag("input"))[0], "checked") != checked {
			t.Errorf("%s: checked is %v", text(rows[i]), !checked)
		}
	}
	excluded := one(t, root, "excluded", class("excluded"))
	if text(excluded) != "News is left out. Take it in again" || strings.Contains(attr(excluded, "href"), "-type") {
		t.Errorf("excluded: %q to %s", text(excluded), attr(excluded, "href"))
	}
}

func TestEveryChipTakesItsFilterAway(t *testing.T) {
	h := serve(library())
	root := open(t, h, "/search?q=learning&city=jeonju&city=cork&-type=news&from=2016-07&to=2018&mentions=1&page=3", http.StatusOK)
	links := all(one(t, root, "chips", class("chips")), tag("a"))
	var names []string
	for _, l := range links {
		names = append(names, text(all(l, class("unseen"))[0]))
		u, _ := url.Parse(attr(l, "href"))
		if u.Query().Get("q") != "learning" || u.Query().Has("page") || attr(l, "rel") != "nofollow" {
			t.Errorf("%s leads to %s", text(l), u)
		}
	}
	want := []string{
		"Remove filter: city Cork", "Remove filter: city Jeonju", "Remove filter: not kind News", "Remove filter: from July 2016",
		"Remove filter: until 2018", "Remove filter: including mentions", "filters",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Fatalf("names (-want +got):\n%s", diff)
	}
	for range 6 {
		links := all(one(t, root, "chips", class("chips")), tag("a"))
		root = open(t, h, attr(links[0], "href"), http.StatusOK)
	}
	if left := all(root, class("chips")); len(left) != 0 || total(t, root) != 5 {
		t.Errorf("%d chips are left, %d results", len(left), total(t, root))
	}
}

func TestLongFacetsAreCutAndListedInFull(t *testing.T) {
	var docs []corpus.Document
	for i := range 30 {
		name := fmt.Sprintf("c%02d", i)
		docs = append(docs, page(name, "en", "2016", corpus.News, name, "In "+name+".", "city:"+name+":"+name))
	}
	h := serve(searchtest.NewMemory("g", nil, docs...))
	root := open(t, h, "/search?city=c25&q=in", http.StatusOK)
	city := one(t, root, "city", with("id", "facet-city"))
	if got := len(all(city, tag("label"))); got != 9 {
		t.Errorf("%d values, want 8 and the selected one", got)
	}
	more := one(t, city, "more", class("more"))
	if text(more) != "Show 21 more of City" {
		t.Errorf("it says %q", text(more))
	}
	root = open(t, h, attr(more, "href"), http.StatusOK)
	city = one(t, root, "city", with("id", "facet-city"))
	names := texts(all(city, class("value")))
	if len(names) != 30 || !slices.IsSorted(names) || len(all(root, class("chips"))) != 1 {
		t.Errorf("%d values in full, sorted %v", len(names), slices.IsSorted(names))
	}
}

// towns returns documents about n cities of one letter and a number each, the
// first of them twice.
func towns(n int) []corpus.Document {
	docs := []corpus.Document{page("again", "en", "2016", corpus.News, "c000", "In c000.", "city:c000:c000")}
	for i := range n {
		name := fmt.Sprintf("c%03d", i)
		docs = append(docs, page(name, "en", "2016", corpus.News, name, "In "+name+".", "city:"+name+":"+name))
	}
	return docs
}

func TestAFacetThatIsCutSaysSo(t *testing.T) {
	h := serve(searchtest.NewMemory("g", nil, towns(230)...))
	root := open(t, h, "/search?-city=c229&city=c228", http.StatusOK)
	more := one(t, one(t, root, "city", with("id", "facet-city")), "more", class("more"))
	if text(more) != "Show the 200 largest of 230 of City" {
		t.Errorf("it says %q", text(more))
	}
	root = open(t, h, attr(more, "href"), http.StatusOK)
	city := one(t, root, "city", with("id", "facet-city"))
	if got := text(one(t, city, "hint", class("hint"))); got != "These are the 200 largest of 230." {
		t.Errorf("it says %q", got)
	}
	if rows := all(city, tag("li")); len(rows) != 202 {
		t.Errorf("%d values, want 200 and the two in use", len(rows))
	}
}

// TestALongFacetCanBeLookedThrough types a part of a name beside a whole facet
// and sends the form.
func TestALongFacetCanBeLookedThrough(t *testing.T) {
	h := serve(searchtest.NewMemory("g", nil, towns(230)...))
	values := form(t, open(t, h, "/search?q=in&city=c003&facet_all=city", http.StatusOK))
	values.Set("facet_find", "22")
	root := open(t, h, "/search?"+values.Encode(), http.StatusOK)
	want := []string{"c003", "c022", "c122", "c220", "c221", "c222", "c223", "c224", "c225", "c226", "c227", "c228", "c229"}
	city := one(t, root, "city", with("id", "facet-city"))
	if diff := cmp.Diff(want, texts(all(city, class("value")))); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if filters := one(t, root, "filters", class("filters")); !has(filters, "open") {
		t.Error("the list is shut away while it is looked through")
	}
	if total(t, root) != 1 || form(t, root).Get("facet_find") != "22" {
		t.Errorf("%d results, the form has %v", total(t, root), form(t, root))
	}
	none := open(t, h, "/search?facet_all=city&facet_find=zzz", http.StatusOK)
	if hint := text(one(t, one(t, none, "city", with("id", "facet-city")), "hint", class("hint"))); hint != "No name in this list has that in it." {
		t.Errorf("where nothing is found it says %q", hint)
	}
}

func TestYearsAreNewestFirst(t *testing.T) {
	root := open(t, serve(library()), "/search", http.StatusOK)
	got := texts(all(one(t, root, "year", with("id", "facet-year")), class("value")))
	if want := []string{"2019", "2017", "2016", "No date"}; !slices.Equal(got, want) {
		t.Errorf("years %q, want %q", got, want)
	}
}

// TestFiltersTakeNames holds that a name in an address becomes the value it
// stands for, and that what nothing is called is left out and said.
func TestFiltersTakeNames(t *testing.T) {
	h := serve(library())
	root := open(t, h, "/search?city=Jeonju&city=jeonju&-city=CORK&city=Atlantis", http.StatusOK)
	if got := attr(one(t, root, "canonical", with("rel", "canonical")), "href"); got != "/search?city=jeonju&-city=cork" {
		t.Errorf("its address is %s", got)
	}
	if said := text(one(t, root, "said", class("said"))); said != "“Atlantis” is no city that is known here, and was left out." {
		t.Errorf("it says %q", said)
	}
	if total(t, root) != 2 {
		t.Errorf("%d results", total(t, root))
	}
}
