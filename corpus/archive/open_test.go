package archive

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A reader in another process sees what is committed and is not held up by a
// writer, and an iterator keeps to what stood when it began.
func TestReadWhileWriting(t *testing.T) {
	a, path := open(t)
	mustPut(t, a, page("https://uil.example/a", "a"))
	r, err := a.Begin(t.Context(), "r2")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	r.age = time.Hour
	if _, err := r.Put(t.Context(), page("https://uil.example/b", "b")); err != nil {
		t.Fatal(err)
	}
	other, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if got := pages(t, other); len(got) != 1 {
		t.Errorf("a reader saw %d pages of an open transaction", len(got)-1)
	}
	if err := r.Flush(); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, err := range other.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if seen++; seen == 1 {
			mustPut(t, a, page("https://uil.example/c", "c"))
		}
	}
	if seen != 2 {
		t.Errorf("an iterator saw %d pages, want the 2 of its beginning", seen)
	}
	if _, err := other.Put(t.Context(), "r", page("https://uil.example/d", "d")); err == nil {
		t.Error("a read-only archive was written to")
	}
}

func TestOpenRefuses(t *testing.T) {
	alter := func(statement string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			db, err := sql.Open("sqlite", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name    string
		prepare func(*testing.T, string)
		is      error
		says    string
	}{
		{"newer schema", alter("PRAGMA user_version = 99"), ErrNewer, "schema is 99"},
		{"other database", alter("CREATE TABLE recipes (x)"), nil, "another program"},
		{"no database", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 100)), 0o644); err != nil {
				t.Fatal(err)
			}
		}, nil, "not a database"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), FileName)
			c.prepare(t, path)
			before, _ := os.ReadFile(path)
			for name, open := range map[string]func(context.Context, string) (*Archive, error){"Open": Open, "OpenReadOnly": OpenReadOnly} {
				a, err := open(t.Context(), path)
				if err == nil {
					a.Close()
					t.Fatalf("%s: no error", name)
				}
				if c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), path) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if after, _ := os.ReadFile(path); c.is != nil && string(before) != string(after) {
				t.Error("the file was changed")
			}
		})
	}
	if _, err := OpenReadOnly(t.Context(), filepath.Join(t.TempDir(), FileName)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestCheckFindsDamage(t *testing.T) {
	for _, damage := range []string{
		`UPDATE captures SET body = substr(body, 1, length(body) - 6)`,
		`UPDATE captures SET digest = 'x'`,
		`DELETE FROM captures`,
		`UPDATE pages SET url = 'https://uil.example/b'`,
		`UPDATE captures SET header = '{'`,
	} {
		a, path := open(t)
		mustPut(t, a, page("https://uil.example/a", "some text"))
		if err := a.Check(t.Context()); err != nil {
			t.Fatalf("before: %v", err)
		}
		db, err := sql.Open("sqlite", "file:"+strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(damage); err != nil {
			t.Fatal(err)
		}
		db.Close()
		if err := a.Check(t.Context()); !IsDamaged(err) {
			t.Errorf("not found: %s, %v", damage, err)
		}
	}
}
