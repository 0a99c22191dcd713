package main

import (
	"cmp"
	"errors"
	"os"
	"runtime"
	"slices"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/indexer/enrich"
	"github.com/uilsearch/uilsearch/indexer/ingest"
)

// megabyte is the unit of what benchmarks report.
const megabyte = 1e6

// labelledDocuments returns the documents of both labelled sets of the
// repository as they are before they are tagged.
func labelledDocuments(b *testing.B, s *steps) []corpus.Document {
	b.Helper()
	var docs []corpus.Document
	for _, dir := range []string{"../../corpus/sample", "../../corpus/labelled"} {
		for p, err := range labelledPages(b.Context(), os.DirFS(dir)) {
			var bad *ingest.FileError
			if errors.As(err, &bad) {
				continue
			}
			if err != nil {
				b.Fatal(err)
			}
			if d, err := s.extract.Document(p); err == nil {
				docs = append(docs, d)
			}
		}
	}
	if len(docs) < 200 {
		b.Fatalf("only %d documents", len(docs))
	}
	return docs
}

// BenchmarkTagging tags documents with the whole taxonomy: all there are, and
// those of each language.
func BenchmarkTagging(b *testing.B) {
	_, s := benchApp(b)
	docs := labelledDocuments(b, s)
	b.Run("all", func(b *testing.B) { benchTagging(b, s, docs) })
	byLang := map[string][]corpus.Document{}
	for _, d := range docs {
		tagged, err := s.enrich.Document(d)
		if err != nil {
			b.Fatal(err)
		}
		byLang[tagged.Lang] = append(byLang[tagged.Lang], d)
	}
	for _, lang := range []string{"ar", "de", "en", "es", "fr", "ko", "pt", "ru", "zh"} {
		b.Run(lang, func(b *testing.B) { benchTagging(b, s, byLang[lang]) })
	}
}

func benchTagging(b *testing.B, s *steps, docs []corpus.Document) {
	size := 0
	for _, d := range docs {
		size += len(d.Text())
	}
	if size == 0 {
		b.Fatal("no text")
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	rounds, before := 0, processorTime()
	for b.Loop() {
		for _, d := range docs {
			if _, err := s.enrich.Document(d); err != nil {
				b.Fatal(err)
			}
		}
		rounds++
	}
	if used := processorTime() - before; used > 0 {
		b.ReportMetric(float64(rounds*size)/megabyte/used.Seconds(), "MB/cpu-s")
	}
	b.ReportMetric(float64(len(docs)), "pages")
}

// BenchmarkTaxonomy loads the whole taxonomy and makes ready to tag with it. It
// reports how much memory stays in use for it.
func BenchmarkTaxonomy(b *testing.B) {
	var held []float64
	for b.Loop() {
		before := heapInUse()
		t, err := taxonomy.Load(nil)
		if err != nil {
			b.Fatal(err)
		}
		e := enrich.New(t)
		held = append(held, (heapInUse()-before)/megabyte)
		runtime.KeepAlive(t)
		runtime.KeepAlive(e)
	}
	slices.SortFunc(held, cmp.Compare[float64])
	b.ReportMetric(held[len(held)/2], "MB-held")
}

// heapInUse returns the bytes of what is reachable.
func heapInUse() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
