package bleveengine

import (
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// sequence yields documents as a run does.
func sequence(docs []corpus.Document) iter.Seq2[corpus.Document, error] {
	return func(yield func(corpus.Document, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// buildAndOpen returns an engine over docs in a directory of its own.
func buildAndOpen(t testing.TB, docs []corpus.Document) search.Engine {
	t.Helper()
	dir := t.TempDir()
	built, err := Builder{}.Build(t.Context(), dir, sequence(docs))
	if err != nil {
		t.Fatal(err)
	}
	e, err := Open(dir, generation.Manifest{Built: built}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEngine(t *testing.T) { searchtest.Run(t, buildAndOpen) }

// TestReadOnly checks that a generation is served from files that nobody may
// write, and that serving changes none of them.
func TestReadOnly(t *testing.T) {
	dir := t.TempDir()
	docs := searchtest.Library()
	built, err := Builder{}.Build(t.Context(), dir, sequence(docs))
	if err != nil {
		t.Fatal(err)
	}
	before := listing(t, dir)
	for path := range before {
		if err := os.Chmod(path, 0o444); err != nil {
			t.Fatal(err)
		}
	}
	first, err := Open(dir, generation.Manifest{Built: built}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	second, err := Open(dir, generation.Manifest{Built: built}, Options{})
	if err != nil {
		t.Fatalf("second open beside the first: %v", err)
	}
	for _, e := range []*Engine{first, second} {
		if _, err := e.Document(t.Context(), docs[0].ID); err != nil {
			t.Error(err)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
	if after := listing(t, dir); len(after) != len(before) {
		t.Errorf("files before %v, after %v", before, after)
	}
}

func listing(t *testing.T, dir string) map[string]int64 {
	t.Helper()
	files := map[string]int64{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		files[path] = info.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestBuildStops(t *testing.T) {
	broken := errors.New("archive is gone")
	_, err := Builder{}.Build(t.Context(), t.TempDir(), func(yield func(corpus.Document, error) bool) {
		yield(corpus.Document{}, broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("error of the source: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (Builder{}).Build(ctx, t.TempDir(), sequence(searchtest.Library())); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := (Builder{}).Build(t.Context(), filepath.Join(t.TempDir(), "missing"), sequence(nil)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("directory that is not there: %v", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	built, err := Builder{}.Build(t.Context(), dir, sequence(searchtest.Library()))
	if err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(*generation.Manifest){
		"run uilsearch reindex": func(m *generation.Manifest) { m.Mapping = "other" },
		"manifest says 99":      func(m *generation.Manifest) { m.Documents = 99 },
	} {
		m := generation.Manifest{Built: built}
		change(&m)
		if e, err := Open(dir, m, Options{}); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("opened %v, error %v, want %q", e, err, what)
		}
	}
	m := generation.Manifest{Built: built}
	columns := filepath.Join(dir, columnsFile)
	rows, err := os.ReadFile(columns)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "{", string(rows) + string(rows), strings.Replace(string(rows), `"id":"`, `"id":"x`, 1)} {
		if err := os.WriteFile(columns, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, m, Options{}); err == nil || !strings.Contains(err.Error(), columnsFile) {
			t.Errorf("columns %.20q: error %v", bad, err)
		}
	}
}
