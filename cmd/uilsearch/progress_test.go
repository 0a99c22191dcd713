package main

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/indexer"
)

// Progress is for a person at a terminal, and for nobody else.
func TestWhoSeesProgress(t *testing.T) {
	data, _ := archived(t)
	for _, c := range []struct {
		terminal bool
		args     []string
		want     bool
	}{
		{true, nil, true},
		{false, nil, false},
		{true, []string{"-q"}, false},
		{true, []string{"--json"}, false},
		{true, []string{"--log-format", "json"}, false},
	} {
		got := uilsearchWith(t, t.Context(), func(a *app) {
			a.terminal = func(w io.Writer) bool { return c.terminal && w == a.stderr }
		}, append([]string{"reindex", "--full", "--data", data}, c.args...)...)
		seen := strings.Contains(got.stderr, "\r") && strings.Contains(got.stderr, "(0/3, 0 pages") && strings.Contains(got.stderr, "verifying")
		if got.code != exitOK || seen != c.want || strings.Contains(got.stderr, "\r") != c.want {
			t.Errorf("terminal %v, %v: exit code %d: %q", c.terminal, c.args, got.code, got.stderr)
		}
		if strings.Contains(got.stderr, "\x1b") {
			t.Errorf("colours or other escape sequences: %q", got.stderr)
		}
	}
	if isTerminal(&bytes.Buffer{}) {
		t.Error("a buffer is a terminal")
	}
}

// A line of the log does not run into the progress, which says what is done of
// what, and ends with nothing on the screen.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	p := &progress{out: &out}
	p.begin(indexer.ReadingStage)
	p.step(indexer.ReadingStage, 0, 200)
	p.step(indexer.ReadingStage, 50, 200)
	if last := afterReturn(out.String()); !strings.Contains(last, "reading") {
		t.Errorf("shows %q", last)
	}
	if _, err := io.WriteString(p, "a line of the log\n"); err != nil {
		t.Fatal(err)
	}
	if line := afterReturn(out.String()); line != "a line of the log\n" {
		t.Errorf("the line is written as %q", line)
	}
	p.begin("verifying")
	p.step(indexer.BuildingStage, 10, 10)
	p.end()
	if left := afterReturn(out.String()); strings.TrimSpace(left) != "" {
		t.Errorf("left on the screen: %q", left)
	}
	for _, want := range []string{"verifying", "/200"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in %q", want, out.String())
		}
	}
}

// afterReturn returns what the last line of a terminal shows.
func afterReturn(s string) string { return s[strings.LastIndex(s, "\r")+1:] }
