package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
)

// RequestID is the header that names a request in answers and in the log.
const RequestID = "X-Request-Id"

// The most bytes of what clients send that stand in a line of the log.
const (
	maxLoggedPath   = 500
	maxLoggedMethod = 20
)

// statusGone is recorded of requests whose clients did not wait for the answer.
// It is not one of HTTP's, and is never sent.
const statusGone = 499

// gone reports whether the client of a request has hung up.
func gone(r *http.Request) bool { return errors.Is(r.Context().Err(), context.Canceled) }

// accessLog returns a middleware that names each request, and once it is
// answered writes one line, a further one for each fault that a room has left
// in c.Errors, and tells o.Observe. Queries are left out, and so are addresses
// of clients: what people look for is theirs.
func accessLog(o RouterOptions) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now()
		id := rand.Text()[:12]
		c.Header(RequestID, id)
		whole := false
		defer func() {
			status, took, bytes := c.Writer.Status(), time.Since(start), max(c.Writer.Size(), 0)
			switch {
			case whole:
			case gone(c.Request):
				status = statusGone
			default:
				status = http.StatusInternalServerError // a panic passes here, which cuts the connection
			}
			for _, fault := range c.Errors {
				o.Log.ErrorContext(c.Request.Context(), "request failed", "id", id, "route", c.FullPath(), "error", fault.Err)
			}
			o.Log.LogAttrs(c.Request.Context(), slog.LevelInfo, "request",
				slog.String("id", id),
				slog.String("method", cut(c.Request.Method, maxLoggedMethod)),
				// Escaped, it is ASCII without blanks and control characters.
				slog.String("path", cut(c.Request.URL.EscapedPath(), maxLoggedPath)),
				slog.Int("status", status),
				slog.Int("bytes", bytes),
				slog.Duration("took", took),
			)
			if o.Observe != nil {
				o.Observe(c.FullPath(), c.Request.Method, status, took, bytes)
			}
		}()
		c.Next()
		whole = true
	}
}

// panicked returns what is logged of a panic.
func panicked(v any) error { return fmt.Errorf("panic: %v\n%s", v, debug.Stack()) }
