package extract

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

// prose is a paragraph that counts as text.
const prose = "<p>Learners of every age meet in the library on Mondays, and nobody is asked for a card.</p>"

// read reads an HTML page, or returns why it gave no document.
func read(t *testing.T, url, body string) (corpus.Document, error) {
	t.Helper()
	return newExtractor(t).Document(corpus.Page{URL: url, MediaType: corpus.HTML, Body: []byte(body), Captured: noon})
}

func mustRead(t *testing.T, url, body string) corpus.Document {
	t.Helper()
	d, err := read(t, url, body)
	if err != nil {
		t.Fatalf("%s: %v\n%s", url, err, body)
	}
	return d
}

// oddPages have no body, or one that a rule would drop.
var oddPages = []string{
	`<html><head><title>T</title></head><frameset cols="50%,50%"><frame src="a.html"><frame src="b.html"></frameset></html>`,
	`<html class="sidebar"><body class="page-node one-sidebar share no-captions">` + "<h1>T</h1>" + prose + "</body></html>",
	`<body hidden><h1>T</h1>` + prose,
	`<body class="sidebar"><main class="related"><article class="social"><div class="sidebar"><h1>T</h1></div>` + prose + "</article></main>",
}

func TestNoBody(t *testing.T) {
	if _, err := read(t, "file:///a", oddPages[0]); !errors.Is(err, corpus.ErrIncomplete) {
		t.Errorf("a page of frames: %v", err)
	}
}

func TestWholePageIsNeverDropped(t *testing.T) {
	for _, body := range oddPages[1:] {
		if d := mustRead(t, "file:///a", body); d.Title != "T" || !strings.Contains(d.Text(), "Learners of every age") {
			t.Errorf("%s\n%q", body, d.Text())
		}
	}
	for _, word := range []string{"sidebar", "social", "share", "related", "cookie", "newsletter", "breadcrumb", "credit", "caption"} {
		for _, class := range []string{word, "no-" + word + "s", "one-" + word, "layout-two-" + word + "s"} {
			d := mustRead(t, "file:///a", `<body class="`+class+`"><h1>T</h1>`+prose)
			if !strings.Contains(d.Text(), "Learners of every age") {
				t.Errorf("body class %s: %q", class, d.Text())
			}
		}
	}
}

func TestDropByClass(t *testing.T) {
	const extra = "<p>An unwanted line that is certainly long enough to count as a piece of text.</p>"
	body := strings.Repeat(prose, 3)
	for _, c := range []struct {
		attribute string
		dropped   bool
	}{
		{`class="share"`, true},
		{`class="share-buttons"`, true},
		{`class="block social-share"`, true},
		{`class="social-media-links"`, true},
		{`class="column sidebar"`, true},
		{`class="region-sidebar-first"`, true},
		{`id="sidebar-first"`, true},
		{`class="related-content"`, true},
		{`id="cookie-banner"`, true},
		{`class="newsletter-signup"`, true},
		{`class="shared-learning-content"`, false},
		{`class="social-inclusion"`, false},
		{`class="accreditation"`, false},
		{`class="two-sidebars"`, false},
		{`class="unrelated"`, false},
	} {
		for _, page := range []string{
			"<h1>T</h1><div>" + body + "<div " + c.attribute + ">" + extra + "</div></div>",
			"<h1>T</h1><div><div " + c.attribute + ">" + extra + "</div>" + body + "</div>",
		} {
			d := mustRead(t, "file:///a", page)
			if got := !strings.Contains(d.Text(), "unwanted"); got != c.dropped {
				t.Errorf("%s: dropped = %v, want %v", c.attribute, got, c.dropped)
			}
		}
	}
	// What has most of the text of a page is the page.
	d := mustRead(t, "file:///a", `<h1>T</h1><div class="related">`+body+"</div><div>"+extra+"</div>")
	if !strings.Contains(d.Text(), "Learners of every age") {
		t.Errorf("most of the page was dropped: %q", d.Text())
	}
}

func TestPartsBesideTheBody(t *testing.T) {
	body := `<div class="text">` + strings.Repeat(prose, 6) + "</div>"
	for _, c := range []struct {
		name, page string
		want, not  []string
	}{
		{"an intro and a second part",
			`<main><h1>T</h1><div class="intro"><p>The intro says in one sentence of some length what the page is about.</p></div>` + body +
				`<blockquote>“A word of the mayor that stands apart from the body, as words of mayors do.”</blockquote>` +
				`<div class="more"><p>A second part that tells in one more sentence how all of it came to an end.</p></div></main>`,
			[]string{"The intro says", "Learners", "A word of the mayor", "A second part"}, nil},
		{"a list of links beside it",
			`<div><h1>T</h1>` + body + `<div class="x"><ul><li><a href="/1">Another page whose title is long enough to count as text here</a></li>` +
				`<li><a href="/2">Yet another page whose title is long enough to count as text</a></li></ul></div></div>`,
			[]string{"Learners"}, []string{"nother page"}},
		{"an intro outside the wrapper of the body",
			`<article><h1>T</h1><p>The intro says in one sentence of some length what the page is about.</p><div><div>` + body + `</div></div></article>`,
			[]string{"The intro says", "Learners"}, nil},
	} {
		d := mustRead(t, "file:///a", c.page)
		text := d.Text()
		at := 0
		for _, part := range c.want {
			i := strings.Index(text[at:], part)
			if i < 0 {
				t.Errorf("%s: %q is not there, or not in order: %q", c.name, part, text)
				break
			}
			at += i
		}
		for _, part := range c.not {
			if strings.Contains(text, part) {
				t.Errorf("%s: %q is there: %q", c.name, part, text)
			}
		}
	}
}

func TestTitleIsNotTheSite(t *testing.T) {
	d := mustRead(t, "file:///a", "<title>A market – UIL</title><div><h1>UNESCO Institute for Lifelong Learning</h1></div><h1>A market of books</h1><div>"+prose+"</div>")
	if d.Title != "A market of books" || strings.Contains(d.Text(), "Institute") {
		t.Errorf("two headings: %q", d.Text())
	}
	d = mustRead(t, "file:///a", "<title>A market – UIL</title><h1>UIL</h1><div>"+prose+"</div>")
	if d.Title != "A market" || strings.Contains(d.Text(), "UIL") {
		t.Errorf("only the site: %q", d.Text())
	}
}

func TestTypeOfUnknownShape(t *testing.T) {
	article := "<h1>T</h1><div>" + strings.Repeat(prose, 4) + "</div>"
	teaser := `<div><h3><a href="/x">A teaser of some other page</a></h3><p>One short line on it, which tells little.</p><a href="/x">Read more</a></div>`
	for _, c := range []struct {
		url, page string
		want      corpus.Type
	}{
		{"https://uil.example/en/learning-cities/cork", article, corpus.CityProfile},
		{"https://uil.example/city/cork", article, corpus.CityProfile},
		{"https://uil.example/city/cork/", article, corpus.CityProfile},
		{"https://uil.example/home/news-target/a-slug/0123456789abcdef/", article, corpus.News},
		{"https://uil.example/case-study/gnlc/cork", article, corpus.CaseStudy},
		{"https://uil.example/event/festival", article, corpus.Event},
		{"https://uil.example/fr/etude-de-cas/gnlc/cork", article, corpus.CaseStudy},
		{"https://uil.example/es/estudio-de-caso/cork", article, corpus.CaseStudy},
		{"https://uil.example/en/learning-cities", article, corpus.Other},
		{"https://uil.example/x", article, corpus.Other},
		{"https://uil.example/x", article + "<p>Member since 2016</p>", corpus.CityProfile},
		{"https://uil.example/x", article + "<ul><li><i>emoji_events</i> City award 2017</li></ul>", corpus.CityProfile},
		{"https://uil.example/x", article + "<p>Member since 2016, Cork has held a festival each spring.</p>", corpus.Other},
		{"https://uil.example/x", "<h1>T</h1><main>" + strings.Repeat(teaser, 6) + "</main>", corpus.Listing},
		{"https://uil.example/x", "<h1>T</h1><main>" + strings.Repeat(strings.Replace(teaser, "<p>", "<p>Member since 2016</p><p>", 1), 6) + "</main>", corpus.Listing},
		{"https://uil.example/x", "<h1>T</h1><main><ul>" + strings.Repeat(`<li><a href="/x">A page with a title of some length</a>`, 9) + "</ul></main>", corpus.Listing},
		{"https://uil.example/x", "<h1>T</h1><main>" + strings.Repeat(prose, 9) + strings.Repeat(teaser, 4) + "</main>", corpus.Other},
	} {
		if d := mustRead(t, c.url, c.page); d.Type != c.want {
			t.Errorf("%s: %s, want %s\n%.200s", c.url, d.Type, c.want, c.page)
		}
	}
}

func TestDateLinesOfPages(t *testing.T) {
	for _, c := range []struct{ line, lang, published, modified, credit string }{
		{"Thu, 11/03/2022 - 09:30", "en", "2022-11-03", "", ""},
		{"Friday 15 July 2016, 10:30", "en", "2016-07-15", "", ""},
		{"14 July 2016 - 09:30", "en", "2016-07-14", "", ""},
		{"14 July 2016 at 9:30 am", "en", "2016-07-14", "", ""},
		{"14 juillet 2016 à 9h30", "fr", "2016-07-14", "", ""},
		{"Published: 14 July 2016 | Updated: 3 May 2017", "en", "2016-07-14", "2017-05-03", ""},
		{"Published 14 July 2016 – last updated on 3 May 2017", "en", "2016-07-14", "2017-05-03", ""},
		{"By Jane Doe, 14 July 2016", "en", "2016-07-14", "", "By Jane Doe"},
		{"By Jane Doe | 14 July 2016", "en", "2016-07-14", "", "By Jane Doe"},
		{"Mis à jour le 3 mai 2017", "fr", "", "2017-05-03", ""},
		{"Dernière mise à jour : 3 mai 2017", "fr", "", "2017-05-03", ""},
		{"Last update: 3 May 2017", "en", "", "2017-05-03", ""},
		{"Última actualización: 3 de mayo de 2017", "es", "", "2017-05-03", ""},
		{"Zuletzt aktualisiert: 3. Mai 2017", "de", "", "2017-05-03", ""},
		{"최종 수정일: 2017년 5월 3일", "ko", "", "2017-05-03", ""},
		{"更新日期：2017年5月3日", "zh", "", "2017-05-03", ""},
	} {
		for _, page := range []string{
			"<h1>T</h1><div><p>" + c.line + "</p>" + prose + prose + "</div>",
			`<body class="current"><main id="content"><div class="hero"><h1>T</h1></div><p class="meta">` + c.line + "</p>" + prose + "</main>",
			`<body class="legacy"><article class="node"><h1 class="node-title">T</h1><div class="node-date">` + c.line + `</div><div class="node-body">` + prose + "</div></article>",
		} {
			d := mustRead(t, "file:///a", "<html lang="+c.lang+">"+page)
			if d.Published.String() != c.published || d.Modified.String() != c.modified {
				t.Errorf("%s: published %q, modified %q\n%s", c.line, d.Published, d.Modified, page)
			}
			if strings.Contains(d.Text(), "201") || strings.Contains(d.Text(), "2022") {
				t.Errorf("%s: in the text: %q", c.line, d.Text())
			}
			if c.credit != "" && !slices.Contains(d.Credits, c.credit) {
				t.Errorf("%s: credits %q", c.line, d.Credits)
			}
		}
	}
	// The date of a change stands at the end of a page as well.
	for _, page := range []string{
		"<h1>T</h1><div>" + strings.Repeat(prose, 5) + "<p>Last updated: 3 May 2017</p></div>",
		`<body class="legacy"><article class="node"><h1 class="node-title">T</h1><div class="node-body">` + prose + "<p>Last updated: 3 May 2017</p></div></article>",
	} {
		if d := mustRead(t, "file:///a", page); d.Modified.String() != "2017-05-03" || strings.Contains(d.Text(), "2017") {
			t.Errorf("modified %q, text %q", d.Modified, d.Text())
		}
	}
	for _, line := range []string{"By Friday, 14 July 2016", "7 May 2016 – 8 June 2017", "Updated in 2017 by the city", "2015 | 2016"} {
		d := mustRead(t, "file:///a", "<h1>T</h1><div><p>"+line+"</p>"+prose+"</div>")
		if !strings.Contains(d.Text(), line) || !d.Published.IsZero() || !d.Modified.IsZero() {
			t.Errorf("%q was taken for a date: %q", line, d.Text())
		}
	}
}

func TestFrontMatterContinues(t *testing.T) {
	d, err := newExtractor(t).Document(corpus.Page{URL: "file:///a", MediaType: corpus.Markdown, Captured: noon, Body: []byte(
		"---\ntitle: >-\n  A market\n  of books\ndescription: >\n  Some text: with a colon,\n\n  and more of it.\nauthor:\n  name: Jane\n  url: none\ntags:\n  - a\n- b\ndate: 2016-07-14\n---\n\nThe text.\n")})
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "A market of books" || d.Published.String() != "2016-07-14" || d.Text() != "A market of books\n\nThe text." {
		t.Errorf("published %s, text %q", d.Published, d.Text())
	}
}
