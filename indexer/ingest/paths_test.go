//go:build unix

package ingest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/uilsearch/uilsearch/corpus/archive"
)

func TestPaths(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	write(t, outside, map[string]string{"secret.html": "secret", "single.md": "# one", "x.html": "another x"})
	write(t, dir, map[string]string{"x.html": "x", "sub/y.txt": "y", "z.exe": ""})
	for link, target := range map[string]string{"out.html": "secret.html", "outdir": "."} {
		if err := os.Symlink(filepath.Join(outside, target), filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.html"), 0o644); err != nil {
		t.Fatal(err)
	}
	s := &store{pages: map[string]string{}}
	var told, skipped []string
	in := &Ingester{Store: s, Now: noon, Failed: func(e *FileError) { told = append(told, e.Error()) },
		Skipped: func(e *FileError) { skipped = append(skipped, e.Error()) }}
	got, err := in.Paths(t.Context(), dir, filepath.Join(outside, "single.md"), filepath.Join(outside, "x.html"))
	if err != nil {
		t.Fatal(err)
	}
	if want := (Summary{Ingested: 3, Skipped: 4, Failed: 1}); !sameCounts(got, want) {
		t.Errorf("summary %+v, want %+v", got, want)
	}
	if want := (LeftOut{URL: "file:///z.exe", Result: archive.Skipped, Reason: "cannot read files that end in .exe"}); len(got.LeftOut) != 5 || !slices.Contains(got.LeftOut, want) {
		t.Errorf("left out: %+v", got.LeftOut)
	}
	if len(skipped) != 4 || !strings.Contains(strings.Join(skipped, "\n"), "file:///z.exe: cannot read") {
		t.Errorf("skipped: %q", skipped)
	}
	wantPages := map[string]string{"file:///x.html": "x", "file:///sub/y.txt": "y", "file:///single.md": "# one"}
	if diff := cmp.Diff(wantPages, s.pages); diff != "" {
		t.Error(diff)
	}
	wantOutcomes := []string{
		"file:///out.html skipped a symbolic link",
		"file:///outdir skipped a symbolic link",
		"file:///pipe.html skipped not a regular file",
		"file:///sub/y.txt ingested",
		"file:///x.html ingested",
		"file:///z.exe skipped cannot read files that end in .exe",
		"file:///single.md ingested",
	}
	if diff := cmp.Diff(wantOutcomes, s.outcomes); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(told) != 1 || !strings.Contains(told[0], "file:///x.html: another file") {
		t.Errorf("told of %q", told)
	}
}
