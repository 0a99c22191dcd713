package publish

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// digestOf records documents and returns their digest.
func digestOf(t *testing.T, docs []corpus.Document) string {
	t.Helper()
	r, err := newRecorder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, err := range r.record(sequence(docs)) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if err := r.close(nil); err != nil || n != len(docs) || r.digest.Len() != n {
		t.Fatalf("passed on %d of %d, digest of %d, %v", n, len(docs), r.digest.Len(), err)
	}
	return r.digest.Sum()
}

func TestRecordDigests(t *testing.T) {
	want := digestOf(t, pages("a b"))
	again := pages("a b")
	again[0].Crawled = begun
	if digestOf(t, again) != want {
		t.Error("crawling again changes the digest")
	}
	again[1].Title = "C"
	if digestOf(t, again) == want {
		t.Error("another title does not change the digest")
	}
}

func TestRecordCatalog(t *testing.T) {
	a := page("a", "Städte", "city:suwon", "city:cork", "country:ie", "region:europe", "theme:esd", "city:cork")
	a.OtherURLs = []string{"https://uil.example/node/1"}
	a.Tags = append(a.Tags, corpus.Tag{Facet: corpus.City, Value: "tunis", Role: corpus.Mention})
	dir := writeCatalog(t, []corpus.Document{page("b", "x"), a})
	var got []generation.CatalogEntry
	for e, err := range generation.Catalog(dir) {
		if err != nil || len(e.Digest) != 64 {
			t.Fatalf("got %+v, %v", e, err)
		}
		e.Digest = ""
		got = append(got, e)
	}
	want := []generation.CatalogEntry{{
		ID: "a", URL: "https://uil.example/a", Others: []string{"https://uil.example/node/1"}, Title: "a", Type: "news",
		Content: a.ContentHash, Text: len("a\n\nStädte"),
		About: map[string][]string{"city": {"cork", "suwon"}, "country": {"ie"}, "region": {"europe"}, "theme": {"esd"}},
	}, {
		ID: "b", URL: "https://uil.example/b", Title: "b", Type: "news", Content: got[1].Content, Text: len("b\n\nx"),
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestRecordEndsAtAnError passes an error on, and nothing after it.
func TestRecordEndsAtAnError(t *testing.T) {
	broken := errors.New("broken")
	r, err := newRecorder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var got []error
	for _, err := range r.record(func(yield func(corpus.Document, error) bool) {
		_ = yield(page("a", "x"), nil) && yield(corpus.Document{}, broken) && yield(page("b", "x"), nil)
	}) {
		got = append(got, err)
	}
	if err := r.close(broken); !errors.Is(err, broken) || len(got) != 2 || !errors.Is(got[1], broken) {
		t.Errorf("got %v, %v", got, err)
	}
}
