package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/ingest"
)

// A mirror that would lose most pages is refused, and so is one of a file.
func TestMirrorIsGuarded(t *testing.T) {
	data, pages := t.TempDir(), t.TempDir()
	for i := range 30 {
		writeFile(t, filepath.Join(pages, fmt.Sprintf("p%d", i%3), fmt.Sprint(i, ".txt")), "A\n\nA page.")
	}
	run := func(args ...string) result {
		return uilsearch(t, append([]string{"ingest", "--data", data}, args...)...)
	}
	if got := run(pages); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	if got := run("--mirror", filepath.Join(pages, "p0", "0.txt")); got.code != exitUsage || !strings.Contains(got.stderr, "wants folders") {
		t.Errorf("a file: %+v", got)
	}
	for _, part := range []string{"p0", "p1"} {
		if err := os.RemoveAll(filepath.Join(pages, part)); err != nil {
			t.Fatal(err)
		}
	}
	if got := run("--mirror", pages); got.code != exitRefused || !strings.Contains(got.stderr, "20 of 30") || !strings.Contains(got.stderr, "--force") {
		t.Errorf("a folder that is half there: %+v", got)
	}
	if got := run("--mirror", "--force", pages); got.code != exitOK || !strings.Contains(got.stdout, "20 gone") {
		t.Errorf("by force: %+v", got)
	}
}

// Files that are left out are named, to people and to programs; one odd page
// does not end a run.
func TestLeftOutIsNamed(t *testing.T) {
	data, pages := t.TempDir(), t.TempDir()
	writeFile(t, filepath.Join(pages, "a.txt"), "A\n\nA page.")
	writeFile(t, filepath.Join(pages, "frames.html"), "<title>T</title><frameset><frame src=a></frameset>")
	writeFile(t, filepath.Join(pages, "report.docx"), "%PDF")
	got := uilsearch(t, "ingest", "--json", "--data", data, pages)
	var s ingest.Summary
	if err := json.Unmarshal([]byte(got.stdout), &s); err != nil || got.code != exitOK {
		t.Fatalf("%+v: %v", got, err)
	}
	want := ingest.LeftOut{URL: "file:///report.docx", Result: archive.Skipped, Reason: "cannot read files that end in .docx"}
	if len(s.LeftOut) != 1 || s.LeftOut[0] != want || !strings.Contains(got.stderr, "report.docx") {
		t.Errorf("%+v, %s", s, got.stderr)
	}
	if got := uilsearch(t, "reindex", "--data", data); got.code != exitRejects || !strings.Contains(got.stderr, "frames.html") {
		t.Errorf("reindex: %+v", got)
	}
}
