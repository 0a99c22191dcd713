package crawl

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// asPages returns the addresses that were asked for as what they are, in
// canonical spelling, and not to learn what a robots.txt says.
func asPages(out []sent) []string {
	var addresses []string
	for _, r := range out {
		canonical, err := Canonical(r.address)
		if err == nil && !strings.HasSuffix(canonical, "/robots.txt") && canonical != movedRobots {
			addresses = append(addresses, canonical)
		}
	}
	return addresses
}

// checkOneEach fails the test where an address that was queued or asked for has
// no outcome, or more than one.
func checkOneEach(t *testing.T, night int, recorded []archive.Outcome, addresses []string, seen map[string]int) {
	t.Helper()
	outcomes := map[string]int{}
	for _, o := range recorded {
		outcomes[o.URL]++
	}
	for _, address := range addresses {
		if outcomes[address] != 1 {
			t.Errorf("night %d: %d outcomes of %s", night, outcomes[address], address)
		}
	}
	for address, n := range seen {
		if n != 1 {
			t.Errorf("night %d: %s was visited %d times", night, address, n)
		}
	}
}

// checkPolite fails the test where a request came too soon after the one before
// it to the same host, sooner than the host had asked for, or to a path that the
// host forbids. That there is one at a time oneAtATime sees to.
func (s *trapSite) checkPolite(t *testing.T, night int, out []sent) {
	t.Helper()
	byServer := map[string][]sent{}
	for _, r := range out {
		u, err := url.Parse(r.address)
		if err != nil {
			t.Fatal(err)
		}
		byServer[serverOf(u)] = append(byServer[serverOf(u)], r)
	}
	for host, requests := range byServer {
		x := s.byHost[host]
		pause := max(x.pause, time.Second)
		for i, r := range requests {
			if i > 0 && r.at.Sub(requests[i-1].at) < max(pause, requests[i-1].wait) {
				t.Errorf("night %d: %s came %s after %s, want %s", night, r.address, r.at.Sub(requests[i-1].at), requests[i-1].address, max(pause, requests[i-1].wait))
			}
			if r.agent != Agent("1", "web@uil.example") {
				t.Errorf("night %d: %s by %q", night, r.address, r.agent)
			}
			u, err := url.Parse(r.address)
			if err != nil {
				t.Fatal(err)
			}
			forbidden := slices.ContainsFunc(x.never, func(p string) bool { return strings.HasPrefix(u.RequestURI(), p) })
			if forbidden && u.Path != "/robots.txt" {
				t.Errorf("night %d: %s was asked for", night, r.address)
			}
		}
	}
}

// checkHeard compares what the servers were asked for with what the crawler sent:
// nothing was sent but what stands in its log, and nobody was asked who ought not
// to be.
func (s *trapSite) checkHeard(t *testing.T, night int, out []sent) {
	t.Helper()
	want := map[string]int{}
	for _, r := range out {
		u, err := url.Parse(r.address)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(s.byHost[u.Host].unheard, night) {
			want[u.Scheme+"://"+u.Host+u.RequestURI()]++
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !maps.Equal(s.heard, want) {
		for address, n := range s.heard {
			if want[address] != n {
				t.Errorf("night %d: %d requests for %.200s were sent, %d came", night, want[address], address, n)
			}
		}
		for address, n := range want {
			if s.heard[address] == 0 {
				t.Errorf("night %d: %d requests for %.200s were sent, none came", night, n, address)
			}
		}
	}
	clear(s.heard)
}
