package web

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
)

// RequestID is the header that names a request in answers and in the log.
const RequestID = "X-Request-Id"

// NewRouter returns a router for all rooms that answer HTTP. Every answer has
// an identifier and the security headers, is compressed for who takes that, and
// leaves one line in the log.
func NewRouter(log *slog.Logger) *gin.Engine {
	gin.SetMode(gin.ReleaseMode) // gin would print its routes to stdout, which is for data
	router := gin.New()
	router.HandleMethodNotAllowed = true
	router.RedirectTrailingSlash = false // it builds addresses from a header that clients send
	router.SetTrustedProxies(nil)        // nil trusts none and cannot fail
	router.Use(accessLog(log), compressed(), lastResort(log), securityHeaders)
	return router
}

// accessLog writes one line a request. Queries are left out: what people look
// for is theirs.
func accessLog(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now()
		id := rand.Text()[:12]
		c.Header(RequestID, id)
		c.Next()
		log.LogAttrs(c.Request.Context(), slog.LevelInfo, "request",
			slog.String("id", id),
			slog.String("method", c.Request.Method),
			slog.String("path", c.Request.URL.Path),
			slog.Int("status", c.Writer.Status()),
			slog.Int("bytes", max(c.Writer.Size(), 0)),
			slog.Duration("took", time.Since(start)),
		)
	}
}

// lastResort keeps the process alive through a panic that no room has dealt
// with.
func lastResort(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			logPanic(c, log, v)
			if c.Writer.Written() {
				panic(http.ErrAbortHandler) // half an answer must not look whole
			}
			c.AbortWithStatus(http.StatusInternalServerError)
		}()
		c.Next()
	}
}

func logPanic(c *gin.Context, log *slog.Logger, v any) {
	log.ErrorContext(c.Request.Context(), "panic in a request",
		"id", c.Writer.Header().Get(RequestID), "route", c.FullPath(), "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
}

// contentPolicy allows our own style sheet and nothing else.
const contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func securityHeaders(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Next()
}
