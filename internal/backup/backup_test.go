package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/internal/hidden"
)

// newData returns a data directory with an archive and a hidden list.
func newData(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	a, err := archive.Open(t.Context(), filepath.Join(data, archive.FileName))
	if err == nil {
		err = a.Close()
	}
	if err == nil {
		_, err = hidden.Add(data, "https://uil.example/a")
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestMakeAndVerify(t *testing.T) {
	data := newData(t)
	file := func(name string) func(dir string) string {
		return func(dir string) string { return filepath.Join(dir, name) }
	}
	sums, readme, copied := file(sumsName), file(readmeName), file(archive.FileName)
	for name, harm := range map[string]func(dir string) error{
		"":             func(string) error { return nil },
		"no sums":      func(dir string) error { return os.Remove(sums(dir)) },
		"missing file": func(dir string) error { return os.Remove(copied(dir)) },
		"changed file": func(dir string) error { return os.WriteFile(readme(dir), []byte("?"), 0o600) },
		"bad sums":     func(dir string) error { return os.WriteFile(sums(dir), []byte("0  ../a\n"), 0o600) },
		"empty sums":   func(dir string) error { return os.Truncate(sums(dir), 0) },
	} {
		dir := filepath.Join(t.TempDir(), "backup")
		made, err := Make(t.Context(), dir, Options{Data: data, Version: "1", Now: time.Now()})
		if err != nil || len(made.Files) != 3 {
			t.Fatalf("%+v, %v", made, err)
		}
		if err := harm(dir); err != nil {
			t.Fatal(err)
		}
		if _, err := Verify(t.Context(), dir); (err == nil) != (name == "") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestMakeRefuses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "backup")
	if _, err := Make(t.Context(), dir, Options{Data: t.TempDir()}); !errors.Is(err, ErrNoArchive) {
		t.Errorf("no archive: %v", err)
	}
	data := newData(t)
	var directory *DirectoryError
	if _, err := Make(t.Context(), data, Options{Data: data}); !errors.As(err, &directory) {
		t.Errorf("a directory that is not empty: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Make(ctx, dir, Options{Data: data}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a backup that failed was left behind: %v", err)
	}
}
