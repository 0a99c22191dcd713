package main

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/net/netutil"
)

const (
	// adminConnections is how many connections operators may have open, if the
	// limit of open files leaves so many.
	adminConnections = 32
	// ownFiles is how many files the server keeps for what is not the public's:
	// two generations while one takes the place of the other, the list of hidden
	// pages, operators.
	ownFiles = 256
)

// shares divides a limit of open files, 0 for none, among public and operators.
// Whatever clients do, enough stay for the server itself: without any it could
// neither hide a page nor tell what is wrong. It needs some 20 at the least.
func shares(files, wanted int) (public, admin int) {
	if files <= 0 {
		return wanted, adminConnections
	}
	return max(min(wanted, files-min(ownFiles, files*5/8)), 1), max(min(adminConnections, files/8), 1)
}

// connections bounds those of one server. Once most of them are taken, or when
// the server is about to end, clients are told with their answers not to ask by
// the same one again. Clients that keep theirs can so not keep out others.
type connections struct {
	most    int
	ending  atomic.Bool
	open    atomic.Int64
	allGone chan struct{} // gets one when the last was closed
}

// bound returns what counts the connections of a server, which it changes, and
// accepts most of them at once.
func bound(server *http.Server, most int) *connections {
	c := &connections{most: most, allGone: make(chan struct{}, 1)}
	server.ConnState, server.Handler = c.state, c.tell(server.Handler)
	return c
}

// accept returns a listener that takes no more connections than there may be:
// the others wait at the system's.
func (c *connections) accept(l net.Listener) net.Listener { return netutil.LimitListener(l, c.most) }

func (c *connections) state(_ net.Conn, now http.ConnState) {
	switch now {
	case http.StateNew:
		c.open.Add(1)
	case http.StateClosed, http.StateHijacked:
		if c.open.Add(-1) == 0 {
			select {
			case c.allGone <- struct{}{}:
			default:
			}
		}
	}
}

// tell asks clients to close connections where that is due.
func (c *connections) tell(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.ending.Load() || c.open.Load() > int64(c.most)*3/4 {
			w.Header().Set("Connection", "close")
		}
		h.ServeHTTP(w, r)
	})
}

// tellAll tells clients from now on that the server is about to end, each with
// its next answer.
func (c *connections) tellAll() { c.ending.Store(true) }

// leave waits until no client is left or the time is over. New ones are answered
// meanwhile.
func (c *connections) leave(ctx context.Context, grace time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, grace)
	defer cancel()
	for c.open.Load() > 0 {
		select {
		case <-c.allGone:
		case <-ctx.Done():
			return
		}
	}
}
