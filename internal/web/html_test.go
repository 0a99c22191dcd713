package web_test

import (
	"bufio"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"golang.org/x/net/html"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/web"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

var _ web.Searcher = (*searchtest.Memory)(nil)

// page returns a document with a tag for each "facet:value:surface", found in
// its text. A surface of "~name" is only mentioned.
func page(slug, lang, date string, typ corpus.Type, title, text string, tags ...string) corpus.Document {
	url := "https://uil.example/" + slug
	d := corpus.Document{
		ID: corpus.NewID(url), URL: url, Title: title, Lang: lang, Type: typ,
		Sections: []corpus.Section{{Paragraphs: []string{text}}, {Heading: "More", Paragraphs: []string{"The end of it."}}},
	}
	d.Published, _ = corpus.ParseDate(date)
	d.ContentHash = corpus.HashContent(&d)
	for _, t := range tags {
		facet, rest, _ := strings.Cut(t, ":")
		value, surface, _ := strings.Cut(rest, ":")
		role := corpus.About
		if s, mention := strings.CutPrefix(surface, "~"); mention {
			role, surface = corpus.Mention, s
		}
		at := strings.Index(d.Text(), surface)
		d.Tags = append(d.Tags, corpus.Tag{
			Facet: corpus.TagFacet(facet), Value: value, Role: role, Rule: "name+country", Confidence: .97,
			Evidence: []corpus.Span{{Zone: corpus.ZoneLead, Start: at, End: at + len(surface), Surface: surface}},
		})
	}
	return d
}

func library() *searchtest.Memory {
	labels := map[search.Label]string{}
	for _, l := range [][3]string{
		{"city", "jeonju", "Jeonju"}, {"city", "suwon", "Suwon"}, {"city", "cork", "Cork"}, {"city", "aswan", "Aswan"},
		{"country", "kr", "Republic of Korea"}, {"country", "ie", "Ireland"}, {"theme", "literacy", "Literacy"},
	} {
		labels[search.Label{Facet: l[0], Value: l[1]}] = l[2]
	}
	return searchtest.NewMemory("20261122T031500Z-1f3a9c2e", labels,
		page("jeonju", "en", "2016-07-14", corpus.News, "Jeonju opens a library", "A plan for learning in Jeonju. It starts with reading in Korea.",
			"city:jeonju:Jeonju", "country:kr:Korea", "theme:literacy:reading", "city:suwon:~plan"),
		page("suwon", "en", "2016-07", corpus.CaseStudy, "Suwon walks", "Suwon in Korea is learning on foot.", "city:suwon:Suwon", "country:kr:Korea"),
		page("cork", "en", "2017", corpus.Event, "Cork festival", "Cork in Ireland is learning for a week.", "city:cork:Cork", "country:ie:Ireland"),
		page("ko", "ko", "", corpus.CityProfile, "전주", "전주시는 learning 배우는 도시이다.", "city:jeonju:전주시"),
		page("ar", "ar", "2019-10-21", corpus.News, "أسوان", "أسوان learning مدينة تعلم.", "city:aswan:أسوان"),
		page("all", "en", "2020-01-01", corpus.Listing, "All news", "Learning, learning."),
	)
}

func serve(s web.Searcher) http.Handler { return serveWith(s, web.Options{}, slog.DiscardHandler) }

func serveWith(s web.Searcher, o web.Options, logs slog.Handler) http.Handler {
	router := web.NewRouter(web.RouterOptions{Log: slog.New(logs)})
	site := web.Register(router, s, o)
	router.NoRoute(site.NotFound)
	router.NoMethod(site.NotFound)
	router.GET("/lost", func(*gin.Context) { panic("in no room") })
	return router
}

// get sends target as a client would write it, well formed or not.
func get(t testing.TB, h http.Handler, target string, headers ...string) *http.Response {
	t.Helper()
	raw := "GET " + target + " HTTP/1.1\r\nHost: uil.example\r\n" + strings.Join(append(headers, "\r\n"), "\r\n")
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(raw)))
	if err != nil {
		t.Skipf("net/http answers 400 itself: %v", err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// open returns the tree of a page.
func open(t testing.TB, h http.Handler, target string, wantStatus int) *html.Node {
	t.Helper()
	target, _, _ = strings.Cut(target, "#") // browsers keep it to themselves
	r := get(t, h, target)
	if r.StatusCode != wantStatus {
		body, _ := io.ReadAll(r.Body)
		t.Fatalf("%s: status %d, want %d: %s", target, r.StatusCode, wantStatus, body)
	}
	root, err := html.Parse(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// all returns the elements below n, in order, that a predicate picks.
func all(n *html.Node, pick func(*html.Node) bool) []*html.Node {
	var out []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && pick(d) {
			out = append(out, d)
		}
	}
	return out
}

// tag picks elements by name, class by class, id by id and rel by relation.
func tag(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.Data == name }
}

func class(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return slices.Contains(strings.Fields(attr(n, "class")), name) }
}

func with(name, value string) func(*html.Node) bool {
	return func(n *html.Node) bool { return attr(n, name) == value }
}

// one returns the only element that is picked.
func one(t testing.TB, n *html.Node, what string, pick func(*html.Node) bool) *html.Node {
	t.Helper()
	found := all(n, pick)
	if len(found) != 1 {
		t.Fatalf("%d elements for %s, want 1", len(found), what)
	}
	return found[0]
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// text returns what an element says, white space made plain.
func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return corpus.NormalSpace(b.String())
}

func texts(nodes []*html.Node) []string {
	out := make([]string, len(nodes))
	for i, n := range nodes {
		out[i] = text(n)
	}
	return out
}
