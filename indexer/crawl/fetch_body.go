package crawl

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/andybalholm/brotli"

	"github.com/uilsearch/uilsearch/corpus"
)

// body reads and decompresses a body within the limits. Cancel ends the request
// when the body stalls.
func (f *Fetcher) body(resp *http.Response, cancel context.CancelCauseFunc) ([]byte, error) {
	limit := f.limits.Body
	if media, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); media == corpus.PDF {
		limit = max(limit, f.limits.PDF)
	}
	if resp.ContentLength > limit {
		return nil, tooBig(limit)
	}
	watched := &watch{from: resp.Body, left: limit, tooBig: tooBig(limit), stall: f.limits.Stall}
	watched.timer = f.after(resp.Request.URL.String(), f.limits.Stall, func() { cancel(errStalled) })
	defer watched.timer.Stop()
	plain, err := decompress(watched, resp.Header.Values("Content-Encoding"))
	if err != nil {
		return nil, truncated(err)
	}
	b, err := io.ReadAll(io.LimitReader(plain, limit+1))
	if err != nil {
		return nil, truncated(err)
	}
	if int64(len(b)) > limit {
		return nil, tooBig(limit)
	}
	return b, nil
}

func tooBig(limit int64) *FetchError {
	return &FetchError{Reason: fmt.Sprintf("the body is larger than %d bytes", limit), Answered: true}
}

// truncated names the error of a body that ended too early.
func truncated(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return &FetchError{Reason: "the body ended before it was complete", Temporary: true, Answered: true, cause: err}
	}
	return err
}

// decompress returns what the header says was compressed.
func decompress(r io.Reader, encodings []string) (io.Reader, error) {
	switch e := strings.ToLower(strings.TrimSpace(strings.Join(encodings, ", "))); e {
	case "", "identity":
		return r, nil
	case "gzip", "x-gzip":
		return gzip.NewReader(r)
	case "br":
		return brotli.NewReader(r), nil
	default:
		return nil, &FetchError{Reason: fmt.Sprintf("the body comes in the encoding %q, which was not asked for", e), Answered: true}
	}
}

// watch counts what comes of a body before it is decompressed, and starts the
// timer anew with every piece of it.
type watch struct {
	from   io.Reader
	left   int64
	tooBig *FetchError
	timer  timer
	stall  time.Duration
}

// Read reads on, unless too much has come.
func (w *watch) Read(b []byte) (int, error) {
	n, err := w.from.Read(b)
	if n > 0 {
		w.timer.Reset(w.stall)
	}
	if w.left -= int64(n); w.left < 0 {
		return 0, w.tooBig
	}
	return n, err
}
