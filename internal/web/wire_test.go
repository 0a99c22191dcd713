package web_test

import (
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/internal/web"
	"github.com/uilsearch/uilsearch/search/querylang"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// sending serves bodies of one content type, cut into pieces as they are
// written.
func sending(contentType string, status int, pieces ...string) http.Handler {
	router := web.NewRouter(web.RouterOptions{Log: slog.New(slog.DiscardHandler)})
	router.GET("/", func(c *gin.Context) {
		c.Header("Content-Type", contentType)
		c.Status(status)
		for _, p := range pieces {
			if p == "panic" {
				panic(p)
			}
			c.Writer.WriteString(p)
		}
	})
	return router
}

func TestTextIsCompressed(t *testing.T) {
	long := strings.Repeat("learning city ", 200)
	for name, c := range map[string]struct {
		h      http.Handler
		accept string
		want   string
	}{
		"json":             {sending("application/json", 200, long), "gzip", "gzip"},
		"problem":          {sending("application/problem+json", 422, long), "deflate, gzip;q=0.5", "gzip"},
		"in pieces":        {sending("text/html", 200, "a", long, long, "b"), "br;q=0, *", "gzip"},
		"brotli":           {sending("text/html", 200, long), "gzip, deflate, br", "br"},
		"brotli, pieces":   {sending("text/html", 200, "a", long, long, "b"), "br, *", "br"},
		"small":            {sending("application/json", 200, "{}"), "gzip", ""},
		"small pieces":     {sending("text/html", 200, "a", "b"), "gzip", ""},
		"not taken":        {sending("text/html", 200, long), "", ""},
		"refused":          {sending("text/html", 200, long), "gzip;q=0, identity", ""},
		"small, not plain": {sending("application/json", 200, "{}"), "gzip, identity;q=0", "gzip"},
		"packed already":   {sending("application/zip", 200, long), "gzip", ""},
	} {
		r := get(t, c.h, "/", "Accept-Encoding: "+c.accept)
		if got := r.Header.Get("Content-Encoding"); got != c.want || r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: encoding %q, want %q; Vary %q", name, got, c.want, r.Header.Get("Vary"))
		}
		packed, plain := body(t, r), body(t, get(t, c.h, "/"))
		if packed != plain || plain == "" {
			t.Errorf("%s: %d bytes, want %d", name, len(packed), len(plain))
		}
	}
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	var from io.Reader = r.Body
	switch r.Header.Get("Content-Encoding") {
	case "gzip":
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		from = z
	case "br":
		from = brotli.NewReader(r.Body)
	}
	b, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestHalfAnAnswerIsCutOff holds that a panic in the middle of a body never
// looks like its end, whether the beginning was sent or kept back.
func TestHalfAnAnswerIsCutOff(t *testing.T) {
	for _, coding := range []string{"br", "gzip", "identity"} {
		for _, begun := range []string{"a", strings.Repeat("a", 5000)} {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set("Accept-Encoding", coding)
			func() {
				defer func() {
					if v := recover(); v != http.ErrAbortHandler {
						t.Errorf("%s after %d bytes: %v", coding, len(begun), v)
					}
				}()
				sending("text/html", 200, begun, "panic").ServeHTTP(httptest.NewRecorder(), r)
			}()
		}
	}
}

// unreadable panics where a text is read.
type unreadable struct{ *searchtest.Memory }

func (unreadable) Read(context.Context, string) (querylang.Reading, string, error) {
	panic("unreadable")
}

// TestAFaultHasNoETag lets a page fail after it was named.
func TestAFaultHasNoETag(t *testing.T) {
	r := get(t, serve(unreadable{library()}), docPath("cork")+"?q=learning")
	if r.StatusCode != http.StatusInternalServerError || r.Header.Get("ETag") != "" || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("status %d, headers %v", r.StatusCode, r.Header)
	}
}

func TestPagesAreConditional(t *testing.T) {
	h := serve(library())
	tag := func(h http.Handler, target string) string { return get(t, h, target).Header.Get("ETag") }
	for _, target := range []string{"/", "/search?q=learning&city=cork", docPath("cork"), docPath("cork") + "?q=learning"} {
		etag := tag(h, target)
		for _, have := range []string{etag, `"other", ` + etag, "*"} {
			r := get(t, h, target, "If-None-Match: "+have)
			if r.StatusCode != http.StatusNotModified || r.Header.Get("ETag") != etag || etag == "" || body(t, r) != "" {
				t.Errorf("%s with %s: status %d, ETag %q", target, have, r.StatusCode, r.Header.Get("ETag"))
			}
		}
		if r := get(t, h, target, `If-None-Match: W/"other"`); r.StatusCode != http.StatusOK {
			t.Errorf("%s with another tag: status %d", target, r.StatusCode)
		}
		if tag(serveWith(library(), web.Options{Name: "Another"}, slog.DiscardHandler), target) == etag {
			t.Errorf("%s: two looks have one ETag", target)
		}
	}
	if tag(h, "/search?city=cork&city=jeonju&page=1") != tag(h, "/search?city=jeonju&city=Cork") {
		t.Error("one search has two ETags")
	}
	seen := map[string]string{tag(serve(searchtest.NewMemory("another", nil)), "/search"): "another generation"}
	for _, target := range []string{"/search", "/search?from=soon", "/search?page=2", "/search?q=a", docPath("cork"), docPath("cork") + "?q=", docPath("suwon")} {
		if same, ok := seen[tag(h, target)]; ok {
			t.Errorf("%s and %s have one ETag", target, same)
		}
		seen[tag(h, target)] = target
	}
	if r := get(t, h, "/doc/nosuchpage", "If-None-Match: *"); r.StatusCode != http.StatusNotFound || r.Header.Get("ETag") != "" {
		t.Errorf("no document: status %d, ETag %q", r.StatusCode, r.Header.Get("ETag"))
	}
}
