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

// Whatever stands in the place of a file, to read it ends, and says why there is
// no page.
func TestOddFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"pipe.html", "pipe.ndjson", "pipe.warc.gz", "pipe.zip"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range map[string]string{"device.html": os.DevNull, "nowhere.html": "no/such/file", "self.html": "self.html"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.html"), 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for name, reason := range map[string]string{
		"pipe.html": "not a regular file", "pipe.ndjson": "not a regular file", "pipe.warc.gz": "not a regular file", "pipe.zip": "not a regular file",
		"folder.html": "not a regular file", "device.html": "escapes", "nowhere.html": "no such file", "self.html": "too many levels", "vanished.html": "no such file",
		strings.Repeat("x", 300) + ".html": "name too long",
	} {
		var got []string
		for f := range file(t.Context(), tree{root}, name, noon) {
			if f.err == nil {
				t.Errorf("%s gave %+v", name, f.page)
				continue
			}
			got = append(got, f.err.Error())
		}
		if len(got) != 1 || !strings.Contains(got[0], reason) {
			t.Errorf("%s: %q, want %s", name, got, reason)
		}
	}
	if got := walk(t, tree{root}); len(got) != 7 {
		t.Errorf("in the folder: %q", got)
	}
}

// A path may be longer than the machine lets anybody name at once.
func TestDeepFolders(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { root.Close() }()
	top := root
	const depth = 30
	for range depth {
		// Three bytes in the address for each.
		name := strings.Repeat("길", 80)
		if err := top.Mkdir(name, 0o755); err != nil {
			t.Fatal(err)
		}
		next, err := top.OpenRoot(name)
		if err != nil {
			t.Fatal(err)
		}
		defer next.Close()
		if err := next.WriteFile("a.txt", []byte("A"), 0o644); err != nil {
			t.Fatal(err)
		}
		top = next
	}
	pages, refused := 0, 0
	for p, err := range Folder(t.Context(), tree{root}, noon) {
		switch {
		case err == nil && len(p.URL) <= maxFileAddress:
			pages++
		case err != nil && strings.Contains(err.Error(), string(longPath)):
			refused++
		default:
			t.Errorf("%.100s…: %v", p.URL, err)
		}
	}
	if pages < 20 || pages >= depth || refused != 1 {
		t.Errorf("%d pages, %d refused", pages, refused)
	}
}
