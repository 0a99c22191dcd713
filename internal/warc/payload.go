package warc

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

var (
	// ErrNotHTTP says that a block is no HTTP response.
	ErrNotHTTP = errors.New("not an HTTP response")
	// ErrTooLarge says that a payload expands to more than was allowed.
	ErrTooLarge = errors.New("expands to more than is read")
)

// maxCodings bounds the content codings of a payload; more are an attack.
const maxCodings = 3

// HTTP is a response as a server sent it, with its body decoded.
type HTTP struct {
	// Status is 100 to 999.
	Status int
	Header http.Header
	Body   []byte
}

// HTTP returns the response in a response record, its body without transfer and
// content coding. It wraps ErrNotHTTP if the block is none, and ErrTooLarge if
// the body has more than max bytes. A payload digest that fits none of the forms
// of the body is an error.
func (r Record) HTTP(max int64) (HTTP, error) {
	h, raw, err := splitHTTP(r.Block)
	if err != nil {
		return h, err
	}
	// Writers do not agree on which of the forms the digest is of.
	forms := [][]byte{raw}
	body, err := unchunk(raw, h.Header)
	if err != nil {
		return h, err
	}
	forms = append(forms, body)
	if h.Body, err = decode(body, h.Header.Values("Content-Encoding"), max); err != nil {
		return h, err
	}
	if int64(len(h.Body)) > max {
		return h, ErrTooLarge
	}
	forms = append(forms, h.Body)
	if r.Header.Get(fieldTruncated) != "" || r.Type() == Revisit {
		return h, nil
	}
	for _, form := range forms {
		if err = verify(r.Header.Get(fieldPayloadDigest), form); err == nil {
			return h, nil
		}
	}
	return h, fmt.Errorf("%s: %w", fieldPayloadDigest, err)
}

// splitHTTP reads the status line and the header of a response, more leniently
// than a client would, and returns them and what follows.
func splitHTTP(block []byte) (HTTP, []byte, error) {
	h := HTTP{Header: http.Header{}}
	line, rest, _ := cutLine(block)
	proto, after, _ := strings.Cut(line, " ")
	code, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	status, err := strconv.Atoi(code)
	if !strings.HasPrefix(strings.ToUpper(proto), "HTTP/") || err != nil || status < 100 || status > 999 {
		return h, nil, fmt.Errorf("%w: it begins with %.40q", ErrNotHTTP, line)
	}
	h.Status = status
	last := ""
	for {
		var ok bool
		if line, rest, ok = cutLine(rest); line == "" || !ok {
			return h, rest, nil
		}
		if values := h.Header[last]; len(values) > 0 && (line[0] == ' ' || line[0] == '\t') {
			values[len(values)-1] += " " + strings.TrimSpace(line)
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		last = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name))
		h.Header[last] = append(h.Header[last], strings.TrimSpace(value))
	}
}

// cutLine returns the first line without its end, and what follows. It reports
// whether there was a line end.
func cutLine(b []byte) (line string, rest []byte, ok bool) {
	first, rest, ok := bytes.Cut(b, []byte("\n"))
	return string(bytes.TrimSuffix(first, []byte("\r"))), rest, ok
}

// unchunk returns a body without chunked coding. Some writers remove the coding
// and leave the header that announces it.
func unchunk(raw []byte, h http.Header) ([]byte, error) {
	if !strings.EqualFold(strings.TrimSpace(h.Get("Transfer-Encoding")), "chunked") || !beginsChunk(raw) {
		return raw, nil
	}
	body, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(raw)))
	if err != nil {
		return nil, fmt.Errorf("chunked: %w", err)
	}
	return body, nil
}

// beginsChunk reports whether the first line of b is the size of a chunk.
func beginsChunk(b []byte) bool {
	line, _, ok := cutLine(b[:min(len(b), 256)])
	size, _, _ := strings.Cut(line, ";")
	_, err := strconv.ParseUint(strings.TrimSpace(size), 16, 32)
	return ok && err == nil
}

// decode removes content codings, the last first.
func decode(body []byte, values []string, max int64) ([]byte, error) {
	codings := strings.FieldsFunc(strings.ToLower(strings.Join(values, ",")), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	if len(codings) > maxCodings {
		return nil, fmt.Errorf("%d content codings", len(codings))
	}
	for i := len(codings) - 1; i >= 0; i-- {
		r, err := decoder(codings[i], body)
		if err != nil {
			return nil, fmt.Errorf("%.20s: %w", codings[i], err)
		}
		if r == nil {
			continue
		}
		if body, err = io.ReadAll(io.LimitReader(r, max+1)); err != nil {
			return nil, fmt.Errorf("%.20s: %w", codings[i], err)
		}
		if int64(len(body)) > max {
			return nil, ErrTooLarge
		}
	}
	return body, nil
}

// decoder returns what reads one coding, or nil where the body is not coded,
// whatever the header says.
func decoder(coding string, body []byte) (io.Reader, error) {
	src := bytes.NewReader(body)
	switch coding {
	case "identity", "none", "utf-8":
		return nil, nil
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(body, []byte(gzipMagic)) {
			return nil, nil
		}
		return gzip.NewReader(src)
	case "br":
		if len(body) == 0 {
			return nil, nil
		}
		return brotli.NewReader(src), nil
	case "deflate":
		// Both with and without the frame of zlib are about.
		if z, err := zlib.NewReader(src); err == nil {
			return z, nil
		}
		return flate.NewReader(bytes.NewReader(body)), nil
	}
	return nil, errors.New("a content coding that is not known")
}
