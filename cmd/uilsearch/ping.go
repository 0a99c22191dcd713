package main

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

	"github.com/uilsearch/uilsearch/indexer/publish"
)

// How long a ping may take, and how long the last one of a run that a signal
// has stopped.
const (
	pingTimeout = 10 * time.Second
	stopTimeout = 5 * time.Second
)

// pinger tells a monitor on the web of the start and the end of a run. What goes
// wrong with it is a warning: a run does not depend on its monitor.
type pinger struct {
	url     string // empty for none
	timeout time.Duration
	warn    func(msg string, args ...any)
}

func (a *app) newPinger() pinger {
	return pinger{url: strings.TrimRight(a.config.Reindex.PingURL, "/"), timeout: pingTimeout, warn: a.log.Warn}
}

// start tells of the beginning.
func (p pinger) start(ctx context.Context) { p.post(ctx, "/start", nil) }

// end tells what the run came to, although a signal has ended ctx.
func (p pinger) end(ctx context.Context, s publish.Summary) {
	body, err := json.Marshal(s)
	if err != nil {
		p.warn("ping", "error", err)
		return
	}
	if ctx.Err() != nil {
		ctx, p.timeout = context.WithoutCancel(ctx), min(p.timeout, stopTimeout)
	}
	path := "/fail"
	if s.ExitCode == exitOK || s.ExitCode == exitRejects {
		path = ""
	}
	p.post(ctx, path, body)
}

func (p pinger) post(ctx context.Context, path string, body []byte) {
	if p.url == "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	if err := send(ctx, p.url+path, body); err != nil {
		// Not the address: whoever knows it can send pings too.
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err
		}
		p.warn("the ping was not delivered", "path", path, "error", err)
	}
}

// send posts JSON, or nothing.
func send(ctx context.Context, url string, body []byte) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Close = true // the next one is minutes away
	r.Header.Set("User-Agent", "uilsearch/"+strings.Trim(readVersions().Version, "()"))
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
