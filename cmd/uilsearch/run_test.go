package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// files returns every file below a directory, with its content.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		found[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// However a run ends, its summary says so and the index is as it was.
func TestHowRunsEnd(t *testing.T) {
	data, _ := archived(t)
	reindexJSON(t, data, exitOK)
	before := files(t, filepath.Join(data, "index"))
	ctx, stop := context.WithCancelCause(t.Context())
	stopped := func(s syscall.Signal) func(context.Context) error {
		return func(context.Context) error {
			stop(signalError{s})
			return fmt.Errorf("publish: %w", ctx.Err())
		}
	}
	leave := func() { writeFile(t, filepath.Join(data, "index", ".building-20261122T031500Z-1f3a9c2e", "half"), "") }
	for _, c := range []struct {
		name    string
		end     func(context.Context) error
		code    int
		outcome string
		says    string
	}{
		{"anything", func(context.Context) error { return fmt.Errorf("no idea") }, exitInternal, publish.OutcomeFailed, "no idea"},
		{"panic", func(context.Context) error { leave(); panic("a bug") }, exitInternal, publish.OutcomeFailed, "a bug"},
		{"disk full", func(context.Context) error { return &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC} }, exitDiskFull, publish.OutcomeFailed, "no space"},
		{"no document", func(context.Context) error { return publish.ErrEmpty }, exitEmpty, publish.OutcomeFailed, "no document"},
		{"refused", func(context.Context) error { return &publish.RefusedError{Reasons: []string{"too small"}} }, exitRefused, publish.OutcomeRefused, "too small"},
		{"terminated", stopped(syscall.SIGTERM), 143, publish.OutcomeFailed, "terminated"},
		{"interrupted", stopped(syscall.SIGINT), 130, publish.OutcomeFailed, "interrupt"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, stop = context.WithCancelCause(t.Context())
			got := uilsearchWith(t, ctx, func(a *app) {
				a.publish = func(ctx context.Context, _ publish.Options) (publish.Outcome, error) {
					return publish.Outcome{}, c.end(ctx)
				}
			}, "reindex", "-q", "--data", data)
			if got.code != c.code || got.stdout != "" || !strings.Contains(got.stderr, c.says) {
				t.Errorf("got %+v", got)
			}
			s, err := publish.LastRun(data)
			if err != nil || s.ExitCode != c.code || s.Outcome != c.outcome || !strings.Contains(s.Error, c.says) || s.Generation == "" || s.Finished.Before(s.Started) {
				t.Errorf("summary %+v, %v", s, err)
			}
			if diff := cmp.Diff(before, files(t, filepath.Join(data, "index"))); diff != "" {
				t.Error("the index has changed")
			}
			unlock, err := publish.Lock(publish.LockPath(data))
			if err != nil {
				t.Fatal(err)
			}
			if err := unlock(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A signal that comes after a run has published does not make it a failure.
func TestSignalAfterPublishing(t *testing.T) {
	for name, code := range map[string]int{"": exitOK, "empty.html": exitRejects} {
		data, pages := archived(t)
		if name != "" {
			writeFile(t, filepath.Join(pages, name), "<html></html>")
			mustIngest(t, data, pages)
		}
		ctx, stop := context.WithCancelCause(t.Context())
		got := uilsearchWith(t, ctx, func(a *app) {
			a.publish = func(ctx context.Context, o publish.Options) (publish.Outcome, error) {
				defer stop(signalError{syscall.SIGTERM})
				return publish.Run(ctx, o)
			}
		}, "reindex", "--data", data)
		if s, err := publish.LastRun(data); got.code != code || err != nil || s.ExitCode != code || s.Outcome != publish.OutcomePublished {
			t.Errorf("%+v, summary %+v, %v", got, s, err)
		}
	}
}

func TestDryRun(t *testing.T) {
	data, pages := archived(t)
	first := reindexJSON(t, data, exitOK)
	if s := reindexJSON(t, data, exitOK, "--dry-run"); s.Outcome != publish.OutcomeUnchanged || !s.DryRun {
		t.Errorf("nothing to do: %+v", s)
	}
	before := files(t, filepath.Join(data, "index"))
	writeFile(t, filepath.Join(pages, "new.html"), fmt.Sprintf(page, "New", "New", "New."))
	mustIngest(t, data, pages)
	s := reindexJSON(t, data, exitOK, "--dry-run")
	if s.Outcome != publish.OutcomeDryRun || !s.DryRun || s.Generation != first.Generation || s.Documents != 4 || s.Diff == nil || s.Diff.Added.Count != 1 {
		t.Errorf("got %+v", s)
	}
	if diff := cmp.Diff(before, files(t, filepath.Join(data, "index"))); diff != "" {
		t.Error("the index has changed")
	}
	if got := uilsearch(t, "reindex", "--dry-run", "--data", data); !strings.Contains(got.stdout, "nothing published: it would be 4 documents of 4 pages") {
		t.Errorf("for people: %+v", got)
	}
}

// A part of the pages takes the place of the whole only if that is asked for.
func TestRestrictedRun(t *testing.T) {
	data, _ := archived(t)
	first := reindexJSON(t, data, exitOK, "--limit", "3")
	refused := reindexJSON(t, data, exitRefused, "--dry-run", "--only", "cork")
	if refused.Outcome != publish.OutcomeRefused || refused.Generation != first.Generation || refused.Pages != 1 || refused.LeftOut != 2 || refused.Diff.Removed.Count != 2 {
		t.Errorf("--only: %+v", refused)
	}
	if s := reindexJSON(t, data, exitRefused, "--dry-run", "--limit", "2"); s.Pages != 2 || s.LeftOut != 1 || !strings.Contains(s.Error, "max_shrink") {
		t.Errorf("--limit: %+v", s)
	}
	if s := reindexJSON(t, data, exitEmpty, "--dry-run", "--only", "nowhere"); s.Outcome != publish.OutcomeFailed || strings.Contains(s.Error, "ingest") {
		t.Errorf("nothing fits: %+v", s)
	}
	for _, args := range []string{"--limit 2 --max-shrink 100% --max-loss 100%", "--only cork"} {
		got := uilsearch(t, append([]string{"reindex", "--data", data}, strings.Fields(args)...)...)
		if got.code != exitUsage || !strings.Contains(got.stderr, "--dry-run") || !strings.Contains(got.stderr, "--force") {
			t.Errorf("%s: %+v", args, got)
		}
	}
	forced := reindexJSON(t, data, exitOK, "--only", "*.html", "--limit", "1", "--force")
	if forced.Outcome != publish.OutcomePublished || forced.Documents != 1 || len(forced.Forced) == 0 {
		t.Errorf("forced: %+v", forced)
	}
	// What the run before left out is not taken for unchanged.
	if s := reindexJSON(t, data, exitOK); s.Outcome != publish.OutcomePublished || s.Documents != 3 {
		t.Errorf("all again: %+v", s)
	}
}

// Cron sends what is written: nothing where all went well.
func TestQuiet(t *testing.T) {
	data, pages := archived(t)
	for range 2 { // published, then unchanged
		if got := uilsearch(t, "reindex", "-q", "--data", data); got.code != exitOK || got.stdout != "" || got.stderr != "" {
			t.Errorf("got %+v", got)
		}
	}
	removeFile(t, filepath.Join(pages, "learning-in-cork.html"))
	if got := uilsearch(t, "ingest", "--mirror", "--data", data, pages); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	if got := uilsearch(t, "reindex", "-q", "--full", "--data", data); got.code != exitRefused || got.stdout != "" || !strings.Contains(got.stderr, "refused") {
		t.Errorf("refused: %+v", got)
	}
}

func TestForPeople(t *testing.T) {
	data, pages := archived(t)
	first := uilsearch(t, "reindex", "--data", data)
	name, err := generation.NewStore(data).Current()
	if err != nil || !strings.HasSuffix(first.stdout, "published "+name+": 3 documents of 3 pages, 0 rejected\n") || !strings.Contains(first.stdout, "not checked: ") {
		t.Errorf("%+v, %v", first, err)
	}
	writeFile(t, filepath.Join(pages, "new.html"), fmt.Sprintf(page, "New", "New", "New."))
	mustIngest(t, data, pages)
	second := uilsearch(t, "reindex", "--data", data)
	if lines := strings.Split(second.stdout, "\n"); !strings.Contains(lines[0], "1 pages added") || !strings.Contains(second.stdout, "new.html") {
		t.Errorf("got %+v", second)
	}
}

// The figures of a run are there for a monitor, and their failure is a warning.
func TestFiguresOfARun(t *testing.T) {
	data, _ := archived(t)
	reindexJSON(t, data, exitOK)
	path := filepath.Join(data, "run", "last-run.prom")
	content, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(content), " 3\n") {
		t.Errorf("%s, %v", content, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(path, "in the way"), "")
	got := uilsearch(t, "reindex", "--data", data)
	if got.code != exitOK || !strings.Contains(got.stderr, "level=WARN") {
		t.Errorf("got %+v", got)
	}
}
