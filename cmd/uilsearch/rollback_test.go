package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
)

func TestRollback(t *testing.T) {
	data := t.TempDir()
	store := generation.NewStore(data)
	var names []string
	for i, text := range []string{"one", "two", "three"} {
		names = append(names, publishLines(t, data, text, analysis.Version, i))
	}
	live := func(want string) {
		t.Helper()
		if got, err := store.Current(); err != nil || got != want {
			t.Errorf("live is %s, %v, not %s", got, err, want)
		}
	}
	got := uilsearch(t, "rollback", "--data", data)
	if got.code != exitOK || !strings.HasPrefix(got.stdout, "live is "+names[1]+", and was "+names[2]+"\n") || !strings.Contains(got.stdout, "next reindex") {
		t.Errorf("got %+v", got)
	}
	live(names[1])
	got = uilsearch(t, "rollback", "--json", "--data", data, names[2])
	var back rollbackAnswer
	if err := json.Unmarshal([]byte(got.stdout), &back); err != nil || got.code != exitOK || back != (rollbackAnswer{From: names[1], To: names[2]}) {
		t.Errorf("by name: %+v: %v", got, err)
	}
	live(names[2])
	harm(t, data, names[1])
	if got := uilsearch(t, "rollback", "--data", data, names[1]); got.code != exitDamaged || !strings.Contains(got.stderr, "engine/text") {
		t.Errorf("a damaged one: %+v", got)
	}
	live(names[2])
	if got := uilsearch(t, "rollback", "--data", data, names[2]); got.code != exitUsage || !strings.Contains(got.stderr, "live generation already") {
		t.Errorf("the live one: %+v", got)
	}
	if got := uilsearch(t, "rollback", "--data", data); got.code != exitOK {
		t.Errorf("past the damaged one: %+v", got)
	}
	live(names[0])
	if got := uilsearch(t, "rollback", "--data", data); got.code != exitEmpty {
		t.Errorf("nothing older: %+v", got)
	}
	live(names[0])
}

func TestRollbackRefuses(t *testing.T) {
	data := t.TempDir()
	if got := uilsearch(t, "rollback", "--data", data); got.code != exitEmpty {
		t.Errorf("nothing published: %+v", got)
	}
	if got := uilsearch(t, "rollback", "--data", data, "../index"); got.code != exitUsage {
		t.Errorf("no name: %+v", got)
	}
	first := publishLines(t, data, "one", analysis.Version, 1)
	publishLines(t, data, "two", analysis.Version, 2)
	if got := uilsearch(t, "rollback", "--data", data, "20200101T000000Z-00000000"); got.code != exitDamaged || !strings.Contains(got.stderr, first) {
		t.Errorf("none of this name: %+v", got)
	}
	unlock, err := publish.Lock(publish.LockPath(data))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if got := uilsearch(t, "rollback", "--data", data); got.code != exitLocked {
		t.Errorf("while a run is under way: %+v", got)
	}
}

func TestCompletionOffersGenerations(t *testing.T) {
	data := t.TempDir()
	name := publishLines(t, data, "one", analysis.Version, 1)
	for _, command := range []string{"rollback", "verify"} {
		if got := uilsearch(t, "__complete", command, "--data", data, ""); got.code != exitOK || !strings.HasPrefix(got.stdout, name+"\n") {
			t.Errorf("%s: %+v", command, got)
		}
	}
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		if got := uilsearch(t, "completion", shell); got.code != exitOK || !strings.Contains(got.stdout, "uilsearch") {
			t.Errorf("%s: %d %s", shell, got.code, got.stderr)
		}
	}
}
