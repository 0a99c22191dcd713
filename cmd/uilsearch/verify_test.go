package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// publishLines publishes a generation of one document, without a search engine
// in it.
func publishLines(t *testing.T, data, text string, version, minute int) string {
	t.Helper()
	doc := corpus.Document{ID: "a", URL: "https://uil.example/a", Title: text}
	out, err := publish.Run(t.Context(), publish.Options{
		Store: generation.NewStore(data), Keep: 9, Analysis: version, Gate: publish.Gate{MaxShrink: 1, MaxLoss: 1},
		Now: time.Date(2026, 11, 22, 3, minute, 0, 0, time.UTC),
		Build: func(_ context.Context, dir string, record func(publish.Documents) publish.Documents) (generation.Built, error) {
			for _, err := range record(func(yield func(corpus.Document, error) bool) { yield(doc, nil) }) {
				if err != nil {
					return generation.Built{}, err
				}
			}
			return generation.Built{Engine: "lines", Documents: 1}, os.WriteFile(filepath.Join(dir, "text"), []byte(text), 0o644)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Manifest.Generation
}

// harm changes a byte of a generation's file.
func harm(t *testing.T, data, name string) {
	t.Helper()
	text := filepath.Join(generation.NewStore(data).Path(name), "engine", "text")
	if err := os.Chmod(text, 0o644); err != nil {
		t.Fatal(err)
	}
	writeFile(t, text, "?")
}

func TestVerify(t *testing.T) {
	data := t.TempDir()
	store := generation.NewStore(data)
	if got := uilsearch(t, "verify", "--data", data); got.code != exitEmpty {
		t.Errorf("nothing published: %+v", got)
	}
	outdated := publishLines(t, data, "one", analysis.Version+1, 1)
	damaged := publishLines(t, data, "two", analysis.Version, 2)
	live := publishLines(t, data, "three", analysis.Version, 3)
	if got := uilsearch(t, "verify", "--data", data, live); got.code != exitOK || got.stdout != live+" good (live)\n" {
		t.Errorf("a good one: %+v", got)
	}
	harm(t, data, damaged)

	got := uilsearch(t, "verify", "--data", data, "--keep")
	if got.code != exitDamaged || strings.Count(got.stdout, "\n") != 3 || !strings.Contains(got.stdout, "engine/text") || !strings.Contains(got.stdout, "run uilsearch reindex") {
		t.Errorf("--keep: %+v", got)
	}
	if names, err := store.List(); err != nil || len(names) != 3 {
		t.Errorf("--keep leaves %v, %v", names, err)
	}
	if got := uilsearch(t, "verify", "--data", data); got.code != exitDamaged || !strings.Contains(got.stdout, "set aside as .bad-"+damaged) {
		t.Errorf("got %+v", got)
	}
	if names, err := store.List(); err != nil || strings.Join(names, " ") != live+" "+outdated {
		t.Errorf("left are %v, %v", names, err)
	}
}

func TestVerifyWaitsForNobody(t *testing.T) {
	data := t.TempDir()
	publishLines(t, data, "one", analysis.Version, 1)
	unlock, err := publish.Lock(publish.LockPath(data))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if got := uilsearch(t, "verify", "--data", data); got.code != exitLocked || !strings.Contains(got.stderr, "pid ") {
		t.Errorf("got %+v", got)
	}
	if got := uilsearch(t, "verify", "--data", data, "--keep"); got.code != exitOK {
		t.Errorf("--keep: %+v", got)
	}
}

// TestVerifyArchive damages a page in the archive, where only reading it all
// tells.
func TestVerifyArchive(t *testing.T) {
	data, _ := archived(t)
	path := filepath.Join(data, archive.FileName)
	if got := uilsearch(t, "verify", "--data", data); got.code != exitEmpty || got.stdout != "archive good\n" {
		t.Errorf("nothing published: %+v", got)
	}
	live := publishLines(t, data, "one", analysis.Version, 1)
	if got := uilsearch(t, "verify", "--data", data); got.code != exitOK || got.stdout != "archive good\n"+live+" good (live)\n" {
		t.Errorf("good: %+v", got)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(content) / 2; i < len(content); i++ {
		content[i] ^= 0xff
	}
	writeFile(t, path, string(content))
	got := uilsearch(t, "verify", "--json", "--data", data)
	var v verdicts
	if err := json.Unmarshal([]byte(got.stdout), &v); err != nil || got.code != exitDamaged {
		t.Fatalf("%+v: %v", got, err)
	}
	if v.Archive == nil || v.Archive.Good || !strings.Contains(v.Archive.Reason, path) || !strings.Contains(v.Archive.Reason, "newest backup") || len(v.Generations) != 1 || !v.Generations[0].Good {
		t.Errorf("got %+v", v)
	}
	if got := uilsearch(t, "verify", "--data", data); got.code != exitDamaged || !strings.HasPrefix(got.stdout, "archive bad: ") {
		t.Errorf("in words: %+v", got)
	}
	for _, command := range []string{"export", "reindex"} {
		got := uilsearch(t, command, "--data", data)
		if got.code != exitDamaged || !strings.Contains(got.stderr, path) || !strings.Contains(got.stderr, "newest backup") {
			t.Errorf("%s: %+v", command, got)
		}
	}
	if got := uilsearch(t, "verify", "--data", data, live); got.code != exitOK || strings.Contains(got.stdout, "archive") {
		t.Errorf("the generation alone: %+v", got)
	}
	writeFile(t, path, "no database at all, but text that is longer than the head of one would be, which is a hundred bytes")
	if got := uilsearch(t, "verify", "--data", data); got.code != exitDamaged {
		t.Errorf("no archive in the file: %+v", got)
	}
}

// TestVerifyPointer says what is wrong with the pointer, whatever else is.
func TestVerifyPointer(t *testing.T) {
	data := t.TempDir()
	bad := publishLines(t, data, "one", analysis.Version, 1)
	publishLines(t, data, "two", analysis.Version, 2)
	pointer := filepath.Join(data, "index", "current")
	if err := os.Remove(pointer); err != nil {
		t.Fatal(err)
	}
	if got := uilsearch(t, "verify", "--data", data); got.code != exitDamaged || !strings.Contains(got.stderr, "the pointer is missing") {
		t.Errorf("no pointer: %+v", got)
	}
	harm(t, data, bad)
	writeFile(t, pointer, "20261122T000000Z-00000000\n")
	if got := uilsearch(t, "verify", "--data", data); got.code != exitDamaged || !strings.Contains(got.stderr, "not everything is sound; the pointer names 20261122T000000Z-00000000, which is not there") {
		t.Errorf("a pointer to nothing: %+v", got)
	}
}

// alter changes the archive of a data directory behind the program's back.
func alter(t *testing.T, data, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), statements)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestOlderArchive checks, copies and reads an archive that was written before an
// upgrade, which is sound.
func TestOlderArchive(t *testing.T) {
	const third = "DROP INDEX pages_capture; DROP INDEX tombstones_capture; PRAGMA user_version = 3"
	for statements, readable := range map[string]bool{
		third: true,
		third + `; DROP TABLE aliases; DROP TABLE crawls; DROP TABLE frontier; DROP TABLE visits;
			ALTER TABLE captures DROP COLUMN header; ALTER TABLE captures DROP COLUMN status; PRAGMA user_version = 2`: false,
	} {
		data, _ := archived(t)
		alter(t, data, statements)
		dir := filepath.Join(t.TempDir(), "backup")
		for _, args := range [][]string{{"backup", "--data", data, dir}, {"backup", "--verify", dir}} {
			if got := uilsearch(t, args...); got.code != exitOK {
				t.Errorf("%v: %+v", args, got)
			}
		}
		if got := uilsearch(t, "verify", "--data", data); got.code != exitEmpty || got.stdout != "archive good\n" {
			t.Errorf("verify: %+v", got)
		}
		for _, command := range []string{"stats", "export"} {
			got := uilsearch(t, command, "--data", data)
			if readable && got.code != exitOK || !readable && (got.code != exitInternal || !strings.Contains(got.stderr, "run ingest or reindex once")) {
				t.Errorf("%s, readable %v: %+v", command, readable, got)
			}
		}
		alter(t, data, "UPDATE captures SET digest = 'x'")
		if got := uilsearch(t, "verify", "--data", data); got.code != exitDamaged {
			t.Errorf("damaged: %+v", got)
		}
	}
}

// TestNewerArchive says that an archive wants a newer program, which is no damage.
func TestNewerArchive(t *testing.T) {
	data, _ := archived(t)
	dir := filepath.Join(t.TempDir(), "backup")
	if got := uilsearch(t, "backup", "--data", data, dir); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	alter(t, data, "PRAGMA user_version = 99")
	copyFile(t, filepath.Join(data, archive.FileName), filepath.Join(dir, archive.FileName))
	content := readDoc(t, filepath.Join(dir, archive.FileName))
	sums := fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte(content)), archive.FileName)
	writeFile(t, filepath.Join(dir, "SHA256SUMS"), sums)
	for _, args := range [][]string{{"verify", "--data", data}, {"backup", "--verify", dir}} {
		if got := uilsearch(t, args...); got.code != exitInternal || !strings.Contains(got.stderr, "newer version") {
			t.Errorf("%v: %+v", args, got)
		}
	}
}
