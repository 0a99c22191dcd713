//go:build ci && unix

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/uilsearch/uilsearch/indexer/publish"
)

// TestTwoRuns starts runs together, over and over. Those that find the lock taken
// say who holds it; one publishes; no two ever write at once.
func TestTwoRuns(t *testing.T) {
	rounds := times(5, 50)
	h := newHouse(t, 20)
	h.publish()
	p := h.serve()
	locked := 0
	for i := range rounds {
		h.write()
		h.must("ingest", h.pages)
		before := h.current()
		results := h.together([]string{"reindex"}, []string{"reindex"}, []string{"reindex"})
		done := 0
		for _, got := range results {
			switch {
			case got.code == exitOK:
				done++
			case got.code == exitLocked && strings.Contains(got.stderr, "under way"):
				locked++
			default:
				t.Errorf("round %d: %+v", i, got)
			}
		}
		if done == 0 || h.current() == before {
			t.Errorf("round %d: none of %+v has published", i, results)
		}
		h.quiet(i)
		p.untilServed(h.data)
	}
	p.stop()
	t.Logf("of %d runs %d found the lock taken", 3*rounds, locked)
	if locked == 0 {
		t.Error("no two runs met")
	}
}

// TestWaitForTheLock starts runs together that wait for each other: each comes to
// its end, and one of them publishes.
func TestWaitForTheLock(t *testing.T) {
	h := newHouse(t, 20)
	h.publish()
	for i := range times(3, 20) {
		h.write()
		h.must("ingest", h.pages)
		run := []string{"reindex", "--json", "--lock-wait", "2m"}
		published := 0
		for _, got := range h.together(run, run, run) {
			var s publish.Summary
			if err := json.Unmarshal([]byte(got.stdout), &s); err != nil || got.code != exitOK {
				t.Errorf("round %d: %+v", i, got)
			}
			count(&published, s.Outcome == publish.OutcomePublished)
		}
		if published != 1 {
			t.Errorf("round %d: %d runs have published the same pages", i, published)
		}
		h.quiet(i)
	}
}

// together runs the program several times at once.
func (h *house) together(commands ...[]string) []result {
	out := make([]result, len(commands))
	var wg sync.WaitGroup
	for i, args := range commands {
		wg.Go(func() { out[i] = h.run(args...) })
	}
	wg.Wait()
	return out
}

// quiet wants a sound index and nothing beside it.
func (h *house) quiet(round int) {
	h.t.Helper()
	h.must("verify")
	if left := h.litter(); len(left) > 0 {
		h.t.Errorf("round %d: %v is left behind", round, left)
	}
}

// TestRunWhileServerOpens starts a server in the middle of runs: it serves what
// is live before or after, and then what is live at the end.
func TestRunWhileServerOpens(t *testing.T) {
	h := newHouse(t, 20)
	h.publish()
	for range times(5, 50) {
		before := h.current()
		h.write()
		h.must("ingest", h.pages)
		ran := make(chan result, 1)
		go func() { ran <- h.run("reindex", "--keep", "1") }()
		p := h.serve()
		code, r := p.ready()
		got := <-ran
		if got.code != exitOK {
			t.Errorf("%+v", got)
		}
		after := h.current()
		if code != http.StatusOK || !r.Ready || r.Generation != before && r.Generation != after || before == after {
			t.Errorf("between %s and %s readiness is %d %+v", before, after, code, r)
		}
		p.untilServed(h.data)
		p.stop()
	}
}

// TestStaleLock starts a run where a dead one has left its lock file.
func TestStaleLock(t *testing.T) {
	h := newHouse(t, 5)
	dead := h.command("version")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	lock := publish.LockPath(h.data)
	for _, text := range []string{
		"", "pid 1 on elsewhere since 2016-07-14T00:00:00Z\n", strings.Repeat("\x00", 1<<16),
		fmt.Sprintf("pid %d on here since 2016-07-14T00:00:00Z\n", dead.Process.Pid),
	} {
		writeFile(t, lock, text)
		h.publish()
		h.quiet(0)
	}
	writeFile(t, filepath.Join(h.data, "run", ".tmp-1"), "left by a run that was killed")
	h.publish()
	h.quiet(0)
}
