package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/internal/config"
)

// metrics asks for what monitors get, and returns the value of each series.
func (s service) metrics() map[string]string {
	s.t.Helper()
	a := s.send(http.MethodGet, s.admin+"/metrics")
	if a.code != http.StatusOK {
		s.t.Fatalf("metrics: %d %s", a.code, a.body)
	}
	out := map[string]string{}
	for line := range strings.Lines(a.body) {
		line = strings.TrimSpace(line)
		if at := strings.LastIndex(line, " "); at > 0 && line[0] != '#' {
			out[line[:at]] = line[at+1:]
		}
	}
	return out
}

// TestMetrics holds that every part of the server says what it does.
func TestMetrics(t *testing.T) {
	data, pages := archived(t)
	s := serving(t, data)
	if got := s.metrics(); got["uilsearch_ready"] != "0" || got["uilsearch_last_run_exit_code"] != "" {
		t.Errorf("before any run: %v", got)
	}
	reindexJSON(t, data, exitOK)
	s.untilServed(data)
	writeFile(t, filepath.Join(pages, "new.html"), fmt.Sprintf(page, "New", "New", "New."))
	mustIngest(t, data, pages)
	name := reindexJSON(t, data, exitOK).Generation
	s.untilServed(data)
	for _, path := range []string{"/search?q=city", "/search?q=city", "/doc/x", "/nowhere"} {
		s.send(http.MethodGet, s.site+path)
	}
	s.until(s.admin+"/metrics", func(a answer) bool { // a request is counted when its answer has gone out
		return strings.Contains(a.body, "\nuilsearch_http_requests_in_flight 0\n")
	})
	got := s.metrics()
	for series, want := range map[string]string{
		`uilsearch_http_requests_total{code="200",method="GET",route="/search"}`:  "2",
		`uilsearch_http_requests_total{code="404",method="GET",route="/doc/:id"}`: "1",
		`uilsearch_http_requests_total{code="404",method="GET",route="other"}`:    "1",
		`uilsearch_http_request_duration_seconds_count{route="/search"}`:          "2",
		`uilsearch_http_requests_in_flight`:                                       "0",
		`uilsearch_http_rate_limited_total`:                                       "0",
		`uilsearch_generation_swaps_total`:                                        "1",
		`uilsearch_searches_total{outcome="refused"}`:                             "0",
		`uilsearch_ready`:                "1",
		`uilsearch_degraded`:             "0",
		`uilsearch_generation_documents`: "4",
		`uilsearch_generation_info{engine="bleve",generation="` + name + `"}`: "1",
		`uilsearch_last_run_exit_code`:                                        "0",
		`uilsearch_last_run_documents`:                                        "4",
		`uilsearch_last_run_added_documents`:                                  "1",
		`uilsearch_last_run_info{outcome="published"}`:                        "1",
	} {
		if got[series] != want {
			t.Errorf("%s is %q, want %s", series, got[series], want)
		}
	}
	for _, series := range []string{`uilsearch_searches_total{outcome="hit"}`, `uilsearch_cache_answers`, `go_goroutines`, `process_open_fds`} {
		if got[series] == "" || got[series] == "0" {
			t.Errorf("%s is %q", series, got[series])
		}
	}
}

// TestBadLastRun scrapes again and again what is no summary: the log says it
// once each time that it comes to be so.
func TestBadLastRun(t *testing.T) {
	data := publishedData(t)
	path := runFile(data, "last-run.json")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	l := lastRun{data: data, log: newLogger(&log, config.LogText, slog.LevelInfo)}
	huge := func() error { return os.Truncate(path, maxSummary+1) }
	for i, c := range []struct {
		change   func() error
		ok       bool
		warnings int
	}{
		{func() error { return nil }, true, 0},
		{func() error { return os.WriteFile(path, []byte("{"), 0o644) }, false, 1},
		{func() error { return os.WriteFile(path, good, 0o644) }, true, 1},
		{func() error { return os.WriteFile(path, []byte("{"), 0o644) }, false, 2},
		{huge, false, 3},
		{func() error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o755)) }, false, 3},
		{func() error { return os.Remove(path) }, false, 3},
	} {
		if err := c.change(); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			run, ok := l.read()
			if n := strings.Count(log.String(), "level=WARN"); ok != c.ok || n != c.warnings || ok != (run.Documents == 3) {
				t.Errorf("%d: %+v, %v, %d warnings\n%s", i, run, ok, n, log.String())
			}
		}
	}
}

func TestRateLimitedIsCounted(t *testing.T) {
	s := servingWith(t, publishedData(t), func(s *server) { s.config.Rate, s.config.Burst = 1, 1 })
	for s.send(http.MethodGet, s.site+"/").code != http.StatusTooManyRequests {
	}
	if got := s.metrics()["uilsearch_http_rate_limited_total"]; got != "1" {
		t.Errorf("%s requests are counted as refused", got)
	}
}
