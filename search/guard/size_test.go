package guard

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// fullAnswer is an answer as large as a page of results with every facet. Its
// snippets are pieces of a long text.
func fullAnswer(n int) search.Answer {
	body := strings.Repeat(fmt.Sprintf("page %d of the long text ", n), 1000)
	a := answerOf("a", search.Query{Text: fmt.Sprintf("query %d", n), Match: querylang.And{Kids: []querylang.Node{
		querylang.Word{Text: strings.Repeat("a", 20)}, querylang.Phrase{Text: strings.Repeat("b", 40)},
	}}})
	a.Hits = nil
	for i := range 10 {
		from := i * 300
		a.Hits = append(a.Hits, search.Hit{
			ID: corpus.ID(fmt.Sprint(n, i)), URL: fmt.Sprintf("https://uil.example/%d/%d", n, i), Title: search.Fragment{Text: body[from : from+80]},
			Cities:   []search.Named{{Value: fmt.Sprint("city", i, n), Label: fmt.Sprint("City", i, n)}},
			Snippets: []search.Fragment{{Text: body[from : from+220], Marks: make([]search.Mark, 3)}, {Text: body[from+220 : from+290]}},
		})
	}
	for _, facet := range search.Facets() {
		for i := range 60 {
			a.Facets[facet] = append(a.Facets[facet], search.FacetValue{Value: fmt.Sprint("value", i, n), Label: fmt.Sprint("Label", i, n)})
		}
	}
	return a
}

func fullDocument(n int) search.DocumentAnswer {
	d := documentOf("a", corpus.ID(fmt.Sprint(n)))
	d.Labels = map[search.Label]string{}
	for i := range 100 {
		d.Sections = append(d.Sections, corpus.Section{Paragraphs: []string{strings.Repeat(fmt.Sprint(n, i), 30)}})
		value := fmt.Sprint("value", i, n)
		d.Tags = append(d.Tags, corpus.Tag{Value: value, Evidence: []corpus.Span{{Surface: fmt.Sprint(n, i)}}})
		d.Labels[search.Label{Facet: "city", Value: value}] = fmt.Sprint("Label", i, n)
	}
	return d
}

// TestSizeIsHonest compares the estimate with what the heap grows by.
func TestSizeIsHonest(t *testing.T) {
	for name, build := range map[string]func(n int) any{
		"answer":   func(n int) any { return trimAnswer(fullAnswer(n)) },
		"document": func(n int) any { return fullDocument(n) },
	} {
		t.Run(name, func(t *testing.T) {
			values := make([]any, 200)
			before := heap()
			for i := range values {
				values[i] = build(i)
			}
			grown := float64(heap() - before)
			said := 0.0
			for _, v := range values {
				said += float64(sizeOf(v))
			}
			t.Logf("said %.0f bytes each, are %.0f", said/float64(len(values)), grown/float64(len(values)))
			if said < 0.9*grown || said > 1.4*grown {
				t.Errorf("the estimate is %.2f of what it is", said/grown)
			}
		})
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestCacheStaysWithinItsBytes(t *testing.T) {
	const limit = 1 << 20
	g := New(&fakeIndex{edition: "a"}, Options{CacheBytes: limit})
	for i := range 3000 {
		if _, err := g.Search(t.Context(), text(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	if n, bytes := g.Kept(); bytes > limit || n == 0 || n == 3000 {
		t.Errorf("%d answers of %d bytes are kept; the limit is %d", n, bytes, limit)
	}
}
