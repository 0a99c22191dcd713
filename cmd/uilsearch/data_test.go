package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/hidden"
)

// A data directory whose name is misspelt is not made.
func TestNoDataDirectory(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "missing")
	for _, command := range []string{"reindex", "reindex --dry-run", "reindex --lock-wait 1s", "gc", "gc --dry-run", "rollback", "verify", "verify --keep",
		"hide https://uil.example/a", "hide --list", "search cork", "backup " + filepath.Join(dir, "copy")} {
		got := uilsearch(t, append(strings.Fields(command), "--data", data)...)
		if got.code != exitEmpty || !strings.Contains(got.stderr, data) {
			t.Errorf("%s: %+v", command, got)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
			t.Fatalf("%s leaves %v, %v", command, entries, err)
		}
	}
	writeFile(t, data, "")
	for _, command := range []string{"reindex", "gc", "verify --keep", "hide --list", "search cork"} {
		if got := uilsearch(t, append(strings.Fields(command), "--data", data)...); got.code != exitUsage || !strings.Contains(got.stderr, "is no directory") {
			t.Errorf("%s of a file: %+v", command, got)
		}
	}
	if err := ofData(&fs.PathError{Op: "open", Path: data, Err: fs.ErrPermission}); !strings.Contains(err.Error(), "as the user") {
		t.Errorf("without rights: %v", err)
	}
}

func TestValuesOfFlags(t *testing.T) {
	for args, want := range map[string]string{
		"reindex --limit abc":                  `--limit wants a whole number, not "abc"`,
		"reindex --limit 99999999999999999999": `--limit wants a whole number`,
		"search --page abc cork":               `--page wants a whole number, not "abc"; put -- before`,
		"reindex --json=perhaps":               `--json wants true or false, not "perhaps"`,
	} {
		if got := uilsearch(t, strings.Fields(args)...); got.code != exitUsage || !strings.HasPrefix(got.stderr, want) || strings.Contains(got.stderr, "strconv") {
			t.Errorf("%s: %+v", args, got)
		}
	}
}

// A list of hidden pages that cannot be obeyed stops whatever would answer.
func TestBadHiddenList(t *testing.T) {
	data := t.TempDir()
	publishLines(t, data, "one", analysis.Version, 1)
	writeFile(t, filepath.Join(data, hidden.FileName), "nonsense\n")
	for _, command := range []string{"search cork", "serve --addr 127.0.0.1:0 --admin-addr 127.0.0.1:0"} {
		got := uilsearch(t, append(strings.Fields(command), "--data", data)...)
		if got.code != exitConfig || !strings.Contains(got.stderr, hidden.FileName+":1: ") {
			t.Errorf("%s: %+v", command, got)
		}
	}
}

// The limit of the environment is that of Go itself, before any setting.
func TestMemoryLimit(t *testing.T) {
	data, _ := archived(t)
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	for _, env := range [][]string{{"UILSEARCH_MEMORY_LIMIT=700MiB"}, {"UILSEARCH_REINDEX_MEMORY=700MiB"}} {
		for limit, want := range map[string]int64{"": 700 << 20, "300MiB": before} {
			debug.SetMemoryLimit(before)
			got := uilsearchIn(t, t.Context(), append(env, "GOMEMLIMIT="+limit), "reindex", "--data", data)
			if now := debug.SetMemoryLimit(-1); got.code != exitOK || now != want {
				t.Errorf("%v, GOMEMLIMIT=%s: the limit is %d, not %d; %+v", env, limit, now, want, got)
			}
		}
	}
}

// asked is a context that does something when it is first asked whether it has
// ended, which is while a generation is being looked at.
type asked struct {
	context.Context
	do func()
}

func (c asked) Err() error {
	c.do()
	return c.Context.Err()
}

// What takes no lock passes over what a run removes meanwhile.
func TestRemovedMeanwhile(t *testing.T) {
	for _, command := range []string{"verify --keep", "gc --dry-run --keep 1"} {
		data := t.TempDir()
		store := generation.NewStore(data)
		var names []string
		for i, text := range []string{"one", "two", "three"} {
			names = append(names, publishLines(t, data, text, analysis.Version, i))
		}
		ctx := asked{t.Context(), sync.OnceFunc(func() {
			for _, name := range names[:2] {
				if err := store.Remove(name); err != nil {
					t.Error(err)
				}
			}
		})}
		got := uilsearchWith(t, ctx, func(*app) {}, append(strings.Fields(command), "--data", data)...)
		if got.code != exitOK || strings.Contains(got.stdout, names[0]) || strings.Contains(got.stdout, names[1]) {
			t.Errorf("%s: %+v", command, got)
		}
		if left, err := store.List(); err != nil || len(left) != 1 {
			t.Errorf("nothing was removed meanwhile: %v, %v", left, err)
		}
	}
}

// Verify waits for the lock before it looks what there is.
func TestLockedVerifyListsNothing(t *testing.T) {
	data := t.TempDir()
	unlock, err := publish.Lock(publish.LockPath(data))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if err := os.WriteFile(filepath.Join(data, "index"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := uilsearch(t, "verify", "--data", data); got.code != exitLocked {
		t.Errorf("got %+v", got)
	}
}
