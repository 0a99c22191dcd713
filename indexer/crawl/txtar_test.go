package crawl

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite what testdata expects")

// TestSites crawls each site of testdata as often as it has expectations, and
// compares every outcome and every request.
func TestSites(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no sites", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { crawlSite(t, path) })
	}
}

func crawlSite(t *testing.T, path string) {
	sections := readSite(t, path)
	x, run := newCrawlTest(t), 0
	var s *testSite
	s = newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		if found, ok := pageOf(sections, r.URL.RequestURI(), run); ok {
			answer(w, r, found, s.URL)
			return
		}
		http.NotFound(w, r)
	})
	for i, expected := range sections {
		if !strings.HasPrefix(expected.name, "run ") {
			continue
		}
		run++
		summary, err := x.run(t, s.URL+"/")
		got := fmt.Sprintf("error: %v\nlive: %s\n", err != nil, x.live(t, s.URL))
		for _, line := range x.outcomes(t, summary.Run, s.URL) {
			got += line + "\n"
		}
		got += "asked:"
		for _, r := range politely(t, s) {
			got += " " + r.path
		}
		got += "\n"
		if *update {
			sections[i].body = got + "\n"
		} else if diff := cmp.Diff(strings.TrimSpace(expected.body), strings.TrimSpace(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", expected.name, diff)
		}
	}
	if *update {
		rewrite(t, path, sections)
	}
}

// politely returns the requests since the last call, and checks that they came
// one at a time, a second apart, with a name.
func politely(t *testing.T, s *testSite) []request {
	t.Helper()
	log := s.asked()
	for i, r := range log {
		if !strings.HasPrefix(r.header.Get("User-Agent"), "uilsearch/1 (+web@uil.example)") {
			t.Errorf("%s: User-Agent %q", r.path, r.header.Get("User-Agent"))
		}
		if i > 0 && r.at.Sub(log[i-1].at) < time.Second {
			t.Errorf("%s came %s after %s", r.path, r.at.Sub(log[i-1].at), log[i-1].path)
		}
	}
	return log
}

func rewrite(t *testing.T, path string, sections []section) {
	t.Helper()
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(old), "\n-- ")
	out := head + "\n"
	for _, s := range sections {
		out += "-- " + s.name + " --\n" + s.body
	}
	if err := os.WriteFile(path, []byte(out), 0o644); err != nil {
		t.Fatal(err)
	}
}
