package warc

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func coded(t *testing.T, body string, coder func(io.Writer) io.WriteCloser) string {
	t.Helper()
	var b bytes.Buffer
	w := coder(&b)
	if _, err := io.WriteString(w, body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHTTP(t *testing.T) {
	br := coded(t, "text", func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) })
	framed := coded(t, "text", func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
	bare := coded(t, "text", func(w io.Writer) io.WriteCloser { f, _ := flate.NewWriter(w, 6); return f })
	gz := string(zipped(t, "text"))
	bomb := string(zipped(t, strings.Repeat("x", 1<<20)))
	for _, c := range []struct{ name, header, raw, digestOf, want, err string }{
		{name: "plain", raw: "text", digestOf: "text", want: "text"},
		{name: "chunked", header: "transfer-encoding: Chunked\r\n", raw: "2\r\nte\r\n2;x=y\r\nxt\r\n0\r\n\r\n", want: "text"},
		{name: "chunked no more", header: "Transfer-Encoding: chunked\r\n", raw: "text", want: "text"},
		{name: "cut chunk", header: "Transfer-Encoding: chunked\r\n", raw: "9\r\nte", err: "chunked"},
		{name: "gzip", header: "Content-Encoding: gzip\r\n", raw: gz, want: "text"},
		{name: "gzip no more", header: "Content-Encoding: gzip\r\n", raw: "text", want: "text"},
		{name: "br", header: "Content-Encoding: br\r\n", raw: br, want: "text"},
		{name: "zlib", header: "Content-Encoding: deflate\r\n", raw: framed, want: "text"},
		{name: "deflate", header: "Content-Encoding: deflate\r\n", raw: bare, want: "text"},
		{name: "both", header: "Content-Encoding: gzip\r\nContent-Encoding: br\r\n", raw: coded(t, gz, func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) }), want: "text"},
		{name: "unknown", header: "Content-Encoding: zstd\r\n", raw: "x", err: "not known"},
		{name: "cut gzip", header: "Content-Encoding: gzip\r\n", raw: gz[:len(gz)-9], err: "unexpected EOF"},
		{name: "bomb", header: "Content-Encoding: gzip\r\n", raw: bomb, err: ErrTooLarge.Error()},
		{name: "too large", raw: strings.Repeat("x", 1001), err: ErrTooLarge.Error()},
		{name: "many", header: "Content-Encoding: gzip, gzip, gzip, gzip\r\n", raw: gz, err: "4 content codings"},
		{name: "digest as sent", header: "Content-Encoding: gzip\r\n", raw: gz, digestOf: gz, want: "text"},
		{name: "digest as read", header: "Content-Encoding: gzip\r\n", raw: gz, digestOf: "text", want: "text"},
		{name: "other digest", raw: "text", digestOf: "other", err: "WARC-Payload-Digest"},
	} {
		r := Record{Header: Header{{"WARC-Type", "response"}}, Block: []byte("HTTP/1.1 200 OK\r\nX: a\r\n b\r\nno field\r\n" + c.header + "\r\n" + c.raw)}
		if c.digestOf != "" {
			r.Header = append(r.Header, Field{"WARC-Payload-Digest", digest([]byte(c.digestOf))})
		}
		h, err := r.HTTP(1000)
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err != nil || string(h.Body) != c.want || h.Status != 200 || h.Header.Get("X") != "a b" {
			t.Errorf("%s: %+v, %v", c.name, h, err)
		}
	}
	for _, block := range []string{"", "<html>", "HTTP/1.1 abc", "HTTP/1.1 20", "ICY 200 OK"} {
		if _, err := (Record{Block: []byte(block)}).HTTP(10); !errors.Is(err, ErrNotHTTP) {
			t.Errorf("%q: %v", block, err)
		}
	}
	if h, err := (Record{Block: []byte("HTTP/2 404\n")}).HTTP(10); err != nil || h.Status != 404 {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestDate(t *testing.T) {
	for text, want := range map[string]string{
		"2016-07-14T01:02:03Z": "2016-07-14 01:02:03", "2016-07-14T01:02:03.5Z": "2016-07-14 01:02:03.5", "2016-07-14T03:02:03+02:00": "2016-07-14 01:02:03",
		"2016-07": "2016-07-01 00:00:00", "20160714010203": "2016-07-14 01:02:03", "": "", "soon": "",
	} {
		at, err := Record{Header: Header{{"warc-date", text}}}.Date()
		if want == "" {
			if err == nil {
				t.Errorf("%q is %v", text, at)
			}
			continue
		}
		if got := at.Format("2006-01-02 15:04:05.999"); err != nil || got != want {
			t.Errorf("%q is %s, %v", text, got, err)
		}
	}
}
