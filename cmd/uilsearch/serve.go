package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/web"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/bleveengine"
	"github.com/uilsearch/uilsearch/search/live"
)

// The time-outs of the listeners. Searches are bounded by what they may ask
// for, so that writing an answer takes long only for slow readers.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 10 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 32 << 10
	// drainTimeout is how long requests under way may take after a stop.
	drainTimeout = 10 * time.Second
	// answerTimeout is how long an answer may be worked on.
	answerTimeout = 10 * time.Second
	// lookEvery is how often the server looks for a new generation.
	lookEvery = time.Second
)

func (a *app) newServe() *cobra.Command {
	c := &cobra.Command{
		Use:   "serve",
		Short: "Answer searches over HTTP, and take over each new generation as it is published",
		Args:  cobra.NoArgs,
		RunE: a.configured(func(ctx context.Context, _ []string) error {
			return a.serve(ctx, func(addr net.Addr) {
				a.log.Info("listening", "url", "http://"+addr.String())
			})
		}),
	}
	a.listening(c)
	return c
}

// listening adds the flags of commands that listen.
func (a *app) listening(c *cobra.Command) {
	setting(c, false, "addr", "serve.addr", "`host:port` of the public listener")
	setting(c, false, "admin-addr", "serve.admin_addr", "`host:port` of the listener for operators")
}

// serve answers until the context ends, then lets requests under way finish.
// It calls ready with the public address once searches are answered there.
func (a *app) serve(ctx context.Context, ready func(net.Addr)) error {
	public, err := net.Listen("tcp", a.config.Serve.Addr)
	if err != nil {
		return listenError(err)
	}
	admin, err := net.Listen("tcp", a.config.Serve.AdminAddr)
	if err != nil {
		return errors.Join(listenError(err), public.Close())
	}
	index := live.New(generation.NewStore(a.config.Data), openEngine, a.log)
	if err := index.Refresh(ctx); err != nil {
		a.log.Warn("nothing to serve yet", "reason", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	watching := make(chan struct{})
	go func() {
		defer close(watching)
		ticker := time.NewTicker(lookEvery)
		defer ticker.Stop()
		index.Watch(ctx, ticker.C)
	}()
	servers := []*http.Server{newServer(a.publicRoutes(index)), newServer(adminRoutes(index))}
	failed := make(chan error, len(servers))
	for i, listener := range []net.Listener{public, admin} {
		go func() { failed <- servers[i].Serve(listener) }()
	}
	ready(public.Addr())
	select {
	case <-ctx.Done():
		err = ctx.Err()
	case err = <-failed:
	}
	stop()
	<-watching
	return errors.Join(err, drain(servers), index.Close())
}

// listenError names the remedy where an address is taken.
func listenError(err error) error {
	return &exitError{exitNoListen, fmt.Errorf("%w; choose another with --addr or --admin-addr", err)}
}

func openEngine(dir string, m generation.Manifest) (search.Engine, error) {
	return bleveengine.Open(dir, m)
}

func newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
	}
}

// drain stops taking requests and waits for those under way.
func drain(servers []*http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	var errs []error
	for _, s := range servers {
		errs = append(errs, s.Shutdown(ctx))
	}
	return errors.Join(errs...)
}

// publicRoutes puts the site and the API behind one handler.
func (a *app) publicRoutes(index *live.Index) http.Handler {
	router := web.NewRouter(a.log)
	api.Register(router, index, api.Options{Log: a.log})
	site := web.Register(router, index, web.Options{Log: a.log})
	router.NoRoute(api.NotFound, site.NotFound)
	router.NoMethod(api.NotFound, site.NotFound)
	return withDeadline(router)
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

// adminRoutes tells operators whether the process lives and what it serves.
func adminRoutes(index *live.Index) http.Handler {
	router := gin.New()
	router.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	router.GET("/readyz", func(c *gin.Context) {
		s := index.Status()
		code := http.StatusOK
		if s.Generation == "" {
			code = http.StatusServiceUnavailable
		}
		c.JSON(code, readiness{s.Generation != "", s.Generation, s.Documents, s.Problem})
	})
	return router
}

// readiness is what /readyz answers.
type readiness struct {
	Ready      bool   `json:"ready"`
	Generation string `json:"generation,omitempty"`
	Documents  int    `json:"documents"`
	// Problem says why an older generation than the newest is served, or none.
	Problem string `json:"problem,omitempty"`
}

// openLive opens the live generation for commands that ask it once.
func (a *app) openLive(ctx context.Context) (*live.Index, error) {
	index := live.New(generation.NewStore(a.config.Data), openEngine, newLogger(a.stderr, a.config.Log.Format, slog.LevelWarn))
	err := index.Refresh(ctx)
	switch problem := index.Status().Problem; {
	case err == nil:
		return index, nil
	case errors.Is(err, search.ErrNoGeneration) && problem != "":
		return nil, &exitError{exitDamaged, fmt.Errorf("nothing can be served: %s; run uilsearch reindex", problem)}
	case errors.Is(err, search.ErrNoGeneration):
		return nil, &exitError{exitEmpty, fmt.Errorf("%s: %w", filepath.Join(a.config.Data, "index"), err)}
	}
	return nil, err
}
