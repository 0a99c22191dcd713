package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/internal/warc"
)

// coded returns a record of a response whose body is gzip.
func coded(url, body string) string {
	block := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2026-11-22T12:00:00Z\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", url, len(block), block)
}

// The payloads of a web archive are bombs each for itself, and are bounded
// together.
func TestPayloadsExpand(t *testing.T) {
	const each = 48 << 20
	body := string(compressed(t, make([]byte, each)))
	records := make([]string, 20)
	for i := range records {
		records[i] = coded(fmt.Sprintf("https://uil.example/%d", i), body)
	}
	_, bad := one(t, "x.warc", []byte(strings.Join(records, "")))
	// The last one tells why the archive is read no further.
	most := (freeExpansion+maxExpansion*len(body)*len(records)/2)/each + 2
	if len(bad) < 2 || len(bad) > most || !strings.HasPrefix(bad[len(bad)-1], "file:///x.warc: "+errExpands.Error()) {
		t.Errorf("%d of %d records, %q", len(bad), len(records), bad)
	}
}

// What expands within the entries of a zip is taken from what the zip may expand
// to, and so are the entries.
func TestZipExpandsTogether(t *testing.T) {
	zeros := string(make([]byte, 8<<20))
	resource := archived(t, true, warc.NewResource("https://uil.example/a", noon(), "text/html", []byte(zeros)))
	payload := coded("https://uil.example/a", string(compressed(t, []byte(zeros))))
	entries := map[string]string{
		"x.warc.gz": string(resource), "x.warc": payload, "x.ndjson.gz": string(compressed(t, []byte(zeros))), "x.html": zeros, "x.ndjson": zeros,
	}
	for name, content := range entries {
		for _, c := range []struct {
			left    int64
			refused bool
		}{{32 << 20, false}, {6 << 20, true}} {
			packed := pack(t, map[string]string{name: content})
			z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
			if err != nil {
				t.Fatal(err)
			}
			var said []string
			r := &reader{now: noon, budget: &budget{left: c.left}, yield: func(f found) bool {
				if f.err != nil {
					said = append(said, f.err.Error())
				}
				return true
			}}
			r.entry(t.Context(), z.File[0], "file:///p.zip")
			spent := c.left - r.budget.left
			if (r.budget.left < 0) != c.refused || spent < 6<<20 || spent > 9<<20 {
				t.Errorf("%s: %d of %d bytes were spent, %q", name, spent, c.left, said)
			}
			if all := strings.Join(said, "\n"); c.refused != (strings.Contains(all, errUnpacked.Error()) || strings.Contains(all, "expands to far more")) {
				t.Errorf("%s with %d bytes left: %s", name, c.left, all)
			}
		}
	}
}
