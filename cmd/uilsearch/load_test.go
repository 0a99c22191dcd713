package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/internal/web"
)

// TestOverload holds the only search that is allowed at once: another is told
// to come again, what needs no search is answered, and so is the first in the
// end.
func TestOverload(t *testing.T) {
	h := newHolding()
	s := servingWith(t, publishedData(t), func(s *server) {
		s.open, s.config.Searches, s.config.Queue, s.config.QueueWait = h.open, 1, 0, 0
	})
	asked := h.hold(s)
	for path, kind := range map[string]string{"/api/v1/search?q=other": "application/problem+json", "/search?q=other": "text/html"} {
		a := s.send(http.MethodGet, s.site+path)
		if a.code != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" || !strings.HasPrefix(a.header.Get("Content-Type"), kind) || a.header.Get("ETag") != "" {
			t.Errorf("%s: %d %v %.300s", path, a.code, a.header, a.body)
		}
	}
	for _, address := range []string{s.site + "/api/v1/generation", s.site + "/robots.txt", s.admin + "/readyz"} {
		if a := s.send(http.MethodGet, address); a.code != http.StatusOK {
			t.Errorf("%s: %d", address, a.code)
		}
	}
	close(h.release)
	if got := <-asked; got.err != nil || got.code != http.StatusOK {
		t.Errorf("the first search: %d %v %s", got.code, got.err, got.body)
	}
	if a := s.send(http.MethodGet, s.site+"/api/v1/search?q=other"); a.code != http.StatusOK {
		t.Errorf("afterwards: %d", a.code)
	}
}

// TestRate asks faster than one client may. Operators may as they like.
func TestRate(t *testing.T) {
	s := servingWith(t, publishedData(t), func(s *server) { s.config.Rate, s.config.Burst = 1, 1 })
	refused := func() answer {
		for range 1000 {
			if a := s.send(http.MethodGet, s.site+"/api/v1/search"); a.code != http.StatusOK {
				return a
			}
		}
		return answer{}
	}
	if a := refused(); a.code != http.StatusTooManyRequests || a.header.Get("Retry-After") == "" || !strings.Contains(a.body, `"rate-limited"`) {
		t.Errorf("%d %v %s", a.code, a.header, a.body)
	}
	for range 20 {
		if a := s.send(http.MethodGet, s.admin+"/readyz"); a.code != http.StatusOK {
			t.Errorf("operator: %d", a.code)
		}
	}
}

// TestProxies tells clients of a proxy apart where it is trusted, and only
// there: a client cannot make itself another.
func TestProxies(t *testing.T) {
	for _, trusted := range [][]string{{"127.0.0.0/8"}, nil} {
		s := servingWith(t, publishedData(t), func(s *server) {
			s.config.Rate, s.config.Burst, s.config.TrustedProxies = 1, 1, trusted
		})
		refused := 0
		for i := range 20 {
			if a := s.send(http.MethodGet, s.site+"/api/v1/search", "X-Forwarded-For", fmt.Sprintf("192.0.2.%d", i)); a.code == http.StatusTooManyRequests {
				refused++
			}
		}
		if (refused == 0) != (trusted != nil) {
			t.Errorf("trusted %v: %d refused", trusted, refused)
		}
	}
}

// TestWire looks at what the settings make of the headers of an answer.
func TestWire(t *testing.T) {
	s := servingWith(t, publishedData(t), func(s *server) {
		s.config.CORSOrigins, s.config.PublicURL = []string{"https://uil.example"}, "https://search.example"
	})
	get := func(path string, header ...string) answer { return s.send(http.MethodGet, s.site+path, header...) }
	if a := get("/api/v1/search", "Origin", "https://uil.example"); a.header.Get("Access-Control-Allow-Origin") != "https://uil.example" {
		t.Errorf("allowed origin: %v", a.header)
	}
	if a := get("/api/v1/search", "Origin", "https://evil.example"); a.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("other origin: %v", a.header)
	}
	for coding, want := range map[string]string{"br, gzip": "br", "gzip": "gzip", "": ""} {
		if a := get("/search", "Accept-Encoding", coding); a.header.Get("Content-Encoding") != want {
			t.Errorf("Accept-Encoding %q: %v", coding, a.header)
		}
	}
	if a := get("/search"); !strings.Contains(a.header.Get("Content-Security-Policy"), "default-src 'none'") || a.header.Get(web.RequestID) == "" ||
		a.header.Get("Strict-Transport-Security") == "" {
		t.Errorf("headers: %v", a.header)
	}
	if a := get("/robots.txt"); a.code != http.StatusOK {
		t.Errorf("robots.txt: %d", a.code)
	}
	if err := s.stop(); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
