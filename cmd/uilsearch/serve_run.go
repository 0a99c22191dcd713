package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/internal/metrics"
	"github.com/uilsearch/uilsearch/search/guard"
	"github.com/uilsearch/uilsearch/search/live"
)

const (
	// drainLimit is how long requests under way may take after a stop, and
	// drainGrace how much of it new ones are still taken, so that clients and
	// proxies learn of it before the listener is gone.
	drainLimit = 10 * time.Second
	drainGrace = 1500 * time.Millisecond
	// adminDrain is how long those of operators may, once the others are done.
	adminDrain = time.Second
	// lookEvery is how often the server looks for a new generation and for
	// changes to the list of hidden pages.
	lookEvery = 250 * time.Millisecond
)

// The phases in the life of a server.
const (
	phaseStarting int32 = iota
	phaseServing
	phaseDraining
)

// server is one run of serve. Tests change its fields before run.
type server struct {
	config config.Serve
	log    *slog.Logger
	data   string
	open   live.OpenFunc
	// hangups asks for a reload each time; nil for never.
	hangups                <-chan os.Signal
	lookEvery              time.Duration
	drainLimit, drainGrace time.Duration

	// What run makes of these, and how far it has come.
	index   *live.Index
	metrics *metrics.Server
	guard   *guard.Guard
	lastRun lastRun
	phase   atomic.Int32
}

func (a *app) newServer() *server {
	return &server{
		config: a.config.Serve, log: a.log, data: a.config.Data, open: openEngine,
		lookEvery: lookEvery, drainLimit: drainLimit, drainGrace: drainGrace, lastRun: lastRun{data: a.config.Data, log: a.log},
	}
}

// run answers until the context ends or a listener fails. Operators are
// answered from the start; the others wait at the listener until the newest
// generation is verified and open. It calls ready with both addresses then. The
// error is the context's where every request under way was answered whole.
func (s *server) run(ctx context.Context, ready func(public, admin net.Addr)) error {
	began := time.Now()
	if err := badHidden(s.data); err != nil {
		return err
	}
	public, admin, err := s.listen()
	if err != nil {
		return err
	}
	watched, stop := context.WithCancel(context.WithoutCancel(ctx)) // a page is hidden while the server drains too
	defer stop()
	s.index = s.newIndex()
	s.metrics = s.newMetrics()
	s.guard = s.newGuard()
	publicServer, clients := s.publicServer()
	adminServer, operators := s.adminServer()
	failed := make(chan error, 2)
	var wg sync.WaitGroup
	wg.Go(func() { failed <- adminServer.Serve(operators.accept(admin)) })
	reason := s.index.Refresh(ctx)
	wg.Go(func() { s.watch(watched) })
	wg.Go(func() { failed <- publicServer.Serve(clients.accept(public)) })
	s.phase.Store(phaseServing)
	if ctx.Err() == nil {
		s.sayReady(public.Addr(), admin.Addr(), time.Since(began), reason)
		ready(public.Addr(), admin.Addr())
	}
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	err = errors.Join(err, s.drain(publicServer, clients, adminServer))
	stop()
	wg.Wait()
	err = errors.Join(err, s.index.Close())
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// sayReady writes the one line that tells where the server is and with what, or
// for what reason with nothing.
func (s *server) sayReady(public, admin net.Addr, took time.Duration, reason error) {
	where := []any{"url", "http://" + public.String(), "admin", "http://" + admin.String(), "took", took.Round(time.Millisecond)}
	if reason != nil {
		s.log.Warn("listening, with nothing to serve yet", append(where, "reason", reason)...)
		return
	}
	st := s.index.Status()
	s.log.Info("ready", append(where, "generation", st.Generation, "documents", st.Documents, "hidden", st.Hidden)...)
}

// listen takes both addresses.
func (s *server) listen() (public, admin net.Listener, err error) {
	if public, err = net.Listen("tcp", s.config.Addr); err != nil {
		return nil, nil, listenError(err)
	}
	if admin, err = net.Listen("tcp", s.config.AdminAddr); err != nil {
		return nil, nil, errors.Join(listenError(err), public.Close())
	}
	return public, admin, nil
}

// listenError names the remedy where an address is taken.
func listenError(err error) error {
	return &exitError{exitNoListen, fmt.Errorf("%w; choose another with --addr or --admin-addr", err)}
}

// watch takes up what is published or hidden, and reloads at each hang-up,
// until the context ends.
func (s *server) watch(ctx context.Context) {
	var wg sync.WaitGroup
	wg.Go(func() {
		ticker := time.NewTicker(s.lookEvery)
		defer ticker.Stop()
		s.index.Watch(ctx, ticker.C)
	})
	for {
		select {
		case <-ctx.Done():
			wg.Wait()
			return
		case <-s.hangups:
			s.log.Info("SIGHUP: reading index and list of hidden pages again; settings stay until a restart")
			if err := s.index.Reload(ctx); err != nil {
				s.log.Error("reload", "error", err)
			}
		}
	}
}

// drain says that the server is about to end, after a while stops listening, and
// waits for the requests under way. What is not done after the limit is cut off,
// which is an error. The listener for operators goes last: until then it tells
// that the server is draining.
func (s *server) drain(public *http.Server, clients *connections, admin *http.Server) error {
	clients.tellAll() // before anybody can know: who asks after that is told
	s.phase.Store(phaseDraining)
	began := time.Now()
	s.log.Info("draining", "limit", s.drainLimit)
	ctx, cancel := context.WithTimeout(context.Background(), s.drainLimit)
	defer cancel()
	clients.leave(ctx, s.drainGrace)
	err := public.Shutdown(ctx)
	if ctx.Err() != nil {
		err = errors.Join(fmt.Errorf("requests that were not answered %s after the stop were cut off", s.drainLimit), public.Close())
	}
	ctx, cancel = context.WithTimeout(ctx, adminDrain)
	defer cancel()
	if admin.Shutdown(ctx) != nil {
		err = errors.Join(err, admin.Close())
	}
	s.log.Info("drained", "took", time.Since(began).Round(time.Millisecond))
	return err
}
