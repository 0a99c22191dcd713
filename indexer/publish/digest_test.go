package publish

import (
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

func TestDigested(t *testing.T) {
	docs := []corpus.Document{{ID: "a", Title: "A", Crawled: time.Unix(1, 0)}, {ID: "b", Title: "B"}}
	sum := func(docs []corpus.Document) string {
		var d generation.Digest
		n := 0
		for doc, err := range Digested(all(docs), &d) {
			if err != nil || doc.ID != docs[n].ID || doc.Crawled != docs[n].Crawled {
				t.Errorf("got %v, %v", doc, err)
			}
			n++
		}
		if n != len(docs) || d.Len() != n {
			t.Errorf("passed on %d of %d, digest of %d", n, len(docs), d.Len())
		}
		return d.Sum()
	}
	want := sum(docs)
	again := slices.Clone(docs)
	again[0].Crawled = time.Unix(2, 0)
	if got := sum(again); got != want {
		t.Error("crawling again changes the digest")
	}
	again[1].Title = "C"
	if got := sum(again); got == want {
		t.Error("another title does not change the digest")
	}
}

func all(docs []corpus.Document) iter.Seq2[corpus.Document, error] {
	return func(yield func(corpus.Document, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}
