package crawl

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// testClock lets no time pass but that of Sleep.
type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return ctx.Err()
}

// request is one line of the log of a testSite.
type request struct {
	at     time.Time
	path   string
	header http.Header
}

// testSite is a site on loopback that keeps a log of all requests.
type testSite struct {
	*httptest.Server
	clock *testClock
	mu    sync.Mutex // guards log
	log   []request
}

func newSite(t *testing.T, clock *testClock, handler http.HandlerFunc) *testSite {
	t.Helper()
	s := &testSite{clock: clock}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.log = append(s.log, request{clock.Now(), r.URL.RequestURI(), r.Header.Clone()})
		s.mu.Unlock()
		handler(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// asked returns the paths that were asked for since the last call.
func (s *testSite) asked() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	log := s.log
	s.log = nil
	return log
}

// oneAtATime fails the test where a host, with or without "www.", gets a request
// before the body of the last one was closed. It counts at this end: a server
// learns only later that a client has hung up.
type oneAtATime struct {
	http.RoundTripper
	t     *testing.T
	clock *testClock
	mu    sync.Mutex // guards what follows
	busy  map[string]int
	sent  []sent
}

// sent is a request as it left the crawler.
type sent struct {
	at      time.Time
	address string
	agent   string
	// wait is how many seconds the answer asked to wait.
	wait time.Duration
}

func (o *oneAtATime) RoundTrip(r *http.Request) (*http.Response, error) {
	address, at := r.URL.String(), o.clock.Now()
	if n := o.add(serverOf(r.URL), 1); n > 1 {
		o.t.Errorf("%d requests at once to %s", n, r.URL.Host)
	}
	resp, err := o.RoundTripper.RoundTrip(r)
	out := sent{at: at, address: address, agent: r.UserAgent()}
	if err == nil {
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		out.wait = time.Duration(seconds) * time.Second
	}
	o.mu.Lock()
	o.sent = append(o.sent, out)
	o.mu.Unlock()
	if err != nil {
		o.add(serverOf(r.URL), -1)
		return nil, err
	}
	resp.Body = closer{resp.Body, sync.OnceFunc(func() { o.add(serverOf(r.URL), -1) })}
	return resp, nil
}

func (o *oneAtATime) CloseIdleConnections() {
	o.RoundTripper.(interface{ CloseIdleConnections() }).CloseIdleConnections()
}

func (o *oneAtATime) add(host string, n int) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.busy[host] += n
	return o.busy[host]
}

// serverOf returns the server that an address is asked of. It is for the tests to
// say which hosts are one.
func serverOf(u *url.URL) string { return strings.TrimPrefix(u.Host, "www.") }

// closer tells when a body is closed.
type closer struct {
	io.ReadCloser
	closed func()
}

func (c closer) Close() error {
	c.closed()
	return c.ReadCloser.Close()
}

// crawlTest holds what several runs share.
type crawlTest struct {
	archive *archive.Archive
	clock   *testClock
	limits  Limits
	network Network
	timers  *testTimers
	change  func(*Crawler)
}

func newCrawlTest(t *testing.T) *crawlTest {
	t.Helper()
	a, err := archive.Open(t.Context(), filepath.Join(t.TempDir(), archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return &crawlTest{
		archive: a, clock: &testClock{now: noon}, limits: DefaultLimits(),
		network: Network{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}},
		timers:  &testTimers{armed: map[string]chan func(){}},
		change:  func(*Crawler) {},
	}
}

// crawler returns the crawler of one run.
func (x *crawlTest) crawler(t *testing.T, seeds ...string) *Crawler {
	t.Helper()
	f := NewFetcher(Agent("1", "web@uil.example"), x.network, x.limits)
	t.Cleanup(f.Close)
	f.after = x.timers.after
	f.transport = &oneAtATime{RoundTripper: f.transport, t: t, clock: x.clock, busy: map[string]int{}}
	c := &Crawler{
		Archive: x.archive, Fetcher: f, Clock: x.clock, Name: "test", Seeds: seeds, Known: x.archive.WebPages(t.Context()),
		Scope: &Scope{Depth: 5}, Budget: &Budget{}, Pause: time.Second, Hosts: 4, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	for _, s := range seeds {
		c.Scope.Hosts = append(c.Scope.Hosts, hostOf(s))
	}
	x.change(c)
	return c
}

// run makes one run, an hour after the one before.
func (x *crawlTest) run(t *testing.T, seeds ...string) (Summary, error) {
	t.Helper()
	_ = x.clock.Sleep(t.Context(), time.Hour)
	return x.crawler(t, seeds...).Run(t.Context())
}

// outcomes returns a line for each outcome of a run: path, result and reason.
func (x *crawlTest) outcomes(t *testing.T, run, origin string) []string {
	t.Helper()
	recorded, err := x.archive.Recorded(t.Context(), run)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, o := range recorded {
		line := strings.TrimRight(fmt.Sprintf("%s %s %s", o.URL, o.Result, o.Reason), " ")
		out = append(out, strings.ReplaceAll(line, origin, ""))
	}
	return out
}

// live returns the paths of the live pages.
func (x *crawlTest) live(t *testing.T, origin string) string {
	t.Helper()
	var out []string
	for v, err := range x.archive.WebPages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, strings.TrimPrefix(v.URL, origin))
	}
	return strings.Join(out, " ")
}

// section is one part of a txtar file.
type section struct{ name, body string }

// readSite reads a txtar file: each section is a page of the site, in the run that
// stands after a "#" in its name and in later ones, or what is expected.
func readSite(t *testing.T, path string) []section {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []section
	for line := range strings.Lines(string(b)) {
		if name, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "-- "); ok && strings.HasSuffix(name, " --") {
			out = append(out, section{name: strings.TrimSuffix(name, " --")})
		} else if len(out) > 0 {
			out[len(out)-1].body += line
		}
	}
	return out
}

// pageOf returns what a site answers for a path in a run.
func pageOf(site []section, path string, run int) (section, bool) {
	var found section
	ok := false
	for _, s := range site {
		name, since, _ := strings.Cut(s.name, "#")
		n, _ := strconv.Atoi(since)
		if name == path && n <= run {
			found, ok = s, true
		}
	}
	return found, ok
}

// answer writes a section: status and headers, an empty line, and the body.
func answer(w http.ResponseWriter, r *http.Request, s section, origin string) {
	in := bufio.NewReader(strings.NewReader(strings.ReplaceAll(s.body, "ORIGIN", origin)))
	first, _ := in.ReadString('\n')
	status, _ := strconv.Atoi(strings.TrimSpace(first))
	for {
		line, err := in.ReadString('\n')
		name, value, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || err != nil {
			break
		}
		w.Header().Add(name, strings.TrimSpace(value))
	}
	if tag := w.Header().Get("Etag"); tag != "" && r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.WriteHeader(status)
	_, _ = io.Copy(w, in)
}
