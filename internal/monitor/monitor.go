// Package monitor tells a monitor on the web of the start and the end of runs.
package monitor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	// Root certificates for where the system has none, as in a container made
	// from scratch.
	_ "golang.org/x/crypto/x509roots/fallback"
)

// How long a ping may take, and how long the last one of a run that a signal
// has stopped.
const (
	pingTimeout = 10 * time.Second
	stopTimeout = 5 * time.Second
)

// Pinger tells of runs. What goes wrong with it is a warning: a run does not
// depend on its monitor. The zero Pinger tells nobody.
type Pinger struct {
	url     string // empty for none
	agent   string
	timeout time.Duration
	warn    func(msg string, args ...any)
}

// New returns a Pinger that posts to an address, which may be empty for none,
// as the User-Agent agent, and tells warn what went wrong.
func New(address, agent string, warn func(msg string, args ...any)) Pinger {
	return Pinger{url: strings.TrimRight(address, "/"), agent: agent, timeout: pingTimeout, warn: warn}
}

// Start tells of the beginning: it posts nothing to /start below the address.
func (p Pinger) Start(ctx context.Context) { p.post(ctx, "/start", nil) }

// End posts what a run came to, as JSON: to the address itself where that is
// good, and else to /fail below it. It does so although a signal has ended ctx.
func (p Pinger) End(ctx context.Context, good bool, summary any) {
	if p.url == "" {
		return
	}
	body, err := json.Marshal(summary)
	if err != nil {
		p.warn("ping", "error", err)
		return
	}
	if ctx.Err() != nil {
		ctx, p.timeout = context.WithoutCancel(ctx), min(p.timeout, stopTimeout)
	}
	path := "/fail"
	if good {
		path = ""
	}
	p.post(ctx, path, body)
}

func (p Pinger) post(ctx context.Context, path string, body []byte) {
	if p.url == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	if err := p.send(ctx, p.url+path, body); err != nil {
		// Not the address: whoever knows it can send pings too.
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err
		}
		p.warn("the ping was not delivered", "path", path, "error", err)
	}
}

// send posts JSON, or nothing.
func (p Pinger) send(ctx context.Context, url string, body []byte) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Close = true // the next one is minutes away
	r.Header.Set("User-Agent", p.agent)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	reply, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(reply.Body, 1<<16)); err != nil {
		return err
	}
	if reply.StatusCode/100 != 2 {
		return fmt.Errorf("the server answers %s", reply.Status)
	}
	return nil
}
