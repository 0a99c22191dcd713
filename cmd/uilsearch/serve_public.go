package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/hidden"
	"github.com/uilsearch/uilsearch/internal/web"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/guard"
	"github.com/uilsearch/uilsearch/search/live"
)

// The time-outs of the listeners. Searches are bounded by what they may
// ask for, so that writing an answer takes long only for slow readers.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 10 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 32 << 10
	// answerTimeout is how long an answer may be worked on.
	answerTimeout = 10 * time.Second
)

// newIndex returns the index that is served, with nothing in it yet.
func (s *server) newIndex() *live.Index {
	return live.New(generation.NewStore(s.data), s.open, live.Options{
		Hidden: hidden.NewReader(s.data).Load, Warm: func() []search.Query { return s.guard.Frequent() }, Swapped: func() { s.metrics.Swapped() }, Log: s.log,
	})
}

// publicServer returns the server of the site and the API, and its connections.
func (s *server) publicServer() (*http.Server, *connections) {
	server := s.httpServer(s.publicRoutes(), writeTimeout)
	most, _ := shares(openFiles(), s.config.Connections)
	if most < s.config.Connections {
		s.log.Info("fewer connections than wanted, for want of open files", "connections", most, "wanted", s.config.Connections)
	}
	return server, bound(server, most)
}

// httpServer returns a server with all time-outs; writing an answer may take so
// long.
func (s *server) httpServer(h http.Handler, writeTimeout time.Duration) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
}

// newGuard returns what stands between the public and the index.
func (s *server) newGuard() *guard.Guard {
	return guard.New(s.index, guard.Options{
		Searches: s.config.Searches, Queue: s.config.Queue, QueueWait: s.config.QueueWait,
		CacheBytes: int64(s.config.Cache), Observer: s.metrics.Searches(),
	})
}

// publicRoutes puts the site and the API behind one handler.
func (s *server) publicRoutes() http.Handler {
	router := web.NewRouter(web.RouterOptions{
		Log: s.log, PublicURL: s.config.PublicURL, TrustedProxies: s.config.TrustedProxies, CORSOrigins: s.config.CORSOrigins,
		Rate: s.config.Rate, Burst: s.config.Burst, OverRate: api.OverRate,
		Requests: s.config.Requests, Overloaded: api.Overloaded,
		Observe: s.metrics.Observe, Limited: s.metrics.RateLimited,
	})
	api.Register(router, s.guard, api.Options{Version: buildName()})
	site := web.Register(router, s.guard, web.Options{PublicURL: s.config.PublicURL, Version: buildName()})
	router.NoRoute(api.NotFound, site.NotFound)
	router.NoMethod(api.NotFound, site.NotFound)
	for _, r := range router.Routes() {
		s.metrics.Routes(r.Path)
	}
	return counted(s.metrics, withDeadline(router))
}

// withDeadline ends the context of a request after answerTimeout. The caps on
// queries keep answers far below it.
func withDeadline(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), answerTimeout)
		defer cancel()
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}
