package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/indexer/publish"
)

// TestBadSourceIsRefused feeds runs what a source delivers on a bad night. The
// gate says why it refuses, the live index stays, and the next good night
// needs nobody.
func TestBadSourceIsRefused(t *testing.T) {
	const sick = `<!DOCTYPE html><html lang="en"><head><title>Service unavailable</title></head><body><main><h1>Service unavailable</h1>
<p>The site is being looked after at the moment. Please come back in a few minutes, and accept our apologies.</p></main></body></html>`
	half := func(_ int, path string) { removeFile(t, path) }
	for _, night := range []struct {
		name  string
		spoil func(i int, path string)
		// every is 2 where every second page is spoilt.
		every int
		says  []string
	}{
		{"half the pages", half, 2, []string{"documents fell", "max_shrink allows 10%", "--force"}},
		{"error pages with status 200", func(_ int, path string) { writeFile(t, path, sick) }, 1, []string{"Service unavailable", "--force"}},
		{"some error pages", func(_ int, path string) { writeFile(t, path, sick) }, 8, []string{"Service unavailable", "--force"}},
		{"error pages with numbers", func(i int, path string) {
			writeFile(t, path, strings.Replace(sick, "few minutes", fmt.Sprintf("few minutes (request %d)", i), 1))
		}, 1, []string{"the text fell"}},
		{"empty pages", func(_ int, path string) { writeFile(t, path, "") }, 2, []string{"documents fell"}},
	} {
		t.Run(night.name, func(t *testing.T) {
			data, pages := t.TempDir(), t.TempDir()
			if err := os.CopyFS(pages, os.DirFS("../../corpus/sample/pages")); err != nil {
				t.Fatal(err)
			}
			mirror := func() {
				if got := uilsearch(t, "ingest", "--mirror", "--force", pages, "--data", data); got.code != exitOK {
					t.Fatalf("ingest: %+v", got)
				}
			}
			mirror()
			before := reindexJSON(t, data, exitOK)
			for i, path := range pageFiles(t, pages) {
				if i%night.every == 0 {
					night.spoil(i, path)
				}
			}
			mirror()
			s := reindexJSON(t, data, exitRefused)
			if s.Outcome != publish.OutcomeRefused || s.Generation != before.Generation || s.Diff == nil || len(s.Refused) == 0 || !cmp.Equal(s.Skipped, before.Skipped[1:]) {
				t.Errorf("summary %+v", s)
			}
			for _, want := range night.says {
				if !strings.Contains(s.Error, want) {
					t.Errorf("the reason does not say %q: %s", want, s.Error)
				}
			}
			if err := os.CopyFS(filepath.Join(pages, "again"), os.DirFS("../../corpus/sample/pages")); err != nil {
				t.Fatal(err)
			}
			for _, path := range pageFiles(t, filepath.Join(pages, "again")) {
				to := filepath.Join(pages, strings.TrimPrefix(path, filepath.Join(pages, "again")))
				if err := os.Rename(path, to); err != nil {
					t.Fatal(err)
				}
			}
			mirror()
			if s := reindexJSON(t, data, exitOK); s.Outcome != publish.OutcomeUnchanged {
				t.Errorf("the next good night: %+v", s)
			}
		})
	}
}

// pageFiles returns the pages below a folder.
func pageFiles(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	for path := range files(t, dir) {
		if strings.HasSuffix(path, ".html") {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

func removeFile(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}
