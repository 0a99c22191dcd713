package web

import (
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"
)

// The bounds of what is remembered of clients.
const (
	maxClients  = 100_000
	forgetAfter = 10 * time.Minute
)

// limiter holds clients to a rate, each with a bucket of its own. It is safe
// for concurrent use.
type limiter struct {
	rate    rate.Limit
	burst   int
	clients *otter.Cache[netip.Prefix, *rate.Limiter]
	now     func() time.Time
}

func newLimiter(perSecond, burst int) *limiter {
	return &limiter{
		rate: rate.Limit(perSecond), burst: burst, now: time.Now,
		clients: otter.Must(&otter.Options[netip.Prefix, *rate.Limiter]{
			MaximumSize:      maxClients,
			ExpiryCalculator: otter.ExpiryAccessing[netip.Prefix, *rate.Limiter](forgetAfter),
		}),
	}
}

// take counts a request of a client. Where it is over the rate, it returns
// false and how long until the next one is not.
func (l *limiter) take(client netip.Prefix) (ok bool, wait time.Duration) {
	bucket, _ := l.clients.ComputeIfAbsent(client, func() (*rate.Limiter, bool) {
		return rate.NewLimiter(l.rate, l.burst), false
	})
	now := l.now()
	if bucket.AllowN(now, 1) {
		return true, 0
	}
	missing := 1 - bucket.TokensAt(now)
	return false, time.Duration(missing / float64(l.rate) * float64(time.Second))
}

// client returns who counts as one: an IPv4 address, or the /64 network of an
// IPv6 address, of which a household has one and a machine as many addresses as
// it likes. Requests without an address count as one client.
func client(addr netip.Addr) netip.Prefix {
	if !addr.IsValid() {
		return netip.Prefix{}
	}
	bits := 64
	if addr.Is4() {
		bits = 32
	}
	prefix, _ := addr.Prefix(bits) // cannot fail for these lengths
	return prefix
}

// limited returns a middleware that refuses requests over the rate.
func limited(o RouterOptions) gin.HandlerFunc {
	return newLimiter(o.Rate, o.Burst).middleware(o)
}

// uncounted are routes that cost next to nothing, and of which one page needs
// several.
var uncounted = map[string]bool{"/static/:file": true, "/robots.txt": true}

func (l *limiter) middleware(o RouterOptions) gin.HandlerFunc {
	proxies := newProxies(o)
	return func(c *gin.Context) {
		if uncounted[c.FullPath()] {
			return
		}
		ok, wait := l.take(client(proxies.origin(c.Request)))
		if ok {
			return
		}
		if o.Limited != nil {
			o.Limited()
		}
		c.Header("Retry-After", strconv.Itoa(max(int(math.Ceil(wait.Seconds())), 1)))
		refuse(c, o.OverRate, http.StatusTooManyRequests, "Too many requests",
			"More requests came from your address than this site can take from one. Wait a few seconds, then load the page again.")
	}
}

// bounded returns a middleware that refuses a request where too many are being
// worked on.
func bounded(o RouterOptions) gin.HandlerFunc {
	slots := make(chan struct{}, o.Requests)
	return func(c *gin.Context) {
		select {
		case slots <- struct{}{}:
			defer func() { <-slots }()
			c.Next()
		default:
			c.Header("Retry-After", "2")
			refuse(c, o.Overloaded, http.StatusServiceUnavailable, "The server is busy",
				"More requests are under way than this site can work on at once. Wait a few seconds, then load the page again.")
		}
	}
}

// refuse answers by other, or where that leaves the request alone, with a page
// that is made without a template and without the index, because saying no must
// cost nothing.
func refuse(c *gin.Context, other gin.HandlerFunc, status int, heading, text string) {
	if other != nil {
		other(c)
	}
	if c.IsAborted() {
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Data(status, "text/html; charset=utf-8", fmt.Appendf(nil, refusal, heading, heading, text))
	c.Abort()
}

const refusal = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>%s</title>
<h1>%s</h1>
<p>%s</p>
</html>
`
