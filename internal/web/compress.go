package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/gin-gonic/gin"
)

// minCompressed is the size in bytes below which compressing does not pay.
const minCompressed = 1024

// How brotli works: below this level it sends more than gzip does, and a window
// of 2^18 bytes holds any page of ours.
const (
	brotliLevel  = 5
	brotliWindow = 18
)

// packer compresses what is written to it.
type packer interface {
	io.WriteCloser
	Reset(io.Writer)
}

// compressed returns a middleware that sends text compressed to clients that
// take brotli or gzip.
func compressed() gin.HandlerFunc {
	packers := map[string]*sync.Pool{
		codingBrotli: {New: func() any {
			return brotli.NewWriterOptions(io.Discard, brotli.WriterOptions{Quality: brotliLevel, LGWin: brotliWindow})
		}},
		codingGzip: {New: func() any { return gzip.NewWriter(io.Discard) }},
	}
	return func(c *gin.Context) {
		c.Writer.Header().Add("Vary", "Accept-Encoding")
		coding, plainToo := chooseCoding(c.Request.Header.Values("Accept-Encoding"))
		if coding == "" {
			return
		}
		plain := c.Writer
		w := &compressor{ResponseWriter: plain, coding: coding, packers: packers[coding], plainToo: plainToo}
		c.Writer = w
		c.Next() // after a panic nothing more is sent: half an answer must not look whole
		w.finish()
		c.Writer = plain
	}
}

// compressor keeps the beginning of a body back until it is clear whether to
// compress it.
type compressor struct {
	gin.ResponseWriter
	coding  string
	packers *sync.Pool
	// plainToo says that the client takes a body as it is.
	plainToo bool
	kept     []byte
	packer   packer
	settled  bool
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
	if w.packer != nil {
		return w.packer.Write(p)
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
		w.Header().Set("Content-Encoding", w.coding)
		w.Header().Del("Content-Length")
		w.packer = w.packers.Get().(packer)
		w.packer.Reset(w.ResponseWriter)
		to = w.packer
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
		w.settle(!w.plainToo && w.fits())
	}
	if w.packer != nil {
		w.packer.Close() // an error says that the client has gone
		w.packers.Put(w.packer)
	}
}
