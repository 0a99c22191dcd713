package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

// TestClientsAreHeldToTheRate counts with a clock of its own.
func TestClientsAreHeldToTheRate(t *testing.T) {
	l := newLimiter(2, 3)
	now := time.Unix(1_000_000, 0)
	l.now = func() time.Time { return now }
	router := gin.New()
	router.Use(l.middleware(RouterOptions{}))
	router.GET("/", func(c *gin.Context) { c.Status(http.StatusOK) })
	ask := func(addr string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = addr
		router.ServeHTTP(w, r)
		return w
	}
	for _, step := range []struct {
		after  time.Duration
		client string
		status int
		retry  string
	}{
		{0, "192.0.2.1:1", 200, ""},
		{0, "192.0.2.1:2", 200, ""},
		{0, "192.0.2.1:3", 200, ""},
		{0, "192.0.2.1:4", 429, "1"},
		{0, "192.0.2.2:1", 200, ""}, // another client
		{499 * time.Millisecond, "192.0.2.1:4", 429, "1"},
		{time.Millisecond, "192.0.2.1:4", 200, ""},
		{0, "192.0.2.1:4", 429, "1"},
		{time.Hour, "192.0.2.1:4", 200, ""}, // no more than the burst is saved up
		{0, "192.0.2.1:4", 200, ""},
		{0, "192.0.2.1:4", 200, ""},
		{0, "192.0.2.1:4", 429, "1"},
	} {
		now = now.Add(step.after)
		if w := ask(step.client); w.Code != step.status || w.Header().Get("Retry-After") != step.retry {
			t.Errorf("%+v: status %d, Retry-After %q", step, w.Code, w.Header().Get("Retry-After"))
		}
	}
}

// TestRetryAfterIsLongEnough follows what the answer says to the second.
func TestRetryAfterIsLongEnough(t *testing.T) {
	l := newLimiter(1, 1)
	now := time.Unix(1_000_000, 0)
	l.now = func() time.Time { return now }
	one := client(netip.MustParseAddr("192.0.2.1"))
	l.take(one)
	for range 5 {
		now = now.Add(100 * time.Millisecond)
		ok, wait := l.take(one)
		if ok || wait <= 0 || wait > time.Second {
			t.Fatalf("over the rate: %v, wait %v", ok, wait)
		}
		now = now.Add(wait - time.Millisecond)
		if ok, _ := l.take(one); ok {
			t.Errorf("a request is taken before its time")
		}
		now = now.Add(2 * time.Millisecond)
		if ok, _ := l.take(one); !ok {
			t.Errorf("after %v a request is still refused", wait)
		}
	}
}

func TestClient(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7":                "192.0.2.7/32",
		"::ffff:192.0.2.7":         "192.0.2.7/32",
		"2001:db8:1:2:3:4:5:6":     "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff::":      "2001:db8:1:2::/64",
		"2001:db8:1:3::1":          "2001:db8:1:3::/64",
		"fe80::1%eth0":             "fe80::/64",
		"192.0.2.7:65535":          "192.0.2.7/32",
		"[2001:db8:1:2::1]:443":    "2001:db8:1:2::/64",
		"[2001:db8:1:2::1]":        "2001:db8:1:2::/64",
		"":                         "invalid Prefix",
		"not an address, but text": "invalid Prefix",
	} {
		addr, _ := forwardedAddr(address)
		if got := client(addr); got.String() != want {
			t.Errorf("%q counts as %v, want %s", address, got, want)
		}
	}
}

// TestClientsAreForgotten holds that no number of clients fills the memory.
func TestClientsAreForgotten(t *testing.T) {
	l := newLimiter(1, 1)
	for i := range maxClients + 20_000 {
		l.take(netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32))
	}
	l.clients.CleanUp()
	if n := l.clients.EstimatedSize(); n > maxClients || n < maxClients/2 {
		t.Errorf("%d clients are remembered, want up to %d", n, maxClients)
	}
}
