package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"
)

// minCompressed is the size in bytes below which compressing does not pay.
const minCompressed = 1024

// compressed returns a middleware that sends text compressed to clients that
// take gzip.
func compressed() gin.HandlerFunc {
	writers := sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}
	return func(c *gin.Context) {
		c.Writer.Header().Add("Vary", "Accept-Encoding")
		if !takesGzip(c.GetHeader("Accept-Encoding")) {
			return
		}
		plain := c.Writer
		w := &compressor{ResponseWriter: plain, writers: &writers}
		c.Writer = w
		c.Next() // after a panic nothing more is sent: half an answer must not look whole
		w.finish()
		c.Writer = plain
	}
}

// takesGzip reads an Accept-Encoding header.
func takesGzip(accept string) bool {
	for one := range strings.SplitSeq(accept, ",") {
		name, params, _ := strings.Cut(one, ";")
		if name = strings.TrimSpace(name); name != "gzip" && name != "*" {
			continue
		}
		_, q, weighed := strings.Cut(params, "q=")
		weight, err := strconv.ParseFloat(strings.TrimSpace(q), 64)
		return !weighed || err == nil && weight > 0
	}
	return false
}

// compressor keeps the beginning of a body back until it is clear whether to
// compress it.
type compressor struct {
	gin.ResponseWriter
	writers *sync.Pool
	kept    []byte
	zip     *gzip.Writer
	settled bool
}

// Write keeps, compresses or passes on p.
func (w *compressor) Write(p []byte) (int, error) {
	if !w.settled {
		w.kept = append(w.kept, p...)
		if len(w.kept) < minCompressed {
			return len(p), nil
		}
		return len(p), w.settle(w.fits())
	}
	if w.zip != nil {
		return w.zip.Write(p)
	}
	return w.ResponseWriter.Write(p)
}

// WriteString is Write for a string.
func (w *compressor) WriteString(s string) (int, error) { return w.Write([]byte(s)) }

// WriteHeaderNow sends the headers as they are; what follows is not compressed.
func (w *compressor) WriteHeaderNow() {
	if !w.settled {
		w.settle(false) // a client that has gone is found out by the next write
	}
	w.ResponseWriter.WriteHeaderNow()
}

// Written reports whether a body has been begun, if only here.
func (w *compressor) Written() bool { return len(w.kept) > 0 || w.ResponseWriter.Written() }

// fits reports whether the answer is text that nobody has encoded yet.
func (w *compressor) fits() bool {
	h := w.Header()
	if h.Get("Content-Encoding") != "" || h.Get("Content-Range") != "" || w.Status() == http.StatusPartialContent {
		return false
	}
	t := h.Get("Content-Type")
	return strings.HasPrefix(t, "text/") || strings.Contains(t, "json") || strings.Contains(t, "xml") || strings.Contains(t, "javascript")
}

// settle sends what was kept back, compressed or not.
func (w *compressor) settle(compress bool) error {
	w.settled = true
	var to io.Writer = w.ResponseWriter
	if compress {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Del("Content-Length")
		w.zip = w.writers.Get().(*gzip.Writer)
		w.zip.Reset(w.ResponseWriter)
		to = w.zip
	}
	if len(w.kept) == 0 {
		return nil
	}
	_, err := to.Write(w.kept)
	return err
}

// finish sends the rest.
func (w *compressor) finish() {
	if !w.settled && len(w.kept) > 0 {
		w.settle(false)
	}
	if w.zip != nil {
		w.zip.Close() // an error says that the client has gone
		w.writers.Put(w.zip)
	}
}
