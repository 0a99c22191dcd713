package main

import (
	"cmp"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/ingest"
	"github.com/uilsearch/uilsearch/internal/warc"
)

// The formats of an export.
const (
	formatWARC     = "warc"
	formatWARCGzip = "warc.gz"
	formatNDJSON   = "ndjson"
)

var exportFormats = []string{formatWARC, formatWARCGzip, formatNDJSON}

// encoder writes captures in one format. Those of one address follow each other.
type encoder interface {
	capture(archive.Capture) error
}

func newEncoder(format string, w io.Writer, now time.Time) encoder {
	if format == formatNDJSON {
		return lines{w}
	}
	return &records{w: warc.NewWriter(w, format == formatWARCGzip), now: now}
}

// lines writes a capture a line.
type lines struct{ w io.Writer }

func (l lines) capture(c archive.Capture) error { return writeJSONLine(l.w, ingest.NewLine(c)) }

// records writes a capture as a record, behind one for each alias of the page, and
// before those that say when it was last seen and when it was found gone.
type records struct {
	w   *warc.Writer
	now time.Time
	// last is the address of the capture before, or "" before the first.
	last string
}

func (r *records) capture(c archive.Capture) error {
	if r.last == "" {
		if err := r.w.Write(warc.NewInfo(r.now, warc.Field{Name: "software", Value: "uilsearch " + cmp.Or(version, "development")}, warc.Field{Name: "format", Value: "WARC File Format 1.1"})); err != nil {
			return err
		}
	}
	if r.last != c.URL {
		for _, alias := range c.Aliases {
			if err := r.w.Write(warc.NewResponse(alias, c.Captured, http.StatusMovedPermanently, map[string]string{"Location": c.URL}, nil)); err != nil {
				return err
			}
		}
	}
	r.last = c.URL
	if err := r.w.Write(recordOf(c)); err != nil {
		return err
	}
	if !c.Seen.IsZero() && !c.Seen.Equal(c.Captured) {
		if err := r.w.Write(warc.NewRevisit(c.URL, c.Seen, c.Captured, c.Body)); err != nil {
			return err
		}
	}
	if c.Gone.IsZero() {
		return nil
	}
	return r.w.Write(ingest.NewGone(c.URL, c.Gone, c.Reason))
}

// recordOf returns the record of one capture: what a server answered, or where
// there was none, a resource.
func recordOf(c archive.Capture) warc.Record {
	if c.Status == 0 && len(c.Header) == 0 {
		return warc.NewResource(c.URL, c.Captured, typeOf(c, c.Charset != ""), c.Body)
	}
	r := warc.NewResponse(c.URL, c.Captured, cmp.Or(c.Status, http.StatusOK), c.Header, c.Body)
	if ingest.SaysOf(warc.ResponseHeader(c.Header).Get("Content-Type"), c.Page) {
		return r
	}
	return r.WithIdentified(typeOf(c, true))
}

// typeOf returns media type and charset of a capture as a Content-Type, which
// names the charset, although it may be empty, if so wanted.
func typeOf(c archive.Capture, charset bool) string {
	if !charset {
		return c.MediaType
	}
	// Empty where the charset is no name that a header can hold.
	return cmp.Or(mime.FormatMediaType(c.MediaType, map[string]string{"charset": c.Charset}), c.MediaType)
}
