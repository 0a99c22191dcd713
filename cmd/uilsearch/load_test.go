package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/internal/web"
	"github.com/uilsearch/uilsearch/search/bleveengine"
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

// TestRequestsAreBounded holds the only request that is worked on at once, of
// whatever kind.
func TestRequestsAreBounded(t *testing.T) {
	h := newHolding()
	s := servingWith(t, publishedData(t), func(s *server) { s.open, s.config.Requests = h.open, 1 })
	asked := h.hold(s)
	for path, kind := range map[string]string{"/api/v1/generation": "application/problem+json", "/robots.txt": "text/html"} {
		a := s.send(http.MethodGet, s.site+path)
		if a.code != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" || !strings.HasPrefix(a.header.Get("Content-Type"), kind) {
			t.Errorf("%s: %d %v %.300s", path, a.code, a.header, a.body)
		}
	}
	if a := s.send(http.MethodGet, s.admin+"/readyz"); a.code != http.StatusOK {
		t.Errorf("operator: %d", a.code)
	}
	close(h.release)
	if got := <-asked; got.err != nil || got.code != http.StatusOK {
		t.Errorf("the request: %d %v", got.code, got.err)
	}
}

// TestConnectionsAreBounded has clients that ask once and keep their
// connections, more than there may be: all are answered, since those who would
// take the last ones may not keep them.
func TestConnectionsAreBounded(t *testing.T) {
	const most = 8
	s := servingWith(t, publishedData(t), func(s *server) { s.config.Connections = most })
	kept := 0
	for range 3 * most {
		c := &http.Client{Transport: &http.Transport{}, Timeout: time.Minute}
		defer c.CloseIdleConnections()
		r, err := c.Get(s.site + "/robots.txt")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
		r.Body.Close()
		if !r.Close {
			kept++
		}
	}
	if kept == 0 || kept > most*3/4 {
		t.Errorf("%d connections may be kept, want up to %d", kept, most*3/4)
	}
}

func TestShares(t *testing.T) {
	for _, c := range []struct{ files, wanted, public, admin int }{
		{0, 2048, 2048, 32}, {65536, 2048, 2048, 32}, {1024, 2048, 768, 32}, {1024, 10, 10, 32}, {256, 2048, 96, 32}, {40, 2048, 15, 5}, {1, 2048, 1, 1},
	} {
		if public, admin := shares(c.files, c.wanted); public != c.public || admin != c.admin {
			t.Errorf("%d of %d files: %d and %d, want %d and %d", c.wanted, c.files, public, admin, c.public, c.admin)
		}
	}
}

// TestCacheSizes holds that the caches of an index, twice while it is swapped,
// leave a third of the limit to everything else.
func TestCacheSizes(t *testing.T) {
	const mib = 1 << 20
	for limit, want := range map[int64]bleveengine.Options{
		math.MaxInt64: {PostingsBytes: 64 * mib, StoredBytes: 16 * mib},
		64 * mib:      {PostingsBytes: 16 * mib, StoredBytes: 4 * mib},
		768 * mib:     {PostingsBytes: 192 * mib, StoredBytes: 48 * mib},
		1 << 30:       {PostingsBytes: 256 * mib, StoredBytes: 64 * mib},
		1 << 40:       {PostingsBytes: 256 * mib, StoredBytes: 64 * mib},
	} {
		if got := cacheSizes(limit); got != want {
			t.Errorf("%d: %+v, want %+v", limit, got, want)
		}
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
	if a := get("/api/v1/openapi.json"); !strings.Contains(a.body, `"version":"`+buildName()+`"`) {
		t.Errorf("the API does not say that it is of %s", buildName())
	}
	if a := get("/robots.txt"); a.code != http.StatusOK {
		t.Errorf("robots.txt: %d", a.code)
	}
	if err := s.stop(); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
