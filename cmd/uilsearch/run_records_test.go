package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// whileReading makes reindex do something between its two passes.
func whileReading(do func()) func(*app) {
	return func(a *app) {
		a.publish = func(ctx context.Context, o publish.Options) (publish.Outcome, error) {
			build := o.Build
			o.Build = func(ctx context.Context, dir string, record func(publish.Documents) publish.Documents) (generation.Built, error) {
				return build(ctx, dir, func(d publish.Documents) publish.Documents {
					do()
					return record(d)
				})
			}
			return publish.Run(ctx, o)
		}
	}
}

// A run publishes the pages of the moment at which it began, whatever becomes
// of them meanwhile.
func TestIngestDuringARun(t *testing.T) {
	data, pages := archived(t)
	ingest := func() {
		removeFile(t, filepath.Join(pages, "learning-in-cork.html"))
		writeFile(t, filepath.Join(pages, "reading-in-namyangju.html"), fmt.Sprintf(page, "Changed", "Changed", "Changed."))
		writeFile(t, filepath.Join(pages, "new.html"), fmt.Sprintf(page, "New", "New", "New."))
		writeFile(t, filepath.Join(pages, "newer.html"), fmt.Sprintf(page, "Newer", "Newer", "Newer."))
		if got := uilsearch(t, "ingest", "--mirror", "--data", data, pages); got.code != exitOK {
			t.Errorf("ingest: %+v", got)
		}
	}
	if got := uilsearchWith(t, t.Context(), whileReading(ingest), "reindex", "--data", data); got.code != exitOK || !strings.Contains(got.stdout, "3 documents") {
		t.Errorf("got %+v", got)
	}
	if s := reindexJSON(t, data, exitOK, "--max-shrink", "100%", "--max-loss", "100%"); s.Outcome != publish.OutcomePublished || s.Documents != 4 {
		t.Errorf("the next run: %+v", s)
	}
}

// What is ingested after a run has looked whether anything has changed does not
// come in under the hash of what was there before.
func TestIngestBeforeReading(t *testing.T) {
	data, pages := archived(t)
	got := uilsearchWith(t, t.Context(), func(a *app) {
		a.publish = func(ctx context.Context, o publish.Options) (publish.Outcome, error) {
			writeFile(t, filepath.Join(pages, "new.html"), fmt.Sprintf(page, "New", "New", "New."))
			mustIngest(t, data, pages)
			return publish.Run(ctx, o)
		}
	}, "reindex", "--data", data)
	if got.code != exitOK || !strings.Contains(got.stdout, "3 documents") {
		t.Errorf("got %+v", got)
	}
	if s := reindexJSON(t, data, exitOK); s.Outcome != publish.OutcomePublished || s.Documents != 4 {
		t.Errorf("the next run: %+v", s)
	}
}

// A dry run is no run to those who watch the last one.
func TestDryRunLeavesTheLastRun(t *testing.T) {
	data, _ := archived(t)
	reindexJSON(t, data, exitOK)
	before := files(t, filepath.Join(data, "run"))
	reindexJSON(t, data, exitRefused, "--dry-run", "--only", "cork")
	after := files(t, filepath.Join(data, "run"))
	for _, name := range []string{"last-dry-run.json", "last-diff.json"} {
		if after[runFile(data, name)] == "" {
			t.Errorf("there is no %s", name)
		}
		delete(after, runFile(data, name))
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
}

// While a run is under way there is a note of it, which stays if the run cannot
// say how it ended.
func TestRunningNote(t *testing.T) {
	data, _ := archived(t)
	note := runFile(data, "running.json")
	seen := func() {
		if content, err := os.ReadFile(note); err != nil || !strings.Contains(string(content), fmt.Sprintf(`"pid": %d`, os.Getpid())) {
			t.Errorf("the note is %s, %v", content, err)
		}
	}
	if got := uilsearchWith(t, t.Context(), whileReading(seen), "reindex", "--data", data); got.code != exitOK {
		t.Errorf("got %+v", got)
	}
	if _, err := os.Stat(note); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the note is still there: %v", err)
	}
	removeFile(t, runFile(data, "last-run.json"))
	writeFile(t, filepath.Join(runFile(data, "last-run.json"), "in the way"), "")
	got := uilsearch(t, "reindex", "--full", "--force", "--only", "cork", "--data", data)
	if got.code != exitOK || !strings.Contains(got.stderr, "summary of the run was not written") {
		t.Errorf("published, without a summary: %+v", got)
	}
	seen()
	if got := uilsearch(t, "reindex", "--data", data, "--max-errors", "0", "--config", badProfile(t)); got.code != exitConfig || !strings.Contains(got.stderr, "save summary") {
		t.Errorf("failed, without a summary: %+v", got)
	}
}
