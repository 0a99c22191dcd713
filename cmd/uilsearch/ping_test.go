package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/indexer/publish"
)

// watcher is a server that is told of runs.
type watcher struct {
	*httptest.Server
	mu    sync.Mutex // guards what follows
	calls []string
	last  publish.Summary
}

// newMonitor returns a server that does something at each call, which may be
// nil.
func newMonitor(t *testing.T, at func(http.ResponseWriter, *http.Request)) *watcher {
	m := &watcher{}
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if !strings.HasPrefix(r.UserAgent(), "uilsearch/") || strings.ContainsAny(r.UserAgent(), "() ") {
			t.Errorf("User-Agent %q", r.UserAgent())
		}
		m.mu.Lock()
		m.calls, m.last = append(m.calls, r.Method+" "+r.URL.Path), publish.Summary{}
		if strings.HasSuffix(r.URL.Path, "/start") {
			if len(body) > 0 {
				t.Errorf("the start has a body %q", body)
			}
		} else if err := json.Unmarshal(body, &m.last); err != nil || r.Header.Get("Content-Type") != "application/json" {
			t.Errorf("body %q: %v", body, err)
		}
		m.mu.Unlock()
		if at != nil {
			at(w, r)
		}
	}))
	t.Cleanup(m.Close)
	return m
}

// told returns the calls since the last time, and the last summary.
func (m *watcher) told() ([]string, publish.Summary) {
	m.mu.Lock()
	defer m.mu.Unlock()
	calls := m.calls
	m.calls = nil
	return calls, m.last
}

func TestPing(t *testing.T) {
	data, pages := archived(t)
	m := newMonitor(t, nil)
	success, failure := []string{"POST /abc/start", "POST /abc"}, []string{"POST /abc/start", "POST /abc/fail"}
	reindex := func(code int, want []string, args ...string) {
		t.Helper()
		m.told()
		s := reindexJSON(t, data, code, append(args, "--ping-url", m.URL+"/abc/")...)
		calls, told := m.told()
		if diff := cmp.Diff(want, calls); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(s, told); len(want) > 0 && diff != "" {
			t.Errorf("the monitor is told something else:\n%s", diff)
		}
	}
	reindex(exitOK, success)
	reindex(exitOK, success)
	reindex(exitOK, nil, "--dry-run")
	reindex(exitRefused, nil, "--dry-run", "--only", "cork")
	reindex(exitConfig, failure, "--config", badProfile(t))
	writeFile(t, filepath.Join(pages, "empty.html"), "<html></html>")
	writeFile(t, filepath.Join(pages, "new.html"), "<html><head><title>New</title></head><body><main><h1>New</h1><p>A page that is new.</p></main></body></html>")
	mustIngest(t, data, pages)
	reindex(exitRejects, success)
	missing := filepath.Join(data, "missing")
	if got := uilsearch(t, "reindex", "--data", missing, "--ping-url", m.URL); got.code != exitEmpty {
		t.Errorf("got %+v", got)
	}
	calls, told := m.told()
	if diff := cmp.Diff([]string{"POST /fail"}, calls); diff != "" || !strings.Contains(told.Error, missing) {
		t.Errorf("a run that could not begin is told as %+v\n%s", told, diff)
	}
	unlock, err := publish.Lock(publish.LockPath(data))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if got := uilsearch(t, "reindex", "--data", data, "--ping-url", m.URL); got.code != exitLocked {
		t.Errorf("got %+v", got)
	}
	if calls, _ := m.told(); len(calls) > 0 {
		t.Errorf("a run that did not begin is told: %v", calls)
	}
}

// badProfile returns a settings file that names a site profile with nonsense in
// it.
func badProfile(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "profile.toml"), "nonsense = 1\n")
	writeFile(t, filepath.Join(dir, "a.toml"), "[extract]\nprofile = \"profile.toml\"\n")
	return filepath.Join(dir, "a.toml")
}

// A signal that comes during a run is told of as its failure.
func TestPingAfterASignal(t *testing.T) {
	data, _ := archived(t)
	ctx, stop := context.WithCancelCause(t.Context())
	m := newMonitor(t, nil)
	got := uilsearchWith(t, ctx, func(a *app) {
		a.publish = func(ctx context.Context, _ publish.Options) (publish.Outcome, error) {
			stop(signalError{syscall.SIGTERM})
			return publish.Outcome{}, ctx.Err()
		}
	}, "reindex", "--data", data, "--ping-url", m.URL)
	calls, told := m.told()
	if got.code != 143 || told.ExitCode != 143 {
		t.Errorf("%+v, told %+v", got, told)
	}
	if diff := cmp.Diff([]string{"POST /start", "POST /fail"}, calls); diff != "" {
		t.Error(diff)
	}
}

// A monitor that is down, or says no, costs a run nothing but a warning that
// does not give its address away.
func TestPingThatIsNotTaken(t *testing.T) {
	data, _ := archived(t)
	down := httptest.NewServer(nil)
	down.Close()
	angry := newMonitor(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
	for _, url := range []string{down.URL + "/secret", angry.URL + "/secret"} {
		got := uilsearch(t, "reindex", "--data", data, "--ping-url", url)
		if got.code != exitOK || strings.Count(got.stderr, "the ping was not delivered") != 2 || strings.Contains(got.stderr, "secret") {
			t.Errorf("%s: %+v", url, got)
		}
	}
}
