package crawl

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"

	"github.com/uilsearch/uilsearch/corpus"
)

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

func brotlied(b []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriter(&out)
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// with answers with a body in an encoding.
func with(encoding string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", encoding)
		_, _ = w.Write(body)
	}
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

// cut promises more than it sends.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	w.Header().Set("Content-Type", "text/html")
	_, _ = w.Write([]byte("not all of it"))
}

// failures answers with each response in turn, and then with a page.
func failures(handlers ...http.HandlerFunc) http.HandlerFunc {
	var asked atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		if n := int(asked.Add(1)); n <= len(handlers) {
			handlers[n-1](w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "a page at last")
	}
}

func redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { status(http.StatusFound, "Location", to)(w, r) }
}

// TestOddServers puts each oddity at /odd, which the front page links to, beside
// a page that is as it should be.
func TestOddServers(t *testing.T) {
	limits := Limits{Body: 1 << 20, Header: 8 << 10, Total: time.Minute, Stall: 20 * time.Second}
	timers := &testTimers{armed: map[string]chan func(){}}
	big := bytes.Repeat([]byte("0"), 4<<20)
	for name, test := range map[string]struct {
		odd  http.HandlerFunc
		want string // of the outcome of /odd
		asks int    // how often /odd is asked for
	}{
		"gzip":                   {with("gzip", gzipped([]byte("text"))), "ingested", 1},
		"brotli":                 {with("br", brotlied([]byte("text"))), "ingested", 1},
		"gzip bomb":              {with("gzip", gzipped(big)), "failed the body is larger than", 1},
		"brotli bomb":            {with("br", brotlied(big)), "failed the body is larger than", 1},
		"endless empty gzip":     {with("gzip", bytes.Repeat(gzipped(nil), 60_000)), "failed the body is larger than", 1},
		"large body":             {with("", big), "failed the body is larger than", 1},
		"gzip cut":               {with("gzip", gzipped(big[:5000])[:20]), "failed the body ended before", 4},
		"brotli cut":             {with("br", brotlied([]byte(strings.Repeat("words and more words ", 50)))[:12]), "failed the body ended before", 4},
		"no gzip at all":         {with("gzip", []byte("this is not gzip, although it is said")), "failed gzip: invalid header", 4},
		"unknown encoding":       {with("zstd", []byte("x")), `failed the body comes in the encoding "zstd"`, 1},
		"truncated":              {cut, "failed the body ended before", 4},
		"truncated once":         {failures(cut), "ingested", 2},
		"endless slow body":      {timers.endless(limits.Total), "failed the response took too long", 1},
		"stalled body":           {timers.endless(limits.Stall), "failed the body stopped coming", 4},
		"headers too large":      {status(200, "X-A", strings.Repeat("a", 20<<10)), "failed net/http: HTTP/1.x transport connection broken: net/http: server response headers exceeded", 4},
		"204":                    {status(204), "skipped answers 204 No Content, which is no page", 1},
		"empty body":             {status(200), "skipped the body is empty", 1},
		"206":                    {status(206), "skipped answers 206", 1},
		"304 unasked":            {status(304), "failed answers 304 without saying where to go", 1},
		"301 to nowhere":         {status(301), "failed answers 301 without saying where to go", 1},
		"redirect to itself":     {redirect("/odd"), "failed redirects in a circle", 1},
		"redirect by a visit":    {sessions, "ingested", 2},
		"redirect by new visits": {newSessions, "failed redirects in a circle", 11},
		"redirect to a file":     {redirect("file:///etc/passwd"), "failed redirects to what is no address", 1},
		"redirect inside":        {redirect("http://169.254.169.254/latest"), "skipped redirects to http://169.254.169.254/latest: scope: host 169.254.169.254", 1},
		"redirect with password": {redirect("http://a:b@127.0.0.1/"), "failed redirects to what is no address", 1},
		"503 twice":              {failures(status(503), status(502)), "ingested", 3},
		"500":                    {status(500), "failed answers 500", 4},
		"401":                    {status(401), "failed answers 401", 1},
		"429 with Retry-After":   {failures(status(429, "Retry-After", "90"), status(429, "Retry-After", "90")), "ingested", 3},
		"429 storm":              {status(429, "Retry-After", "7"), "failed answers 429", 4},
		"429 for a day":          {status(429, "Retry-After", "86400"), "failed answers 429", 1},
		"connection dropped":     {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "failed", 4},
		"unknown status":         {status(299), "skipped answers 299", 1},
		"no page":                {status(200, "Content-Type", "video/mp4", "X", "y"), "skipped the body is empty", 1},
		"content type out of order": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", ";;")
			fmt.Fprint(w, "<html>x")
		}, "ingested", 1},
	} {
		t.Run(name, func(t *testing.T) {
			x := newCrawlTest(t)
			x.limits, x.timers = limits, timers
			s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/odd":
					test.odd(w, r)
				case "/":
					w.Header().Set("Content-Type", "text/html")
					fmt.Fprint(w, `<a href="/odd">o</a> <a href="/good">g</a>`)
				case "/good":
					w.Header().Set("Content-Type", "text/html")
					fmt.Fprint(w, "good")
				default:
					http.NotFound(w, r)
				}
			})
			summary, err := x.run(t, s.URL)
			if err != nil {
				t.Fatal(err)
			}
			asks := 0
			for _, r := range politely(t, s) {
				if strings.HasPrefix(r.path, "/odd") {
					asks++
				}
			}
			odd, lines := "", x.outcomes(t, summary.Run, s.URL)
			for _, line := range lines {
				if rest, ok := strings.CutPrefix(line, "/odd "); ok {
					odd += rest
				}
			}
			if !strings.HasPrefix(odd, test.want) || asks != test.asks {
				t.Errorf("%q after %d requests; want %q after %d", odd, asks, test.want, test.asks)
			}
			if name != "429 for a day" && !strings.Contains(x.live(t, s.URL), "/good") {
				t.Errorf("the page beside was not kept: %q", lines)
			}
		})
	}
}

// sessions redirects to the same address with the name of a visit.
func sessions(w http.ResponseWriter, r *http.Request) {
	if !r.URL.Query().Has("PHPSESSID") {
		redirect("/odd?PHPSESSID=0123456789abcdef0123456789abcdef")(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprint(w, "a page")
}

// newSessions gives each visit a new name.
func newSessions(w http.ResponseWriter, r *http.Request) {
	n, _ := strconv.ParseUint(r.URL.Query().Get("PHPSESSID"), 16, 64)
	redirect(fmt.Sprintf("/odd?PHPSESSID=%032x", n+1))(w, r)
}

// A wrong charset, or none, and a missing content type are kept as they came:
// whoever reads the page decides.
func TestTypesAreKept(t *testing.T) {
	for _, test := range []struct {
		contentType, body string
		media, charset    string
	}{
		{"text/html; charset=ISO-8859-1", "\xc3\xa9", corpus.HTML, "iso-8859-1"},
		{"text/html; charset=none-such", "x", corpus.HTML, "none-such"},
		{"application/xhtml+xml", "<html/>", corpus.HTML, ""},
		{"text/html;", "x", corpus.HTML, ""},
		{"", "<!DOCTYPE html><p>x", corpus.HTML, ""},
		{"", "%PDF-1.7 x", corpus.PDF, ""},
		{"application/octet-stream", "%PDF-1.7 x", corpus.PDF, ""},
		{"text/markdown", "# x", corpus.Markdown, ""},
		{"", "\x00\x01\x02\x03", "", ""},
	} {
		r := Response{Header: http.Header{}, Body: []byte(test.body)}
		if test.contentType != "" {
			r.Header.Set("Content-Type", test.contentType)
		}
		media, charset := mediaType(r)
		if keptTypes[media] != test.media || charset != test.charset {
			t.Errorf("%q: %q, charset %q; want %q, %q", test.contentType, media, charset, test.media, test.charset)
		}
	}
}
