package web

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
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

// accessLog returns a middleware that names each request, and once it is
// answered writes one line and tells o.Observe. Queries are left out, and so
// are addresses of clients: what people look for is theirs.
func accessLog(o RouterOptions) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now()
		id := rand.Text()[:12]
		c.Header(RequestID, id)
		whole := false
		defer func() {
			status, took, bytes := c.Writer.Status(), time.Since(start), max(c.Writer.Size(), 0)
			if !whole {
				status = http.StatusInternalServerError // a panic passes here, which cuts the connection
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
				o.Observe(c.FullPath(), knownMethod(c.Request.Method), status, took, bytes)
			}
		}()
		c.Next()
		whole = true
	}
}

// methods are those of HTTP.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
	http.MethodDelete, http.MethodConnect, http.MethodOptions, http.MethodTrace,
}

// knownMethod returns one of few names, since clients can send any.
func knownMethod(method string) string {
	if slices.Contains(methods, method) {
		return method
	}
	return "other"
}

func logPanic(c *gin.Context, log *slog.Logger, v any) {
	log.ErrorContext(c.Request.Context(), "panic in a request",
		"id", c.Writer.Header().Get(RequestID), "route", c.FullPath(), "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
}
