package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// Of each live page one document is kept, however often it changed, and of others
// none.
func TestDocumentsDoNotPileUp(t *testing.T) {
	data, pages := t.TempDir(), t.TempDir()
	step := func(what string, wantPages, wantCaptures int) {
		t.Helper()
		if got := uilsearch(t, "ingest", "--mirror", "--data", data, pages); got.code != exitOK {
			t.Fatalf("%s: %+v", what, got)
		}
		if got := uilsearch(t, "reindex", "--force", "--data", data); got.code != exitOK {
			t.Fatalf("%s: %+v", what, got)
		}
		ar, err := archive.OpenReadOnly(t.Context(), filepath.Join(data, archive.FileName))
		if err != nil {
			t.Fatal(err)
		}
		defer ar.Close()
		if s, err := ar.Stats(t.Context()); err != nil || s.Pages != wantPages || s.Documents != wantPages || s.Captures != wantCaptures {
			t.Errorf("%s: %+v, %v", what, s, err)
		}
	}
	name := func(i int) string { return filepath.Join(pages, fmt.Sprint(i, ".txt")) }
	for i := range 4 {
		writeFile(t, name(i), fmt.Sprintf("Page %d\n\nThe text of page %d.", i, i))
	}
	step("new", 4, 4)
	writeFile(t, name(0), "Page 0\n\nAnother text.")
	step("changed", 4, 5)
	step("the same again", 4, 5)
	if err := os.Remove(name(1)); err != nil {
		t.Fatal(err)
	}
	step("one is gone", 3, 5)
	writeFile(t, name(1), "Page 1\n\nThe text of page 1.")
	step("and is back", 4, 5)
}

// Imports keep as many versions as the settings say.
func TestImportPrunesVersions(t *testing.T) {
	data, fresh := kinds(t), t.TempDir()
	file := filepath.Join(t.TempDir(), "pages.ndjson")
	if got := uilsearch(t, "export", "--data", data, "--all", file); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	if got := uilsearchIn(t, t.Context(), []string{"UILSEARCH_ARCHIVE_VERSIONS=2"}, "import", "--data", fresh, file); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	want, versions := 0, map[string]int{}
	for _, c := range history(t, data) {
		if versions[c.URL]++; versions[c.URL] <= 2 {
			want++
		}
	}
	if got := len(history(t, fresh)); got != want || versions["https://uil.example/a"] != 3 {
		t.Errorf("%d captures, want %d", got, want)
	}
}
