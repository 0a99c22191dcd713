package web

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/rs/cors"
)

// preflightAge is how many seconds browsers may keep what a preflight said.
const preflightAge = 3600

// crossOrigin returns a middleware that lets pages of other origins read the
// API, and nothing else.
func crossOrigin(origins []string) gin.HandlerFunc {
	policy := cors.New(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodHead, http.MethodOptions},
		AllowedHeaders: []string{"Accept", "Cache-Control", "Content-Type", "If-None-Match", "X-Requested-With"},
		ExposedHeaders: []string{"ETag", "Link", "Retry-After", RequestID},
		MaxAge:         preflightAge,
	})
	return func(c *gin.Context) {
		if !strings.HasPrefix(c.Request.URL.Path, "/api/") {
			return
		}
		policy.HandlerFunc(c.Writer, c.Request)
		if c.Request.Method == http.MethodOptions && c.GetHeader("Access-Control-Request-Method") != "" {
			c.Abort() // a preflight is answered
		}
	}
}
