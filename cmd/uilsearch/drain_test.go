package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
)

// holding opens engines that hold one search: the one for the word "held".
type holding struct {
	// entered is closed when that search has begun; it ends after release is.
	entered, release chan struct{}
	once             sync.Once
}

func newHolding() *holding {
	return &holding{entered: make(chan struct{}), release: make(chan struct{})}
}

func (h *holding) open(dir string, m generation.Manifest) (search.Engine, error) {
	e, err := openEngine(dir, m)
	if err != nil {
		return nil, err
	}
	return heldEngine{e, h}, nil
}

// heldEngine does not heed the end of a context while it holds a search, as an
// engine in trouble would not.
type heldEngine struct {
	search.Engine
	holding *holding
}

func (e heldEngine) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if q.Text == "held" {
		e.holding.once.Do(func() { close(e.holding.entered) })
		<-e.holding.release
	}
	return e.Engine.Search(ctx, q)
}

// hold asks for the search that is held, and returns its answer when that has
// come.
func (h *holding) hold(s service) <-chan outcome {
	out := make(chan outcome, 1)
	go func() {
		a, err := fetch(context.WithoutCancel(s.t.Context()), http.MethodGet, s.site+"/api/v1/search?q=held")
		out <- outcome{a, err}
	}()
	<-h.entered
	return out
}

type outcome struct {
	answer
	err error
}

// publishedData returns a data directory with three small pages published.
func publishedData(t *testing.T) string {
	t.Helper()
	data, _ := archived(t)
	reindexJSON(t, data, exitOK)
	return data
}

// TestDrain stops a server that has a request under way: it says so to
// operators, takes no more, and ends after the request is answered whole.
func TestDrain(t *testing.T) {
	h := newHolding()
	s := servingWith(t, publishedData(t), func(s *server) { s.open = h.open })
	asked := h.hold(s)
	ended := make(chan error, 1)
	go func() { ended <- s.stop() }()
	s.until(s.admin+"/readyz", func(a answer) bool {
		return a.code == http.StatusServiceUnavailable && strings.Contains(a.body, `"draining":true`)
	})
	site, err := url.Parse(s.site)
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); ; {
		c, err := net.Dial("tcp", site.Host)
		if err != nil {
			break
		}
		c.Close()
		if time.Now().After(deadline) {
			t.Fatal("connections are still taken")
		}
	}
	select {
	case err := <-ended:
		t.Fatalf("the server ends while a request is under way: %v", err)
	default:
	}
	close(h.release)
	if got := <-asked; got.err != nil || got.code != http.StatusOK || !strings.Contains(got.body, `"total":`) {
		t.Errorf("the request under way: %d %v %s", got.code, got.err, got.body)
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("serve ends with %v", err)
	}
}

// TestStuckRequest stops a server with a request that never ends.
func TestStuckRequest(t *testing.T) {
	h := newHolding()
	s := servingWith(t, publishedData(t), func(s *server) { s.open, s.drainLimit = h.open, 20*time.Millisecond })
	asked := h.hold(s)
	defer close(h.release)
	err := s.stop()
	if err == nil || errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("serve ends with %v", err)
	}
	if got := <-asked; got.err == nil {
		t.Errorf("the request is answered: %d", got.code)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(signalError{syscall.SIGTERM})
	if err = final(ctx, err); exitCode(err) != 143 || !strings.Contains(message(err), "cut off") {
		t.Errorf("the process ends with %d, %s", exitCode(err), message(err))
	}
}

// TestDrainTellsClients stops a server to which clients keep connections: each
// is answered once more, and told that this was the last time. When all have
// been told, the server need not wait longer.
func TestDrainTellsClients(t *testing.T) {
	s := servingWith(t, publishedData(t), func(s *server) { s.drainGrace, s.drainLimit = time.Minute, time.Minute })
	ask := func(c *http.Client) (last bool) {
		r, err := c.Get(s.site + "/robots.txt")
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		if _, err := io.Copy(io.Discard, r.Body); err != nil || r.StatusCode != http.StatusOK {
			t.Errorf("answer %d, %v", r.StatusCode, err)
		}
		return r.Close
	}
	var clients []*http.Client
	for range 20 {
		c := &http.Client{Transport: &http.Transport{}} // keeps its connection
		if ask(c) {
			t.Error("a connection is closed before the stop")
		}
		clients = append(clients, c)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.stop() }()
	s.until(s.admin+"/readyz", func(a answer) bool { return strings.Contains(a.body, `"draining":true`) })
	for _, c := range clients {
		if !ask(c) {
			t.Error("a client is not told that the server ends")
		}
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("serve ends with %v", err)
	}
}

// TestStopUnderLoad stops a server that is asked all the time: a request may
// come too late, but no answer that has begun is cut.
func TestStopUnderLoad(t *testing.T) {
	s := servingWith(t, publishedData(t), func(*server) {})
	client := &http.Client{Transport: &http.Transport{}} // keeps connections
	var answers atomic.Int64
	enough := make(chan struct{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				r, err := client.Get(s.site + "/search?q=city")
				if err != nil {
					return // no answer has begun
				}
				if _, err = io.Copy(io.Discard, r.Body); err != nil || r.StatusCode != http.StatusOK {
					t.Errorf("answer %d cut: %v", r.StatusCode, err)
				}
				r.Body.Close()
				if answers.Add(1) == 200 {
					close(enough)
				}
			}
		})
	}
	<-enough
	if err := s.stop(); !errors.Is(err, context.Canceled) {
		t.Errorf("serve ends with %v", err)
	}
	wg.Wait()
}

// TestStopAtTheStart is stopped before it serves anything.
func TestStopAtTheStart(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(signalError{syscall.SIGTERM})
	got := uilsearchIn(t, ctx, nil, "serve", "--data", publishedData(t), "--addr", "127.0.0.1:0", "--admin-addr", "127.0.0.1:0")
	if got.code != 143 || strings.Contains(got.stderr, "cut off") || strings.Contains(got.stderr, "nothing to serve") {
		t.Errorf("%+v", got)
	}
}
