package metrics

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus/testutil"
)

var update = flag.Bool("update", false, "write what the tests see to testdata")

var (
	aStatus = Status{Ready: true, Degraded: true, EngineCache: 8192, Generation: "20261122T031500Z-1f3a9c2e", Engine: "bleve", BuiltAt: time.Date(2026, 11, 22, 3, 15, 0, 0, time.UTC), Documents: 2100, Hidden: 2}
	aRun    = Run{
		Started: time.Date(2026, 11, 22, 3, 14, 0, 0, time.UTC), Finished: time.Date(2026, 11, 22, 3, 15, 2, 500e6, time.UTC),
		Outcome: "published", ExitCode: 20, Pages: 2104, Rejected: 4, Documents: 2100, Added: 7, Removed: 1, Changed: 12,
		Crawled: map[string]int{"ingested": 19, "failed": 2}, Unreachable: 1,
		Overrides: map[string]int{"applied": 3, "stale": 1, "unmatched": 0},
	}
)

// busy returns a server that has seen something of everything.
func busy() *Server {
	s := New(Options{
		Status:  func() Status { return aStatus },
		LastRun: func() (Run, bool) { return aRun, true },
		Cache:   func() (int, uint64) { return 3, 4096 },
	})
	s.Routes("/search", "/doc/:id")
	s.Observe("/search", "GET", 200, 3*time.Millisecond, 1000)
	s.Observe("/search", "GET", 200, 20*time.Second, 500)
	s.Observe("/doc/:id", "HEAD", 404, 0, -1)
	s.InFlight(1)
	s.InFlight(1)
	s.InFlight(-1)
	s.RateLimited()
	s.Swapped()
	searches := s.Searches()
	for _, how := range []string{"hit", "hit", "miss"} {
		searches.Asked(how)
	}
	searches.Running(2)
	searches.Waiting(1)
	return s
}

// ours returns the lines of a scrape that are not of Go or the process.
func ours(t *testing.T, s *Server) string {
	t.Helper()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	body, err := io.ReadAll(w.Body)
	if err != nil || w.Code != http.StatusOK {
		t.Fatalf("status %d, %v: %s", w.Code, err, body)
	}
	var out strings.Builder
	for line := range strings.Lines(string(body)) {
		if name := strings.TrimPrefix(strings.TrimPrefix(line, "# HELP "), "# TYPE "); strings.HasPrefix(name, prefix) {
			out.WriteString(line)
		}
	}
	return out.String()
}

// golden compares text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestScrape(t *testing.T) {
	s := busy()
	golden(t, "scrape.prom", ours(t, s))
	problems, err := testutil.GatherAndLint(s.registry)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
	if n, err := testutil.GatherAndCount(s.registry, "go_goroutines"); n != 1 || err != nil {
		t.Errorf("the Go runtime has %d series, %v", n, err)
	}
}

func TestNothingServed(t *testing.T) {
	s := New(Options{
		Status:  func() Status { return Status{Degraded: true} },
		LastRun: func() (Run, bool) { return Run{}, false },
	})
	got := ours(t, s)
	for _, want := range []string{"uilsearch_ready 0\n", "uilsearch_degraded 1\n", `uilsearch_searches_total{outcome="refused"} 0` + "\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for _, name := range []string{"uilsearch_generation_info", "uilsearch_generation_built", "uilsearch_last_run", "uilsearch_cache", "uilsearch_engine"} {
		if strings.Contains(got, name) {
			t.Errorf("%s is told where there is none", name)
		}
	}
}

// TestAskedAtEachScrape sees what changes between two scrapes.
func TestAskedAtEachScrape(t *testing.T) {
	status := aStatus
	s := New(Options{Status: func() Status { return status }})
	ours(t, s)
	status.Generation, status.Hidden = "\xff", 3
	got := ours(t, s)
	if !strings.Contains(got, "uilsearch_generation_hidden_documents 3\n") || !strings.Contains(got, `generation="�"`) || strings.Contains(got, aStatus.Generation) {
		t.Error(got)
	}
}

// TestSeriesAreBounded sends what a hostile client could.
func TestSeriesAreBounded(t *testing.T) {
	s := New(Options{})
	s.Routes("/search")
	for i := range 1000 {
		s.Observe(fmt.Sprintf("/doc/%d", i), fmt.Sprintf("M%d", i), -i, time.Second, 1)
		s.Observe("/search", "GET", 600+i, time.Second, 1)
		s.Observe("", "get", i, time.Second, 1)
		s.Searches().Asked(fmt.Sprint(i))
	}
	for name, most := range map[string]int{
		"uilsearch_http_requests_total":           1 + 1 + 500, // any code, but one route and one method
		"uilsearch_http_request_duration_seconds": 2,
		"uilsearch_http_response_bytes_total":     2,
		"uilsearch_searches_total":                5,
	} {
		if n, err := testutil.GatherAndCount(s.registry, name); err != nil || n > most || n == 0 {
			t.Errorf("%s has %d series, %v; want at most %d", name, n, err, most)
		}
	}
	if got := ours(t, s); strings.Contains(got, "/doc/") || strings.Contains(got, "M1") {
		t.Error("what a client sent stands in a label")
	}
}

func TestServersAreApart(t *testing.T) {
	New(Options{}).RateLimited()
	if got := ours(t, New(Options{})); !strings.Contains(got, "uilsearch_http_rate_limited_total 0\n") {
		t.Error("a server counts what another one did")
	}
}

func TestWriteRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "uilsearch.prom")
	for _, run := range []Run{{Outcome: "failed"}, aRun} {
		if err := WriteRun(path, run); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "run.prom", string(got))
	if scraped := ours(t, busy()); !strings.Contains(scraped, string(got)) {
		t.Error("a scrape says it otherwise than the file")
	}
}

// TestWriteRunCleansUp has files beside it that a killed run and others left.
func TestWriteRunCleansUp(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.prom123", "a.prom.bak", "b.prom", "b.prom7"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteRun(filepath.Join(dir, "a.prom"), aRun); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if diff := cmp.Diff([]string{"a.prom", "a.prom.bak", "b.prom", "b.prom7"}, left); diff != "" {
		t.Error(diff)
	}
}

func TestWriteRunNowhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "gone", "uilsearch.prom")
	if err := WriteRun(path, aRun); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, want an error that names %s", err, path)
	}
}
