package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer"
	"github.com/uilsearch/uilsearch/indexer/crawl"
	"github.com/uilsearch/uilsearch/indexer/ingest"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// result is what one command came to.
type result struct {
	code           int
	stdout, stderr string
}

// uilsearch runs the program in the process of the test, with the settings
// file and environment of nobody.
func uilsearch(t *testing.T, args ...string) result {
	t.Helper()
	return uilsearchIn(t, t.Context(), nil, args...)
}

func uilsearchIn(t *testing.T, ctx context.Context, env []string, args ...string) result {
	t.Helper()
	return uilsearchWith(t, ctx, func(a *app) { a.env = append(a.env, env...) }, args...)
}

// behind is how far the clock is behind the times that pages of tests carry.
var behind = max(0, time.Until(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)))

// afterAll is the time, or a later one where pages of tests would be of the future.
func afterAll() time.Time { return time.Now().Add(behind) }

// uilsearchWith runs the program with parts of it changed. Runs neither step
// back nor bound the memory, which would stay so for all tests.
func uilsearchWith(t *testing.T, ctx context.Context, change func(*app), args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := &app{
		env:    []string{"UILSEARCH_REINDEX_NICE=0", "UILSEARCH_REINDEX_MEMORY=0"},
		stdout: &stdout, stderr: &stderr, terminal: isTerminal, publish: publish.Run, now: afterAll,
	}
	change(a)
	err := a.run(ctx, args)
	if err != nil {
		fmt.Fprintln(&stderr, message(err))
	}
	return result{exitCode(err), stdout.String(), stderr.String()}
}

func TestExitCodes(t *testing.T) {
	_, listenErr := net.Listen("tcp", "192.0.2.1:1")
	for _, test := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("anything"), 70},
		{fmt.Errorf("a: %w", &config.Error{Key: "x"}), 78},
		{fmt.Errorf("a: %w", errors.Join(&config.Error{Key: "x"}, &config.Error{Key: "y"})), 78},
		{fmt.Errorf("a: %w", &publish.LockedError{}), 11},
		{fmt.Errorf("a: %w", archive.ErrBusy), 11},
		{fmt.Errorf("a: %w", &publish.RefusedError{Reasons: []string{"b"}}), 21},
		{errors.Join(&publish.RefusedError{Reasons: []string{"b"}}, &fs.PathError{Err: syscall.ENOSPC}), 75},
		{errors.Join(&exitError{20, errors.New("b")}, &fs.PathError{Err: syscall.ENOSPC}), 75},
		{fmt.Errorf("a: %w", syscall.EDQUOT), 75},
		{fmt.Errorf("a: %w", indexer.ErrNoneTaken), 10},
		{fmt.Errorf("a: %w", publish.ErrEmpty), 10},
		{fmt.Errorf("a: %w", indexer.ErrEmpty), 10},
		{fmt.Errorf("a: %w", ingest.ErrNothing), 10},
		{fmt.Errorf("a: %w", generation.ErrNone), 10},
		{fmt.Errorf("a: %w", indexer.ErrRejects), 21},
		{fmt.Errorf("a: %w", crawl.ErrUnreachable), 30},
		{fmt.Errorf("a: %w", listenErr), 69},
		{fmt.Errorf("a: %w", &exitError{20, errors.New("b")}), 20},
	} {
		if got := exitCode(test.err); got != test.want {
			t.Errorf("%v: exit code %d, want %d", test.err, got, test.want)
		}
	}
}

func TestUsage(t *testing.T) {
	for _, args := range []string{"nonsense", "--nonsense", "config", "config nonsense", "version more", "ingest", "verify -q -v", "ingest nowhere", "reindex more", "reindex --nonsense", "reindex --limit -1", "reindex --limit ten", "crawl", "crawl ftp://uil.example/", "crawl --limit -1 http://127.0.0.1/"} {
		if got := uilsearch(t, strings.Fields(args)...); got.code != exitUsage || got.stderr == "" || got.stdout != "" {
			t.Errorf("uilsearch %s: %+v", args, got)
		}
	}
	for _, args := range []string{"--help", "ingest --help", "completion bash"} {
		if got := uilsearch(t, strings.Fields(args)...); got.code != exitOK || got.stdout == "" || got.stderr != "" {
			t.Errorf("uilsearch %s: %+v", args, got)
		}
	}
}

func TestVersion(t *testing.T) {
	got := uilsearch(t, "version", "--json")
	var v versions
	if err := json.Unmarshal([]byte(got.stdout), &v); err != nil || got.code != exitOK {
		t.Fatalf("%+v: %v", got, err)
	}
	if v.Format != generation.Format || v.Analysis != analysis.Version || v.Go == "" {
		t.Errorf("got %+v", v)
	}
	if got := uilsearch(t, "version"); !strings.HasPrefix(got.stdout, "uilsearch ") {
		t.Errorf("got %+v", got)
	}
}

func TestConfigCheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.toml")
	writeFile(t, path, "[index]\nkeep = 0\nkep = 3\n")
	got := uilsearch(t, "config", "check", "--config", path)
	if got.code != exitConfig || strings.Count(got.stdout, "\n") != 2 ||
		!strings.Contains(got.stdout, path+":2: index.keep: ") || !strings.Contains(got.stdout, path+":3: index.kep: ") {
		t.Errorf("got %+v", got)
	}
	if got := uilsearch(t, "verify", "--config", path); got.code != exitConfig || !strings.Contains(got.stderr, "config check") {
		t.Errorf("another command with these settings: %+v", got)
	}
	writeFile(t, path, "[index]\nkeep = 2\n")
	if got := uilsearch(t, "config", "check", "--config", path); got.code != exitOK || got.stderr != "" {
		t.Errorf("got %+v", got)
	}
	writeFile(t, path, "[taxonomy]\ndir = \".\"\n")
	writeFile(t, filepath.Join(filepath.Dir(path), "cities.tsv"), "nonsense\n")
	if got := uilsearch(t, "config", "check", "--config", path); got.code != exitConfig || !strings.Contains(got.stdout, "cities.tsv") {
		t.Errorf("bad taxonomy: %+v", got)
	}
}

func TestFlagsOverruleEnvironment(t *testing.T) {
	flagged, fromEnv := t.TempDir(), t.TempDir()
	pages := t.TempDir()
	writeFile(t, filepath.Join(pages, "a.txt"), "A\n\nA page.")
	env := []string{"UILSEARCH_DATA=" + fromEnv}
	if got := uilsearchIn(t, t.Context(), env, "ingest", "--data", flagged, pages); got.code != exitOK {
		t.Fatalf("got %+v", got)
	}
	if _, err := os.Stat(filepath.Join(flagged, "archive.db")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(fromEnv, "archive.db")); err == nil {
		t.Error("the variable overruled the flag")
	}
}

func TestIngest(t *testing.T) {
	data, pages := t.TempDir(), t.TempDir()
	if got := uilsearch(t, "ingest", "--data", data, pages); got.code != exitEmpty {
		t.Errorf("empty folder: %+v", got)
	}
	writeFile(t, filepath.Join(pages, "a.txt"), "A\n\nA page.")
	writeFile(t, filepath.Join(pages, "b.txt"), "B\n\nA page.")
	ingestJSON := func(args ...string) ingest.Summary {
		t.Helper()
		got := uilsearch(t, append([]string{"ingest", "--json", "--data", data, pages}, args...)...)
		var s ingest.Summary
		if err := json.Unmarshal([]byte(got.stdout), &s); err != nil || got.code != exitOK {
			t.Fatalf("%+v: %v", got, err)
		}
		return s
	}
	if s := ingestJSON(); s.Ingested != 2 {
		t.Errorf("first: %+v", s)
	}
	if s := ingestJSON(); s.Unchanged != 2 || s.Ingested != 0 {
		t.Errorf("again: %+v", s)
	}
	if err := os.Remove(filepath.Join(pages, "b.txt")); err != nil {
		t.Fatal(err)
	}
	if s := ingestJSON(); s.Gone != 0 {
		t.Errorf("ingest without --mirror: %+v", s)
	}
	if s := ingestJSON("--mirror"); s.Gone != 1 {
		t.Errorf("mirror: %+v", s)
	}
}

func TestStoppedBySignal(t *testing.T) {
	pages := t.TempDir()
	writeFile(t, filepath.Join(pages, "a.txt"), "A\n\nA page.")
	for signal, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(signalError{signal})
		if got := uilsearchIn(t, ctx, nil, "ingest", "--data", t.TempDir(), pages); got.code != want || !strings.Contains(got.stderr, signal.String()) {
			t.Errorf("%v: %+v", signal, got)
		}
	}
}

func writeFile(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
