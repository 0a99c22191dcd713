package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/indexer/pdf/pdftest"
)

// cacheDir is shared by the tests, so that they compile once.
var cacheDir string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "uilsearch-pdf")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		cacheDir = dir
		return m.Run()
	}())
}

func newReader(t testing.TB, o Options) *Reader {
	t.Helper()
	o.CacheDir = cacheDir
	r := New(o)
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func mustRead(t testing.TB, r *Reader, f pdftest.File) Document {
	t.Helper()
	d, err := r.Read(t.Context(), f.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// report is a file of two pages, as cities publish them.
var report = pdftest.File{
	Title: "Reading in the market", Created: "D:20160714093000+02'00'", Modified: "D:20170503",
	Pages: []pdftest.Page{
		append(pdftest.Page{{X: 72, Y: 810, Size: 20, Text: "Reading in the market"}}, pdftest.Column(
			"The city of Cork lends books between the stalls of its market, and asks for no",
			"card. Learners of every age meet there on Mondays to talk about what they have read, and coop-",
			"eration with schools is planned.",
			"",
			"A second paragraph stands after a gap, and it goes on to a sec-",
			"ond line which ends here.")...),
		pdftest.Column("The second page tells how it came to an end, for want of a well-", "known name."),
	},
}

func TestRead(t *testing.T) {
	d := mustRead(t, newReader(t, Options{}), report)
	want := Document{
		Title:    "Reading in the market",
		Created:  corpus.Date{Year: 2016, Month: 7, Day: 14, Source: "pdf"},
		Modified: corpus.Date{Year: 2017, Month: 5, Day: 3, Source: "pdf"},
		Sections: []corpus.Section{
			{Page: 1, Paragraphs: []string{
				"The city of Cork lends books between the stalls of its market, and asks for no card. Learners of every age meet there on Mondays to talk about what they have read, and cooperation with schools is planned.",
				"A second paragraph stands after a gap, and it goes on to a second line which ends here."}},
			{Page: 2, Paragraphs: []string{"The second page tells how it came to an end, for want of a wellknown name."}},
		},
	}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestScripts(t *testing.T) {
	for _, text := range []string{"남양주시는 학습도시이다", "杭州是学习型城市", "Ἀθήνα καὶ Βερολῖνο", "Город обучения Москва", "“1-2-3” — São Tomé", "𠮷野家の本"} {
		d := mustRead(t, newReader(t, Options{}), pdftest.File{Title: "Some title", Pages: []pdftest.Page{pdftest.Column(text)}})
		if got := d.Sections[0].Paragraphs[0]; got != text {
			t.Errorf("%q, want %q", got, text)
		}
	}
}

func TestRefused(t *testing.T) {
	whole := report.Bytes()
	many := pdftest.File{Pages: make([]pdftest.Page, 4)}
	for i := range many.Pages {
		many.Pages[i] = pdftest.Column("Some text.")
	}
	r := newReader(t, Options{MaxPages: 3, MaxBytes: 1 << 20, MaxChars: 1000})
	for _, c := range []struct {
		name string
		body []byte
		want error
	}{
		{"empty", nil, ErrBroken},
		{"no PDF", []byte("<p>Some text"), ErrBroken},
		{"only the mark", []byte("%PDF-1.7\n"), ErrBroken},
		{"encrypted", pdftest.File{Encrypted: true, Pages: report.Pages}.Bytes(), ErrEncrypted},
		{"no pages", pdftest.File{}.Bytes(), ErrNoPages},
		{"no text", pdftest.File{Pages: []pdftest.Page{{}, {}}}.Bytes(), ErrNoText},
		{"only numbers", pdftest.File{Pages: []pdftest.Page{pdftest.Column("1"), pdftest.Column("2")}}.Bytes(), ErrNoText},
		{"too many pages", many.Bytes(), ErrTooLarge},
		{"too many bytes", append(whole[:len(whole):len(whole)], make([]byte, 1<<20)...), ErrTooLarge},
		{"too many characters", pdftest.File{Pages: []pdftest.Page{pdftest.Column(strings.Repeat("many words ", 200))}}.Bytes(), ErrTooLarge},
	} {
		if _, err := r.Read(t.Context(), c.body); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

// What is damaged but can be mended is read.
func TestMended(t *testing.T) {
	whole := report.Bytes()
	table := bytes.LastIndex(whole, []byte("xref\n0"))
	for name, body := range map[string][]byte{
		"wrong table": bytes.Replace(whole, []byte("\nstartxref\n"), []byte("\nstartxref\n9"), 1),
		"no table":    whole[:table],
		"leader":      append([]byte("HTTP junk\n"), whole...),
	} {
		d, err := newReader(t, Options{}).Read(t.Context(), body)
		if err != nil || !strings.Contains(d.Sections[0].Paragraphs[0], "the stalls") {
			if name == "no table" && errors.Is(err, ErrBroken) {
				continue // without a trailer nothing says where the pages are
			}
			t.Errorf("%s: %v, %+v", name, err, d)
		}
	}
}

func TestGivesUpWithItsCaller(t *testing.T) {
	r := newReader(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Read(ctx, report.Bytes()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	mustRead(t, r, report)
}

func TestClose(t *testing.T) {
	r := newReader(t, Options{})
	mustRead(t, r, report)
	ended := make(chan error)
	go func() {
		_, err := r.Read(context.Background(), endless())
		ended <- err
	}()
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; !errors.Is(err, ErrClosed) {
		t.Errorf("while it was read: %v", err)
	}
	if _, err := r.Read(t.Context(), report.Bytes()); !errors.Is(err, ErrClosed) {
		t.Errorf("afterwards: %v", err)
	}
}

// Without a place for its cache a reader works all the same.
func TestNoCache(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles")
	}
	r := New(Options{CacheDir: "/dev/null/x"})
	defer r.Close()
	mustRead(t, r, report)
}

func BenchmarkRead(b *testing.B) {
	f := pdftest.File{Title: "A long report"}
	for i := range 100 {
		text := []string{fmt.Sprintf("A long report, page %d", i+1)}
		for range 45 {
			text = append(text, "The city of Cork lends books between the stalls of its market, and asks for no card.")
		}
		f.Pages = append(f.Pages, pdftest.Column(text...))
	}
	body, r := f.Bytes(), newReader(b, Options{})
	mustRead(b, r, report) // the compiler is not measured
	pages := 0
	for b.Loop() {
		if _, err := r.Read(b.Context(), body); err != nil {
			b.Fatal(err)
		}
		pages += len(f.Pages)
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}
