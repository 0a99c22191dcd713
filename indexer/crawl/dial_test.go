package crawl

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// nameServer answers every question for an address with what lookUp gives for the
// name, which is without the dot at its end; the zero address says that there is
// no such host.
func nameServer(t *testing.T, lookUp func(name string) netip.Addr) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) != nil {
				continue
			}
			m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
			q := m.Questions[0]
			switch address := lookUp(strings.TrimSuffix(q.Name.String(), ".")); {
			case !address.IsValid():
				m.RCode = dnsmessage.RCodeNameError
			case q.Type == dnsmessage.TypeA:
				m.Answers = []dnsmessage.Resource{{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
					Body:   &dnsmessage.AResource{A: address.As4()},
				}}
			}
			if b, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(b, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// A name that led outside at first, and then inside, is followed outside only.
func TestNameThatChanges(t *testing.T) {
	x := newCrawlTest(t)
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		chain(9)(w, r)
	})
	inside := atomic.Bool{}
	x.network.Allowed = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	x.network.Resolver = nameServer(t, func(string) netip.Addr {
		if inside.Load() {
			return netip.MustParseAddr("127.0.0.2")
		}
		return netip.MustParseAddr("127.0.0.1")
	})
	address := strings.Replace(s.URL, "127.0.0.1", "site.example", 1)
	x.change = func(c *Crawler) { c.Limit = 3 }
	if first, err := x.run(t, address); err != nil || first.Ingested == 0 {
		t.Fatalf("%+v, %v", first, err)
	}
	inside.Store(true)
	s.asked()
	x.change = func(*Crawler) {}
	second, err := x.run(t, address)
	if !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), "refused to connect to 127.0.0.2") || len(s.asked()) != 0 {
		t.Errorf("%+v, %v", second, err)
	}
	found := 0
	for _, line := range x.outcomes(t, second.Run, address) {
		if strings.Contains(line, "refused to connect to 127.0.0.2:") {
			found++
		}
	}
	if found == 0 {
		t.Error("no outcome says why")
	}
}

// A host with letters of its own is one host, in whatever spelling.
func TestHostWithLetters(t *testing.T) {
	x := newCrawlTest(t)
	port := ""
	s := newSite(t, x.clock, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if r.URL.Path != "/" && r.URL.Path != "/1" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprintf(w, `<a href="http://BÜCHER.example:%s/1">1</a> <a href="http://xn--bcher-kva.example:%s/1#x">1</a>`, port, port)
	})
	port = s.URL[strings.LastIndex(s.URL, ":")+1:]
	x.network.Resolver = nameServer(t, func(string) netip.Addr { return netip.MustParseAddr("127.0.0.1") })
	x.change = func(c *Crawler) { c.Scope.Hosts = []string{"bücher.example:" + port} }
	summary, err := x.run(t, "http://bücher.example:"+port)
	if want := "/ /1"; err != nil || summary.Ingested != 2 || x.live(t, "http://xn--bcher-kva.example:"+port) != want {
		t.Errorf("%+v, %v", summary, err)
	}
}

func TestRefusedAddresses(t *testing.T) {
	f := NewFetcher("a", Network{}, DefaultLimits())
	defer f.Close()
	for _, host := range []string{
		"127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255",
		"198.18.0.1", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]",
	} {
		_, err := f.Get(t.Context(), fmt.Sprintf("http://%s:9/", host), "", "")
		var failed *FetchError
		if !errors.As(err, &failed) || !strings.Contains(failed.Reason, "which is not public") || failed.Temporary {
			t.Errorf("%s: %v", host, err)
		}
	}
	// Not every machine can make a connection of IPv6, so the guard is asked.
	guard := Network{}.guard()
	for _, host := range []string{"::1", "::", "fe80::1", "fc00::1", "ff02::1", "64:ff9b::7f00:1", "2002:7f00:1::"} {
		if err := guard.Safe("tcp6", net.JoinHostPort(host, "9"), nil); !prohibited(err) {
			t.Errorf("%s: %v", host, err)
		}
	}
	if err := guard.Safe("tcp6", "[2606:4700::1111]:80", nil); err != nil {
		t.Errorf("a public address: %v", err)
	}
}

// A name is refused by the address that it leads to, and nobody is asked.
func TestNameThatLeadsInside(t *testing.T) {
	asked := atomic.Int64{}
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	f := NewFetcher("a", Network{Resolver: nameServer(t, func(string) netip.Addr { return netip.MustParseAddr("127.0.0.1") })}, DefaultLimits())
	defer f.Close()
	_, err := f.Get(t.Context(), "http://site.example:"+port+"/", "", "")
	if err == nil || !strings.Contains(err.Error(), "refused to connect to 127.0.0.1:"+port) || asked.Load() != 0 {
		t.Errorf("%v, %d requests", err, asked.Load())
	}
}

func TestParseNetworks(t *testing.T) {
	got, err := ParseNetworks([]string{"127.0.0.0/8", "::1", "10.0.0.1"})
	if want := "[127.0.0.0/8 ::1/128 10.0.0.1/32]"; fmt.Sprint(got) != want || err != nil {
		t.Errorf("%v, %v; want %s", got, err, want)
	}
	if _, err := ParseNetworks([]string{"all"}); err == nil {
		t.Error("no error for a word")
	}
}

// No variable of the environment sends requests elsewhere.
func TestNoProxy(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	t.Setenv("http_proxy", "http://127.0.0.1:1")
	if (Network{}).transport(1).Proxy != nil {
		t.Error("a proxy may be used")
	}
}
