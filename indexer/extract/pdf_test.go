package extract

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/indexer/pdf"
	"github.com/uilsearch/uilsearch/indexer/pdf/pdftest"
)

// readPDF is a reader that gives the same for every file.
type readPDF func() (pdf.Document, error)

func (f readPDF) Read(context.Context, []byte) (pdf.Document, error) { return f() }

func TestPDF(t *testing.T) {
	e := newExtractor(t)
	created := corpus.Date{Year: 2016, Month: 7, Day: 14, Source: "pdf"}
	e.PDF = readPDF(func() (pdf.Document, error) {
		return pdf.Document{Title: " A  report ", Created: created, Modified: corpus.Date{Year: 2031, Source: "pdf"}, Sections: []corpus.Section{
			{Page: 1, Paragraphs: []string{"One.", " "}}, {Page: 2}, {Page: 14, Heading: "The end", Paragraphs: []string{"Two."}},
		}}, nil
	})
	for _, c := range []struct {
		url  string
		want corpus.Type
	}{
		{"https://uil.example/files/report.pdf", corpus.Publication},
		{"https://uil.example/en/case-studies/cork.pdf", corpus.CaseStudy},
		{"file:///report.pdf", corpus.Publication},
	} {
		d, err := e.Document(corpus.Page{URL: c.url, MediaType: corpus.PDF, Body: []byte("%PDF"), Captured: noon})
		if err != nil {
			t.Fatal(err)
		}
		want := []corpus.Section{{Page: 1, Paragraphs: []string{"One."}}, {Page: 14, Heading: "The end", Paragraphs: []string{"Two."}}}
		if diff := cmp.Diff(want, d.Sections); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		// A date after the capture is none.
		if d.Title != "A report" || d.Type != c.want || d.Published != created || !d.Modified.IsZero() || d.URL != c.url || d.Lang != "" {
			t.Errorf("%s: %+v", c.url, d)
		}
	}
}

// Pages of a PDF that were not read are told of, once to Warn.
func TestPDFUnread(t *testing.T) {
	e := newExtractor(t)
	e.PDF = readPDF(func() (pdf.Document, error) {
		return pdf.Document{Title: "A report", Sections: []corpus.Section{{Page: 1, Paragraphs: []string{"One."}}},
			Unread: []pdf.Unread{{Page: 3, Why: pdf.ErrTooLarge}, {Page: 5, Why: pdf.ErrBroken}}}, nil
	})
	var warned []string
	e.Warn = func(url, what string) { warned = append(warned, url+": "+what) }
	_, r, err := e.Explain(corpus.Page{URL: "file:///a.pdf", MediaType: corpus.PDF, Captured: noon})
	if err != nil {
		t.Fatal(err)
	}
	var dropped []Decision
	for _, d := range r.Decisions {
		if d.What == "dropped" {
			dropped = append(dropped, d)
		}
	}
	want := []Decision{
		{"dropped", "page 3", "not read to its end: larger than is read"},
		{"dropped", "page 5", "not read to its end: broken, or no PDF"},
	}
	if diff := cmp.Diff(want, dropped); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"file:///a.pdf: pages not read to their end: 2, the first is page 3, which is larger than is read"}, warned); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPDFIsRejected(t *testing.T) {
	e := newExtractor(t)
	e.PDF = readPDF(func() (pdf.Document, error) { return pdf.Document{}, pdf.ErrEncrypted })
	if _, err := e.Document(corpus.Page{URL: "file:///a.pdf", MediaType: corpus.PDF, Captured: noon}); !errors.Is(err, pdf.ErrEncrypted) {
		t.Errorf("%v", err)
	}
	e.PDF = readPDF(func() (pdf.Document, error) { return pdf.Document{Title: "T"}, nil })
	if _, err := e.Document(corpus.Page{URL: "file:///a.pdf", MediaType: corpus.PDF, Captured: noon}); !errors.Is(err, corpus.ErrIncomplete) {
		t.Errorf("%v", err)
	}
}

// A file is read from its bytes to a document that can be indexed.
func TestPDFFile(t *testing.T) {
	r := pdf.New(pdf.Options{CacheDir: t.TempDir()})
	defer r.Close()
	e := newExtractor(t)
	e.PDF = r
	body := pdftest.File{Title: "학습도시 보고서", Created: "D:20160714", Pages: []pdftest.Page{
		pdftest.Column("The city of Cork lends books in its market."), pdftest.Column("남양주시는 학습도시이다."),
	}}.Bytes()
	d, err := e.Document(corpus.Page{URL: "file:///a.pdf", MediaType: corpus.PDF, Body: body, Captured: noon})
	if err != nil {
		t.Fatal(err)
	}
	d.Lang = "ko"
	if err := d.Validate(); err != nil || d.Text() != "학습도시 보고서\n\nThe city of Cork lends books in its market.\n\n남양주시는 학습도시이다." || d.Passages()[2].Page != 2 {
		t.Errorf("%v, %q, %+v", err, d.Text(), d.Passages())
	}
}
