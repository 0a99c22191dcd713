package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// publishLines publishes a generation without a search engine in it.
func publishLines(t *testing.T, data, text string, version, minute int) string {
	t.Helper()
	out, err := publish.Run(t.Context(), publish.Options{
		Store: generation.NewStore(data), Keep: 9, Analysis: version,
		Now: time.Date(2026, 11, 22, 3, minute, 0, 0, time.UTC),
		Build: func(_ context.Context, dir string) (generation.Built, *generation.Digest, error) {
			var d generation.Digest
			d.Add("a", []byte(text))
			return generation.Built{Engine: "lines", Documents: 1}, &d, os.WriteFile(filepath.Join(dir, "text"), []byte(text), 0o644)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Manifest.Generation
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
	text := filepath.Join(store.Path(damaged), "engine", "text")
	if err := os.Chmod(text, 0o644); err != nil {
		t.Fatal(err)
	}
	writeFile(t, text, "TWO")

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
