package warc

import (
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Writer writes records one after the other. The same records give the same
// bytes. It serves one goroutine.
type Writer struct {
	w  io.Writer
	gz *gzip.Writer // nil for a plain file
}

// NewWriter returns a Writer to w: plain, or with one gzip member a record.
func NewWriter(w io.Writer, compress bool) *Writer {
	out := &Writer{w: w}
	if compress {
		out.gz = gzip.NewWriter(w)
	}
	return out
}

// Write writes one record as WARC 1.1. Content-Length is that of the block;
// WARC-Record-ID and WARC-Block-Digest are added where they are missing.
// A field that would break the header is an error, and nothing is written.
func (w *Writer) Write(r Record) error {
	head, err := r.head()
	if err != nil {
		return fmt.Errorf("warc: record of %.200q: %w", r.URI(), err)
	}
	out := w.w
	if w.gz != nil {
		w.gz.Reset(w.w)
		out = w.gz
	}
	for _, part := range [][]byte{head, r.Block, []byte("\r\n\r\n")} {
		if _, err := out.Write(part); err != nil {
			return fmt.Errorf("warc: %w", err)
		}
	}
	if w.gz != nil {
		if err := w.gz.Close(); err != nil {
			return fmt.Errorf("warc: %w", err)
		}
	}
	return nil
}

// head returns the header of a record as it is written.
func (r Record) head() ([]byte, error) {
	h := slices.DeleteFunc(slices.Clone(r.Header), func(f Field) bool { return strings.EqualFold(f.Name, fieldLength) })
	if h.Get(fieldBlockDigest) == "" {
		h = append(h, Field{fieldBlockDigest, digest(r.Block)})
	}
	if h.Get(fieldID) == "" {
		h = append(h, Field{fieldID, name(h)})
	}
	h = append(h, Field{fieldLength, strconv.Itoa(len(r.Block))})
	var b bytes.Buffer
	b.WriteString("WARC/1.1\r\n")
	for _, f := range h {
		if !validName(f.Name) || !validValue(f.Value) {
			return nil, fmt.Errorf("field %.40q cannot hold %.200q", f.Name, f.Value)
		}
		b.WriteString(f.Name + ": " + f.Value + "\r\n")
	}
	b.WriteString("\r\n")
	return b.Bytes(), nil
}

// validName reports whether a header can have a field of the name.
func validName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r)
	})
}

// validValue reports whether a field can have the value.
func validValue(s string) bool {
	return !strings.ContainsAny(s, "\r\n\x00") && strings.TrimSpace(s) == s
}

// name returns an identifier made of what the record says and holds, as a UUID
// of version 5.
func name(h Header) string {
	sum := sha1.Sum([]byte(strings.Join([]string{h.Get(fieldType), h.Get(fieldURI), h.Get(fieldDate), h.Get(fieldBlockDigest)}, "\n")))
	id := sum[:16]
	id[6], id[8] = id[6]&0x0f|0x50, id[8]&0x3f|0x80
	return fmt.Sprintf("<urn:uuid:%x-%x-%x-%x-%x>", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}
