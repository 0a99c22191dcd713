package crawl

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// Clock tells the time and lets it pass.
type Clock interface {
	Now() time.Time
	// Sleep returns after d, or with the error of the context.
	Sleep(ctx context.Context, d time.Duration) error
}

// SystemClock is the clock of the machine.
type SystemClock struct{}

// Now returns the time.
func (SystemClock) Now() time.Time { return time.Now() }

// Sleep waits for d.
func (SystemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

const (
	// maxTries is how often one address is asked for in a run.
	maxTries = 4
	// maxPause is the longest crawl-delay that is honoured: with more, a site
	// of 10,000 pages would take longer than days.
	maxPause = 30 * time.Second
	// maxRest is how long a run waits where a host asks for it; a host that asks
	// for more is left alone until the next run.
	maxRest = 5 * time.Minute
	// maxFailures in a row are taken for a host that is down, unless an address
	// that gave something before does so still.
	maxFailures = 5
	// firstBackOff and maxBackOff bound the wait after a failed try, before
	// jitter of half of it to either side.
	firstBackOff = 2 * time.Second
	maxBackOff   = time.Minute
)

// lane keeps the requests to one host apart.
type lane struct {
	one sync.Mutex // held for a whole request: there is one at a time

	mu       sync.Mutex // guards what follows
	pause    time.Duration
	next     time.Time
	last     time.Time // when the last request ended
	failures int
	closed   string
	answered bool
	// good is an address that gave something in this run, or empty.
	good string
}

// gave takes note of an address that gave a page, a sitemap or a feed.
func (l *lane) gave(address string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.good = address
}

// witness returns an address that gave something in this run, or "".
func (l *lane) witness() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.good
}

// tries returns how often an address is asked for. Where one after the other
// fails, another try of each would take a night.
func (l *lane) tries() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failures >= maxFailures {
		return 1
	}
	return maxTries
}

// close leaves the host alone for the rest of the run.
func (l *lane) close(reason string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed == "" {
		l.closed = reason
	}
}

// state returns why the host is left alone, or "".
func (l *lane) state() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}

// slow makes the pause at least d, up to maxPause; the one that has begun too.
func (l *lane) slow(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pause = max(l.pause, min(d, maxPause))
	if next := l.last.Add(l.pause); next.After(l.next) {
		l.next = next
	}
}

// rest lets no request go out before at.
func (l *lane) rest(at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at.After(l.next) {
		l.next = at
	}
}

// wait returns when the next request may go out.
func (l *lane) wait(ctx context.Context, clock Clock) error {
	l.mu.Lock()
	d := l.next.Sub(clock.Now())
	l.mu.Unlock()
	if d <= 0 {
		return ctx.Err()
	}
	return clock.Sleep(ctx, d)
}

// ended takes note of how a request went, and begins the pause after it.
func (l *lane) ended(at time.Time, answered bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answered, l.last = l.answered || answered, at
	if next := at.Add(l.pause); next.After(l.next) {
		l.next = next
	}
}

// count takes note of whether an address could be had in the end, and returns how
// many in a row could not where that is a reason to doubt the host, else 0.
func (l *lane) count(failed bool) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !failed {
		l.failures = 0
		return 0
	}
	if l.failures++; l.failures%maxFailures != 0 {
		return 0
	}
	return l.failures
}

// newBackOff returns the waits after failed tries.
func newBackOff() *backoff.ExponentialBackOff {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval, b.MaxInterval, b.Multiplier = firstBackOff, maxBackOff, 2
	return b
}

// busy reports whether a status says to come again.
func busy(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// retryAfter returns how long a response asks to wait, 0 where it does not.
func retryAfter(r Response, now time.Time) time.Duration {
	if r.Status != http.StatusTooManyRequests && r.Status != http.StatusServiceUnavailable {
		return 0
	}
	value := strings.TrimSpace(r.Header.Get("Retry-After"))
	if n, err := strconv.ParseInt(value, 10, 32); err == nil {
		return max(0, time.Duration(n)*time.Second)
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
