package extract

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"github.com/uilsearch/uilsearch/corpus"
)

// article1 is a page that nobody has described, with enough text for a finder.
var article1 = "<title>Reading in Cork</title><body><nav><a href=/>Home page of the whole site</a></nav><main><h1>Reading in Cork</h1>" + strings.Repeat(prose, 4) +
	"<h2>How it began</h2>" + strings.Replace(prose, "Mondays", "Tuesdays", 1) + "</main><footer>Imprint and contact, all in one long line of text</footer>"

func TestFinderIsAsked(t *testing.T) {
	for _, c := range []struct {
		name  string
		page  string
		asked bool
	}{
		{"an article", article1, true},
		{"a few lines", "<h1>T</h1>" + prose, false},
		{"a listing", "<h1>T</h1><main>" + strings.Repeat(`<div><h3><a href="/x">A teaser of some other page</a></h3><p>One short line on it, which tells little.</p></div>`, 9) + "</main>", false},
		{"a known shape", `<body class="legacy"><article class="node"><h1 class="node-title">T</h1><div class="node-body">` + strings.Repeat(prose, 9) + "</div></article>", false},
	} {
		e, asked := newExtractor(t), false
		a := newArticle()
		a.extract = func(n *html.Node, o trafilatura.Options) (*trafilatura.ExtractResult, error) {
			asked = true
			if o.EnableLog || o.HtmlDateMode != trafilatura.Disabled || !o.EnableFallback {
				t.Errorf("options %+v", o)
			}
			return trafilatura.ExtractDocument(n, o)
		}
		e.finder = a
		d, err := e.Document(corpus.Page{URL: "https://uil.example/x", MediaType: corpus.HTML, Body: []byte(c.page), Captured: noon})
		if err != nil || asked != c.asked {
			t.Errorf("%s: asked %v, %v", c.name, asked, err)
		}
		if text := d.Text(); strings.Contains(text, "Imprint") || strings.Contains(text, "Home page") {
			t.Errorf("%s: %q", c.name, text)
		}
	}
}

func TestHeadingsAreKept(t *testing.T) {
	d := mustRead(t, "https://uil.example/x", article1)
	if len(d.Sections) != 2 || d.Sections[1].Heading != "How it began" || len(d.Sections[0].Paragraphs) != 4 || !strings.Contains(d.Sections[1].Paragraphs[0], "Tuesdays") {
		t.Errorf("%+v", d.Sections)
	}
}

// Whatever becomes of the finder, the page is read.
func TestFinderFails(t *testing.T) {
	block := make(chan struct{})
	defer close(block)
	for name, f := range map[string]func(*html.Node, trafilatura.Options) (*trafilatura.ExtractResult, error){
		"error": func(*html.Node, trafilatura.Options) (*trafilatura.ExtractResult, error) {
			return nil, errors.New("no")
		},
		"panic": func(*html.Node, trafilatura.Options) (*trafilatura.ExtractResult, error) { panic("no") },
		"nothing": func(*html.Node, trafilatura.Options) (*trafilatura.ExtractResult, error) {
			return &trafilatura.ExtractResult{}, nil
		},
		"no text": func(*html.Node, trafilatura.Options) (*trafilatura.ExtractResult, error) {
			return &trafilatura.ExtractResult{ContentNode: &html.Node{Type: html.ElementNode, Data: "div"}}, nil
		},
		"no end": func(*html.Node, trafilatura.Options) (*trafilatura.ExtractResult, error) { <-block; return nil, nil },
		"a wreck": func(n *html.Node, _ trafilatura.Options) (*trafilatura.ExtractResult, error) {
			for n.FirstChild != nil {
				n.RemoveChild(n.FirstChild)
			}
			return nil, errors.New("no")
		},
	} {
		e, a := newExtractor(t), newArticle()
		a.extract, a.time = f, 20*time.Millisecond
		e.finder = a
		for range maxLost + 2 { // more than may be lost
			d, err := e.Document(corpus.Page{URL: "https://uil.example/x", MediaType: corpus.HTML, Body: []byte(article1), Captured: noon})
			if err != nil || !strings.Contains(d.Text(), "Tuesdays") || strings.Contains(d.Text(), "Imprint") {
				t.Errorf("%s: %v, %q", name, err, d.Text())
			}
		}
		if lost := len(a.under); (name == "no end") != (lost == maxLost) {
			t.Errorf("%s: %d are lost", name, lost)
		}
	}
}

func TestLargePagesAreKeptFromTheFinder(t *testing.T) {
	a := newArticle()
	for name, page := range map[string]string{
		"nodes": strings.Repeat("<p>x", maxArticleNodes),
		"text":  "<p>" + strings.Repeat("word ", maxArticleText/5+1),
	} {
		doc, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.find(doc, ""); !errors.Is(err, errNotTried) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The extractor writes nothing, whatever it reads.
func TestFinderIsSilent(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = w, w
	mustRead(t, "https://uil.example/x", article1)
	os.Stdout, os.Stderr = stdout, stderr
	w.Close()
	var b [100]byte
	if n, _ := r.Read(b[:]); n > 0 {
		t.Errorf("%q", b[:n])
	}
}
