package archive

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

// A full disk is told apart from every other fault, whatever was being written.
func TestDiskFull(t *testing.T) {
	a, _ := open(t)
	mustPut(t, a, page("https://uil.example/a", "x"))
	a.db.SetMaxOpenConns(1)
	var size int
	if err := a.db.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&size); err != nil {
		t.Fatal(err)
	}
	if _, err := a.db.ExecContext(t.Context(), fmt.Sprint("PRAGMA max_page_count = ", size)); err != nil {
		t.Fatal(err)
	}
	var noise strings.Builder
	for i := range 40_000 {
		fmt.Fprintf(&noise, "%x", i*2654435761)
	}
	d := corpus.Document{URL: "https://uil.example/b", Title: noise.String()}
	for name, write := range map[string]func() error{
		"page": func() error {
			_, err := a.Put(t.Context(), "r", page("https://uil.example/b", noise.String()))
			return err
		},
		"document": func() error { return a.PutDocument(t.Context(), d.URL, "k", d) },
		"outcome": func() error {
			return a.Record(t.Context(), "r", Outcome{URL: d.URL, Reason: noise.String(), Time: noon})
		},
	} {
		if err := write(); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatCannotBeWrittenIsSaid(t *testing.T) {
	a, path := open(t)
	mustPut(t, a, page("https://uil.example/a", "x"))
	readOnly, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer readOnly.Close()
	_, err = readOnly.Put(t.Context(), "r", page("https://uil.example/b", "b"))
	if err == nil || !strings.Contains(err.Error(), "read-only disk") || errors.Is(err, syscall.ENOSPC) {
		t.Errorf("read-only: %v", err)
	}
	_, err = Open(t.Context(), filepath.Join(t.TempDir(), "none", FileName))
	if err == nil || !strings.Contains(err.Error(), "read-only disk") {
		t.Errorf("no directory: %v", err)
	}
}

// Outcomes are kept of the last runs only, whatever the runs are called.
func TestOldOutcomesAreDropped(t *testing.T) {
	a, path := open(t)
	for i := range maxRuns + 7 {
		name := fmt.Sprintf("%c-%d", 'z'-rune(i%3), i)
		for _, url := range []string{"a", "b"} {
			if err := a.Record(t.Context(), name, Outcome{URL: url, Result: Unchanged, Time: noon.AddDate(0, 0, i)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	again, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for _, url := range []string{"a", "b"} {
		got, err := again.Outcomes(t.Context(), url, 1000)
		if err != nil || len(got) != maxRuns || !got[len(got)-1].Time.Equal(noon.AddDate(0, 0, 7)) {
			t.Errorf("%d outcomes of %s, %v", len(got), url, err)
		}
	}
}

func TestRoots(t *testing.T) {
	a, _ := open(t)
	r, err := a.Begin(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	mustPut(t, a, page("file:///old", "old"))
	for _, c := range []struct {
		from    Origin
		url     string
		body    string
		changed bool
		holder  string
	}{
		{Origin{Root: "/a"}, "file:///x", "1", true, ""},
		{Origin{Root: "/a"}, "file:///x", "2", true, ""},
		{Origin{Root: "/b"}, "file:///x", "3", false, "/a"},
		{Origin{Root: "/b"}, "file:///x", "2", false, "/a"},
		{Origin{Root: "/b", TakeOver: true}, "file:///x", "3", true, ""},
		{Origin{Root: "/a"}, "file:///x", "2", false, "/b"},
		{Origin{Root: "/a"}, "file:///old", "new", true, ""}, // of no known root
		{Origin{Root: "/b"}, "file:///old", "b", false, "/a"},
	} {
		changed, err := r.PutFrom(t.Context(), c.from, page(c.url, c.body))
		var held *HeldError
		if errors.As(err, &held) != (c.holder != "") || held != nil && held.Root != c.holder || held == nil && err != nil || changed != c.changed {
			t.Errorf("%+v: changed = %v, %v", c, changed, err)
		}
	}
	// What is gone is nobody's.
	if err := r.Gone(t.Context(), "file:///x", "", noon); err != nil {
		t.Fatal(err)
	}
	if _, err := r.PutFrom(t.Context(), Origin{Root: "/c"}, page("file:///x", "c")); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	mustPut(t, a, page("file:///nobody", "n"))
	for root, want := range map[string]string{"/a": "file:///old", "/c": "file:///x", "/z": "", "": ""} {
		var got []string
		for url, err := range a.Held(t.Context(), "file:///", root) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, url)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("held by %s: %q, want %s", root, got, want)
		}
	}
}

// An archive of the first schema is brought up to date with what it holds.
func TestMigrateFromTheFirstSchema(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	all := migrations
	migrations = all[:1]
	defer func() { migrations = all }()
	old, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		`INSERT INTO captures (id, url, digest, media_type, charset, body, captured, run) VALUES (1, 'file:///a', 'd', 't', '', x'', 0, 'r')`,
		`INSERT INTO pages (url, capture, seen) VALUES ('file:///a', 1, 0)`,
	} {
		if _, err := old.db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	old.Close()
	migrations = all
	a, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if n, err := a.Count(t.Context()); n != 1 || err != nil {
		t.Errorf("%d pages, %v", n, err)
	}
}
