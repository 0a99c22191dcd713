package web

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// RouterOptions are what NewRouter can do without.
type RouterOptions struct {
	// Log takes the line of each request and the detail of panics; nil for
	// slog.Default.
	Log *slog.Logger
	// PublicURL is where people reach the site. Where it is https, browsers are
	// told never to come by http.
	PublicURL string
	// TrustedProxies are addresses or networks (CIDR) of proxies whose
	// X-Forwarded-For is believed, as settings allow them. NewRouter panics on
	// what is neither.
	TrustedProxies []string
	// Rate is how many requests a second one client may make in the long run, 0
	// for any number; Burst how many at once, at least 1.
	Rate, Burst int
	// OverRate answers a request over the rate if it is one of its own, and
	// aborts it then; others get a short page. It may be nil.
	OverRate gin.HandlerFunc
	// CORSOrigins are the origins whose pages may read the API from a browser,
	// or "*"; none for no such pages.
	CORSOrigins []string
	// Requests is how many requests are worked on at once, 0 for any number;
	// the others are told to come again. Overloaded answers such a one if it is
	// one of its own, and aborts it then; others get a short page. It may be nil.
	Requests   int
	Overloaded gin.HandlerFunc
	// Observe is told of each request once it is answered: its route, which is
	// empty where there is none, its method, which can be any text, the status,
	// how long it took, and the bytes of the body. An answer that was cut off has
	// the status 500, or 499 where the client has cut it. It may be nil.
	Observe func(route, method string, status int, took time.Duration, bytes int)
	// Limited is told of each request over the rate. It may be nil.
	Limited func()
}

// NewRouter returns a router for all rooms that answer HTTP. Every answer has
// an identifier and the security headers, is compressed for who takes that, and
// leaves one line in the log. Rooms leave their faults in the Errors of the
// context; the log has them with identifier and route.
func NewRouter(o RouterOptions) *gin.Engine {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	gin.SetMode(gin.ReleaseMode) // gin would print its routes to stdout, which is for data
	router := gin.New()
	router.HandleMethodNotAllowed = true
	router.RedirectTrailingSlash = false // it builds addresses from a header that clients send
	router.ForwardedByClientIP = false   // proxies knows better
	router.Use(accessLog(o), securityHeaders(o.PublicURL))
	if len(o.CORSOrigins) > 0 {
		router.Use(crossOrigin(o.CORSOrigins)) // before the limits, so that their refusals can be read too
	}
	if o.Requests > 0 {
		router.Use(bounded(o)) // before compressing, which is most of the work
	}
	router.Use(compressed(), lastResort)
	if o.Rate > 0 {
		router.Use(limited(o))
	}
	return router
}

// lastResort keeps the process alive through a panic that no room has dealt
// with.
func lastResort(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler {
			panic(v)
		}
		c.Error(panicked(v))
		if c.Writer.Written() {
			panic(http.ErrAbortHandler) // half an answer must not look whole
		}
		c.AbortWithStatus(http.StatusInternalServerError)
	}()
	c.Next()
}

// contentPolicy allows our own style sheet and nothing else.
const contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// securityHeaders returns a middleware that tells browsers what our pages never
// do. A site that people reach by https asks them to stay there for a year;
// other hosts of its domain are not ours to speak for.
func securityHeaders(publicURL string) gin.HandlerFunc {
	headers := map[string]string{
		"Content-Security-Policy":    contentPolicy,
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Permissions-Policy":         "camera=(), geolocation=(), microphone=()",
	}
	if strings.HasPrefix(publicURL, "https://") {
		headers["Strict-Transport-Security"] = "max-age=31536000"
	}
	return func(c *gin.Context) {
		for name, value := range headers {
			c.Writer.Header().Set(name, value)
		}
	}
}
