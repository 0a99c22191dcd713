package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

// TestAHiddenPageIsGone hides a page that clients have: whatever they say they
// have, they get it no more.
func TestAHiddenPageIsGone(t *testing.T) {
	s := library()
	h := serve(s)
	id := corpus.NewID("https://uil.example/cork")
	document := "/api/v1/documents/" + string(id)
	targets := []string{"/api/v1/search", "/api/v1/search?q=festival", "/api/v1/search?city=cork", "/api/v1/facets/city?contains=cork", document}
	had := map[string]string{}
	for _, target := range targets {
		r := get(t, h, target)
		had[target] = r.Header.Get("ETag")
		if v := decode(t, r, http.StatusOK); !strings.Contains(fmt.Sprint(v), "Cork") || had[target] == "" {
			t.Fatalf("%s: ETag %q, %v", target, had[target], v)
		}
		if kept := r.Header.Get("Cache-Control"); kept != "no-cache" {
			t.Errorf("%s may be kept without asking: %q", target, kept)
		}
		if r := get(t, h, target, "If-None-Match: "+had[target]); r.StatusCode != http.StatusNotModified || r.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s again: status %d, headers %v", target, r.StatusCode, r.Header)
		}
	}
	other := "/api/v1/documents/" + string(corpus.NewID("https://uil.example/suwon"))
	before := get(t, h, other).Header.Get("ETag")
	s.Hide(id)
	for _, target := range targets {
		for _, have := range []string{"", had[target], `"other", ` + had[target]} {
			r := get(t, h, target, "If-None-Match: "+have)
			want := http.StatusOK
			if target == document {
				want = http.StatusNotFound
			}
			if v := fmt.Sprint(decode(t, r, want)); strings.Contains(v, "Cork festival") || strings.Contains(v, "count:1 label:Cork") || r.Header.Get("ETag") == had[target] {
				t.Errorf("%s with %q: ETag %q, %v", target, have, r.Header.Get("ETag"), v)
			}
		}
	}
	if now := get(t, h, other).Header.Get("ETag"); now == before {
		t.Error("a document, which may have led to the hidden page, has the ETag from before")
	}
	decode(t, get(t, h, document, "If-None-Match: *"), http.StatusNotFound)
}
