package archive

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// older returns the path of an archive of a schema that a page is in.
func older(t *testing.T, version int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), FileName)
	all := migrations
	migrations = all[:version]
	defer func() { migrations = all }()
	a, err := connect(path, map[string][]string{"mode": {"rwc"}, "_txlock": {"immediate"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	body, err := deflate([]byte("text"))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO captures (id, url, digest, media_type, charset, body, captured, run) VALUES (1, 'https://uil.example/a', ?1, 'text/html', '', ?2, 1, 'r')`,
		`INSERT INTO pages (url, capture, seen) SELECT url, id, 1 FROM captures WHERE ?1 <> ?2`,
	} {
		if _, err := a.db.ExecContext(t.Context(), statement, page("", "text").Digest(), body); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestOlderSchemas checks and copies a sound archive of every schema, and finds
// damage in it, without bringing it up to date.
func TestOlderSchemas(t *testing.T) {
	for version := 1; version <= len(migrations); version++ {
		path := older(t, version)
		if err := CheckFile(t.Context(), path); err != nil {
			t.Errorf("schema %d: %v", version, err)
		}
		a, err := OpenOlder(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		backup := filepath.Join(t.TempDir(), FileName)
		if err := errors.Join(a.Backup(t.Context(), backup), a.Close(), CheckFile(t.Context(), backup)); err != nil {
			t.Errorf("backup of schema %d: %v", version, err)
		}
		for _, damage := range []string{`ALTER TABLE pages RENAME COLUMN seen TO scene`, `UPDATE captures SET digest = 'x'`} {
			path := older(t, version)
			w, err := connect(path, map[string][]string{"mode": {"rw"}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = w.db.ExecContext(t.Context(), damage)
			if err := errors.Join(err, w.Close()); err != nil {
				t.Fatal(err)
			}
			if err := CheckFile(t.Context(), path); !IsDamaged(err) {
				t.Errorf("schema %d, %s: %v", version, damage, err)
			}
		}
		a, err = OpenReadOnly(t.Context(), path)
		if (err == nil) != (version >= oldestReadable) {
			t.Errorf("schema %d: %v", version, err)
		}
		if err != nil {
			continue
		}
		if got := pages(t, a); len(got) != 1 || string(got[0].Body) != "text" || a.schema != version {
			t.Errorf("schema %d: %v", version, got)
		}
		if _, err := a.Stats(t.Context()); err != nil {
			t.Error(err)
		}
		a.Close()
	}
}

// All that is read is in the oldest schema that is read.
func TestOldestReadable(t *testing.T) {
	var have [2][]string
	for i, version := range []int{oldestReadable, len(migrations)} {
		a, err := OpenOlder(t.Context(), older(t, version))
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		if have[i], err = columns(t.Context(), a.db); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(have[0], have[1]); diff != "" {
		t.Errorf("a migration adds what is read: raise oldestReadable (-oldest +newest):\n%s", diff)
	}
}
