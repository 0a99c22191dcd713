package warc

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func FuzzRead(f *testing.F) {
	for _, compress := range []bool{false, true} {
		var b bytes.Buffer
		w := NewWriter(&b, compress)
		for _, r := range []Record{NewInfo(noon, Field{"software", "x"}), NewResponse("https://uil.example/", noon, 200, nil, []byte("<p>")), NewResource("file:///a", noon, "text/plain", []byte("a"))} {
			if err := w.Write(r); err != nil {
				f.Fatal(err)
			}
		}
		f.Add(b.Bytes())
		f.Add(b.Bytes()[:b.Len()/2])
		f.Add(b.Bytes()[5:])
	}
	f.Add([]byte("WARC/1.0\nContent-Length: 99999999999\n\nx"))
	f.Add([]byte("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 63\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		records := 0
		for r, err := range Read(bytes.NewReader(file), small) {
			if records++; records > len(file)+1 {
				t.Fatal("there is no end")
			}
			if int64(len(r.Block)) > small.Block || r.Offset > int64(len(file)) {
				t.Fatalf("%d bytes at %d", len(r.Block), r.Offset)
			}
			if err != nil {
				continue
			}
			if h, err := r.HTTP(8192); err == nil && len(h.Body) > 8192 {
				t.Fatalf("a body of %d bytes", len(h.Body))
			}
			r.Date()
		}
	})
}

// A record is found wherever it stands in what the search looks at.
func TestResyncAtTheEdge(t *testing.T) {
	var plain, member bytes.Buffer
	for b, compress := range map[*bytes.Buffer]bool{&plain: false, &member: true} {
		if err := NewWriter(b, compress).Write(NewResource("urn:a", noon, "text/plain", []byte("a"))); err != nil {
			t.Fatal(err)
		}
	}
	for n := windowSize - 600; n < windowSize+20; n++ {
		if n < windowSize-20 && n%50 > 0 {
			continue
		}
		garbage := bytes.Repeat([]byte("x"), n)
		if got := told(t, slices.Concat(garbage, plain.Bytes())); len(got) != 2 || got[1] != fmt.Sprintf(`%d resource urn:a "a"`, n) {
			t.Fatalf("behind %d bytes: %q", n, got)
		}
		begin := member.Len()
		if got := told(t, slices.Concat(member.Bytes(), garbage, member.Bytes())); len(got) != 3 || got[2] != fmt.Sprintf(`%d resource urn:a "a"`, begin+n) {
			t.Fatalf("a member behind %d bytes: %q", n, got)
		}
	}
}

func TestNewResponseIsNotCoded(t *testing.T) {
	r := NewResponse("urn:a", noon, 200, map[string]string{"content-encoding": "br", "Transfer-Encoding": "chunked", "Content-Length": "9", "a b": "c", "X": "d\ne", "Y": "f", "Z": "g\rh"}, []byte("2\r\n"))
	h, err := r.HTTP(100)
	want := map[string][]string{"Content-Length": {"3"}, "X": {"d", "e"}, "Y": {"f"}}
	if diff := cmp.Diff(want, map[string][]string(h.Header)); err != nil || string(h.Body) != "2\r\n" || diff != "" {
		t.Errorf("%q, %v\n%s", h.Body, err, diff)
	}
}
