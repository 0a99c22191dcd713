package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

func docPath(slug string) string { return "/doc/" + string(corpus.NewID("https://uil.example/"+slug)) }

func TestDocument(t *testing.T) {
	h := serve(library())
	root := open(t, h, docPath("jeonju")+"?q=reading", http.StatusOK)
	article := one(t, root, "article", tag("article"))
	if got := text(one(t, article, "title", tag("h1"))); got != "Jeonju opens a library" {
		t.Errorf("title %q", got)
	}
	written := one(t, article, "text", class("text"))
	body := text(written)
	if !strings.Contains(body, "A plan for learning in Jeonju.") || !strings.Contains(body, "More The end of it.") {
		t.Errorf("text %q", body)
	}
	if got := texts(all(written, tag("mark"))); !slices.Equal(got, []string{"reading"}) {
		t.Errorf("marks %q", got)
	}
	if link := one(t, root, "original", class("original")); attr(one(t, link, "link", tag("a")), "href") != "https://uil.example/jeonju" {
		t.Error("no link to the original page")
	}
	if back := one(t, root, "back", class("back")); attr(one(t, back, "link", tag("a")), "href") != "/search?q=reading" {
		t.Error("no way back to the search")
	}
	if cite := text(one(t, root, "citation", class("cite"))); !strings.Contains(cite, "Jeonju opens a library. 14 July 2016. https://uil.example/jeonju") {
		t.Errorf("citation %q", cite)
	}
}

func TestWhyTagged(t *testing.T) {
	h := serve(library())
	root := open(t, h, docPath("jeonju"), http.StatusOK)
	tags := all(one(t, root, "tags", class("tags")), tag("details"))
	if got := texts(all(one(t, root, "tags", class("tags")), tag("summary"))); !slices.Equal(got, []string{"Jeonju", "Suwon only mentioned", "Republic of Korea", "Literacy"}) {
		t.Fatalf("tags %q", got)
	}
	jeonju := tags[0]
	if got := text(one(t, jeonju, "why", class("why"))); got != "named in the text, its country is named near by (very sure, 0.97)" {
		t.Errorf("why %q", got)
	}
	quote := one(t, jeonju, "quote", tag("blockquote"))
	if text(quote) != "Jeonju opens a library" || text(one(t, quote, "mark", tag("mark"))) != "Jeonju" {
		t.Errorf("quote %q", text(quote))
	}
	for i, want := range []int{2, 2} { // about Jeonju; about or mentioning Suwon
		links := all(tags[i], tag("a"))
		if got := total(t, open(t, h, attr(links[len(links)-1], "href"), http.StatusOK)); got != want {
			t.Errorf("%s leads to %d pages, want %d", text(tags[i]), got, want)
		}
	}
}

func TestOnlyWebAddressesAreLinks(t *testing.T) {
	for address, link := range map[string]bool{
		"https://uil.example/a": true, "http://uil.example/a": true, "javascript:alert(1)": false, "JaVaScRiPt://x/%0aalert(1)": false,
		"data:text/html,x": false, "file:///etc/passwd": false, "//uil.example/a": false, "vbscript:x": false, "": false, "::": false,
	} {
		d := page("x", "en", "2016", corpus.News, "Title", "Text.")
		d.URL, d.OtherURLs = address, []string{address}
		d.Translations = []corpus.Link{{URL: address, Title: "Other", Lang: "fr"}}
		root := open(t, serve(searchtest.NewMemory("g", nil, d)), "/doc/"+string(d.ID), http.StatusOK)
		found := all(one(t, root, "article", tag("article")), func(n *html.Node) bool { return attr(n, "href") == address && address != "" })
		if want := map[bool]int{true: 3}[link]; len(found) != want {
			t.Errorf("%s is a link %d times, want %d", address, len(found), want)
		}
	}
}

// payloads try to leave text for markup.
var payloads = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</title><svg onload=alert(1)>`,
	`{{.}}`, `javascript:alert(1)`, `<!--`, `]]>`, `</mark><iframe srcdoc=x>`, `<a href=javascript:alert(1)>x</a>`, "\u202e<b>", `&lt;script&gt;`,
	`</style><style>*{}</style>`, `" style="x:y`, `<base href=//evil.example>`, `<meta http-equiv=refresh content=0>`, `<form action=//evil.example>`,
}

// TestTextIsNeverMarkup puts payloads wherever text comes from outside, and
// holds every page to the elements and attributes that its templates write.
func TestTextIsNeverMarkup(t *testing.T) {
	allowed := strings.Fields("html head meta title link body a header form label input button main h1 h2 h3 p details summary ul ol li bdi span aside " +
		"fieldset legend s div nav mark time article section dl dt dd figure figcaption blockquote footer code q")
	for _, x := range payloads {
		d := page("x", "en", "2016", corpus.News, "Jeonju "+x, "Jeonju "+x+" word.", "city:jeonju:Jeonju")
		d.Sections = append(d.Sections, corpus.Section{Heading: x, Paragraphs: []string{x}})
		d.Credits, d.OtherURLs, d.LangSource, d.Published.Source = []string{x}, []string{x}, x, x
		d.Translations = []corpus.Link{{Title: x, URL: x, Lang: "fr"}}
		d.Tags[0].Rule, d.Crawled = x, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		h := serve(searchtest.NewMemory("g", map[search.Label]string{{Facet: "city", Value: "jeonju"}: x}, d))
		e := escape(x)
		for _, target := range []string{
			"/", "/search?q=word", "/search?q=" + e, "/search?city=" + e + "&-city=" + e + "&lang=" + e, "/search?q=zzz&city=jeonju&from=" + e,
			"/doc/" + string(d.ID) + "?q=" + e, "/" + e, "/doc/" + e,
		} {
			r := get(t, h, target)
			root, err := html.Parse(r.Body)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range all(root, func(*html.Node) bool { return true }) {
				if !slices.Contains(allowed, n.Data) {
					t.Errorf("%s: element %s", target, n.Data)
				}
				for _, a := range n.Attr {
					bad := strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" || a.Key == "http-equiv"
					address := a.Key == "href" || a.Key == "src" || a.Key == "action"
					if bad || address && strings.HasPrefix(strings.ToLower(a.Val), "javascript") || a.Key == "action" && a.Val != "/search" {
						t.Errorf("%s: %s=%q on %s", target, a.Key, a.Val, n.Data)
					}
				}
			}
		}
	}
}
