package main

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/pdf/pdftest"
	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// benchPages is how many pages one round of a benchmark has: ten of each of the
// sample.
const benchPages = 600

// noIndex is a sink that reads all documents and keeps none.
type noIndex struct{}

func (noIndex) Build(_ context.Context, _ string, docs iter.Seq2[corpus.Document, error]) (generation.Built, error) {
	n := 0
	for _, err := range docs {
		if err != nil {
			return generation.Built{}, err
		}
		n++
	}
	return generation.Built{Documents: n}, nil
}

// benchApp returns an app with settings of its own, and its steps.
func benchApp(b *testing.B) (*app, *steps) {
	b.Helper()
	a := &app{config: config.Defaults(), log: slog.New(slog.DiscardHandler), now: time.Now}
	a.config.Data = b.TempDir()
	s, err := a.newSteps()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.close(); err != nil {
			b.Error(err)
		}
	})
	return a, s
}

// perSecond reports the pages of a second, and of a second of processor time,
// which says more on a machine that has other things to do.
func perSecond(b *testing.B, n int, before time.Duration) {
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "pages/s")
	if used := processorTime() - before; used > 0 {
		b.ReportMetric(float64(n)/used.Seconds(), "pages/cpu-s")
	}
}

// BenchmarkPages takes pages from local files into an archive and from there,
// extracted and enriched, to documents in the archive, without an index.
func BenchmarkPages(b *testing.B) {
	a, s := benchApp(b)
	files := b.TempDir()
	b.SetBytes(newVaried(b).write(b, files, benchPages))
	done, before := 0, processorTime()
	for round := 0; b.Loop(); round++ {
		a.config.Data = filepath.Join(b.TempDir(), fmt.Sprint(round)) // an archive that is empty
		if _, err := a.ingest(b.Context(), []string{files}, false, false); err != nil {
			b.Fatal(err)
		}
		ar, err := archive.Open(b.Context(), filepath.Join(a.config.Data, archive.FileName))
		if err != nil {
			b.Fatal(err)
		}
		p := s.pipeline(ar, ar, "bench", 0, a.log)
		p.Sink = noIndex{}
		report, err := p.Run(b.Context(), b.TempDir())
		if err != nil || report.Documents != benchPages {
			b.Fatalf("%+v, %v", report, err)
		}
		if err := ar.Close(); err != nil {
			b.Fatal(err)
		}
		done += benchPages
	}
	perSecond(b, done, before)
}

// BenchmarkExtractEnrich extracts and enriches pages that are in memory.
func BenchmarkExtractEnrich(b *testing.B) {
	_, s := benchApp(b)
	v := newVaried(b)
	var pages []corpus.Page
	size := 0
	for i := range benchPages {
		body := v.page(i)
		size += len(body)
		pages = append(pages, corpus.Page{URL: fmt.Sprintf("https://uil.example/news/%d", i), MediaType: corpus.HTML, Body: []byte(body), Captured: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)})
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	done, before := 0, processorTime()
	for b.Loop() {
		for _, p := range pages {
			d, err := s.extract.Document(p)
			if err == nil {
				_, err = s.enrich.Document(d)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
		done += len(pages)
	}
	perSecond(b, done, before)
}

// BenchmarkPDF extracts and enriches a PDF of many pages.
func BenchmarkPDF(b *testing.B) {
	_, s := benchApp(b)
	f := pdftest.File{Title: "Reading in the market"}
	for i := range 100 {
		text := []string{fmt.Sprintf("Reading in the market, page %d", i+1)}
		for range 45 {
			text = append(text, "The learning city of Cork lends books between the stalls, and asks for no card.")
		}
		f.Pages = append(f.Pages, pdftest.Column(text...))
	}
	p := corpus.Page{URL: "file:///report.pdf", MediaType: corpus.PDF, Body: f.Bytes(), Captured: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}
	read := func() {
		d, err := s.extract.Document(p)
		if err == nil {
			_, err = s.enrich.Document(d)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	read() // the compiler is not measured
	done, before := 0, processorTime()
	for b.Loop() {
		read()
		done += len(f.Pages)
	}
	perSecond(b, done, before)
}
