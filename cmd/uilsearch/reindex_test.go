package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
)

const page = `<!DOCTYPE html><html lang="en"><head><title>%s</title></head><body><main><h1>%s</h1>
<p>%s The city runs courses for adults in its libraries, and everybody is welcome to take part in them.</p></main></body></html>`

// archived returns a data directory whose archive holds three pages, and the
// folder that they came from.
func archived(t *testing.T) (data, pages string) {
	t.Helper()
	data, pages = t.TempDir(), t.TempDir()
	for _, title := range []string{"Learning in Cork", "Reading in Namyangju", "A walk in Medellín"} {
		name := strings.ToLower(strings.ReplaceAll(title, " ", "-")) + ".html"
		writeFile(t, filepath.Join(pages, name), fmt.Sprintf(page, title, title, title+"."))
	}
	mustIngest(t, data, pages)
	return data, pages
}

func mustIngest(t *testing.T, data, pages string) {
	t.Helper()
	if got := uilsearch(t, "ingest", "--data", data, pages); got.code != exitOK {
		t.Fatalf("ingest: %+v", got)
	}
}

// reindexJSON runs reindex and returns its summary, which must be the one that
// is kept.
func reindexJSON(t *testing.T, data string, want int, args ...string) publish.Summary {
	t.Helper()
	got := uilsearch(t, append([]string{"reindex", "--json", "--data", data}, args...)...)
	var s publish.Summary
	if strings.Count(got.stdout, "\n") != 1 {
		t.Errorf("the summary is not one line:\n%s", got.stdout)
	}
	if err := json.Unmarshal([]byte(got.stdout), &s); err != nil || got.code != want || s.ExitCode != want {
		t.Fatalf("exit code %d: %+v: %v", want, got, err)
	}
	kept, err := keptSummary(data, s.DryRun)
	if err != nil || kept.Outcome != s.Outcome || kept.Generation != s.Generation || kept.ExitCode != want {
		t.Errorf("kept is %+v, %v, not %+v", kept, err, s)
	}
	return s
}

// keptSummary returns the summary that the last run, or the last dry run, has
// left.
func keptSummary(data string, dry bool) (s publish.Summary, err error) {
	if !dry {
		return publish.LastRun(data)
	}
	content, err := os.ReadFile(runFile(data, "last-dry-run.json"))
	if err == nil {
		err = json.Unmarshal(content, &s)
	}
	return s, err
}

func TestReindex(t *testing.T) {
	data, pages := archived(t)
	first := reindexJSON(t, data, exitOK)
	if first.Outcome != publish.OutcomePublished || first.Documents != 3 || first.Pages != 3 {
		t.Errorf("first run: %+v", first)
	}
	again := reindexJSON(t, data, exitOK)
	if again.Outcome != publish.OutcomeUnchanged || again.Generation != first.Generation {
		t.Errorf("nothing changed: %+v", again)
	}
	for flag, built := range map[string]bool{"--full": true, "--full=false": false} {
		got := uilsearch(t, "reindex", flag, "--data", data)
		if got.code != exitOK || !strings.Contains(got.stdout, "nothing has changed") || strings.Contains(got.stderr, " cached=0 ") != built {
			t.Errorf("%s: %+v", flag, got)
		}
	}
	writeFile(t, filepath.Join(pages, "new.html"), fmt.Sprintf(page, "New", "New", "New."))
	writeFile(t, filepath.Join(pages, "empty.html"), "<html></html>")
	mustIngest(t, data, pages)
	if got := uilsearch(t, "reindex", "--dry-run", "--data", data); !strings.Contains(got.stderr, " cached=3 ") {
		t.Errorf("pages that have not changed are read again: %+v", got)
	}
	second := reindexJSON(t, data, exitRejects)
	if second.Outcome != publish.OutcomePublished || second.Documents != 4 || second.Rejected != 1 || second.Generation <= first.Generation {
		t.Errorf("second run: %+v", second)
	}
	if s := reindexJSON(t, data, exitOK); s.Outcome != publish.OutcomeUnchanged || s.Pages != second.Pages || s.Rejected != 1 || s.Documents != 4 {
		t.Errorf("nothing was read, and nothing is said of the live one: %+v", s)
	}
	if got := uilsearch(t, "verify", "--data", data); got.code != exitOK {
		t.Errorf("verify: %+v", got)
	}
}

func TestCheckEngine(t *testing.T) {
	data, _ := archived(t)
	store := generation.NewStore(data)
	m, err := store.Verify(t.Context(), reindexJSON(t, data, exitOK).Generation, analysis.Version)
	if err != nil {
		t.Fatal(err)
	}
	if err := checkEngine(t.Context(), store.Path(m.Generation), m); err != nil {
		t.Error(err)
	}
	m.Documents++
	if err := checkEngine(t.Context(), store.Path(m.Generation), m); err == nil {
		t.Error("a document is missing, and the check passes")
	}
}

func TestReindexKeepsWhatItIsTold(t *testing.T) {
	data, pages := archived(t)
	for i := range 3 {
		writeFile(t, filepath.Join(pages, "new.html"), fmt.Sprintf(page, "New", "New", fmt.Sprintf("Edition %d.", i)))
		mustIngest(t, data, pages)
		reindexJSON(t, data, exitOK, "--keep", "2")
	}
	names, err := generation.NewStore(data).List()
	if err != nil || len(names) != 2 {
		t.Errorf("kept %v, %v", names, err)
	}
}

func TestReindexRefuses(t *testing.T) {
	empty := t.TempDir()
	if s := reindexJSON(t, empty, exitEmpty); s.Outcome != publish.OutcomeFailed || s.Error == "" {
		t.Errorf("no archive: %+v", s)
	}
	data, pages := archived(t)
	first := reindexJSON(t, data, exitOK)
	writeFile(t, filepath.Join(pages, "empty.html"), "<html></html>")
	mustIngest(t, data, pages)
	if s := reindexJSON(t, data, exitRefused, "--max-errors", "0"); s.Generation != first.Generation || s.Rejected != 1 || s.Outcome != publish.OutcomeRefused {
		t.Errorf("too many rejected: %+v", s)
	}
	profile := filepath.Join(t.TempDir(), "profile.toml")
	writeFile(t, profile, "nonsense = 1\n")
	settings := filepath.Join(t.TempDir(), "a.toml")
	writeFile(t, settings, "[extract]\nprofile = \""+profile+"\"\n")
	if s := reindexJSON(t, data, exitConfig, "--config", settings); !strings.Contains(s.Error, profile) {
		t.Errorf("bad profile: %+v", s)
	}
	if got := uilsearch(t, "reindex", "--data", data, "--max-errors", "many"); got.code != exitConfig || !strings.Contains(got.stderr, "reindex.max_rejects") {
		t.Errorf("bad flag: %+v", got)
	}
}

func TestReindexLocked(t *testing.T) {
	data, _ := archived(t)
	unlock, err := publish.Lock(publish.LockPath(data))
	if err != nil {
		t.Fatal(err)
	}
	if got := uilsearch(t, "reindex", "--data", data); got.code != exitLocked || !strings.Contains(got.stderr, "pid ") || got.stdout != "" {
		t.Errorf("got %+v", got)
	}
	if got := uilsearch(t, "reindex", "--data", data, "--json"); got.code != exitLocked || !strings.Contains(got.stdout, `"exit_code":11`) {
		t.Errorf("as JSON: %+v", got)
	}
	if _, err := publish.LastRun(data); err == nil {
		t.Error("a run that did not begin has a summary")
	}
	// The other run ends as soon as this one says that it waits.
	waiting := &signalWriter{want: "waiting for another run", seen: sync.OnceFunc(func() {
		if err := unlock(); err != nil {
			t.Error(err)
		}
	})}
	got := uilsearchWith(t, t.Context(), func(a *app) { a.stderr = waiting }, "reindex", "--data", data, "--lock-wait", "10m")
	if got.code != exitOK || !strings.Contains(waiting.String(), "pid ") {
		t.Errorf("waited: %+v\n%s", got, waiting)
	}
}

func TestReindexStopped(t *testing.T) {
	data, _ := archived(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(signalError{syscall.SIGTERM})
	if got := uilsearchIn(t, ctx, nil, "reindex", "--data", data); got.code != 143 {
		t.Errorf("got %+v", got)
	}
	if entries, err := os.ReadDir(filepath.Join(data, "index")); err == nil && len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
	s, err := publish.LastRun(data)
	if err != nil || s.ExitCode != 143 || s.Outcome != publish.OutcomeFailed {
		t.Errorf("summary %+v, %v", s, err)
	}
	reindexJSON(t, data, exitOK)
}
