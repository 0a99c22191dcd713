package extract

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/indexer/pdf"
	"github.com/uilsearch/uilsearch/indexer/pdf/pdftest"
)

// hostile are ways to make a page that does harm; n says how much, up to 10^6.
var hostile = []struct {
	name, media string
	body        func(r *rand.Rand, n int) string
}{
	{"deep nesting", corpus.HTML, func(_ *rand.Rand, n int) string { return strings.Repeat("<div>", n) + prose }},
	{"nesting to the limit", corpus.HTML, func(_ *rand.Rand, n int) string {
		return "<h1>T</h1>" + strings.Repeat(strings.Repeat("<div>", 400)+prose+strings.Repeat("</div>", 400), 1+n/2000)
	}},
	{"a million tags", corpus.HTML, func(_ *rand.Rand, n int) string { return "<h1>T</h1>" + strings.Repeat("<p>x", n) }},
	{"many breaks", corpus.HTML, func(_ *rand.Rand, n int) string { return "<h1>T</h1><p>" + strings.Repeat("x<br>", n) }},
	{"many links", corpus.HTML, func(_ *rand.Rand, n int) string {
		return "<h1>T</h1>" + strings.Repeat("<a href=/x>some words</a> ", n/4)
	}},
	{"many links home", corpus.HTML, func(_ *rand.Rand, n int) string {
		return "<h1>T</h1>" + strings.Repeat("<i></i>", n/20) + strings.Repeat("<a href=/>Home</a> ", n/20) + "<ul>" + strings.Repeat("<li><a href=/>Home</a>", n/20)
	}},
	{"many links on", corpus.HTML, func(_ *rand.Rand, n int) string {
		return "<h1>T</h1><p>" + strings.Repeat("<a href=/x>Read more</a>", n/20) + strings.Repeat("<i></i>", n/20) + strings.Repeat("<br>An end. <a href=/x>More</a>", n/20)
	}},
	{"many titles", corpus.HTML, func(_ *rand.Rand, n int) string { return strings.Repeat("<h1>T</h1>", n/2) + prose }},
	{"a title of 40 MB", corpus.HTML, func(_ *rand.Rand, n int) string {
		return "<title>" + strings.Repeat("title ", 7*n) + "</title>" + prose
	}},
	{"a title of 10 MB", corpus.HTML, func(_ *rand.Rand, n int) string {
		return "<title>" + strings.Repeat("long title", n) + "</title>" + prose
	}},
	{"one paragraph", corpus.HTML, func(_ *rand.Rand, n int) string { return "<h1>T</h1><p>" + strings.Repeat("word ", 2*n) }},
	{"NUL", corpus.HTML, func(_ *rand.Rand, n int) string { return "<h1>T\x00</h1><p\x00>" + strings.Repeat("a\x00b ", n) }},
	{"no UTF-8", corpus.HTML, func(r *rand.Rand, n int) string { return "<h1>T</h1><p>" + noise(r, n) }},
	{"noise", corpus.HTML, noise},
	{"tangled", corpus.HTML, func(_ *rand.Rand, n int) string {
		return "<h1>T</h1>" + strings.Repeat("<b id=1><i id=2><a href=x>", 1+n/5000) + strings.Repeat("<p>x", n/100)
	}},
	{"crossed", corpus.HTML, func(_ *rand.Rand, n int) string {
		return "<h1>T</h1>" + strings.Repeat("<b><p>some words</b><i></p>", n/100)
	}},
	{"tables in tables", corpus.HTML, func(_ *rand.Rand, n int) string { return "<h1>T</h1>" + strings.Repeat("<table>x<tr><td>", n/100) }},
	{"fostered", corpus.HTML, func(_ *rand.Rand, n int) string { return "<h1>T</h1><table>" + strings.Repeat("some words<p>", n/10) }},
	{"many attributes", corpus.HTML, func(_ *rand.Rand, n int) string {
		var b strings.Builder
		for i := range n / 10 {
			fmt.Fprintf(&b, " a%d=x", i)
		}
		return "<h1" + b.String() + ">T</h1><p class='" + strings.Repeat("social x ", n/10) + "'>" + prose
	}},
	{"open script", corpus.HTML, func(_ *rand.Rand, n int) string {
		return "<h1>T</h1>" + prose + "<script><!--<script>" + strings.Repeat("<!--", n)
	}},
	{"foreign", corpus.HTML, func(_ *rand.Rand, n int) string {
		return "<h1>T</h1>" + strings.Repeat("<svg><math><mi><p>x</svg>", n/20)
	}},
	{"templates", corpus.HTML, func(_ *rand.Rand, n int) string {
		return "<h1>T</h1>" + strings.Repeat("<template><select><option>", n/2000) + prose
	}},
	{"JSON-LD", corpus.HTML, func(_ *rand.Rand, n int) string {
		return `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, n) + "</script><h1>T</h1>" + prose
	}},
	{"entities", corpus.HTML, func(_ *rand.Rand, n int) string {
		return "<h1>T</h1><p>" + strings.Repeat("&amp;&#0;&#xD800;&NotEqualTilde;", n/10)
	}},
	{"a byte order mark", corpus.HTML, func(r *rand.Rand, n int) string { return "\xff\xfe<\x00h\x00" + noise(r, n) }},
	{"brackets", corpus.Markdown, func(_ *rand.Rand, n int) string { return strings.Repeat("[", n/10) + strings.Repeat("](", n/10) }},
	{"quotes", corpus.Markdown, func(_ *rand.Rand, n int) string { return strings.Repeat(">", n/10) + " x" }},
	{"emphasis", corpus.Markdown, func(_ *rand.Rand, n int) string { return "# T\n\n" + strings.Repeat("*a_b**", n/20) }},
	{"code", corpus.Markdown, func(_ *rand.Rand, n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n/2; i++ {
			b.WriteString(strings.Repeat("`", i+1) + "x ")
		}
		return "# T\n\n" + b.String()
	}},
	{"a table", corpus.Markdown, func(_ *rand.Rand, n int) string {
		return "# T\n\n" + strings.Repeat("|a", n/10) + "\n" + strings.Repeat("|-", n/10) + "\n" + strings.Repeat(strings.Repeat("|b", 9)+"\n", n/100)
	}},
	{"angles", corpus.Markdown, func(_ *rand.Rand, n int) string { return "# T\n\n" + strings.Repeat("<!--<a <?", n/10) }},
	{"references", corpus.Markdown, func(_ *rand.Rand, n int) string { return "# T\n\n" + strings.Repeat("[a]: b\n\n[a]\n\n", n/20) }},
	{"indents", corpus.Markdown, func(_ *rand.Rand, n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			b.WriteString(strings.Repeat(" ", 2*i) + "- x\n")
		}
		return "# T\n\n" + b.String()
	}},
	{"lists", corpus.Markdown, func(_ *rand.Rand, n int) string { return "# T\n\n" + strings.Repeat("- 1. ", n/100) + "x" }},
	{"text of NUL", corpus.Text, func(_ *rand.Rand, n int) string { return "T\n\n" + strings.Repeat("\x00", n) + "words" }},
	{"lines", corpus.Text, func(_ *rand.Rand, n int) string { return strings.Repeat("x\n\n", n) }},
	{"a cut PDF", corpus.PDF, func(r *rand.Rand, n int) string { b := report(r, n); return b[:r.IntN(len(b))] }},
	{"a PDF with noise", corpus.PDF, func(r *rand.Rand, n int) string {
		b := []byte(report(r, n))
		for range 1 + r.IntN(50) {
			b[r.IntN(len(b))] = byte(r.UintN(256))
		}
		return string(b)
	}},
	{"only the mark of a PDF", corpus.PDF, func(r *rand.Rand, n int) string { return "%PDF-1.7\n" + noise(r, n) }},
	{"a PDF of itself", corpus.PDF, func(*rand.Rand, int) string {
		return "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R 1 0 R] /Count 99999 >>\nendobj\ntrailer\n<< /Root 1 0 R /Prev 9 >>\n"
	}},
	{"a nested PDF", corpus.PDF, func(_ *rand.Rand, n int) string {
		return "%PDF-1.4\n1 0 obj\n" + strings.Repeat("[<</A ", n) + "\nendobj\ntrailer\n<< /Root 1 0 R >>\n"
	}},
}

func noise(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.UintN(256))
	}
	return string(b)
}

func report(r *rand.Rand, n int) string {
	f := pdftest.File{Title: "A report"}
	for range 1 + n/100_000 {
		f.Pages = append(f.Pages, pdftest.Column("The city of Cork lends books.", "남양주시는 학습도시이다.", strings.Repeat("x", r.IntN(200))))
	}
	return string(f.Bytes())
}

// maxHeap bounds the memory that pages take, whatever is in them, in bytes.
const maxHeap = 3 << 29

// Whatever a page holds, it gives a document that can be indexed, or an error;
// and it takes no more memory than many pages do.
func TestHostile(t *testing.T) {
	reader := pdf.New(pdf.Options{CacheDir: t.TempDir()})
	defer reader.Close()
	e := newExtractor(t)
	e.PDF = reader
	count, most := len(hostile), 20_000
	if os.Getenv("TORTURE") != "" {
		count, most = 510, 1_000_000
	}
	random := rand.New(rand.NewPCG(5, 500))
	read := 0
	for i := range count {
		h := hostile[i%len(hostile)]
		n := most
		if i >= len(hostile) { // not all as large as they can be
			n = 1 + random.IntN(most/5)
		}
		body := h.body(random, n)
		d, err := e.Document(corpus.Page{URL: fmt.Sprintf("https://uil.example/%d", i), MediaType: h.media, Body: []byte(body), Captured: noon})
		if err != nil {
			continue
		}
		read++
		if d.Lang == "" {
			d.Lang = "und"
		}
		if err := d.Validate(); err != nil || len(d.Text()) > 2*maxText {
			t.Errorf("%s, %d: %v, %d bytes of text", h.name, n, err, len(d.Text()))
		}
		if bytes.ContainsRune([]byte(d.Text()), 0) {
			t.Errorf("%s, %d: NUL in the text", h.name, n)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d of %d gave a document; the heap grew to %d MiB", read, count, m.HeapSys>>20)
	if m.HeapSys > maxHeap {
		t.Errorf("the heap grew to %d MiB", m.HeapSys>>20)
	}
}
