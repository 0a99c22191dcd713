package extract

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
)

func TestNewAddress(t *testing.T) {
	for _, c := range []struct {
		page, canonical, shown string
		others                 []string
	}{
		{"file:///a.html", "", "file:///a.html", nil},
		{"file:///a.html", "https://u.example/a", "https://u.example/a", nil},
		{"file:///a.html", "/a", "file:///a.html", nil},
		{"file:///a.html", "javascript:alert(1)", "file:///a.html", nil},
		{"http://U.example:80/a#x", "", "http://u.example/a", nil},
		{"https://u.example:8443", "", "https://u.example:8443/", nil},
		{"https://u.example/a?fbclid=1&b=2&utm_medium=x", "", "https://u.example/a?b=2", nil},
		{"https://u.example/a?b=2&amp;c=3", "", "https://u.example/a?b=2&c=3", nil},
		{"https://u.example/a;jsessionid=0A1B?PHPSESSID=2c", "", "https://u.example/a", nil},
		{"https://u.example/a%2Fb%20c;v=1;JSESSIONID=2/d", "", "https://u.example/a%2Fb%20c;v=1/d", nil},
		{"https://u.example/node/1", "/news/a", "https://u.example/news/a", []string{"https://u.example/node/1"}},
		{"https://u.example/news/a", "https://u.example/", "https://u.example/news/a", nil},
		{"https://u.example/", "https://u.example/", "https://u.example/", nil},
		{"https://user:pw@u.example/a", "", "https://u.example/a", nil},
		{"https://web.archive.org/web/2016/https://u.example/a%20b?x=1", "", "https://u.example/a%20b?x=1", nil},
		{"https://u.example/a", "http://%zz", "https://u.example/a", nil},
		{"https://archive.example/web/20160714093000mp_/http://u.example/a?b=1", "", "http://u.example/a?b=1", nil},
		{"https://archive.example/1234/20160714093000/http://u.example/a", "", "http://u.example/a", nil},
		{"https://archive.example/20160714093000/http://u.example/a", "https://archive.example/20160714093000/http://u.example/b", "http://u.example/b", []string{"http://u.example/a"}},
		{"https://u.example/20160714/http://v.example/a", "", "https://u.example/20160714/http://v.example/a", nil}, // no time to the second
		{"https://u.example/a", " ", "https://u.example/a", nil},
	} {
		got := newAddress(c.page, c.canonical)
		if diff := cmp.Diff(address{c.shown, c.others}, got, cmp.AllowUnexported(address{})); diff != "" {
			t.Errorf("%s, %s (-want +got):\n%s", c.page, c.canonical, diff)
		}
	}
}

// The oldest addresses: links start from the base of the page, and parameters
// that never choose a page go.
func TestOldestAddresses(t *testing.T) {
	for _, c := range []struct {
		page, head, shown string
		others            []string
	}{
		{"http://uil.example/home/news-target/a-slug/0a1b/", "", "http://uil.example/home/news-target/a-slug/0a1b/", nil},
		{"http://uil.example/home/news-target/a-slug/0a1b/?print=1&no_cache=1", "", "http://uil.example/home/news-target/a-slug/0a1b/",
			[]string{"http://uil.example/home/news-target/a-slug/0a1b/?print=1&no_cache=1"}},
		{"http://uil.example/index.php?id=5&tx_ttnews[tt_news]=7&tx_ttnews[backPid]=3&cHash=0a1b&L=1&type=98", "", "http://uil.example/index.php?id=5&tx_ttnews[tt_news]=7&L=1",
			[]string{"http://uil.example/index.php?id=5&tx_ttnews[tt_news]=7&tx_ttnews[backPid]=3&cHash=0a1b&L=1&type=98"}},
		{"http://uil.example/index.php?id=5&type=1&printer=2", "", "http://uil.example/index.php?id=5&type=1&printer=2", nil},
		{"http://uil.example/home/a/", `<base href="http://uil.example/"><link rel=canonical href="home/b/">`, "http://uil.example/home/b/", []string{"http://uil.example/home/a/"}},
		{"file:///a.html", `<base href="http://uil.example/"><link rel=canonical href="home/b/?cHash=1">`, "http://uil.example/home/b/", nil},
		{"file:///a.html?print=1", "", "file:///a.html?print=1", nil},
		{"http://uil.example/home/a/", `<base href="home/"><link rel=canonical href="b/">`, "http://uil.example/home/a/home/b/", []string{"http://uil.example/home/a/"}},
		{"http://uil.example/home/a/", `<base target="_top"><link rel=canonical href="b/">`, "http://uil.example/home/a/b/", []string{"http://uil.example/home/a/"}},
		{"http://uil.example/home/a/", `<base href="javascript:0"><link rel=canonical href="b/">`, "http://uil.example/home/a/b/", []string{"http://uil.example/home/a/"}},
	} {
		d := mustRead(t, c.page, "<html><head>"+c.head+"</head><body><h1>T</h1>"+prose)
		if d.URL != c.shown || !slices.Equal(d.OtherURLs, c.others) {
			t.Errorf("%s, %s: %s, others %q", c.page, c.head, d.URL, d.OtherURLs)
		}
	}
	d := mustRead(t, "http://uil.example/home/a/", `<base href="http://uil.example/"><link rel=alternate hreflang=fr href="accueil/a/"><h1>T</h1>`+prose)
	if len(d.Translations) != 1 || d.Translations[0].URL != "http://uil.example/accueil/a/" {
		t.Errorf("translations %v", d.Translations)
	}
}

func TestLoadProfileNamesTheMistake(t *testing.T) {
	for _, c := range []struct{ name, toml, says string }{
		{"unknown key", "site_names = [\"x\"]\nbreadcrum = \".b\"\n", `line 2: unknown key "breadcrum"`},
		{"unknown key of a shape", "[[shape]]\nname = \"a\"\nmatch = \"p\"\ntitel = \"h1\"\n", `line 4: unknown key "shape.titel"`},
		{"bad TOML", "site_names = [\n\n=", "line 3"},
		{"wrong kind", "drop = 3", "line 1"},
		{"bad selector", "[[shape]]\nname = \"a\"\nmatch = \"p\"\ntitle = \"h1[\"\nbody = \"b\"\n", `shape "a": title: selector "h1["`},
		{"bad pattern", "[[types]]\nurl = \"(\"\ntype = \"news\"\n", "types[0]"},
		{"bad pattern of parameters", "drop = \"nav\"\ndrop_query = \"(\"\n", "drop_query"},
		{"bad type", "[[shape]]\nname = \"a\"\nmatch = \"p\"\ntitle = \"h1\"\nbody = \"b\"\n[[shape.types]]\ntype = \"newz\"\n", `unknown type "newz"`},
		{"no body", "[[shape]]\nname = \"a\"\nmatch = \"p\"\ntitle = \"h1\"\n", `shape "a": match, title and body`},
		{"no name", "[[shape]]\nmatch = \"p\"\n", "shape[0] has no name"},
		{"empty", "", "empty"},
	} {
		_, err := LoadProfile(strings.NewReader(c.toml))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// A page of another site is read by another profile, without a change of code.
func TestOtherProfile(t *testing.T) {
	profile, err := LoadProfile(strings.NewReader(`
[[shape]]
name = "old"
match = "table.page"
title = "td.headline"
date = "td.date"
body = "td.text"
  [[shape.types]]
  type = "publication"
`))
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(profile)
	if err != nil {
		t.Fatal(err)
	}
	d, err := e.Document(corpus.Page{URL: "file:///a", MediaType: corpus.HTML, Captured: noon, Body: []byte(
		`<table class=page><tr><td class=headline>T<td class=date>May 2009<tr><td class=text>x<p>y</table>`)})
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "T" || d.Published.String() != "2009-05" || d.Type != corpus.Publication || d.Text() != "T\n\nx\n\ny" {
		t.Errorf("got %+v", d)
	}
	if profile.Fingerprint() == DefaultProfile().Fingerprint() {
		t.Error("two profiles have one fingerprint")
	}
}

// Parts of a title selector are tried in their order, not in that of the page.
func TestTitleByOrderOfSelectors(t *testing.T) {
	d := mustRead(t, "file:///a", `<h1 class="csc-firstHeader">News</h1><div class="news-single-item"><h1>A market of books</h1>`+prose+"</div>")
	if d.Title != "A market of books" {
		t.Errorf("title %q", d.Title)
	}
}

func TestRefused(t *testing.T) {
	e := newExtractor(t)
	front := func(line string) string { return "---\n" + line + "\n---\n# T\n\nx\n" }
	deep := strings.Repeat("<div>", 100_000)
	for _, c := range []struct {
		name, media, body string
		is                error
		says              string
	}{
		{"empty HTML", corpus.HTML, "", corpus.ErrIncomplete, ""},
		{"empty text", corpus.Text, " \n\t\n", corpus.ErrIncomplete, ""},
		{"empty Markdown", corpus.Markdown, "", corpus.ErrIncomplete, ""},
		{"title only", corpus.Text, "Title\n", corpus.ErrIncomplete, ""},
		{"title only in HTML", corpus.HTML, "<title>x</title>", corpus.ErrIncomplete, ""},
		{"NUL bytes", corpus.Text, strings.Repeat("\x00", 1000), corpus.ErrIncomplete, ""},
		{"no title", corpus.HTML, "<p>Text without any heading, long enough to count as text.", corpus.ErrIncomplete, ""},
		{"deep nesting", corpus.HTML, deep, nil, "parse"},
		{"deep quotes", corpus.Markdown, strings.Repeat(">", maxNested+1) + "x", errTangled, ""},
		{"deep lists", corpus.Markdown, strings.Repeat("- 1. ", maxNested/2+1) + "x", errTangled, ""},
		{"tangled", corpus.HTML, strings.Repeat("<b id=1><i id=2>", 200) + strings.Repeat("<p>x", 10_000), errTangled, ""},
		{"too many elements", corpus.HTML, strings.Repeat("<p>", maxNodes+1), errTangled, ""},
		{"too large", corpus.HTML, strings.Repeat("x", maxBody+1), errTooLarge, ""},
		{"too much text", corpus.Text, "T\n\n" + strings.Repeat("word ", maxText/5+2), errTooLarge, ""},
		{"too many paragraphs", corpus.Text, "T\n" + strings.Repeat("\nx\n", maxParagraphs+1), errTooLarge, ""},
		{"large Markdown", corpus.Markdown, strings.Repeat("x", maxMarkdown+1), errTooLarge, ""},
		{"many brackets", corpus.Markdown, strings.Repeat("[a](", maxBrackets+1), errTangled, ""},
		{"wide tables", corpus.Markdown, "> " + strings.Repeat("|a", 2000) + "\n> " + strings.Repeat("|-", 2000) + "\n" + strings.Repeat("> |b\n", 200), errTangled, ""},
		{"media type", "application/zip", "x", nil, `media type "application/zip"`},
		{"PDF without a reader", corpus.PDF, "%PDF-1.7", errNoPDF, ""},
		{"bad date", corpus.Markdown, front("date: yesterday"), nil, `front matter: date "yesterday"`},
		{"bad type", corpus.Markdown, front("type: newz"), nil, `front matter: type "newz"`},
		{"bad language", corpus.Markdown, front("lang: klingonish"), nil, `front matter: lang "klingonish"`},
		{"bad address", corpus.Markdown, front("url: ftp://u.example/"), nil, `front matter: url "ftp://u.example/"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := e.Document(corpus.Page{URL: "file:///a", MediaType: c.media, Body: []byte(c.body), Captured: noon})
			if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "file:///a") {
				t.Errorf("error %v", err)
			}
		})
	}
}

// Ugly pages are read all the same.
func TestUglyPages(t *testing.T) {
	e := newExtractor(t)
	for _, c := range []struct{ name, body, title string }{
		{"many elements", "<h1>T</h1>" + strings.Repeat("<p>x<i>y</i>", 20_000), "T"},
		{"endless title", "<h1>" + strings.Repeat("word ", 1_000_000) + "</h1><p>x", ""},
		{"one long word", "<h1>" + strings.Repeat("가", 1000) + "</h1><p>x", strings.Repeat("가", maxTitle) + "…"},
		{"NUL and control characters", "<h1>a\x00b\x01c</h1><p>\x00x", "abc"},
		{"unclosed", "<h1>T</h1><p>x<table><td>y<ul><li>z", "T"},
		{"no heading", "<title>A page – UIL</title><p>Some text that is long enough to be found.", "A page"},
	} {
		d, err := e.Document(corpus.Page{URL: "file:///a", MediaType: corpus.HTML, Body: []byte(c.body), Captured: noon})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.title != "" && d.Title != c.title || utf8.RuneCountInString(d.Title) > maxTitle+1 {
			t.Errorf("%s: title %.80q", c.name, d.Title)
		}
	}
}

func TestDecodeText(t *testing.T) {
	for _, c := range []struct{ body, charset, want string }{
		{"caf\xe9", "", "café"},
		{"caf\xc3\xa9 \xff", "", "café \uFFFD"},
		{"\xfe\xff\x00a\x00b", "", "ab"},
		{"\xff\xfea\x00b\x00", "", "ab"},
		{"\xef\xbb\xbfa", "", "a"},
		{"\xb3\xb2", "euc-kr", "남"},
		{"plain", "no-such-charset", "plain"},
	} {
		got, err := decodeText([]byte(c.body), c.charset)
		if got != c.want || err != nil {
			t.Errorf("%q in %q = %q, %v; want %q", c.body, c.charset, got, err, c.want)
		}
	}
}

func FuzzDocument(f *testing.F) {
	for _, glob := range []string{"testdata/*/source.*", "../../corpus/sample/pages/*1.html"} {
		names, err := filepath.Glob(glob)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			body, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(body, byte(len(filepath.Ext(name))), "")
		}
	}
	f.Add([]byte("<link rel=canonical href='https://web.archive.org/web/2016/https://web.archive.org/web/2016/http://x/'><h1>x<p>y"), byte(5), "utf-16le")
	f.Add([]byte("---\nurl: http://[::1\n---\n"), byte(3), "")
	for _, page := range oddPages {
		f.Add([]byte(page), byte(0), "")
	}
	f.Add([]byte("<h1>UIL</h1><main><div class=intro><p>An intro that is long enough to be a part.</div><h2>x</h2><div>"+prose+prose+"</div><p>Updated: 3 May 2017"), byte(0), "")
	f.Add([]byte("---\ntitle: >\n  A\n\n  B\n---\nBy Jane, 3 May 2017 | updated 2018\n\nx\n"), byte(3), "")
	f.Add([]byte(strings.Join(pieces, "")), byte(0), "")
	f.Add([]byte("<h1>T</h1><p>a<br>© b<br>Home › c<br><a>Read more</a>]<ul><li><a>Home</a><li>x</ul>"+middleProse), byte(0), "")
	e := newExtractor(f)
	media := []string{corpus.HTML, corpus.Text, "", corpus.Markdown}
	f.Fuzz(func(t *testing.T, body []byte, kind byte, charset string) {
		p := corpus.Page{URL: "https://uil.example/a", MediaType: media[int(kind)%len(media)], Charset: charset, Body: body, Captured: noon}
		d, err := e.Document(p)
		if err != nil {
			return
		}
		if d.Lang == "" {
			d.Lang = "und"
		}
		if err := d.Validate(); err != nil {
			t.Fatal(err)
		}
		for _, s := range d.Sections {
			for _, line := range append([]string{d.Title, s.Heading}, s.Paragraphs...) {
				if line != corpus.NormalSpace(line) || strings.ContainsRune(line, 0) {
					t.Fatalf("not one clean line: %q", line)
				}
			}
		}
		again, err := e.Document(p)
		if diff := cmp.Diff(d.ContentHash, again.ContentHash); diff != "" || err != nil {
			t.Fatalf("read twice: %v, %s", err, diff)
		}
	})
}

func BenchmarkDocument(b *testing.B) {
	body, err := os.ReadFile("../../corpus/sample/pages/news-eight-korean-cities.html")
	if err != nil {
		b.Fatal(err)
	}
	e := newExtractor(b)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := e.Document(corpus.Page{URL: "file:///a", MediaType: corpus.HTML, Body: body, Captured: noon}); err != nil {
			b.Fatal(err)
		}
	}
}
