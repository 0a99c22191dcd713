package web_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/internal/web"
)

// TestNothingBreaksALineOfTheLog sends what would forge lines or drive a
// terminal.
func TestNothingBreaksALineOfTheLog(t *testing.T) {
	for format, handler := range map[string]func(io.Writer) slog.Handler{
		"text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
		"json": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
	} {
		var log bytes.Buffer
		h := routed(web.RouterOptions{Log: slog.New(handler(&log))})
		for _, path := range []string{
			"/a%0Ab", "/a%0D%0Ab", "/%1b[2J", "/%00", "/%7f", "/%C2%9B31m", "/%E2%80%A8", "/%E2%80%AE", "/%ff", "/\xff\xfe\x9b", "/%22%5C",
			"/x%0Atime=2026-01-01T00:00:00Z%20level=INFO%20msg=request%20path=/forged%20status=200",
			"/" + strings.Repeat("long/", 2000), "/" + strings.Repeat("%0A", 5000),
		} {
			log.Reset()
			get(t, h, path)
			line := strings.NewReplacer("…", "", "µs", "").Replace(log.String())
			if strings.Count(line, "\n") != 1 || len(line) > 800 || strings.ContainsFunc(line[:len(line)-1], func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Errorf("%s: %.40q is logged as %q", format, path, line)
			}
			if fields := map[string]any{}; format == "json" && (json.Unmarshal([]byte(line), &fields) != nil || fields["status"] != 404.0 || len(fields) != 9) {
				t.Errorf("%.40q is logged as %q", path, line)
			}
		}
	}
}

func TestALongMethodIsCutInTheLog(t *testing.T) {
	var log bytes.Buffer
	r := httptest.NewRequest(strings.Repeat("A", 10_000), "/", nil)
	routed(web.RouterOptions{Log: slog.New(slog.NewTextHandler(&log, nil))}).ServeHTTP(httptest.NewRecorder(), r)
	if log.Len() > 300 {
		t.Errorf("a line of %d bytes", log.Len())
	}
}

// TestRequestsAreObserved holds that routes are few names, and that an answer
// that was cut off is told as a fault.
func TestRequestsAreObserved(t *testing.T) {
	type seen struct {
		route, method string
		status, bytes int
	}
	var got []seen
	h := routed(web.RouterOptions{Observe: func(route, method string, status int, took time.Duration, bytes int) {
		if took < 0 {
			t.Errorf("it took %v", took)
		}
		got = append(got, seen{route, method, status, bytes})
	}})
	for target, want := range map[string]seen{
		"GET /doc/nosuchpage":   {"/doc/:id", "GET", 404, -1},
		"HEAD /robots.txt":      {"/robots.txt", "HEAD", 200, -1},
		"GET /nothing/here":     {"", "GET", 404, -1},
		"FORGE /search":         {"", "FORGE", 405, -1},
		"GET /api/v1/search?q=": {"/api/v1/search", "GET", 200, 2},
		"GET /cut":              {"/cut", "GET", 500, 4},
	} {
		got = nil
		method, path, _ := strings.Cut(target, " ")
		func() {
			defer func() { recover() }()
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
		}()
		if len(got) == 1 && want.bytes < 0 {
			got[0].bytes = want.bytes
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s is told as %+v, want %+v", target, got, want)
		}
	}
}
