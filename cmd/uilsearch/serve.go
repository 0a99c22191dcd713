package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math"
	"net"
	"path/filepath"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/hidden"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/bleveengine"
	"github.com/uilsearch/uilsearch/search/live"
)

func (a *app) newServe() *cobra.Command {
	c := &cobra.Command{
		Use:   "serve",
		Short: "Answer searches over HTTP, and take over each new generation as it is published",
		Long: `Answer searches over HTTP, and take over each new generation as it is published.

SIGHUP looks for a new generation and reads the list of hidden pages again;
settings are read at the start only. SIGTERM and SIGINT end the process once
the requests under way are answered, after 10 seconds at the latest.`,
		Args: cobra.NoArgs,
		RunE: a.configured(func(ctx context.Context, _ []string) error {
			s := a.newServer()
			hangups, stop := onHangup()
			defer stop()
			s.hangups = hangups
			return s.run(ctx, func(net.Addr, net.Addr) {})
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
	return a.newServer().run(ctx, func(public, _ net.Addr) { ready(public) })
}

func openEngine(dir string, m generation.Manifest) (search.Engine, error) {
	return bleveengine.Open(dir, m, cacheSizes(debug.SetMemoryLimit(-1)))
}

// cacheSizes divides what of a memory limit is for the caches of an index. While
// a generation takes the place of another both have theirs. A process without a
// limit, which is math.MaxInt64, gets small ones: it may be one of many.
func cacheSizes(limit int64) bleveengine.Options {
	if limit == math.MaxInt64 {
		limit = 256 << 20
	}
	return bleveengine.Options{
		PostingsBytes: int(min(limit/4, bleveengine.DefaultPostings)),
		StoredBytes:   int(min(limit/16, bleveengine.DefaultStored)),
	}
}

// badHidden says what is wrong in the list of hidden pages. A list that cannot
// be read is left to those who read it again and again: that may pass.
func badHidden(data string) error {
	_, err := hidden.Load(data)
	var unreadable *fs.PathError
	if err == nil || errors.As(err, &unreadable) {
		return nil
	}
	return &exitError{exitConfig, err}
}

// openLive opens the live generation for a command that asks it once. What is
// hidden stays hidden: a list that cannot be understood is an error.
func (a *app) openLive(ctx context.Context, command string) (*live.Index, error) {
	if err := a.checkData(command); err != nil {
		return nil, err
	}
	if err := badHidden(a.config.Data); err != nil {
		return nil, err
	}
	index := live.New(generation.NewStore(a.config.Data), openEngine, live.Options{
		Hidden: hidden.NewReader(a.config.Data).Load, Log: newLogger(a.stderr, a.config.Log.Format, slog.LevelWarn),
	})
	err := index.Refresh(ctx)
	switch problem := index.Status().Problem; {
	case err == nil:
		return index, nil
	case errors.Is(err, search.ErrUnavailable):
		return nil, &exitError{exitDamaged, fmt.Errorf("nothing can be served: %s; run uilsearch reindex", problem)}
	case errors.Is(err, search.ErrNoGeneration):
		return nil, &exitError{exitEmpty, fmt.Errorf("%s: %w", filepath.Join(a.config.Data, "index"), err)}
	}
	return nil, err
}
