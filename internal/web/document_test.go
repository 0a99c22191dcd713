package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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
	if cite := text(one(t, root, "citation", class("cite"))); !strings.Contains(cite, "Jeonju opens a library. 14 July 2016. https://uil.example/jeonju") {
		t.Errorf("citation %q", cite)
	}
}

// TestTheWayBackIsTheWholeSearch follows a hit and the way back from it.
func TestTheWayBackIsTheWholeSearch(t *testing.T) {
	h := serve(library())
	for _, at := range append(states, "/search?q=learning&city=jeonju&-type=event&from=2016&mentions=1&sort=newest&facet_all=city&facet_find=jeon") {
		hits := all(open(t, h, at, http.StatusOK), class("hit"))
		if len(hits) == 0 {
			continue
		}
		link := attr(one(t, hits[0], "link", tag("a")), "href")
		root := open(t, h, link, http.StatusOK)
		back := attr(one(t, one(t, root, "back", class("back")), "link", tag("a")), "href")
		got, _ := url.Parse(back)
		want, _ := url.Parse(at)
		if diff := cmp.Diff(want.Query(), got.Query()); diff != "" {
			t.Errorf("%s leads back to %s", at, back)
		}
		bare, _, _ := strings.Cut(link, "?")
		if canonical := attr(one(t, root, "canonical", with("rel", "canonical")), "href"); canonical != bare {
			t.Errorf("%s says its address is %s", link, canonical)
		}
		if len(all(open(t, h, bare, http.StatusOK), class("back"))) != 0 {
			t.Error("who comes from no search is led back to one")
		}
	}
}

func TestADocumentWithoutATitle(t *testing.T) {
	d := page("x", "en", "2016", corpus.News, "", "The first words.")
	root := open(t, serve(searchtest.NewMemory("g", nil, d)), "/doc/"+string(d.ID)+"?q=words", http.StatusOK)
	if got := text(one(t, root, "heading", tag("h1"))); got != "uil.example/x" {
		t.Errorf("headed by %q", got)
	}
	if body := text(one(t, root, "text", class("text"))); !strings.Contains(body, "The first words. More The end of it.") {
		t.Errorf("text %q", body)
	}
}

// evident returns a document with one tag for each list of words, which are its
// evidence.
func evident(d corpus.Document, facet corpus.TagFacet, value, rule string, words ...string) corpus.Document {
	t := corpus.Tag{Facet: facet, Value: value, Role: corpus.About, Rule: rule, Confidence: 1}
	for _, w := range words {
		for at := 0; ; {
			i := strings.Index(d.Text()[at:], w)
			if i < 0 {
				break
			}
			at += i + len(w)
			t.Evidence = append(t.Evidence, corpus.Span{Zone: corpus.ZoneBody, Start: at - len(w), End: at, Surface: w})
		}
	}
	d.Tags = append(d.Tags, t)
	return d
}

// TestEachSentenceIsQuotedOnce holds that a sentence with several places has
// several marks, and that a tag which follows from others names them instead of
// quoting them again.
func TestEachSentenceIsQuotedOnce(t *testing.T) {
	d := page("x", "en", "2016", corpus.News, "Cities", "Cork and Sligo are near Cork Harbour. Cork one. Cork two. Cork three. Cork and Cork. Cork four. Ireland is proud of Sligo.")
	d = evident(d, corpus.City, "cork", "name", "Cork")
	d = evident(d, corpus.City, "sligo", "name", "Sligo")
	d = evident(d, corpus.Country, "ie", "name, city", "Cork", "Sligo", "Ireland")
	d = evident(d, corpus.Region, "europe", "country", "Cork", "Sligo", "Ireland")
	root := open(t, serve(searchtest.NewMemory("g", nil, d)), "/doc/"+string(d.ID), http.StatusOK)
	tags := all(one(t, root, "tags", class("tags")), tag("details"))
	quotes := func(n *html.Node) (out []string) {
		for _, q := range all(n, tag("blockquote")) {
			out = append(out, fmt.Sprint(text(q), " ", len(all(q, tag("mark")))))
		}
		return out
	}
	for i, want := range [][]string{
		{"Cork and Sligo are near Cork Harbour. 2", "Cork one. 1", "Cork two. 1", "Cork three. 1"},
		{"Cork and Sligo are near Cork Harbour. 1", "Ireland is proud of Sligo. 1"},
		{"Ireland is proud of Sligo. 1"},
		nil,
	} {
		if diff := cmp.Diff(want, quotes(tags[i])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text(all(tags[i], tag("summary"))[0]), diff)
		}
	}
	for i, want := range []string{
		"named in the text (very sure, 1.00)", "named in the text (very sure, 1.00)",
		"follows from cork, sligo; named in the text (very sure, 1.00)", "follows from ie (very sure, 1.00)",
	} {
		if got := text(one(t, tags[i], "why", class("why"))); got != want {
			t.Errorf("why %q, want %q", got, want)
		}
	}
	if !strings.Contains(text(tags[0]), "and 3 more places") || strings.Contains(text(tags[1]), "more place") {
		t.Errorf("what is left out is not said: %q, %q", text(tags[0]), text(tags[1]))
	}
	for _, a := range all(tags[2], tag("a"))[:2] {
		one(t, root, "the evidence for "+text(a), with("id", strings.TrimPrefix(attr(a, "href"), "#")))
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
