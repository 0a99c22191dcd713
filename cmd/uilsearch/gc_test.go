package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
)

func TestGC(t *testing.T) {
	data := t.TempDir()
	store := generation.NewStore(data)
	var names []string
	for i, text := range []string{"one", "two", "three", "four"} {
		names = append(names, publishLines(t, data, text, analysis.Version, i))
	}
	left := filepath.Join(store.Dir(), ".building-20260101T000000Z-00000000")
	if err := os.Mkdir(left, 0o755); err != nil {
		t.Fatal(err)
	}
	harm(t, data, names[2])

	dry := uilsearch(t, "gc", "--keep", "2", "--dry-run", "--data", data)
	for _, want := range []string{names[0] + ": would be removed", names[2] + ": would be set aside because it is damaged: ", filepath.Base(left) + ": would be removed", " would be freed\n"} {
		if dry.code != exitOK || !strings.Contains(dry.stdout, want) {
			t.Errorf("dry run does not say %q: %+v", want, dry)
		}
	}
	if kept, err := store.List(); err != nil || len(kept) != 4 {
		t.Errorf("a dry run leaves %v, %v", kept, err)
	}
	got := uilsearch(t, "gc", "--keep", "2", "--json", "--data", data)
	var g publish.Garbage
	if err := json.Unmarshal([]byte(got.stdout), &g); err != nil || got.code != exitOK {
		t.Fatalf("%+v: %v", got, err)
	}
	if len(g.Removed) != 1 || g.Removed[0].Name != names[0] || len(g.Quarantined) != 1 || len(g.Leftovers) != 1 || g.Freed == 0 {
		t.Errorf("got %+v", g)
	}
	if kept, err := store.List(); err != nil || strings.Join(kept, " ") != names[3]+" "+names[1] {
		t.Errorf("left are %v, %v", kept, err)
	}
	if got := uilsearch(t, "gc", "--data", data); got.code != exitOK || got.stdout != "0 bytes freed\n" {
		t.Errorf("nothing left to do: %+v", got)
	}
}

func TestGCLocked(t *testing.T) {
	data := t.TempDir()
	unlock, err := publish.Lock(publish.LockPath(data))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if got := uilsearch(t, "gc", "--data", data); got.code != exitLocked {
		t.Errorf("got %+v", got)
	}
	if got := uilsearch(t, "gc", "--dry-run", "--data", data); got.code != exitOK {
		t.Errorf("dry run: %+v", got)
	}
	if got := uilsearch(t, "gc", "--keep", "0", "--data", data); got.code != exitConfig {
		t.Errorf("keep none: %+v", got)
	}
}
