package main

import (
	"cmp"
	"io"
	"maps"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
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

// encoder writes pages in one format.
type encoder interface {
	page(corpus.Page) error
}

func newEncoder(format string, w io.Writer, now time.Time) encoder {
	if format == formatNDJSON {
		return lines{w}
	}
	return &records{w: warc.NewWriter(w, format == formatWARCGzip), now: now}
}

// lines writes a page a line.
type lines struct{ w io.Writer }

func (l lines) page(p corpus.Page) error { return writeJSONLine(l.w, ingest.NewLine(p)) }

// records writes a page as a record, behind one for each of its aliases.
type records struct {
	w   *warc.Writer
	now time.Time
	// last is the address of the page before, or "" before the first.
	last string
}

func (r *records) page(p corpus.Page) error {
	if r.last == "" {
		if err := r.w.Write(warc.NewInfo(r.now, warc.Field{Name: "software", Value: "uilsearch " + cmp.Or(version, "development")}, warc.Field{Name: "format", Value: "WARC File Format 1.1"})); err != nil {
			return err
		}
	}
	if r.last != p.URL {
		for _, alias := range p.Aliases {
			if err := r.w.Write(warc.NewResponse(alias, p.Captured, http.StatusMovedPermanently, map[string]string{"Location": p.URL}, nil)); err != nil {
				return err
			}
		}
	}
	r.last = p.URL
	contentType := p.MediaType
	if p.Charset != "" {
		// Empty where the charset is no name that a header can hold.
		contentType = cmp.Or(mime.FormatMediaType(p.MediaType, map[string]string{"charset": p.Charset}), p.MediaType)
	}
	if strings.HasPrefix(p.URL, ingest.KnownPrefix) {
		return r.w.Write(warc.NewResource(p.URL, p.Captured, contentType, p.Body))
	}
	header := maps.Clone(p.Header)
	if header == nil {
		header = map[string]string{}
	}
	if !ingest.SaysOf(header["Content-Type"], p) {
		header["Content-Type"] = contentType
	}
	return r.w.Write(warc.NewResponse(p.URL, p.Captured, http.StatusOK, header, p.Body))
}
