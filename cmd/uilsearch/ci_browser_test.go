//go:build ci

package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser starts a Chromium that reaches this machine only, until the test
// ends.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := tool(t, "chromium", "chromium-browser", "google-chrome")
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(path),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.CombinedOutput(io.Discard),
	)
	// The test's own context ends before its cleanups run, of which one lets
	// the browser close its files.
	ctx, stop := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	t.Cleanup(stop)
	ctx, _ = chromedp.NewContext(ctx)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Errorf("stop the browser: %v", err)
		}
	})
	return ctx
}

// patience is how long a page may take on a busy machine. A dialog holds one up
// for ever.
const patience = 30 * time.Second

// tab is one page of the browser with what has happened on it.
type tab struct {
	t    *testing.T
	ctx  context.Context
	site string

	mu       sync.Mutex // guards what follows
	document string
	requests []string // each address once: the icon of the page before can come late
	wrong    []string
}

// open returns a new tab for the pages of a site.
func open(t *testing.T, browser context.Context, s service) *tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	b := &tab{t: t, ctx: ctx, site: s.site}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	return b
}

// hear notes what a page asks for, and whatever should not happen on one.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	note := func(format string, args ...any) { b.wrong = append(b.wrong, fmt.Sprintf(format, args...)) }
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if e.Type == network.ResourceTypeDocument {
			b.document = e.Request.URL
		}
		if !slices.Contains(b.requests, e.Request.URL) {
			b.requests = append(b.requests, e.Request.URL)
		}
		if !strings.HasPrefix(e.Request.URL, b.site+"/") {
			note("request to %s", e.Request.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled || e.BlockedReason != "" { // leaving a page cancels what it still loads
			note("request failed: %s %s %s", e.ErrorText, e.BlockedReason, e.Type)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 && e.Type != network.ResourceTypeDocument {
			note("%d for %s", e.Response.Status, e.Response.URL)
		}
	case *log.EventEntryAdded:
		// A page that is an error by its status is logged as one.
		if e.Entry.Source != log.EntrySourceNetwork || e.Entry.URL != b.document {
			note("log: %s %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		note("console: %s", e.Type)
	case *runtime.EventExceptionThrown:
		note("exception: %s", e.ExceptionDetails.Text)
	case *cdppage.EventJavascriptDialogOpening:
		note("dialog: %s", e.Message)
	}
}

// visit loads a page, which must have the status, and holds that nothing went
// wrong and that it took few requests.
func (b *tab) visit(path string, status int64) {
	b.t.Helper()
	b.arrive(path, status, chromedp.Navigate(b.site+path))
}

// arrive does what leads to a page, and looks at it as visit does.
func (b *tab) arrive(what string, status int64, do chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	b.mu.Lock()
	b.requests, b.wrong = nil, nil
	b.mu.Unlock()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	r, err := chromedp.RunResponse(ctx, do)
	b.mu.Lock()
	defer b.mu.Unlock()
	if err != nil || r == nil {
		b.t.Fatalf("%s: %v; %s", what, err, strings.Join(b.wrong, "; "))
	}
	if r.Status != status {
		b.t.Errorf("%s: status %d, want %d", what, r.Status, status)
	}
	if len(b.wrong) > 0 {
		b.t.Errorf("%s: %s", what, strings.Join(b.wrong, "; "))
	}
	if len(b.requests) > 3 {
		b.t.Errorf("%s: %d requests: %v", what, len(b.requests), b.requests)
	}
}

// ask evaluates a script outside of the page's own rules.
func ask[T any](b *tab, script string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// address returns the path and the parameters of the page.
func (b *tab) address() (path string, params url.Values) {
	b.t.Helper()
	u, err := url.Parse(ask[string](b, "location.href"))
	if err != nil {
		b.t.Fatal(err)
	}
	return u.Path, u.Query()
}
