package extract

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
)

// pieces are what pages are made of in the property test.
var pieces = []string{
	"<h1>T</h1>", "<h1>UIL</h1>", "<title>A title | UIL</title>", firstProse, lastProse, middleProse, "<h2>A heading</h2>",
	`<body class="legacy"><article class="node node-news"><h1 class="node-title">L</h1><div class="node-body">`, `<body class="current"><main id="content">`,
	`<div class="news-single-item"><div class="news-single-timedata">14.07.16</div>`, `<div class="view-listing">`,
	"<p>Home › News</p>", "<p>© Jane Doe</p>", "<p>14 July 2016</p>", "<p>Updated: 3 May 2017</p>", "<p>emoji_events City award 2017</p>",
	`<p>An end. <a href="/x">Read more</a></p>`, `<nav>menu</nav>`, `<div class="related">other pages</div>`, "<table><tr><td>", "</div>", "<p>a<br>© b<br>c",
	`<time pubdate datetime="2015-01-02">x</time>`, `<meta name="dc.date" content="2016-07">`, `<link rel="canonical" href="/y?cHash=1">`, `<base href="http://uil.example/z/">`,
	`<script type="application/ld+json">{"@type":"Event","startDate":"2017-09-18"}</script>`, "<div id=wm-ipp>banner</div>", "---\ntitle: M\ndate: 2016\n---\n", "# H\n\ntext\n",
}

// Document and Explain read the same out of every page, and refuse the same.
func TestExplainIsDocument(t *testing.T) {
	e := newExtractor(t)
	check := func(t interface {
		Helper()
		Fatalf(string, ...any)
	}, p corpus.Page) {
		t.Helper()
		d, err := e.Document(p)
		x, r, errX := e.Explain(p)
		if fmt.Sprint(err) != fmt.Sprint(errX) {
			t.Fatalf("errors %v, %v", err, errX)
		}
		if diff := cmp.Diff(d, x); diff != "" {
			t.Fatalf("%.500q (-Document +Explain):\n%s", p.Body, diff)
		}
		if err == nil && r.Shape == "" || len(r.Decisions) > maxDecisions+1 {
			t.Fatalf("shape %q, %d decisions", r.Shape, len(r.Decisions))
		}
		for _, made := range r.Decisions {
			if made.What == "" || made.Why == "" {
				t.Fatalf("an empty decision: %+v", made)
			}
		}
	}
	names, err := filepath.Glob("testdata/*/source.*")
	if err != nil {
		t.Fatal(err)
	}
	media := map[string]string{".html": corpus.HTML, ".md": corpus.Markdown, ".txt": corpus.Text}
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		check(t, corpus.Page{URL: "file:///a", MediaType: media[filepath.Ext(name)], Body: body, Captured: noon})
	}
	page := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		check(t, corpus.Page{
			URL:       rapid.SampledFrom([]string{"https://uil.example/x", "file:///x", "https://uil.example/event/x?print=1", "https://a.example/20160714000000/http://uil.example/x"}).Draw(t, "url"),
			MediaType: rapid.SampledFrom([]string{corpus.HTML, corpus.HTML, corpus.HTML, corpus.Markdown, corpus.Text, corpus.PDF, "x/y"}).Draw(t, "media"),
			Body:      []byte(strings.Join(page.Draw(t, "pieces"), "\n")), Captured: noon,
		})
	})
}

// explain returns the decisions about one thing on a page, each as one line.
func explain(t *testing.T, url, body, what string) string {
	t.Helper()
	_, r, err := newExtractor(t).Explain(corpus.Page{URL: url, MediaType: corpus.HTML, Body: []byte(body), Captured: noon})
	if err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	var out []string
	for _, d := range r.Decisions {
		if d.What == what {
			out = append(out, d.Value+" | "+d.Why)
		}
	}
	return strings.Join(out, "\n")
}

func TestExplainSaysWhy(t *testing.T) {
	text := firstProse + middleProse + lastProse
	const x = "https://uil.example/x"
	for _, c := range []struct{ url, page, what, want string }{
		{x, "<h1>T</h1>" + text, "address", x + " | the address of the capture"},
		{x + "?fbclid=1", "<h1>T</h1>" + text, "address", x + " | the address of the capture, without what never chooses a page"},
		{"file:///a.html", "<h1>T</h1>" + text, "address", "file:///a.html | the place of the file; it names no address"},
		{"https://web.archive.org/web/2016/https://uil.example/x", "<h1>T</h1>" + text, "address", x + " | the page of which a web archive has this copy"},
		{"https://uil.example/node/1", `<link rel=canonical href="/x"><h1>T</h1>` + text, "address", x + " | the canonical link\nhttps://uil.example/node/1 | not taken: another address of the page"},
		{x, `<link rel=canonical href="/"><h1>T</h1>` + text, "address", "/ | not taken: the canonical link is no address of the web, or that of the home page\n" + x + " | the address of the capture"},
		{"file:///a", `<link rel=canonical href="/x"><h1>T</h1>` + text, "address", "/x | not taken: the canonical link is no address of the web\nfile:///a | the place of the file"},
		{x, "<h1>UIL</h1><h1>T</h1>" + text, "title", "UIL | not taken: the name of the site\nT | the first heading that is not the name of the site"},
		{x, "<title>T - UIL</title>" + text, "title", "T | there is no heading: the title in the head of the page, without the name of the site"},
		{x, "<h1>T</h1>" + text, "type", "other | no rule holds, and there is no date"},
		{"https://uil.example/event/x", "<h1>T</h1>" + text, "type", "event | rule of the profile: the address stands below event"},
		{x, `<body class="legacy"><article class="node node-news"><h1 class="node-title">T</h1><div class="node-body">` + text, "type", "news | rule of the profile: selector article.node-news"},
		{x, `<body class="legacy"><article class="node node-news"><h1 class="node-title">T</h1><div class="node-body">` + text, "title", `T | shape "legacy": title: h1.node-title`},
		{x, "<title>[ARCHIVED CONTENT] T - UIL</title>" + text, "title", "T | there is no heading: the title in the head of the page, without the name of the site"},
		{x, "<html lang=fr><h1>T</h1>" + text, "lang", "fr | the lang attribute of the page"},
		{x, "<html lang=xx-default><h1>T</h1>" + text, "lang", "xx-default | not taken: the lang attribute names no language\n | the page names none"},
		{x, `<link rel=alternate hreflang=fr href=/fr><h1>T</h1>` + text, "translation", "https://uil.example/fr | an hreflang link for fr"},
		{x, `<meta name="dc.date" content="2016-07"><h1>T</h1><p>14 July 2016</p>` + text, "published",
			"2016-07 | not taken: there is one that says it better; from meta dc.date, “2016-07”\n2016-07-14 | says the same more precisely; from text, “14 July 2016”"},
		{x, `<meta name="dc.date" content="2016-07-14"><meta name="pubdate" content="2019-01-01"><h1>T</h1>` + text, "published",
			"2016-07-14 | the most trustworthy date; from meta dc.date, “2016-07-14”\n2019-01-01 | not taken: there is a more trustworthy date; from meta pubdate, “2019-01-01”"},
		{x, `<meta name="dc.date" content="2030-01-01"><meta name="pubdate" content="1900-01-01"><h1>T</h1>` + text, "published",
			"2030-01-01 | not taken: it is after the capture of the page, and so announces something; from meta dc.date, “2030-01-01”\n1900-01-01 | not taken: before 1945 there were no pages; from meta pubdate, “1900-01-01”"},
		{x, `<script type="application/ld+json">{"@type":"Event","startDate":"2017-09-18"}</script><h1>T</h1><time pubdate>18 September 2017</time>` + text, "published",
			"2017-09-18 | not taken: JSON-LD gives it as the date of an event\n18 September 2017 | not taken: the page is about an event, whose date this may be\n18 September 2017 | not taken: the page is about an event, whose date this may be\n | the page does not say"},
		{x, "<h1>T</h1>" + text + "<p>18 September 2017</p>", "published", "18 September 2017 | not taken: a date alone in the text may be that of an event\n | the page does not say"},
		{x, "<h1>T</h1>" + text + "<p>Updated: 3 May 2017</p>", "modified", "2017-05-03 | the most trustworthy date; from text, “3 May 2017”"},
		{x, `<div id="wm-ipp-base">12 captures 3 Feb 2014</div><h1>T</h1><p>This page was archived on 3 May 2017</p>` + text, "published",
			"12 captures 3 Feb 2014 | not taken: the dates in a banner of an archive are those of copies\nThis page was archived on 3 May 2017 | not taken: the dates in a banner of an archive are those of copies\n | the page does not say"},
		{x, `<div id="wm-ipp-base">12 captures 3 Feb 2014</div><nav>menu</nav><h1>T</h1><div class="related">Other pages</div><p>Home › T</p><p>emoji_events City award 2017</p>` + text, "dropped",
			"12 captures 3 Feb 2014 | archive: #wm-ipp-base\nmenu | drop: nav\nOther pages | unknown.drop_classes: related\nHome › T | breadcrumb\nemoji_events | icon word before City award 2017"},
		{x, `<h1>T</h1><figure><figcaption>A boat</figcaption></figure><p>© Port</p>` + text, "credit", "A boat | unknown.credits: figcaption\n© Port | a line about a picture"},
		{x, "<h1>T</h1>" + prose, "text", "85 characters | the densest part of the page and what stands beside it; the finder of articles was not asked about so little text"},
		{x, "<h1>T</h1><p>A line of some length before the heading, to see it.</p><h2>How it began</h2>" + text, "section", " | 1 paragraphs, 52 characters\nHow it began | 5 paragraphs, 488 characters"},
	} {
		if diff := cmp.Diff(c.want, explain(t, c.url, c.page, c.what)); diff != "" {
			t.Errorf("%s of %.150s (-want +got):\n%s", c.what, c.page, diff)
		}
	}
}

func TestReadingIsBounded(t *testing.T) {
	_, r, err := newExtractor(t).Explain(corpus.Page{URL: "https://uil.example/x", MediaType: corpus.HTML, Captured: noon,
		Body: []byte(`<body class="current"><main id="content"><h1>T</h1>` + prose + strings.Repeat("<nav>a menu</nav>", 5000) + strings.Repeat("<h2>H</h2>"+prose, 500))})
	if err != nil {
		t.Fatal(err)
	}
	last := r.Decisions[len(r.Decisions)-1]
	if len(r.Decisions) != maxDecisions+1 || !strings.HasSuffix(last.Why, "more lines, not listed") {
		t.Errorf("%d decisions, the last %+v", len(r.Decisions), last)
	}
	long, r, err := newExtractor(t).Explain(corpus.Page{URL: "https://uil.example/x", MediaType: corpus.Text, Body: []byte(strings.Repeat("word ", 200) + "\n\nx\n"), Captured: noon})
	for _, d := range r.Decisions {
		if len(d.Value) > maxShown+len("…") {
			t.Errorf("%d bytes of %s", len(d.Value), d.What)
		}
	}
	if err != nil || !strings.HasSuffix(long.Title, "…") {
		t.Errorf("title %q, %v", long.Title, err)
	}
}

// A page that is refused is explained as far as it was read.
func TestExplainRefused(t *testing.T) {
	_, r, err := newExtractor(t).Explain(corpus.Page{URL: "https://uil.example/x", MediaType: corpus.HTML, Body: []byte("<h1>T</h1>"), Captured: noon})
	if err == nil || r.Shape != "density" || len(r.Decisions) == 0 {
		t.Errorf("%v, %+v", err, r)
	}
}
