package crawl

import (
	"cmp"
	"context"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// trapSite is the site of traps as it runs: one server for http and one for https
// answer for all hosts, whose names a name server of the test knows.
type trapSite struct {
	*crawlTest
	traps  []trap
	byHost map[string]trap
	night  atomic.Int64
	mu     sync.Mutex // guards heard
	heard  map[string]int
	// ports are those of the servers, by the ones of the addresses.
	ports map[string]string
	tls   *httptest.Server
}

func newTrapSite(t *testing.T) *trapSite {
	t.Helper()
	x := newCrawlTest(t)
	s := &trapSite{crawlTest: x, traps: traps(x.timers), byHost: map[string]trap{}, heard: map[string]int{}}
	for _, x := range s.traps {
		u, err := url.Parse(x.origin())
		if err != nil || s.byHost[u.Host].host != "" {
			t.Fatal(x.host, err)
		}
		s.byHost[u.Host] = x
	}
	plain := httptest.NewServer(s)
	t.Cleanup(plain.Close)
	s.tls = httptest.NewUnstartedServer(s)
	s.tls.Config.ErrorLog = log.New(io.Discard, "", 0) // one host has a certificate that is refused
	s.tls.StartTLS()
	t.Cleanup(s.tls.Close)
	s.ports = map[string]string{}
	for port, server := range map[string]*httptest.Server{"80": plain, "443": s.tls} {
		_, s.ports[port], _ = net.SplitHostPort(server.Listener.Addr().String())
	}
	s.limits = trapLimits
	s.network = Network{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Resolver: nameServer(t, s.lookUp)}
	s.change = s.prepare
	return s
}

// trapLimits are small, so that no test needs large bodies.
var trapLimits = Limits{Body: 1 << 20, Header: 8 << 10, Total: time.Minute, Stall: 20 * time.Second}

// ServeHTTP answers for all hosts.
func (s *trapSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	s.mu.Lock()
	s.heard[scheme+"://"+r.Host+r.URL.RequestURI()]++
	s.mu.Unlock()
	s.byHost[r.Host].answer(r, int(s.night.Load()))(w, r)
}

// lookUp answers for the name server: all hosts are on this machine, but for two.
func (s *trapSite) lookUp(name string) netip.Addr {
	x, ok := s.byHost[name]
	switch {
	case !ok || x.host == "nowhere":
		return netip.Addr{}
	case x.host == "rebinding":
		return of([]netip.Addr{
			netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("127.0.0.2"), netip.MustParseAddr("10.1.2.3"), netip.MustParseAddr("127.0.0.1"),
		}, int(s.night.Load()))
	}
	return netip.MustParseAddr("127.0.0.1")
}

// prepare makes a crawler one of the whole site.
func (s *trapSite) prepare(c *Crawler) {
	c.Hosts, c.Budget.Queries = 8, 8
	c.Scope.Depth, c.Scope.Traps.Now = 7, s.clock.Now()
	c.Scope.Hosts = slices.Sorted(maps.Keys(s.byHost))
	// The addresses have no ports, but the servers have: it is the crawler
	// that looks up the name and decides on the address, all the same.
	tr := c.Fetcher.transport.(*oneAtATime).RoundTripper.(*http.Transport)
	dial := tr.DialContext
	tr.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		return dial(ctx, network, net.JoinHostPort(host, cmp.Or(s.ports[port], port)))
	}
	tr.TLSClientConfig = s.tls.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
}

// crawl crawls the site for one night, as Run does, and checks everything.
func (s *trapSite) crawl(t *testing.T, night int) {
	t.Helper()
	s.night.Store(int64(night))
	if err := s.clock.Sleep(t.Context(), 24*time.Hour); err != nil {
		t.Fatal(err)
	}
	c := s.crawler(t, "http://front.example.com/")
	seen := map[string]int{}
	c.Seen = func(o archive.Outcome, _, _ int) { seen[o.URL]++ }
	if resumed, err := c.begin(t.Context()); resumed || err != nil {
		t.Fatal(resumed, err)
	}
	if err := c.visitHosts(t.Context()); err != nil {
		t.Fatal(err)
	}
	var queued []string // before finish forgets it
	for e, err := range s.archive.Queue(t.Context(), c.Name) {
		if err != nil {
			t.Fatal(err)
		}
		queued = append(queued, e.URL)
	}
	if err := c.finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	recorded, err := s.archive.Recorded(t.Context(), c.run)
	if err != nil {
		t.Fatal(err)
	}
	out := c.Fetcher.transport.(*oneAtATime).sent
	s.checkOutcomes(t, night, recorded)
	s.checkLive(t, night)
	checkOneEach(t, night, recorded, slices.Concat(queued, asPages(out)), seen)
	s.checkPolite(t, night, out)
	s.checkHeard(t, night, out)
	t.Logf("night %d: %d hosts, %d addresses in the frontier, %d outcomes, %d requests", night, len(s.traps), len(queued), len(recorded), len(out))
}

// checkOutcomes compares all outcomes of a night with what the traps say.
func (s *trapSite) checkOutcomes(t *testing.T, night int, recorded []archive.Outcome) {
	t.Helper()
	want := map[string]string{}
	for _, x := range s.traps {
		maps.Copy(want, x.outcomes(night))
	}
	for _, o := range recorded {
		got := strings.TrimSpace(string(o.Result) + " " + o.Reason)
		if begins, ok := want[o.URL]; !ok || !strings.HasPrefix(got, begins) {
			t.Errorf("night %d: %.200s %s; want %q", night, o.URL, got, begins)
		}
		delete(want, o.URL)
	}
	for address, line := range want {
		t.Errorf("night %d: %.200s has no outcome; want %q", night, address, line)
	}
}

// checkLive compares the live pages after a night, all of them.
func (s *trapSite) checkLive(t *testing.T, night int) {
	t.Helper()
	var want []string
	for _, x := range s.traps {
		want = append(want, x.pages(night)...)
	}
	slices.Sort(want)
	if diff := gocmp.Diff(want, strings.Fields(s.live(t, " "))); diff != "" {
		t.Errorf("live after night %d (-want +got):\n%s", night, diff)
	}
}
