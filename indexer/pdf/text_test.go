package pdf

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/indexer/pdf/pdftest"
)

func TestSeam(t *testing.T) {
	words := map[string]bool{"well-known": true, "cooperation": true, "co-operation": true}
	for _, c := range []struct{ a, b, want string }{
		{"the city", "of Cork", "the city of Cork"},
		{"co-", "operation of", "cooperation of"},
		{"a well-", "known name", "a well-known name"},
		{"inter\u00ad", "national", "international"},
		{"the 1-2-", "3 Lifelong Learning", "the 1-2-3 Lifelong Learning"},
		{"the UN-", "Habitat", "the UN-Habitat"},
		{"Gwanak-", "gu is", "Gwanakgu is"},
		{"it ended -", "not well", "it ended - not well"},
		{"杭州是学习", "型城市", "杭州是学习型城市"},
		{"남양주시는", "학습도시", "남양주시는 학습도시"},
		{"the word ends\u00ad", "", "the word ends- "},
	} {
		kept, gap := seam(c.a, c.b, words)
		if got := kept + gap + c.b; got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.a, c.b, got, c.want)
		}
	}
	if got := join([]line{{text: "the end of a page of cities and vil\u00ad"}}, nil); got != "the end of a page of cities and vil" {
		t.Errorf("%q", got)
	}
}

func TestClean(t *testing.T) {
	for _, c := range []struct {
		line, want string
	}{
		{"  a\tb\u00a0c ", "a b c"},
		{"li\u00adbrary", "library"},
		{"li\ufffe \r", "li\u00ad"},
		{"li\u0002", "li\u00ad"},
		{"\u0002", ""},
		{"a\x00\x07b", "ab"},
		{"", ""},
	} {
		if got := clean(c.line); got != c.want {
			t.Errorf("%q: %q, want %q", c.line, got, c.want)
		}
	}
}

// set returns lines of one size, one below the other.
func set(text ...string) []line {
	var out []line
	for i, s := range text {
		out = append(out, line{text: s, left: 72, right: 72 + 5*float64(len(s)), bottom: 780 - 14*float64(i), size: 11})
	}
	return out
}

func TestDropRepeated(t *testing.T) {
	body := []string{"One line.", "Two lines.", "Three lines.", "Four lines."}
	for _, c := range []struct {
		name        string
		top, bottom func(page int) string
		pages       int
		dropped     bool
	}{
		{"a title", func(int) string { return "The annual report" }, nil, 5, true},
		{"on two pages only", func(int) string { return "The annual report" }, nil, 2, false},
		{"a number", nil, func(p int) string { return fmt.Sprint(p) }, 2, true},
		{"a number with an offset", nil, func(p int) string { return fmt.Sprintf("– %d –", p+10) }, 2, true},
		{"a number that does not count", nil, func(p int) string { return fmt.Sprint(p * p) }, 5, false},
		{"a number and a total", nil, func(p int) string { return fmt.Sprintf("Page %d of 9", p) }, 9, true},
		{"a title and a number", func(p int) string { return fmt.Sprintf("Report 2016 | %d", p) }, nil, 4, true},
		{"a number and a title", func(p int) string { return fmt.Sprintf("%d Report of 2016", p) }, nil, 4, true},
		{"left and right", func(p int) string { return []string{"UIL", "The annual report"}[p%2] }, nil, 8, true},
		{"each its own", func(p int) string { return strings.Repeat("word ", p) }, nil, 6, false},
		{"few of many", func(p int) string {
			if p < 4 {
				return "Annex"
			}
			return strings.Repeat("x", p)
		}, nil, 9, false},
	} {
		var pages [][]line
		var want [][]string
		for p := 1; p <= c.pages; p++ {
			lines := append([]string{}, body...)
			for i := range lines {
				lines[i] = fmt.Sprintf("%s %s", strings.Repeat("a", p), lines[i])
			}
			kept := append([]string{}, lines...)
			if c.top != nil {
				lines = append([]string{c.top(p)}, lines...)
			}
			if c.bottom != nil {
				lines = append(lines, c.bottom(p))
			}
			if !c.dropped {
				kept = lines
			}
			pages, want = append(pages, set(lines...)), append(want, kept)
		}
		pages = withoutRepeated(pages)
		var got [][]string
		for _, lines := range pages {
			var text []string
			for _, l := range lines {
				text = append(text, l.text)
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// What repeats in the middle of pages is text.
func TestMiddleIsKept(t *testing.T) {
	var pages [][]line
	for p := range 5 {
		pages = append(pages, set(fmt.Sprint("a", p*p), fmt.Sprint("b", p*p), "The same line.", fmt.Sprint("c", p*p), fmt.Sprint("d", p*p)))
	}
	pages = withoutRepeated(pages)
	for i, lines := range pages {
		if len(lines) != 5 {
			t.Errorf("page %d: %d lines", i+1, len(lines))
		}
	}
}

// Pages of nothing but lines that repeat keep them: short pages that are alike.
func TestPagesOfOneLine(t *testing.T) {
	f := pdftest.File{Title: "Stations of the reading tour"}
	want := []string{}
	for i := range 5 {
		want = append(want, fmt.Sprintf("Station %d of the tour is a library.", i+1))
		f.Pages = append(f.Pages, pdftest.Column(want[i]))
	}
	got := []string{}
	for _, s := range mustRead(t, newReader(t, Options{}), f).Sections {
		got = append(got, s.Paragraphs...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParagraphs(t *testing.T) {
	long := "It is a line that is as long as lines of a column are, or nearly so in"
	for _, c := range []struct {
		name string
		page pdftest.Page
		want []string
	}{
		{"a short last line", pdftest.Column(long, "the end.", "Another paragraph begins, which has", "a second line."),
			[]string{long + " the end.", "Another paragraph begins, which has a second line."}},
		{"an indent", pdftest.Page{
			{X: 72, Y: 700, Size: 11, Text: long}, {X: 72, Y: 686, Size: 11, Text: "whose sentence ends almost where the column ends, at its right margin."},
			{X: 90, Y: 672, Size: 11, Text: "An indented line begins one, as printers have always done, and it"}, {X: 72, Y: 658, Size: 11, Text: "goes on."}},
			[]string{long + " whose sentence ends almost where the column ends, at its right margin.", "An indented line begins one, as printers have always done, and it goes on."}},
		{"a list", pdftest.Column("The city has:", "• a market", "• a library that lends", "books"),
			[]string{"The city has:", "• a market", "• a library that lends books"}},
		{"two columns", append(pdftest.Column("The left column ends within", "a sentence that"), pdftest.Page{
			{X: 320, Y: 780, Size: 11, Text: "goes on in the right one."}, {X: 320, Y: 766, Size: 11, Text: "And it ends there."}}...),
			[]string{"The left column ends within a sentence that goes on in the right one. And it ends there."}},
		{"no stop at the right margin", pdftest.Column(long, long, "and so on"), []string{long + " " + long + " and so on"}},
	} {
		d := mustRead(t, newReader(t, Options{}), pdftest.File{Title: "Some title", Pages: []pdftest.Page{c.page}})
		if diff := cmp.Diff([]corpus.Section{{Page: 1, Paragraphs: c.want}}, d.Sections); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestHeadings(t *testing.T) {
	d := mustRead(t, newReader(t, Options{}), pdftest.File{Pages: []pdftest.Page{
		{
			{X: 72, Y: 790, Size: 24, Text: "Reading in the"}, {X: 72, Y: 762, Size: 24, Text: "market of Cork"},
			{X: 72, Y: 700, Size: 11, Text: "An intro of some length that tells what follows."},
			{X: 72, Y: 660, Size: 15, Text: "The beginnings"},
			{X: 72, Y: 640, Size: 11, Text: "It began with one shelf between two of the stalls."},
		},
		{{X: 72, Y: 700, Size: 11, Text: "It ended on another page."}, {X: 72, Y: 640, Size: 15, Text: "The end"}, {X: 72, Y: 620, Size: 11, Text: "Nobody came."}},
	}})
	want := Document{Title: "Reading in the market of Cork", Sections: []corpus.Section{
		{Page: 1, Paragraphs: []string{"An intro of some length that tells what follows."}},
		{Page: 1, Heading: "The beginnings", Paragraphs: []string{"It began with one shelf between two of the stalls."}},
		{Page: 2, Paragraphs: []string{"It ended on another page."}},
		{Page: 2, Heading: "The end", Paragraphs: []string{"Nobody came."}},
	}}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTitle(t *testing.T) {
	for _, c := range []struct{ meta, want string }{
		{"Reading in the market", "Reading in the market"},
		{"  Reading\x00 in\r\nthe market ", "Reading in the market"},
		{"남양주 학습도시", "남양주 학습도시"},
		{"杭州学习", "杭州学习"},
		{"Microsoft Word - report_final2.doc", ""},
		{"report.indd", ""},
		{"Annual Report.docx", ""},
		{"UIL_report_2016", ""},
		{"Untitled-1", ""},
		{"PowerPoint Presentation", ""},
		{"Presentation", ""},
		{"247821", ""},
		{"abc", ""},
		{"", ""},
	} {
		if got := titleOf(c.meta); got != c.want {
			t.Errorf("%q: %q, want %q", c.meta, got, c.want)
		}
	}
	d := mustRead(t, newReader(t, Options{}), pdftest.File{Title: "report.doc", Pages: []pdftest.Page{pdftest.Column("A letter to the mayor", "", "", "It is plain text.")}})
	if d.Title != "A letter to the mayor" || len(d.Sections) != 1 || len(d.Sections[0].Paragraphs) != 1 {
		t.Errorf("%+v", d)
	}
}

func TestDateOf(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"D:20160714093000+02'00'", "2016-07-14"},
		{"D:20160714", "2016-07-14"},
		{"20160714", "2016-07-14"},
		{"2016-07-14T09:30:00Z", "2016-07-14"},
		{"D:201607", "2016-07"},
		{"D:2016", "2016"},
		{"D:20160231", ""},
		{"D:00000000", ""},
		{"July 2016", ""},
		{"", ""},
	} {
		if got := dateOf(c.text); got.String() != c.want || c.want != "" && got.Source != "pdf" {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// Any lines make a document or an error, whose text is clean.
func FuzzDocument(f *testing.F) {
	f.Add("The annual report\nText of co-\noperation.\n1\fThe annual report\nMore.\n2", "Title", "D:2016")
	f.Add("\u00ad\n-\n- \n\f\f1", "", "")
	f.Add("杭州\n是\ufffe\n1-2-\n3", "a.doc", "x")
	f.Fuzz(func(t *testing.T, text, title, date string) {
		r := raw{title: title, created: date}
		for page := range strings.SplitSeq(text, "\f") {
			var lines []line
			for i, s := range strings.Split(page, "\n") {
				if s = clean(s); s != "" {
					lines = append(lines, line{text: s, left: float64(len(s) % 90), right: 300, bottom: 700 - 14*float64(i), size: float64(9 + len(s)%3*4)})
				}
			}
			r.pages = append(r.pages, lines)
		}
		d, err := r.document()
		if err != nil {
			return
		}
		if d.Title == "" || !utf8.ValidString(d.Title) {
			t.Errorf("title %q", d.Title)
		}
		for _, s := range d.Sections {
			if s.Page < 1 || s.Page > len(r.pages) || strings.ContainsAny(s.Heading+strings.Join(s.Paragraphs, ""), "\n\x00\ufffe") {
				t.Errorf("%+v", s)
			}
		}
	})
}
