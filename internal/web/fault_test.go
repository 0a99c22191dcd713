package web_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/internal/web"
)

var discard = slog.DiscardHandler

// TestFaultsAreLogged holds that what a reader is told the number of is found
// by it in the log.
func TestFaultsAreLogged(t *testing.T) {
	for _, target := range []string{"/search", "/lost"} {
		var log bytes.Buffer
		h := serveWith(&failing{library(), errors.New("broken disk"), 0}, web.Options{}, slog.NewTextHandler(&log, nil))
		r := get(t, h, target)
		line, _, _ := strings.Cut(log.String(), "\n")
		if r.StatusCode != http.StatusInternalServerError || !strings.Contains(line, "level=ERROR") ||
			!strings.Contains(line, "id="+r.Header.Get(web.RequestID)) || !strings.Contains(line, "route="+target) ||
			!strings.Contains(line, "broken disk") && !strings.Contains(line, "in no room") {
			t.Errorf("%s: status %d, %s", target, r.StatusCode, line)
		}
	}
}

// TestWhoHangsUp holds that a client that does not wait is neither answered nor
// counted as a fault of the server.
func TestWhoHangsUp(t *testing.T) {
	ctx, hangUp := context.WithCancel(t.Context())
	hangUp()
	status := 0
	router := web.NewRouter(web.RouterOptions{Log: slog.New(discard), Observe: func(_, _ string, s int, _ time.Duration, _ int) { status = s }})
	web.Register(router, &failing{library(), context.Canceled, 0}, web.Options{})
	for _, target := range []string{"/", "/search"} {
		w := httptest.NewRecorder()
		func() {
			defer func() {
				if v := recover(); v != http.ErrAbortHandler {
					t.Errorf("%s ends with %v", target, v)
				}
			}()
			router.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil).WithContext(ctx))
		}()
		if status != 499 || w.Body.Len() > 0 {
			t.Errorf("%s: %d is recorded, %d bytes are sent", target, status, w.Body.Len())
		}
	}
}

// TestRequestsAreBounded holds as many requests as are worked on at once:
// whoever comes besides is told to come again.
func TestRequestsAreBounded(t *testing.T) {
	const most = 3
	router := web.NewRouter(web.RouterOptions{Log: slog.New(discard), Requests: most, CORSOrigins: []string{"*"}, Overloaded: func(c *gin.Context) {
		if strings.HasPrefix(c.Request.URL.Path, "/api/") {
			c.AbortWithStatusJSON(http.StatusServiceUnavailable, gin.H{"code": "overloaded"})
		}
	}})
	entered, release := make(chan bool), make(chan bool)
	router.GET("/held", func(c *gin.Context) { entered <- true; <-release })
	router.GET("/api/quick", func(c *gin.Context) { c.Status(http.StatusOK) })
	router.GET("/quick", func(c *gin.Context) { c.Status(http.StatusOK) })
	var wg sync.WaitGroup
	for range most {
		wg.Go(func() { router.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/held", nil)) })
		<-entered
	}
	for target, want := range map[string]string{"/quick": "<h1>The server is busy</h1>", "/nowhere": "<h1>", "/api/quick": `{"code":"overloaded"}`} {
		r := from(router, http.MethodGet, target, "192.0.2.1:1", "Origin: https://a.example")
		if text := body(t, r); r.StatusCode != http.StatusServiceUnavailable || !strings.Contains(text, want) || r.Header.Get("Retry-After") == "" ||
			r.Header.Get("Content-Security-Policy") == "" || strings.HasPrefix(target, "/api/") != (r.Header.Get("Access-Control-Allow-Origin") != "") {
			t.Errorf("%s: status %d, headers %v, %s", target, r.StatusCode, r.Header, text)
		}
	}
	close(release)
	wg.Wait()
	if r := from(router, http.MethodGet, "/quick", "192.0.2.1:1"); r.StatusCode != http.StatusOK {
		t.Errorf("afterwards: status %d", r.StatusCode)
	}
}

// TestAProxyThatCannotBeRead is warned of, once, without what its clients sent.
func TestAProxyThatCannotBeRead(t *testing.T) {
	var log bytes.Buffer
	h := routed(web.RouterOptions{Rate: 1, Burst: 500, TrustedProxies: []string{"10.0.0.0/8"}, Log: slog.New(slog.NewTextHandler(&log, nil))})
	for _, c := range []struct {
		addr, header string
		warnings     int
	}{
		{"10.1.2.3:99", "198.51.100.1:77", 0},
		{"10.1.2.3:99", "made up, 198.51.100.1", 0}, // that part is the client's
		{"192.0.2.1:99", "nobody", 0},               // nobody we trust
		{"10.1.2.3:99", "nobody", 1},
		{"10.1.2.4:99", "nobody", 1},
	} {
		from(h, http.MethodGet, "/nothing", c.addr, "X-Forwarded-For: "+c.header)
		if got := strings.Count(log.String(), "level=WARN"); got != c.warnings || strings.Contains(log.String(), "nobody") {
			t.Errorf("%s for %q: %d warnings, want %d\n%s", c.addr, c.header, got, c.warnings, log.String())
		}
	}
}
