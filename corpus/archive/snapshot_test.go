package archive

import (
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

// TestSnapshot writes while somebody reads one moment of the archive.
func TestSnapshot(t *testing.T) {
	a, _ := open(t)
	mustPut(t, a, page("https://uil.example/a", "one"))
	before, err := a.Source(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s, err := a.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.Count(t.Context()); n != 1 || err != nil {
		t.Errorf("Count = %d, %v", n, err)
	}
	mustPut(t, a, page("https://uil.example/a", "two"))
	mustPut(t, a, page("https://uil.example/b", "three"))
	if source, err := s.Source(t.Context()); source != before || err != nil {
		t.Errorf("Source is that of another moment: %v", err)
	}
	n := 0
	for p, err := range s.Pages(t.Context()) {
		if n++; err != nil || string(p.Body) != "one" {
			t.Errorf("page %s %q, %v", p.URL, p.Body, err)
		}
		if err := a.PutDocument(t.Context(), p.URL, "k", corpus.Document{URL: p.URL}); err != nil {
			t.Error(err)
		}
	}
	if n != 1 {
		t.Errorf("%d pages", n)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if got := pages(t, a); len(got) != 2 {
		t.Errorf("afterwards: %v", got)
	}
}

// TestDropDocuments keeps the documents of live pages.
func TestDropDocuments(t *testing.T) {
	a, _ := open(t)
	for _, url := range []string{"file:///live", "file:///gone"} {
		mustPut(t, a, page(url, "x"))
		if err := a.PutDocument(t.Context(), url, "k", corpus.Document{URL: url}); err != nil {
			t.Fatal(err)
		}
	}
	r, err := a.Begin(t.Context(), "r")
	if err == nil {
		err = r.Gone(t.Context(), "file:///gone", "", noon)
	}
	if err == nil {
		err = r.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := a.DropDocuments(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for url, want := range map[string]bool{"file:///live": true, "file:///gone": false} {
		if _, ok, err := a.Document(t.Context(), url, "k"); ok != want || err != nil {
			t.Errorf("%s: there is a document: %v, %v", url, ok, err)
		}
	}
}
