package crawl

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// testTimers are timers that end when a test says so, and not with time.
type testTimers struct {
	mu    sync.Mutex // guards armed
	armed map[string]chan func()
}

// after returns a timer that fire ends; it takes the place of an earlier one of
// the same address and time.
func (x *testTimers) after(address string, d time.Duration, f func()) timer {
	armed := x.of(address, d)
	select {
	case <-armed:
	default:
	}
	armed <- f
	return runs{}
}

// fire ends the timer of a request with so much time, as soon as there is one.
func (x *testTimers) fire(r *http.Request, d time.Duration) {
	select {
	case f := <-x.of("http://"+r.Host+r.URL.RequestURI(), d):
		f()
	case <-r.Context().Done():
	}
}

func (x *testTimers) of(address string, d time.Duration) chan func() {
	x.mu.Lock()
	defer x.mu.Unlock()
	key := fmt.Sprint(d, " ", address)
	if x.armed[key] == nil {
		x.armed[key] = make(chan func(), 1)
	}
	return x.armed[key]
}

// runs is a timer that runs until it is fired, for all that is known of it.
type runs struct{}

func (runs) Stop() bool               { return true }
func (runs) Reset(time.Duration) bool { return true }

// endless sends a body byte by byte that goes on for longer than d, as the timer
// of the request has it.
func (x *testTimers) endless(d time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for range 20 {
			_, _ = w.Write([]byte("x"))
			w.(http.Flusher).Flush()
		}
		x.fire(r, d)
		<-r.Context().Done()
	}
}
