package ingest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/internal/warc"
)

// archived returns a web archive of records.
func archived(t *testing.T, compress bool, records ...warc.Record) []byte {
	t.Helper()
	var b bytes.Buffer
	w := warc.NewWriter(&b, compress)
	for _, r := range records {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// answer returns a response record with one header.
func answer(url string, status int, name, value, body string) warc.Record {
	return warc.NewResponse(url, noon(), status, map[string]string{name: value}, []byte(body))
}

// compressed returns b as gzip.
func compressed(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// one returns what is found in one file.
func one(t *testing.T, name string, content []byte) (pages []corpus.Page, bad []string) {
	t.Helper()
	for f := range file(t.Context(), fstest.MapFS{name: {Data: content}}, name, noon) {
		if f.err == nil {
			pages = append(pages, f.page)
			continue
		}
		bad = append(bad, f.err.Error())
		if f.page.Body != nil || f.page.URL == "" {
			t.Errorf("%v comes with %+v", f.err, f.page)
		}
	}
	return pages, bad
}

func TestWARC(t *testing.T) {
	const site = "https://uil.example/"
	page := answer(site+"a", 200, "Content-Type", `text/html; Charset="EUC-KR"`, "\xb1\xe6")
	odd := warc.NewResponse(site+"odd#part", noon(), 200, map[string]string{"Content-Type": "text/plain; charset=", "Etag": "x", "Set-Cookie": "y"}, []byte("odd"))
	damaged := bytes.Replace(archived(t, false, answer(site+"changed", 200, "Content-Type", "text/html", "before")), []byte("before"), []byte("behind"), 1)
	content := archived(t, false,
		warc.NewInfo(noon()),
		answer(site+"oldest", 301, "Location", "/older", ""),
		answer(site+"older", 302, "Location", site+"a#x", ""),
		warc.Record{Header: warc.Header{{Name: "WARC-Type", Value: "request"}, {Name: "WARC-Target-URI", Value: site}}, Block: []byte("GET / HTTP/1.1\r\n\r\n")},
		page, odd,
		answer(site+"none", 404, "Content-Type", "text/html", "no"),
		answer(site+"picture", 200, "Content-Type", "image/png", "x"),
		warc.NewResponse(site+"silent", noon(), 200, nil, []byte("<!DOCTYPE html><p>")),
		warc.NewResource("file:///x/r.md", noon(), "text/markdown", []byte("# R")),
		warc.Record{Header: warc.Header{{Name: "WARC-Type", Value: "revisit"}, {Name: "WARC-Target-URI", Value: site + "again"}}},
		warc.NewResource("dns:uil.example", noon(), "text/plain", []byte("dns")),
		warc.NewResource("https://user@uil.example/", noon(), "text/plain", nil),
		answer(site+"loop", 301, "Location", site+"loop", ""),
		answer(site+"big", 200, "Content-Type", "text/html", strings.Repeat("x", MaxFileSize+1)),
		answer(site+"huge", 200, "Content-Type", "text/html", strings.Repeat("x", 66<<20)),
		warc.Record{Header: warc.Header{{Name: "WARC-Type", Value: "response"}, {Name: "WARC-Target-URI", Value: site + "no-http"}}, Block: []byte("<p>")},
	)
	content = append(content, damaged...)
	want := []corpus.Page{
		{URL: site + "a", MediaType: corpus.HTML, Charset: "EUC-KR", Body: []byte("\xb1\xe6"), Captured: noon(), Aliases: []string{site + "older", site + "oldest"},
			Header: map[string]string{"Content-Type": `text/html; Charset="EUC-KR"`}},
		{URL: site + "odd", MediaType: corpus.Text, Body: []byte("odd"), Captured: noon(), Header: map[string]string{"Content-Type": "text/plain; charset=", "Etag": "x"}},
		{URL: site + "silent", MediaType: corpus.HTML, Body: []byte("<!DOCTYPE html><p>"), Captured: noon()},
		{URL: "file:///x/r.md", MediaType: corpus.Markdown, Body: []byte("# R"), Captured: noon()},
	}
	reasons := []string{
		"oldest: redirects to " + site + "older", "older: redirects to " + site + "a", "none: status 404", "picture: cannot read image/png", "again: a revisit",
		"not an address of the web", "an address with a user name", "loop: redirects to", "big: larger than 16 MiB", "huge: at byte", "no-http: not an HTTP response", "changed: at byte",
	}
	for _, name := range []string{"x.warc", "x.warc.gz"} {
		pages, bad := one(t, name, content)
		if diff := cmp.Diff(want, pages); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if len(bad) != len(reasons) {
			t.Errorf("%s: %q", name, bad)
			continue
		}
		for i, reason := range reasons {
			if !strings.Contains(bad[i], reason) {
				t.Errorf("%s: %s, want %s", name, bad[i], reason)
			}
		}
	}
}

func TestNDJSON(t *testing.T) {
	lines := []string{
		"\uFEFF" + `{"url":"https://uil.example/a","media_type":"text/html","captured":"2016-07-14T01:02:03.5Z","header":{"etag":"x","x-robots-tag":"a: b\nc"},"aliases":["https://uil.example/z"],"body":"<p>남"}`,
		``, `   `,
		`{"url":"https://uil.example/b","media_type":"TEXT/PLAIN","charset":"latin1","body_base64":"/w==","more":1}`,
		`{"url":"https://uil.example/c","title":"A < B","text":"One & two.\r\n\r\nThree.","lang":"en","date":"2016-07-14T00:00:00Z"}`,
		`{"url":"https://uil.example/d"}`,
		`{"url":"https://uil.example/e","body":"x"}`,
		`{"url":"https://uil.example/f","body":"x","text":"y"}`,
		`{"url":"https://uil.example/g","media_type":"image/png","body":"x"}`,
		`{"url":"https://uil.example/h","media_type":"text/html","charset":"latin1","body":"x"}`,
		`{"url":"https://uil.example/i","title":"T","text":"y","date":"soon"}`,
		`{"url":"https://uil.example/j","text":"y"}`,
		`{"url":"ftp://uil.example/","media_type":"text/html","body":"x"}`,
		`{"url":"https://uil.example/k","media_type":"text/html","body":"x","header":{"a\nb":"c"}}`,
		`{"url":"https://uil.example/l","media_type":"text/html","body":"x","aliases":["nowhere"]}`,
		`{"url":`, `[]`, "{\"url\":\"\xff\"}",
		`{"url":"` + strings.Repeat("x", maxLine) + `"}`,
		`{"url":"https://uil.example/m","media_type":"text/html","body_base64":""}`,
	}
	content := []byte(strings.Join(lines, "\n"))
	half := time.Date(2016, 7, 14, 1, 2, 3, 5e8, time.UTC)
	want := []corpus.Page{
		{URL: "https://uil.example/a", MediaType: corpus.HTML, Body: []byte("<p>남"), Captured: half, Header: map[string]string{"Etag": "x", "X-Robots-Tag": "a: b\nc"}, Aliases: []string{"https://uil.example/z"}},
		{URL: "https://uil.example/b", MediaType: corpus.Text, Charset: "latin1", Body: []byte("\xff"), Captured: noon()},
		{URL: "https://uil.example/c", MediaType: corpus.HTML, Charset: "utf-8", Captured: noon(), Body: []byte("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>A &lt; B</title>\n" +
			"<meta property=\"article:published_time\" content=\"2016-07-14\">\n</head>\n<body>\n<main>\n<h1>A &lt; B</h1>\n<p>One &amp; two.</p>\n<p>Three.</p>\n</main>\n</body>\n</html>\n")},
		{URL: "https://uil.example/m", MediaType: corpus.HTML, Body: []byte{}, Captured: noon()},
	}
	reasons := []string{"/d: want one of", `/e: no "media_type"`, "/f: want one of", "/g: cannot read image/png", "/h: \"body\" is UTF-8", "/i: \"date\"", "/j: \"text\" without",
		"line-13: not an address of the web", "/k: \"header\"", "/l: \"aliases\"", "line-16: no JSON: at byte 7: unexpected end", "line-17: want an object", "line-18: not UTF-8", "line-19: longer than 96 MiB"}
	for name, content := range map[string][]byte{"x.ndjson": content, "x.jsonl.gz": compressed(t, content)} {
		pages, bad := one(t, name, content)
		if diff := cmp.Diff(want, pages); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if len(bad) != len(reasons) {
			t.Errorf("%s: %q", name, bad)
			continue
		}
		for i, reason := range reasons {
			if !strings.Contains(bad[i], reason) || !strings.Contains(bad[i], "line") {
				t.Errorf("%s: %s, want %s", name, bad[i], reason)
			}
		}
	}
}

// TestLineRoundTrip writes any page as a line and reads the same one back.
func TestLineRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := corpus.Page{
			URL: "https://uil.example/a", MediaType: rapid.SampledFrom([]string{corpus.HTML, corpus.Markdown, corpus.Text, corpus.PDF}).Draw(t, "type"),
			Charset: rapid.SampledFrom([]string{"", "utf-8", "UTF8", "euc-kr"}).Draw(t, "charset"), Captured: noon().Add(time.Microsecond),
			Body: []byte(rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "body")),
		}
		if rapid.Bool().Draw(t, "more") {
			p.Header, p.Aliases = map[string]string{"Etag": `"a"`}, []string{"https://uil.example/b"}
		}
		raw, err := json.Marshal(NewLine(archive.Capture{Page: p, Seen: p.Captured}))
		if err != nil {
			t.Fatal(err)
		}
		f := (&reader{now: noon}).fromLine(raw, "", 1, "x")
		if diff := cmp.Diff(p, f.page); diff != "" || f.err != nil {
			t.Fatalf("%v (-want +got):\n%s", f.err, diff)
		}
	})
}

// bombs expand to far more than their size.
func TestBombs(t *testing.T) {
	bomb := compressed(t, bytes.Repeat([]byte("x"), freeExpansion+1<<20))
	for name, content := range map[string][]byte{"x.ndjson.gz": bomb, "x.zip": pack(t, map[string]string{"x.ndjson": strings.Repeat("x", freeExpansion+1<<20)})} {
		pages, bad := one(t, name, content)
		if len(pages) != 0 || len(bad) != 1 || !strings.Contains(bad[0], errExpands.Error()) {
			t.Errorf("%s: %d pages, %q", name, len(pages), bad)
		}
	}
}

func TestContentType(t *testing.T) {
	for in, want := range map[string][2]string{
		"Text/HTML; Charset=UTF-8": {"text/html", "UTF-8"}, "text/html": {"text/html", ""}, "": {"", ""},
		"text/html; charset=utf-8; charset=x": {"text/html", "utf-8"}, "text/html; charset='euc-kr'": {"text/html", "'euc-kr'"}, "text/html;charset": {"text/html", ""},
	} {
		mediaType, charset := contentType(in)
		if mediaType != want[0] || charset != want[1] {
			t.Errorf("%q is %q, %q", in, mediaType, charset)
		}
	}
	if http.CanonicalHeaderKey("ETag") != "Etag" {
		t.Error("headers are named otherwise")
	}
}

func FuzzContainers(f *testing.F) {
	names := []string{"x.warc", "x.ndjson", "x.ndjson.gz", "x.zip"}
	f.Add(1, []byte(`{"url":"https://uil.example/a","title":"T","text":"x","lang":"en","date":"2016"}`))
	f.Add(1, []byte(`{"url":"file:///a","media_type":"text/html","body_base64":"eA==","header":{"a":"b"},"aliases":["https://uil.example/"]}`))
	f.Add(0, []byte("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://uil.example/\r\nContent-Length: 22\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>"))
	f.Add(2, []byte("\x1f\x8b\x08\x00"))
	f.Add(3, []byte("PK\x05\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, kind int, content []byte) {
		name := names[uint(kind)%uint(len(names))]
		for f := range file(t.Context(), fstest.MapFS{name: {Data: content}}, name, noon) {
			switch {
			case f.page.URL == "" || f.err != nil && f.page.Body != nil:
				t.Fatalf("%+v", f)
			case f.err == nil && !f.known && (f.page.MediaType == "" || f.page.Captured.IsZero()):
				t.Fatalf("%+v", f.page)
			}
		}
	})
}
