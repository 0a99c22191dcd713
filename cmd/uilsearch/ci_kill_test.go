//go:build ci

package main

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
)

const (
	killPages = 40
	killSeed  = 20161122
)

// killing is a house whose runs are killed while it is served.
type killing struct {
	*house
	service service
}

// TestKilledRuns kills runs of the program with SIGKILL, anywhere between
// start and end. After each the live generation is sound and answers, during
// all of them answers come from one whole edition of the pages, and a run that
// is left alone publishes the newest edition and clears up. Some runs of ingest
// are killed too, which the archive must outlive.
func TestKilledRuns(t *testing.T) {
	kills := times(20, 300)
	k := &killing{house: newHouse(t, killPages)}
	took := k.finish()
	k.service = serving(t, k.data)
	defer k.askOn()()
	g := rand.New(rand.NewPCG(killSeed, uint64(kills)))
	killed, published, littered := 0, 0, 0
	for i := range kills {
		k.write()
		if i%5 == 4 {
			k.kill(scaled(took, g.Float64()), "ingest", k.pages)
		}
		k.must("ingest", k.pages)
		before := k.current()
		// The square root puts more of them near the end, where a run publishes.
		early := k.kill(scaled(took, 1.1*math.Sqrt(g.Float64())), "reindex")
		after := k.check()
		count(&killed, early)
		count(&published, early && after != before)
		count(&littered, len(k.litter()) > 0)
		if i%10 == 9 {
			took = k.finish()
		}
	}
	t.Logf("seed %d: %d of %d runs were killed before their end; %d of these had published; %d left something behind", killSeed, killed, kills, published, littered)
	if killed < kills/2 || littered == 0 {
		t.Error("the kills came too late to show anything")
	}
}

func scaled(d time.Duration, by float64) time.Duration { return time.Duration(float64(d) * by) }

func count(n *int, yes bool) {
	if yes {
		*n++
	}
}

// buildProgram returns the path of the program as users run it.
func buildProgram(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "uilsearch")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

// kill runs the program and kills it after a while. It reports whether the
// command was still under way.
func (k *killing) kill(after time.Duration, args ...string) bool {
	k.t.Helper()
	cmd := k.command(args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer timer.Stop()
	cmd.Wait() // the exit code says all
	code := cmd.ProcessState.ExitCode()
	if code > 0 {
		k.t.Fatalf("edition %d: %v fails by itself: exit code %d\n%s", k.edition, args, code, stderr.Bytes())
	}
	return code < 0
}

// finish lets a run come to its end, and returns how long it took.
func (k *killing) finish() time.Duration {
	k.t.Helper()
	k.write()
	k.must("ingest", k.pages)
	start := time.Now()
	k.must("reindex")
	took := time.Since(start)
	if litter := k.litter(); len(litter) > 0 {
		k.t.Errorf("edition %d: the run leaves %v", k.edition, litter)
	}
	if k.service.t != nil {
		k.service.untilServed(k.data)
		if got := k.answer(); got != fmt.Sprintf("number%d", k.edition) {
			k.t.Errorf("%s is served, not edition %d", got, k.edition)
		}
	}
	return took
}

// check holds that what a killed run leaves live is sound, and that the server
// answers. It returns the live generation.
func (k *killing) check() string {
	k.t.Helper()
	name := k.current()
	m, err := generation.NewStore(k.data).Verify(k.t.Context(), name, analysis.Version)
	if err != nil || m.Documents != killPages {
		k.t.Fatalf("edition %d: %d documents, %v", k.edition, m.Documents, err)
	}
	k.answer()
	return name
}

// answer asks the server and returns the edition that it answers with.
func (k *killing) answer() string {
	a := k.service.search(url.Values{"q": {"edition"}, "per_page": {"100"}, "facets": {"none"}})
	if a.Total != killPages || len(a.Hits) != killPages {
		k.t.Errorf("generation %s answers %d of %d", a.Generation, len(a.Hits), a.Total)
	}
	editions := map[string]bool{}
	for _, h := range a.Hits {
		editions[strings.Fields(h.Title.Text)[1]] = true
	}
	if len(editions) != 1 {
		k.t.Errorf("generation %s answers with the editions %v", a.Generation, editions)
	}
	for e := range editions {
		return e
	}
	return ""
}

// askOn keeps asking the server until stop.
func (k *killing) askOn() (stop func()) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		ticker := time.NewTicker(50 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				k.answer()
			}
		}
	})
	return func() { close(done); wg.Wait() }
}
