//go:build ci && unix

package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/indexer/publish"
)

// moments are the names that failpoint.Hit is called with in a run that
// publishes and removes an old generation.
var moments = []string{
	"locked", "sweep", "create", "read-page", "spool", "link", "write-taxonomy", "build-document", "built", "compare",
	"seal-file", "write-manifest", "verify-file", "gate", "commit", "commit-rename", "commit-sync", "pointer-rename", "pointer-sync",
	"prune", "remove-rename", "remove-files", "save-summary", "unlock",
}

// crashing is a served data directory whose runs come to grief at moments that
// are chosen.
type crashing struct {
	*killing
	// often says how many times a moment comes in one run.
	often map[string]int
}

// newCrashing publishes until every further run removes a generation too, and
// notes the moments of such a run.
func newCrashing(t *testing.T) *crashing {
	program := filepath.Join(t.TempDir(), "uilsearch")
	if out, err := exec.Command("go", "build", "-tags", "failpoint", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	c := &crashing{killing: &killing{house: houseOf(t, program, killPages)}, often: map[string]int{}}
	c.finish()
	c.finish()
	c.finish()
	c.service = serving(t, c.data)
	log := filepath.Join(t.TempDir(), "moments")
	if got := c.runIn("FAILPOINT_LOG=" + log); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	lines, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.Lines(string(lines)) {
		c.often[strings.TrimSpace(name)]++
	}
	want := slices.Sorted(slices.Values(moments))
	if got := slices.Sorted(maps.Keys(c.often)); !slices.Equal(got, want) {
		t.Fatalf("a run comes by the moments\n%v, not by\n%v", got, want)
	}
	return c
}

// runIn writes an edition and makes a run over it in an environment.
func (c *crashing) runIn(env string) result {
	c.t.Helper()
	c.write()
	c.must("ingest", c.pages)
	cmd := c.command("reindex")
	cmd.Env = append(cmd.Env, env)
	return endOf(c.t, cmd)
}

// TestKilledAtEveryMoment kills runs at each of the moments. The live generation is
// sound each time, the server answers, and the next run publishes.
func TestKilledAtEveryMoment(t *testing.T) {
	rounds := times(3, 50)
	c := newCrashing(t)
	defer c.askOn()()
	g := rand.New(rand.NewPCG(killSeed, uint64(rounds)))
	kills, published := 0, 0
	var starts latencies
	for range rounds {
		for _, moment := range moments {
			before := c.current()
			n := 1 + g.IntN(c.often[moment])
			if got := c.runIn(fmt.Sprintf("FAILPOINT=%s=kill@%d", moment, n)); got.code != -1 {
				t.Fatalf("%s %d: %+v", moment, n, got)
			}
			kills++
			count(&published, c.check() != before)
		}
		c.finish()
		start := time.Now()
		p := c.serve()
		p.untilServed(c.data)
		starts = append(starts, time.Since(start))
		p.stop()
	}
	t.Logf("seed %d: %d runs were killed, %d at each of %d moments; %d had published; a server answers from its start after %s",
		killSeed, kills, rounds, len(moments), published, starts)
}

// TestDisturbedAtEveryMoment stops runs, fills the disk and panics at each of the
// moments. Unless the run had published by then, everything is as it was.
func TestDisturbedAtEveryMoment(t *testing.T) {
	c := newCrashing(t)
	defer c.askOn()()
	for _, action := range []struct {
		name  string
		codes []int
	}{
		{"term", []int{128 + int(syscall.SIGTERM), exitOK}},
		{"enospc", []int{exitDiskFull, exitOK}},
		{"panic", []int{exitInternal}},
	} {
		for _, moment := range moments {
			before := c.current()
			got := c.runIn("FAILPOINT=" + moment + "=" + action.name)
			code, what := got.code, action.name+" at "+moment
			if !slices.Contains(action.codes, code) {
				t.Errorf("%s: %+v", what, got)
			}
			after := c.check()
			if code == exitOK && after == before {
				t.Errorf("%s: the run says that it is done, and has published nothing", what)
			}
			if code != exitOK && code != exitInternal && after != before && !late(moment) {
				t.Errorf("%s: exit code %d, and %s is live, not %s", what, code, after, before)
			}
			// What could not be removed stays for the next run to sweep.
			if litter := c.litter(); len(litter) > 0 && moment != "remove-files" {
				t.Errorf("%s: the run leaves %v", what, litter)
			}
			if s, err := publish.LastRun(c.data); err != nil || s.Generation != after && !late(moment) {
				t.Errorf("%s: the summary says %+v, %v; live is %s", what, s, err, after)
			}
		}
		c.finish()
	}
}

// late reports whether a run has published when a moment comes.
func late(moment string) bool {
	return slices.Index(moments, moment) > slices.Index(moments, "pointer-rename")
}
