package crawl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Limits bound one request. Where a server goes beyond, the request has failed.
type Limits struct {
	// Body is in bytes, as they come and after decompression; PDF is the same
	// for what the server calls one, if it is more. Header is in bytes too.
	Body, PDF, Header int64
	// Total is for the whole request, Stall for the time in which not one byte
	// of the body comes.
	Total, Stall time.Duration
}

// DefaultLimits returns the limits that a site of news never comes near.
func DefaultLimits() Limits {
	return Limits{Body: 16 << 20, PDF: 64 << 20, Header: 64 << 10, Total: time.Minute, Stall: 20 * time.Second}
}

// Fetcher makes one request at a time for each call, and follows no redirect by
// itself. It is safe for concurrent use.
type Fetcher struct {
	agent     string
	limits    Limits
	transport http.RoundTripper
	// after calls f once d has passed, unless the timer is stopped before; the
	// address is that of the request. Tests have other clocks.
	after func(address string, d time.Duration, f func()) timer
}

// timer is what the package uses of a time.Timer.
type timer interface {
	Stop() bool
	Reset(d time.Duration) bool
}

// NewFetcher returns a Fetcher that calls itself agent and connects to what n
// allows.
func NewFetcher(agent string, n Network, l Limits) *Fetcher {
	after := func(_ string, d time.Duration, f func()) timer { return time.AfterFunc(d, f) }
	return &Fetcher{agent: agent, limits: l, transport: n.transport(l.Header), after: after}
}

// Close ends connections that are kept for later.
func (f *Fetcher) Close() {
	if t, ok := f.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// Response is what a server said.
type Response struct {
	Status int
	Header http.Header
	// Body is decompressed. It is read of responses of status 200 only.
	Body []byte
	// Location is where a redirect leads to, made absolute, or empty.
	Location string
}

// FetchError says why there is no response that could be used.
type FetchError struct {
	// Reason is one sentence for people.
	Reason string
	// Temporary says that it is worth another try.
	Temporary bool
	// Answered says that a server was reached.
	Answered bool
	cause    error
}

// Error gives the reason.
func (e *FetchError) Error() string { return e.Reason }

// Unwrap returns what the network said, or nil.
func (e *FetchError) Unwrap() error { return e.cause }

var (
	errTotal   = errors.New("the response took too long")
	errStalled = errors.New("the body stopped coming")
)

// Get asks for an address, with the validators of an earlier response if there
// are any. The error is a *FetchError, or that of the context.
func (f *Fetcher) Get(ctx context.Context, address, etag, modified string) (Response, error) {
	timed, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	total := f.after(address, f.limits.Total, func() { cancel(errTotal) })
	defer total.Stop()
	req, err := f.request(timed, address, etag, modified)
	if err != nil {
		return Response{}, &FetchError{Reason: err.Error(), cause: err}
	}
	resp, err := f.transport.RoundTrip(req)
	if err != nil {
		return Response{}, explain(ctx, timed, err, false)
	}
	defer resp.Body.Close()
	out := Response{Status: resp.StatusCode, Header: resp.Header, Location: location(req.URL, resp)}
	if resp.StatusCode != http.StatusOK {
		return out, nil
	}
	out.Body, err = f.body(resp, cancel)
	if err != nil {
		return Response{}, explain(ctx, timed, err, true)
	}
	return out, nil
}

func (f *Fetcher) request(ctx context.Context, address, etag, modified string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	// A body that cannot be read twice, though it is empty: of a request without
	// one the transport makes a second at once where a connection that was kept
	// breaks, and pauses are kept here.
	req.Body = io.NopCloser(strings.NewReader(""))
	req.Header.Set("User-Agent", f.agent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.8,*/*;q=0.5")
	req.Header.Set("Accept-Encoding", "gzip, br")
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	if modified != "" {
		req.Header.Set("If-Modified-Since", modified)
	}
	return req, nil
}

// location returns where a redirect leads to, or "".
func location(base *url.URL, resp *http.Response) string {
	to := resp.Header.Get("Location")
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return ""
	}
	u, err := base.Parse(strings.TrimSpace(to))
	if to == "" || err != nil {
		return ""
	}
	return u.String()
}

// explain turns an error of the network into one for people. Where the caller
// has given up, it is that of its context.
func explain(caller, timed context.Context, err error, answered bool) error {
	if cause := context.Cause(caller); cause != nil {
		return cause
	}
	var own *FetchError
	if errors.As(err, &own) {
		return own
	}
	e := &FetchError{Reason: reason(err), Temporary: true, Answered: answered, cause: err}
	switch cause := context.Cause(timed); {
	case errors.Is(cause, errTotal):
		e.Reason, e.Temporary = cause.Error(), false
	case errors.Is(cause, errStalled):
		e.Reason = cause.Error()
	case prohibited(err):
		e.Temporary = false
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		e.Temporary = !dns.IsNotFound
	}
	return e
}

// reason says in a few words what the network said.
func reason(err error) string {
	var op *net.OpError
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("there is no host %s", dns.Name)
	case prohibited(err) && errors.As(err, &op):
		return fmt.Sprintf("refused to connect to %s, which is not public; crawl.allow_networks can name its network", op.Addr)
	}
	return err.Error()
}
