package generation

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCatalog(t *testing.T) {
	dir := t.TempDir()
	w, err := NewCatalogWriter(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []CatalogEntry{
		{ID: "a", URL: "https://uil.example/a", Others: []string{"https://uil.example/1"}, Title: "A <\u2028>", Type: "news", Content: "c", Text: 3, Digest: "d", About: map[string][]string{"city": {"cork"}}},
		{ID: "b", URL: "https://uil.example/b"},
	}
	for _, e := range want {
		if err := w.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"b", "a", ""} {
		if err := w.Add(CatalogEntry{ID: id}); err == nil {
			t.Errorf("took %q after b", id)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var got []CatalogEntry
	for e, err := range Catalog(dir) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, e)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for range Catalog(dir) {
		break // who has seen enough may stop
	}
	if _, err := NewCatalogWriter(dir); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second catalog: %v", err)
	}
}

// TestCatalogIsDamaged yields what can be read, and then the error.
func TestCatalogIsDamaged(t *testing.T) {
	for content, want := range map[string][]string{"{\"id\":\"a\"}\n{\"id": {"a"}, "x": nil, "": nil} {
		dir := t.TempDir()
		writeTestFile(t, filepath.Join(dir, CatalogName), content)
		var got []string
		var last error
		for e, err := range Catalog(dir) {
			if last = err; err == nil {
				got = append(got, e.ID)
			}
		}
		if !slices.Equal(got, want) || (last == nil) != (content == "") || last != nil && !strings.HasPrefix(last.Error(), "catalog: ") {
			t.Errorf("%q gives %v, %v", content, got, last)
		}
	}
	for _, err := range Catalog(t.TempDir()) {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	}
}
