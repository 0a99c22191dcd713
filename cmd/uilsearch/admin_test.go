package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/internal/generation"
)

const testToken = "a-secret-of-some-length"

// readiness asks whether the server is ready.
func (s service) readiness() (code int, r readiness) {
	s.t.Helper()
	a := s.send(http.MethodGet, s.admin+"/readyz")
	if err := json.Unmarshal([]byte(a.body), &r); err != nil {
		s.t.Errorf("%v: %s", err, a.body)
	}
	return a.code, r
}

func TestAdminNeedsTheToken(t *testing.T) {
	data, _ := archived(t)
	s := servingWith(t, data, func(s *server) { s.config.AdminToken = testToken })
	for _, test := range []struct {
		method, path string
		header       []string
		want         int
	}{
		{"GET", "/healthz", nil, 200},
		{"GET", "/readyz", nil, 503}, // nothing is published
		{"GET", "/metrics", nil, 401},
		{"POST", "/reload", nil, 401},
		{"GET", "/debug/pprof/", nil, 401},
		{"GET", "/debug/pprof/heap", nil, 401},
		{"GET", "/nowhere", nil, 401},
		{"GET", "/metrics", []string{"Authorization", "Bearer " + testToken}, 200},
		{"GET", "/metrics", []string{"Authorization", "bearer " + testToken}, 200},
		{"GET", "/metrics", []string{"Authorization", "Bearer " + testToken, "Host", "admin.example"}, 200},
		{"GET", "/metrics", []string{"Authorization", "Bearer " + testToken[1:]}, 401},
		{"GET", "/metrics", []string{"Authorization", "Bearer "}, 401},
		{"GET", "/metrics", []string{"Authorization", "Basic " + testToken}, 401},
		{"GET", "/metrics", []string{"Authorization", testToken}, 401},
		{"GET", "/debug/pprof/", []string{"Authorization", "Bearer " + testToken}, 200},
		{"GET", "/debug/pprof/goroutine?debug=1", []string{"Authorization", "Bearer " + testToken}, 200},
		{"GET", "/reload", []string{"Authorization", "Bearer " + testToken}, 405},
		{"GET", "/nowhere", []string{"Authorization", "Bearer " + testToken}, 404},
	} {
		a := s.send(test.method, s.admin+test.path, test.header...)
		if a.code != test.want || (a.header.Get("WWW-Authenticate") != "") != (test.want == 401) {
			t.Errorf("%s %s %q: %d %v", test.method, test.path, test.header, a.code, a.header)
		}
	}
}

// TestAdminWithoutToken asks a listener that only this machine reaches, as
// operators do and as web pages in a browser here could.
func TestAdminWithoutToken(t *testing.T) {
	s := serving(t, sampleData(t))
	for _, test := range []struct {
		method, path string
		header       []string
		want         int
	}{
		{"GET", "/healthz", nil, 200},
		{"GET", "/readyz", nil, 200},
		{"GET", "/metrics", nil, 200},
		{"POST", "/reload", nil, 200},
		{"GET", "/metrics", []string{"Host", "localhost:9000"}, 200},
		{"GET", "/metrics", []string{"Host", "LOCALHOST"}, 200},
		{"GET", "/metrics", []string{"Host", "[::1]:8081"}, 200},
		{"GET", "/metrics", []string{"Host", "[::1]"}, 200},
		{"GET", "/metrics", []string{"Host", "127.3.2.1"}, 200},
		{"GET", "/metrics", []string{"Host", "rebound.example"}, 403},
		{"GET", "/readyz", []string{"Host", "rebound.example:8081"}, 403},
		{"GET", "/metrics", []string{"Host", "localhost.example"}, 403},
		{"GET", "/metrics", []string{"Host", "192.0.2.1"}, 403},
		{"POST", "/reload", []string{"Origin", "https://evil.example"}, 403},
		{"POST", "/reload", []string{"Origin", "null"}, 403},
		{"GET", "/debug/pprof/profile?seconds=1", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"GET", "/debug/pprof/trace?seconds=1", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"GET", "/metrics", []string{"Origin", "https://evil.example"}, 403},
		{"GET", "/metrics", []string{"Sec-Fetch-Site", "none"}, 200},
		{"GET", "/debug/pprof/", []string{"Sec-Fetch-Site", "same-origin"}, 200},
	} {
		if a := s.send(test.method, s.admin+test.path, test.header...); a.code != test.want {
			t.Errorf("%s %s %q: %d %s", test.method, test.path, test.header, a.code, a.body)
		}
	}
}

// TestAdminIsApart holds that the public listener has nothing for operators.
func TestAdminIsApart(t *testing.T) {
	data, _ := archived(t)
	s := serving(t, data)
	for _, path := range []string{"/healthz", "/readyz", "/metrics", "/reload", "/debug/pprof/", "/debug/pprof/heap", "/debug/pprof/cmdline"} {
		if a := s.send(http.MethodGet, s.site+path); a.code != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.code)
		}
	}
}

// TestReadiness has nothing but an operator tell the server of a new
// generation.
func TestReadiness(t *testing.T) {
	data, _ := archived(t)
	s := servingWith(t, data, func(s *server) { s.lookEvery = time.Hour })
	if code, r := s.readiness(); code != http.StatusServiceUnavailable || r.Ready || !r.Degraded || !strings.Contains(r.Problem, "uilsearch reindex") {
		t.Errorf("nothing published: %d %+v", code, r)
	}
	first := reindexJSON(t, data, exitOK).Generation
	if a := s.send(http.MethodPost, s.admin+"/reload"); a.code != http.StatusOK || !strings.Contains(a.body, first) {
		t.Errorf("reload: %d %s", a.code, a.body)
	}
	code, r := s.readiness()
	if code != http.StatusOK || !r.Ready || r.Degraded || r.Generation != first || r.Documents != 3 || r.BuiltAt == nil || r.Age == nil || r.Problem != "" {
		t.Errorf("published: %d %+v", code, r)
	}
}

// TestDegraded starts on a generation that is damaged: the one before it is
// served, and operators are told.
func TestDegraded(t *testing.T) {
	data, pages := archived(t)
	first := reindexJSON(t, data, exitOK).Generation
	writeFile(t, filepath.Join(pages, "new.html"), fmt.Sprintf(page, "New", "New", "New."))
	mustIngest(t, data, pages)
	second := reindexJSON(t, data, exitOK).Generation
	damage(t, data, second)
	s := serving(t, data)
	code, r := s.readiness()
	if code != http.StatusOK || !r.Ready || !r.Degraded || r.Generation != first || !strings.Contains(r.Problem, second) {
		t.Errorf("the newest is damaged: %d %+v", code, r)
	}
	damage(t, data, first)
	s = serving(t, data)
	if code, r = s.readiness(); code != http.StatusServiceUnavailable || r.Ready || !r.Degraded || r.Problem == "" {
		t.Errorf("both are damaged: %d %+v", code, r)
	}
	if a := s.send(http.MethodPost, s.admin+"/reload"); a.code != http.StatusServiceUnavailable || !strings.Contains(a.body, second) {
		t.Errorf("reload: %d %s", a.code, a.body)
	}
}

// damage cuts a file of a generation short.
func damage(t *testing.T, data, name string) {
	t.Helper()
	path := filepath.Join(generation.NewStore(data).Path(name), "manifest.json")
	if err := os.Truncate(path, 10); err != nil {
		t.Fatal(err)
	}
}
