package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
)

func noon() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

// unreadable is a file system in which one path cannot be opened.
type unreadable struct {
	fs.FS
	name string
}

func (u unreadable) Open(name string) (fs.File, error) {
	if name == u.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return u.FS.Open(name)
}

// walk returns a line for each page and each file that gave none.
func walk(t *testing.T, fsys fs.FS) []string {
	t.Helper()
	var out []string
	for p, err := range Folder(t.Context(), fsys, noon) {
		var bad *FileError
		switch {
		case err == nil:
			out = append(out, fmt.Sprintf("%s %s %q", p.URL, p.MediaType, p.Body))
			if !p.Captured.Equal(noon()) {
				t.Errorf("%s captured at %v", p.URL, p.Captured)
			}
		case errors.As(err, &bad):
			out = append(out, fmt.Sprintf("%s skipped=%v: %s", bad.URL, bad.Skipped, bad.Reason))
		default:
			t.Fatal(err)
		}
	}
	return out
}

func TestFolder(t *testing.T) {
	big := bytes.Repeat([]byte("x"), MaxFileSize+1)
	files := fstest.MapFS{
		"b.HTML":            {Data: []byte("\xff\x00")},
		"a/ü ?#%.md":        {Data: []byte("# A")},
		"a/empty.txt":       {},
		"a/locked.html":     {},
		"closed/x.html":     {},
		".git/config.txt":   {},
		".hidden.html":      {},
		"report.docx":       {},
		"report.pdf":        {Data: []byte("%PDF")},
		"README":            {},
		"big.txt":           {Data: big},
		"link.html":         {Mode: fs.ModeSymlink, Data: []byte("b.HTML")},
		"bad\xff.txt":       {},
		"fits.txt":          {Data: big[1:]},
		"pipe.txt":          {Mode: fs.ModeNamedPipe},
		"page one.xhtml":    {Data: []byte("<p>")},
		"folder.html/x.htm": {Data: []byte("y")},
	}
	got := walk(t, unreadable{unreadable{files, "a/locked.html"}, "closed"})
	for i, line := range got {
		if strings.HasPrefix(line, "file:///fits.txt text/plain") && len(line) > MaxFileSize {
			got[i] = "file:///fits.txt fits"
		}
	}
	want := []string{
		`file:///.git skipped=true: hidden`,
		`file:///.hidden.html skipped=true: hidden`,
		`file:///README skipped=true: cannot read files without an ending such as .html`,
		`file:///a/empty.txt text/plain ""`,
		`file:///a/locked.html skipped=false: permission denied`,
		`file:///a/%C3%BC%20%3F%23%25.md text/markdown "# A"`,
		`file:///b.HTML text/html "\xff\x00"`,
		`file:///bad%FF.txt skipped=false: its name is not UTF-8`,
		`file:///big.txt skipped=true: larger than 16 MiB`,
		`file:///closed skipped=false: permission denied`,
		`file:///fits.txt fits`,
		`file:///folder.html/x.htm text/html "y"`,
		`file:///link.html skipped=true: a symbolic link`,
		`file:///page%20one.xhtml text/html "<p>"`,
		`file:///pipe.txt skipped=true: not a regular file`,
		`file:///report.docx skipped=true: cannot read files that end in .docx`,
		`file:///report.pdf application/pdf "%PDF"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFolderStops(t *testing.T) {
	files := fstest.MapFS{"a.txt": {}, "b.txt": {}, "c.txt": {}}
	n := 0
	for range Folder(t.Context(), files, noon) {
		if n++; n == 2 {
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	n = 0
	for _, err := range Folder(ctx, files, noon) {
		cancel()
		last = err
		n++
	}
	if n != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d yields, the last with %v", n, last)
	}
}

// store is a Store in memory.
type store struct {
	pages    map[string]string
	roots    map[string]string
	outcomes []string
}

func (s *store) PutFrom(_ context.Context, from archive.Origin, p corpus.Page) (bool, error) {
	if s.roots == nil {
		s.roots = map[string]string{}
	}
	old, ok := s.pages[p.URL]
	if held := s.roots[p.URL]; ok && held != "" && held != from.Root && !from.TakeOver {
		return false, fmt.Errorf("put: %w", &archive.HeldError{URL: p.URL, Root: held})
	}
	s.roots[p.URL] = from.Root
	s.pages[p.URL] = string(p.Body)
	return !ok || old != string(p.Body), nil
}

func (s *store) Record(_ context.Context, o archive.Outcome) error {
	s.outcomes = append(s.outcomes, strings.TrimSpace(fmt.Sprint(o.URL, " ", o.Result, " ", o.Reason)))
	return nil
}

func (s *store) Gone(_ context.Context, url, _ string, _ time.Time) error {
	delete(s.pages, url)
	return nil
}

func (s *store) GoneFrom(_ context.Context, _ archive.Origin, url, _ string, at time.Time) (archive.Standing, time.Time, error) {
	delete(s.pages, url)
	return archive.New, at, nil
}

func (s *store) Standing(context.Context, corpus.Page) (archive.Standing, time.Time, error) {
	return archive.New, time.Time{}, nil
}

// sameCounts compares summaries but for what they list.
func sameCounts(a, b Summary) bool {
	a.LeftOut, b.LeftOut = nil, nil
	return cmp.Equal(a, b)
}

func (s *store) known() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, url := range slices.Sorted(func(yield func(string) bool) {
			for url := range s.pages {
				if !yield(url) {
					return
				}
			}
		}) {
			if !yield(url, nil) {
				return
			}
		}
	}
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, body := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPathThatDoesNotExist(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"x.html": "x"})
	s := &store{pages: map[string]string{}}
	in := &Ingester{Store: s, Now: noon}
	if _, err := in.Paths(t.Context(), dir, filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) || len(s.pages) != 0 {
		t.Errorf("%v, and %d pages were kept", err, len(s.pages))
	}
}

func TestMirror(t *testing.T) {
	first := fstest.MapFS{"a.html": {Data: []byte("a")}, "b.html": {Data: []byte("b")}, "c/d.html": {Data: []byte("d")}, "e/f.html": {Data: []byte("f")}, "e/g.html": {}}
	second := fstest.MapFS{"a.html": {Data: []byte("a2")}, "c/d.html": {Data: []byte("d")}, "e/f.html": {Data: []byte("f")}, "e/h.html": {}}
	s := &store{pages: map[string]string{"https://uil.example/": "crawled"}}
	in := &Ingester{Store: s, Now: noon}
	if _, err := in.FS(t.Context(), "bundle", first); err != nil {
		t.Fatal(err)
	}
	in = &Ingester{Store: s, Now: noon}
	// c cannot be entered, e/f.html not be read: neither is gone.
	if _, err := in.FS(t.Context(), "bundle", unreadable{unreadable{second, "c"}, "e/f.html"}); err != nil {
		t.Fatal(err)
	}
	got, err := in.Mirror(t.Context(), s.known())
	if want := (Summary{Ingested: 2, Failed: 2, Gone: 2}); !sameCounts(got, want) || err != nil {
		t.Errorf("summary %+v, want %+v; %v", got, want, err)
	}
	want := map[string]string{"https://uil.example/": "crawled", "file:///a.html": "a2", "file:///c/d.html": "d", "file:///e/f.html": "f", "file:///e/h.html": ""}
	if diff := cmp.Diff(want, s.pages); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !slices.Contains(s.outcomes, "file:///b.html gone no longer in the folder") {
		t.Errorf("outcomes %q", s.outcomes)
	}
}

// An empty folder, such as a disk that is not mounted, does not empty the store.
func TestMirrorOfNothing(t *testing.T) {
	s := &store{pages: map[string]string{"file:///a.html": "a"}}
	in := &Ingester{Store: s, Now: noon}
	if _, err := in.FS(t.Context(), "bundle", fstest.MapFS{"x.docx": {}}); err != nil {
		t.Fatal(err)
	}
	if _, err := in.Mirror(t.Context(), s.known()); !errors.Is(err, ErrNothing) || len(s.pages) != 1 {
		t.Errorf("%v, %d pages are left", err, len(s.pages))
	}
}

// The archive is the store that this room is for.
func TestIntoTheArchive(t *testing.T) {
	a, err := archive.Open(t.Context(), filepath.Join(t.TempDir(), archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for _, want := range []Summary{{Ingested: 2}, {Ingested: 1, Unchanged: 1, Gone: 0}} {
		run, err := a.Begin(t.Context(), noon().Format(time.RFC3339))
		if err != nil {
			t.Fatal(err)
		}
		in := &Ingester{Store: run, Now: noon}
		files := fstest.MapFS{"a.html": {Data: []byte("a")}, "b.html": {Data: fmt.Append(nil, want.Unchanged)}}
		got, err := in.FS(t.Context(), "bundle", files)
		if !sameCounts(got, want) || err != nil {
			t.Errorf("summary %+v, want %+v; %v", got, want, err)
		}
		if err := run.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := a.Count(t.Context()); n != 2 || err != nil {
		t.Errorf("%d pages, %v", n, err)
	}
}
