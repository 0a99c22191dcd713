//go:build ci && linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// TestScale measures runs over many pages as cron makes them, and the answers
// of a server meanwhile. It logs the figures; that the runs are right is what it
// tests.
func TestScale(t *testing.T) {
	n := 300
	if os.Getenv("TORTURE") != "" {
		n = 10_000
	}
	data, pages, program := t.TempDir(), t.TempDir(), buildProgram(t)
	docs := searchtest.Prose(n, 4)
	for i, d := range docs {
		writeProse(t, pages, i, d, "first")
	}
	measured(t, program, "ingest", "--mirror", pages, "--data", data)
	run := func(what, outcome string, args ...string) {
		t.Helper()
		cost, out := measured(t, program, append([]string{"reindex", "--json", "--data", data}, args...)...)
		var s publish.Summary
		if err := json.Unmarshal(out, &s); err != nil || s.Outcome != outcome || s.Outcome == publish.OutcomePublished && s.Documents != n {
			t.Errorf("%s: %s %v", what, out, err)
		}
		t.Logf("%d pages, %s: %s", n, what, cost)
	}
	run("first run", publish.OutcomePublished)
	run("nothing changed", publish.OutcomeUnchanged)
	for i := range n / 100 {
		writeProse(t, pages, i, docs[i], "second")
	}
	measured(t, program, "ingest", "--mirror", pages, "--data", data)
	s := serving(t, data)
	s.untilServed(data)
	answersOver(s, 10*time.Second)
	t.Logf("answers at rest: %s", answersOver(s, 10*time.Second))
	during := make(chan struct{})
	took := make(chan latencies)
	go func() { took <- answersUntil(s, during) }()
	run("1 % changed", publish.OutcomePublished)
	close(during)
	t.Logf("answers meanwhile: %s", <-took)
	during = make(chan struct{})
	go func() { took <- answersUntil(s, during) }()
	run("all read afresh", publish.OutcomeUnchanged, "--full")
	close(during)
	t.Logf("answers meanwhile: %s", <-took)
}

// writeProse writes a made-up page, and an edition of its last words.
func writeProse(t *testing.T, dir string, i int, d corpus.Document, edition string) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, `<!DOCTYPE html><html lang="%s"><head><title>%s</title></head><body><main><h1>%[2]s</h1>`, d.Lang, html.EscapeString(d.Title))
	for _, s := range d.Sections {
		for _, p := range s.Paragraphs {
			fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(p))
		}
	}
	fmt.Fprintf(&b, "<p>The learning city of %s wrote the %s edition of page %d.</p></main></body></html>\n", []string{"Suwon", "Medellín", "Espoo"}[i%3], edition, i)
	writeFile(t, filepath.Join(dir, fmt.Sprintf("page-%d.html", i)), b.String())
}

// cost is what a command took.
type cost struct {
	wall, cpu time.Duration
	// peak is the most memory that the process had, in MiB.
	peak int64
}

func (c cost) String() string {
	return fmt.Sprintf("%.1f s, %.1f s of processor time, %d MiB at most", c.wall.Seconds(), c.cpu.Seconds(), c.peak)
}

// measured runs a command that must succeed.
func measured(t *testing.T, program string, args ...string) (cost, []byte) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = []string{"HOME=" + t.TempDir()}, &stdout, &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, stderr.Bytes())
	}
	c := cost{wall: time.Since(start), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.peak = usage.Maxrss >> 10
	}
	return c, stdout.Bytes()
}

func answersOver(s service, d time.Duration) latencies {
	stop := make(chan struct{})
	time.AfterFunc(d, func() { close(stop) })
	return answersUntil(s, stop)
}

// answersUntil asks 50 questions a second, one after the other, no two of them
// equal, so that none is answered from the cache of results.
func answersUntil(s service, stop <-chan struct{}) latencies {
	words := []string{"learning", "city", "policy", "adult", "education", "award", "library", "network", "community", "members"}
	ticker := time.NewTicker(time.Second / 50)
	defer ticker.Stop()
	var out latencies
	for i := 0; ; i++ {
		select {
		case <-stop:
			return out
		case <-ticker.C:
		}
		params := url.Values{
			"q":      {words[i%10] + " " + words[i/10%10]},
			"facets": {"city", "theme", "type", "year", "lang"},
			"from":   {fmt.Sprint(1000 + i)},
		}
		start := time.Now()
		s.search(params)
		out = append(out, time.Since(start))
	}
}
