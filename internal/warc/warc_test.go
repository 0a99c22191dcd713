package warc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 123456000, time.UTC)

// small are limits that tests reach.
var small = Limits{Block: 4096, Header: 1024, Free: 1 << 20, Ratio: 250}

// told returns a line for each record and each damage of a file.
func told(t *testing.T, file []byte) []string {
	t.Helper()
	var out []string
	for r, err := range Read(bytes.NewReader(file), small) {
		var damage *Damage
		switch {
		case err == nil:
			out = append(out, fmt.Sprintf("%d %s %s %q", r.Offset, r.Type(), r.URI(), r.Block))
		case errors.As(err, &damage):
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s", damage, r.URI())))
			if r.Block != nil {
				t.Errorf("%v comes with a block", damage)
			}
		default:
			t.Fatal(err)
		}
	}
	return out
}

func TestReadPlain(t *testing.T) {
	rec := func(uri, block string) string {
		return fmt.Sprintf("WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", uri, len(block), block)
	}
	good := rec("urn:b", "B")
	for _, c := range []struct {
		name, file string
		want       []string
	}{
		{"nothing", "", nil},
		{"two", rec("urn:a", "A") + good, []string{`0 resource urn:a "A"`, `81 resource urn:b "B"`}},
		{"odd case and continuation", "WARC/1.1\nwarc-TYPE:Response\nX: y\n z\nWARC-Target-URI: <urn:\n a>\ncontent-length:  3 \n\nabc\n\n" + good,
			[]string{`0 response urn: a "abc"`, `89 resource urn:b "B"`}},
		{"no length", "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: urn:a\r\n\r\nA\r\n\r\n" + good,
			[]string{"at byte 0: no Content-Length urn:a", `62 resource urn:b "B"`}},
		{"bad length", strings.Replace(rec("urn:a", "A"), ": 1", ": -1", 1) + good, []string{`at byte 0: Content-Length "-1" is no length urn:a`, `82 resource urn:b "B"`}},
		{"cut off", good + rec("urn:a", "abcdef")[:80], []string{`0 resource urn:b "B"`, "at byte 81: ends after 4 of 6 bytes urn:a"}},
		{"cut off header", good + "WARC/1.0\r\nWARC-Type: res", []string{`0 resource urn:b "B"`, "at byte 81: header: cut off"}},
		{"header without end", "WARC/1.0\r\nWARC-Type: resource\r\n" + good, []string{"at byte 0: header: another record begins in it", `31 resource urn:b "B"`}},
		{"long header", "WARC/1.0\r\nX: " + strings.Repeat("x", 2000) + "\r\n\r\n" + good, []string{"at byte 0: header: too long", `2017 resource urn:b "B"`}},
		{"garbage", "garbage\n" + good + "WARC/x\nmore" + good, []string{"at byte 0: 8 bytes that are no record", `8 resource urn:b "B"`, "at byte 89: 11 bytes that are no record", `100 resource urn:b "B"`}},
		{"length too short", strings.Replace(rec("urn:a", "abc"), "Length: 3", "Length: 1", 1) + good, []string{`0 resource urn:a "a"`, "at byte 77: 6 bytes that are no record", `83 resource urn:b "B"`}},
		{"too large", rec("urn:a", strings.Repeat("x", 5000)) + good, []string{"at byte 0: 5000 bytes are more than the 4096 that are read urn:a", `5083 resource urn:b "B"`}},
		{"a lie about the length", strings.Replace(rec("urn:a", "A"), ": 1", ": 9223372036854775807", 1), []string{"at byte 0: ends after 5 of 9223372036854775807 bytes urn:a"}},
		{"no empty lines between", strings.TrimSpace(good) + good, []string{`0 resource urn:b "B"`, `77 resource urn:b "B"`}},
		{"no page, far", strings.Repeat("WARC/", 30_000) + good, []string{"at byte 0: 150000 bytes that are no record", `150000 resource urn:b "B"`}},
	} {
		if diff := cmp.Diff(c.want, told(t, []byte(c.file))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func zipped(t *testing.T, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	for _, part := range parts {
		if _, err := io.WriteString(w, part); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadMembers(t *testing.T) {
	rec := func(uri string) string {
		return fmt.Sprintf("WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: %s\r\nContent-Length: 1\r\n\r\nB\r\n\r\n", uri)
	}
	a, b := zipped(t, rec("urn:a")), zipped(t, rec("urn:b"))
	at := func(parts ...[]byte) int { return len(bytes.Join(parts, nil)) }
	line := func(offset int, uri string) string { return fmt.Sprintf(`%d resource %s "B"`, offset, uri) }
	bad := bytes.Clone(a)
	bad[len(bad)-6] ^= 0xff // the checksum
	broken := bytes.Clone(a)
	for i := 12; i < len(broken)-8; i++ {
		broken[i] = 0xff
	}
	padding, garbage := make([]byte, 100), []byte("\x1f\x8b\x08 is no member, "+strings.Repeat("nor is \x1f\x8b\x08 this", 9_000))
	bomb := zipped(t, "WARC/1.0\r\nWARC-Target-URI: urn:bomb\r\nContent-Length: 99999999\r\n\r\n", strings.Repeat("\x00", 2<<20))
	for _, c := range []struct {
		name string
		file []byte
		want []string
	}{
		{"a member each", bytes.Join([][]byte{a, b}, nil), []string{line(0, "urn:a"), line(at(a), "urn:b")}},
		{"one member", zipped(t, rec("urn:a"), rec("urn:b")), []string{line(0, "urn:a"), line(0, "urn:b")}},
		{"padding", bytes.Join([][]byte{a, padding, b, padding}, nil), []string{line(0, "urn:a"), line(at(a, padding), "urn:b")}},
		{"garbage", bytes.Join([][]byte{a, garbage, b, []byte("end")}, nil), []string{line(0, "urn:a"),
			fmt.Sprintf("at byte %d: flate: corrupt input before offset 8", at(a)), line(at(a, garbage), "urn:b"), fmt.Sprintf("at byte %d: 3 bytes that are no gzip member", at(a, garbage, b))}},
		{"a wrong checksum", bytes.Join([][]byte{bad, b}, nil), []string{line(0, "urn:a"), "at byte 0: gzip: invalid checksum", line(at(a), "urn:b")}},
		{"broken", bytes.Join([][]byte{broken, b}, nil), []string{"at byte 0: 69 bytes that are no record: flate: corrupt input before offset 80", line(at(a), "urn:b")}},
		{"cut off", bytes.Join([][]byte{b, a[:len(a)-30]}, nil), []string{line(0, "urn:b"), fmt.Sprintf("at byte %d: header: cut off: gzip: the file ends within it urn:a", at(b))}},
		{"a bomb", bytes.Join([][]byte{bomb, b}, nil), nil},
	} {
		got := told(t, c.file)
		if c.name == "a bomb" {
			if len(got) != 2 || !strings.Contains(got[0], "expands to far more") || got[1] != line(at(bomb), "urn:b") {
				t.Errorf("a bomb: %q", got)
			}
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestDigests(t *testing.T) {
	for _, c := range []struct {
		field, value string
		ok           bool
	}{
		{"WARC-Block-Digest", "sha1:IPEUUBF4UEP6S2WTUHNBCOTGCHN6JOHK", false},
		{"WARC-Block-Digest", digest([]byte("body")), true},
		{"WARC-Block-Digest", strings.ToLower(digest([]byte("body"))), true},
		{"WARC-Block-Digest", "sha256:230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5", true},
		{"WARC-Block-Digest", "sha256:230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb6", false},
		{"WARC-Payload-Digest", digest([]byte("x")), false},
		{"WARC-Block-Digest", "md5:x", true},
		{"WARC-Block-Digest", "sha1:short", true},
	} {
		r := NewResource("urn:a", noon, "text/plain", []byte("body"))
		r.Header = Header{{"WARC-Type", "resource"}, {c.field, c.value}}
		var b bytes.Buffer
		if err := NewWriter(&b, false).Write(r); err != nil {
			t.Fatal(err)
		}
		for _, err := range Read(&b, small) {
			if (err == nil) != c.ok || err != nil && !strings.Contains(err.Error(), c.field) {
				t.Errorf("%s %s: %v", c.field, c.value, err)
			}
		}
	}
}

// What goes wrong below a file ends it and is no damage.
func TestErrorOfSource(t *testing.T) {
	for _, compress := range []bool{false, true} {
		var b bytes.Buffer
		w := NewWriter(&b, compress)
		for range 2 {
			if err := w.Write(NewResource("urn:a", noon, "text/plain", []byte("a"))); err != nil {
				t.Fatal(err)
			}
		}
		cause := errors.New("disk")
		src := io.MultiReader(bytes.NewReader(b.Bytes()[:b.Len()-20]), iotest.ErrReader(cause))
		n, last := 0, error(nil)
		for _, err := range Read(src, small) {
			n, last = n+1, err
		}
		if n != 2 || !errors.Is(last, cause) {
			t.Errorf("compressed %v: %d yields, then %v", compress, n, last)
		}
	}
}

func TestReadStops(t *testing.T) {
	for _, compress := range []bool{false, true} {
		var b bytes.Buffer
		w := NewWriter(&b, compress)
		for range 3 {
			if err := w.Write(NewResource("urn:a", noon, "text/plain", nil)); err != nil {
				t.Fatal(err)
			}
		}
		n := 0
		for range Read(&b, small) {
			n++
			break
		}
		if n != 1 {
			t.Errorf("%d records", n)
		}
	}
}

// TestRoundTrip writes any records and reads the same ones back.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []Record
		var b bytes.Buffer
		w := NewWriter(&b, rapid.Bool().Draw(t, "compress"))
		for i := range rapid.IntRange(0, 5).Draw(t, "records") {
			body := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "body")
			if rapid.Bool().Draw(t, "like a record") {
				body = append(body, "\r\n\r\nWARC/1.0\r\nContent-Length: 3\r\n\r\n"...)
			}
			uri := fmt.Sprintf("https://uil.example/%d", i)
			r := NewResource(uri, noon, "text/plain", body)
			if rapid.Bool().Draw(t, "response") {
				r = NewResponse(uri, noon, 200, map[string]string{"Etag": `"x"`}, body)
				h, err := r.HTTP(1 << 20)
				if err != nil || !bytes.Equal(h.Body, body) || h.Header.Get("ETag") != `"x"` {
					t.Fatalf("%+v, %v", h, err)
				}
			}
			if err := w.Write(r); err != nil {
				t.Fatal(err)
			}
			want = append(want, r)
		}
		for r, err := range Read(&b, small) {
			if err != nil || len(want) == 0 {
				t.Fatal(r, err)
			}
			if !bytes.Equal(r.Block, want[0].Block) {
				t.Fatalf("block %q, want %q", r.Block, want[0].Block)
			}
			for _, f := range want[0].Header {
				if r.Header.Get(f.Name) != f.Value {
					t.Fatalf("%s is %q, want %q", f.Name, r.Header.Get(f.Name), f.Value)
				}
			}
			if at, err := r.Date(); err != nil || !at.Equal(noon) || !strings.HasPrefix(r.Header.Get("WARC-Record-ID"), "<urn:uuid:") {
				t.Fatal(at, err, r.Header)
			}
			want = want[1:]
		}
		if len(want) > 0 {
			t.Fatalf("%d records are missing", len(want))
		}
	})
}

func TestWriterRefuses(t *testing.T) {
	for _, bad := range []Record{
		NewResource("urn:a\r\nX: y", noon, "text/plain", nil),
		{Header: Header{{"A B", "c"}}},
		{Header: Header{{"A", "c\nd"}}},
	} {
		var b bytes.Buffer
		if err := NewWriter(&b, false).Write(bad); err == nil || b.Len() > 0 {
			t.Errorf("%q: %v, %d bytes were written", bad.Header, err, b.Len())
		}
	}
}
