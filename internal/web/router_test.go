package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/internal/web"
)

// routed serves the site behind a router with options; of the API there is one
// address, and how it refuses.
func routed(o web.RouterOptions) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	router := web.NewRouter(o)
	site := web.Register(router, library(), web.Options{PublicURL: o.PublicURL})
	router.GET("/api/v1/search", func(c *gin.Context) { c.Header("ETag", `"a"`); c.String(http.StatusOK, "{}") })
	router.GET("/cut", func(c *gin.Context) { c.Writer.WriteString("half"); c.Writer.WriteHeaderNow(); panic("cut") })
	router.NoRoute(site.NotFound)
	router.NoMethod(site.NotFound)
	return router
}

// from sends a request from a client's address.
func from(h http.Handler, method, target, addr string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	r.RemoteAddr = addr
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// spend sends requests until one is refused, which it returns. So many take
// longer than any rate of the tests would forgive.
func spend(t *testing.T, h http.Handler, method, target, addr string, headers ...string) *http.Response {
	t.Helper()
	for range 1000 {
		if r := from(h, method, target, addr, headers...); r.StatusCode == http.StatusTooManyRequests {
			return r
		}
	}
	t.Fatalf("%s %s from %s is never refused", method, target, addr)
	return nil
}

func TestTooManyRequestsAreRefused(t *testing.T) {
	refused := 0
	h := routed(web.RouterOptions{Rate: 1, Burst: 2, Limited: func() { refused++ }, CORSOrigins: []string{"*"}, OverRate: func(c *gin.Context) {
		if strings.HasPrefix(c.Request.URL.Path, "/api/") {
			c.AbortWithStatusJSON(http.StatusTooManyRequests, gin.H{"code": "rate-limited"})
		}
	}})
	page, problem := regexp.MustCompile(`(?s)^(<!doctype html>.*<h1>Too many requests</h1>.*)?$`), regexp.MustCompile(`^{"code":"rate-limited"}$`)
	for i, c := range []struct {
		method, target, contentType string
		want                        *regexp.Regexp
	}{
		{http.MethodGet, "/search", "text/html; charset=utf-8", page},
		{http.MethodHead, "/", "text/html; charset=utf-8", page},
		{http.MethodGet, "/nothing/here", "text/html; charset=utf-8", page},
		{http.MethodPost, "/search", "text/html; charset=utf-8", page},
		{http.MethodGet, "/api/v1/search", "application/json; charset=utf-8", problem},
	} {
		addr := "192.0.2." + string(rune('1'+i)) + ":99"
		before := refused
		r := spend(t, h, c.method, c.target, addr, "Origin: https://a.example")
		if got := body(t, r); !c.want.MatchString(got) || r.Header.Get("Content-Type") != c.contentType || r.Header.Get("Retry-After") != "1" {
			t.Errorf("%s %s: headers %v, body %s", c.method, c.target, r.Header, got)
		}
		if r.Header.Get("Content-Security-Policy") == "" || r.Header.Get(web.RequestID) == "" || refused != before+1 {
			t.Errorf("%s %s: headers %v, %d told", c.method, c.target, r.Header, refused-before)
		}
		if readable := r.Header.Get("Access-Control-Allow-Origin") == "*"; readable != strings.HasPrefix(c.target, "/api/") {
			t.Errorf("%s: other origins can read it: %v", c.target, readable)
		}
		for range 20 {
			for _, free := range []string{"/static/nothing.css", "/robots.txt"} {
				if r := from(h, http.MethodGet, free, addr); r.StatusCode == http.StatusTooManyRequests {
					t.Fatalf("%s is counted", free)
				}
			}
		}
	}
	for range 200 {
		if r := from(routedWithoutLimit, http.MethodGet, "/nothing", "192.0.2.1:1"); r.StatusCode != http.StatusNotFound {
			t.Fatalf("without a rate: status %d", r.StatusCode)
		}
	}
}

var routedWithoutLimit = routed(web.RouterOptions{Burst: 1})

// TestWhoIsAClient holds that nobody escapes the limit, or uses up that of
// others, by what he writes into headers.
func TestWhoIsAClient(t *testing.T) {
	const proxy, stranger = "10.1.2.3:99", "192.0.2.1:99"
	for name, c := range map[string]struct {
		addr          string
		first, second []string
		same          bool
	}{
		"a stranger's X-Forwarded-For": {stranger, []string{"X-Forwarded-For: 198.51.100.1"}, []string{"X-Forwarded-For: 198.51.100.2"}, true},
		"a stranger's X-Real-IP":       {stranger, []string{"X-Real-IP: 198.51.100.1"}, []string{"X-Real-IP: 198.51.100.2"}, true},
		"a stranger's Forwarded":       {stranger, []string{"Forwarded: for=198.51.100.1"}, []string{"CF-Connecting-IP: 198.51.100.2"}, true},
		"behind a proxy":               {proxy, []string{"X-Forwarded-For: 198.51.100.1"}, []string{"X-Forwarded-For: 198.51.100.2"}, false},
		"X-Real-IP behind a proxy":     {proxy, []string{"X-Real-IP: 198.51.100.1"}, []string{"X-Real-IP: 198.51.100.2"}, true},
		"with a made-up beginning":     {proxy, []string{"X-Forwarded-For: 203.0.113.1, 198.51.100.1"}, []string{"X-Forwarded-For: 203.0.113.2, 198.51.100.1"}, true},
		"in two lines":                 {proxy, []string{"X-Forwarded-For: 203.0.113.1", "X-Forwarded-For: 198.51.100.1"}, []string{"X-Forwarded-For: 198.51.100.1"}, true},
		"behind two proxies":           {proxy, []string{"X-Forwarded-For: 198.51.100.1, 10.9.9.9"}, []string{"X-Forwarded-For: 198.51.100.2, 10.9.9.9"}, false},
		"with ports":                   {proxy, []string{"X-Forwarded-For: 198.51.100.1:1000"}, []string{"X-Forwarded-For: 198.51.100.2:1000"}, false},
		"one client with two ports":    {proxy, []string{"X-Forwarded-For: 198.51.100.1:1000"}, []string{"X-Forwarded-For: 198.51.100.1:1001"}, true},
		"IPv6 with a port":             {proxy, []string{"X-Forwarded-For: [2001:db8:1:2::1]:99"}, []string{"X-Forwarded-For: 2001:db8:1:2::1"}, true},
		"ports behind two proxies":     {proxy, []string{"X-Forwarded-For: 198.51.100.1:5, 10.9.9.9:6"}, []string{"X-Forwarded-For: 198.51.100.2:5, 10.9.9.9:7"}, false},
		"one network of IPv6":          {proxy, []string{"X-Forwarded-For: 2001:db8:1:2::1"}, []string{"X-Forwarded-For: 2001:db8:1:2:3::1"}, true},
	} {
		h := routed(web.RouterOptions{Rate: 1, Burst: 500, TrustedProxies: []string{"10.0.0.0/8", "::1"}})
		spend(t, h, http.MethodGet, "/nothing", c.addr, c.first...)
		refused := 0
		for range 20 { // a bucket of 500 holds them all
			if from(h, http.MethodGet, "/nothing", c.addr, c.second...).StatusCode == http.StatusTooManyRequests {
				refused++
			}
		}
		if same := refused > 0; same != c.same {
			t.Errorf("%s: counts as one client: %v", name, same)
		}
	}
}

func TestOtherOriginsMayReadTheAPI(t *testing.T) {
	const ours, other = "https://uil.example", "https://evil.example"
	ask := func(origins []string, method, target, origin string, headers ...string) *http.Response {
		return from(routed(web.RouterOptions{CORSOrigins: origins}), method, target, "192.0.2.1:1", append(headers, "Origin: "+origin)...)
	}
	preflight := []string{"Access-Control-Request-Method: GET", "Access-Control-Request-Headers: if-none-match"}
	for name, c := range map[string]struct {
		origins        []string
		method, target string
		origin         string
		headers        []string
		status         int
		allowed        string
	}{
		"on the list":        {[]string{ours}, "GET", "/api/v1/search", ours, nil, 200, ours},
		"head":               {[]string{ours}, "HEAD", "/api/v1/search", ours, nil, 405, ours},
		"problems too":       {[]string{ours}, "GET", "/api/v1/nothing", ours, nil, 404, ours},
		"all":                {[]string{"*"}, "GET", "/api/v1/search", other, nil, 200, "*"},
		"not on the list":    {[]string{ours}, "GET", "/api/v1/search", other, nil, 200, ""},
		"like one":           {[]string{ours}, "GET", "/api/v1/search", ours + ".evil.example", nil, 200, ""},
		"null":               {[]string{ours}, "GET", "/api/v1/search", "null", nil, 200, ""},
		"a page":             {[]string{"*"}, "GET", "/search", ours, nil, 200, ""},
		"none":               {nil, "GET", "/api/v1/search", ours, nil, 200, ""},
		"preflight":          {[]string{ours}, "OPTIONS", "/api/v1/search", ours, preflight, 204, ours},
		"packed preflight":   {[]string{ours}, "OPTIONS", "/api/v1/search", ours, append(preflight, "Accept-Encoding: gzip"), 204, ours},
		"foreign preflight":  {[]string{ours}, "OPTIONS", "/api/v1/search", other, preflight, 204, ""},
		"preflight of POST":  {[]string{ours}, "OPTIONS", "/api/v1/search", ours, []string{"Access-Control-Request-Method: POST"}, 204, ""},
		"preflight, none":    {nil, "OPTIONS", "/api/v1/search", ours, preflight, 405, ""},
		"preflight, page":    {[]string{"*"}, "OPTIONS", "/search", ours, preflight, 405, ""},
		"no preflight":       {[]string{ours}, "OPTIONS", "/api/v1/search", ours, nil, 405, ours},
		"a header unheardof": {[]string{ours}, "OPTIONS", "/api/v1/search", ours, []string{preflight[0], "Access-Control-Request-Headers: authorization"}, 204, ""},
	} {
		r := ask(c.origins, c.method, c.target, c.origin, c.headers...)
		if r.StatusCode != c.status || r.Header.Get("Access-Control-Allow-Origin") != c.allowed || r.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: status %d, headers %v", name, r.StatusCode, r.Header)
		}
		if varies := strings.Contains(strings.Join(r.Header.Values("Vary"), ","), "Origin"); varies != (c.origins != nil && strings.HasPrefix(c.target, "/api/")) {
			t.Errorf("%s: Vary %v", name, r.Header.Values("Vary"))
		}
		if c.status == http.StatusNoContent && c.allowed != "" && r.Header.Get("Access-Control-Allow-Headers") != "if-none-match" {
			t.Errorf("%s: headers %v", name, r.Header)
		}
	}
	exposed := ask([]string{ours}, "GET", "/api/v1/search", ours).Header.Get("Access-Control-Expose-Headers")
	for _, want := range []string{"Etag", "Link", "Retry-After", "X-Request-Id"} {
		if !strings.Contains(exposed, want) {
			t.Errorf("pages can read %q, not %s", exposed, want)
		}
	}
}

func TestSecurityHeadersFollowThePublicURL(t *testing.T) {
	for url, want := range map[string]string{"": "", "http://search.example": "", "https://search.example": "max-age=31536000"} {
		r := get(t, routed(web.RouterOptions{PublicURL: url}), "/")
		if got := r.Header.Get("Strict-Transport-Security"); got != want {
			t.Errorf("%q: Strict-Transport-Security %q, want %q", url, got, want)
		}
		if got := r.Header.Get("Permissions-Policy"); !strings.Contains(got, "camera=()") {
			t.Errorf("Permissions-Policy %q", got)
		}
	}
}
