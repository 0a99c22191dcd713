package bleveengine

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// benchDocuments is how many documents the benchmarks search.
const benchDocuments = 10_000

var benchLibrary = sync.OnceValue(func() []corpus.Document { return searchtest.Prose(benchDocuments, 1) })

// BenchmarkBuild measures indexing, in documents and bytes of text a second.
func BenchmarkBuild(b *testing.B) {
	docs := benchLibrary()[:2000]
	size := 0
	for i := range docs {
		size += len(docs[i].Text())
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		if _, err := (Builder{}).Build(b.Context(), b.TempDir(), sequence(docs)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(docs)*b.N)/b.Elapsed().Seconds(), "docs/s")
}

// benchQueries are what the search benchmarks ask.
var benchQueries = []struct{ name, text string }{
	{"term", "learning"},
	{"and", "lifelong learning policy"},
	{"or", "library OR museum OR garden"},
	{"phrase", `"lifelong learning infrastructure"`},
	{"prefix", "infra*"},
}

// BenchmarkTop10 measures ranked answers without facets and snippets, warm.
func BenchmarkTop10(b *testing.B) {
	e := benchEngine(b)
	for _, c := range benchQueries {
		q := search.Query{Match: parse(b, c.text), Sort: search.Relevance, Page: 1, PerPage: 10}
		b.Run(c.name, func(b *testing.B) { searchLoop(b, e, q) })
	}
}

// BenchmarkPage measures whole pages: ten hits with snippets, five facets with
// disjunctive counts and one selected value. The cold runs decode all postings
// and documents again for every query.
func BenchmarkPage(b *testing.B) {
	e := benchEngine(b)
	for _, c := range benchQueries {
		q := pageQuery(b, c.text)
		b.Run(c.name+"/warm", func(b *testing.B) { searchLoop(b, e, q) })
		b.Run(c.name+"/cold", func(b *testing.B) {
			for b.Loop() {
				e.postings.items, e.stored.items = nil, nil
				if _, err := e.Search(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func pageQuery(t testing.TB, text string) search.Query {
	q := search.Query{
		Match: parse(t, text), Sort: search.Relevance, Page: 1, PerPage: 10, Snippets: true,
		Filters: []search.Filter{{Facet: search.FacetLang, Values: []string{"en"}}},
	}
	for _, f := range []string{search.FacetCity, search.FacetTheme, search.FacetType, search.FacetYear, search.FacetLang} {
		q.Facets = append(q.Facets, search.FacetRequest{Facet: f, Size: 10})
	}
	return q
}

func searchLoop(b *testing.B, e *Engine, q search.Query) {
	b.Helper()
	for b.Loop() {
		r, err := e.Search(b.Context(), q)
		if err != nil {
			b.Fatal(err)
		}
		if r.Total == 0 {
			b.Fatal("the query finds nothing")
		}
	}
}

func parse(t testing.TB, text string) querylang.Node {
	t.Helper()
	r, err := querylang.Parser{}.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return r.Root
}

func benchEngine(b *testing.B) *Engine {
	b.Helper()
	dir := b.TempDir()
	built, err := Builder{}.Build(b.Context(), dir, sequence(benchLibrary()))
	if err != nil {
		b.Fatal(err)
	}
	e, err := Open(dir, generation.Manifest{Built: built}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := e.Close(); err != nil {
			b.Error(err)
		}
	})
	return e
}

// BenchmarkBlevePage is the same page by Bleve's own query, facets and
// highlighter, over the same documents in an index as its users build it. It
// leaves out the disjunctive counts, for which Bleve would have to be asked
// once more for each selected facet.
func BenchmarkBlevePage(b *testing.B) {
	ix := nativeIndex(b)
	for _, c := range benchQueries {
		if c.name == "prefix" {
			continue
		}
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				r, err := ix.SearchInContext(b.Context(), nativePage(c.name, c.text))
				if err != nil {
					b.Fatal(err)
				}
				if r.Total == 0 {
					b.Fatal("the query finds nothing")
				}
			}
		})
	}
}

func nativePage(name, text string) *bleve.SearchRequest {
	english := bleve.NewTermQuery("en")
	english.SetField("lang")
	r := bleve.NewSearchRequestOptions(bleve.NewConjunctionQuery(nativeQuery(name, text), english), 10, 0, false)
	r.Highlight = bleve.NewHighlight()
	r.Highlight.AddField("text")
	for _, f := range []string{"city", "theme", "type", "year", "lang"} {
		r.AddFacet(f, bleve.NewFacetRequest(f, 10))
	}
	return r
}

func nativeIndex(b *testing.B) bleve.Index {
	b.Helper()
	m := bleve.NewIndexMapping()
	text := bleve.NewTextFieldMapping()
	text.Analyzer = "en"
	text.DocValues = false
	keyword := bleve.NewKeywordFieldMapping()
	page := bleve.NewDocumentStaticMapping()
	page.AddFieldMappingsAt("text", text)
	for _, f := range []string{"city", "theme", "type", "year", "lang"} {
		page.AddFieldMappingsAt(f, keyword)
	}
	m.DefaultMapping = page
	ix, err := bleve.New(filepath.Join(b.TempDir(), "native"), m)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := ix.Close(); err != nil {
			b.Error(err)
		}
	})
	batch := ix.NewBatch()
	for i, d := range benchLibrary() {
		r := newRow(&d)
		page := map[string]any{"text": d.Text(), "city": tagValues(r, "city"), "theme": tagValues(r, "theme"), "type": r.Type, "year": yearValue(r.Date), "lang": r.Lang}
		if err := batch.Index(string(d.ID), page); err != nil {
			b.Fatal(err)
		}
		if batch.Size() == batchDocuments || i+1 == benchDocuments {
			if err := ix.Batch(batch); err != nil {
				b.Fatal(err)
			}
			batch = ix.NewBatch()
		}
	}
	if err := merge(b.Context(), ix); err != nil {
		b.Fatal(err)
	}
	return ix
}

// nativeQuery is a benchmark's query in Bleve's own terms.
func nativeQuery(name, text string) query.Query {
	switch name {
	case "phrase":
		q := bleve.NewMatchPhraseQuery(strings.Trim(text, `"`))
		q.SetField("text")
		return q
	case "and":
		q := bleve.NewMatchQuery(text)
		q.SetField("text")
		q.SetOperator(query.MatchQueryOperatorAnd)
		return q
	}
	q := bleve.NewMatchQuery(strings.ReplaceAll(text, " OR ", " "))
	q.SetField("text")
	return q
}

func tagValues(r row, facet string) []string {
	var out []string
	for _, t := range r.values(facet) {
		out = append(out, t.Value)
	}
	return out
}
