package web_test

import (
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
	targets := []string{"/", "/search", "/search?q=festival", "/search?city=cork", "/search?facet_all=city&facet_find=cork", docPath("cork"), docPath("cork") + "?q=festival"}
	had := map[string]string{}
	for _, target := range targets {
		r := get(t, h, target)
		if had[target] = r.Header.Get("ETag"); r.StatusCode != http.StatusOK || !strings.Contains(body(t, r), docPath("cork")) || had[target] == "" {
			t.Fatalf("%s: status %d, ETag %q", target, r.StatusCode, had[target])
		}
		if kept := r.Header.Get("Cache-Control"); kept != "no-cache" {
			t.Errorf("%s may be kept without asking: %q", target, kept)
		}
		if r := get(t, h, target, "If-None-Match: "+had[target]); r.StatusCode != http.StatusNotModified || r.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s again: status %d, headers %v", target, r.StatusCode, r.Header)
		}
	}
	other := get(t, h, docPath("suwon")).Header.Get("ETag")
	s.Hide(corpus.NewID("https://uil.example/cork"))
	for _, target := range targets {
		for _, have := range []string{"", had[target], `"other", ` + had[target]} {
			r := get(t, h, target, "If-None-Match: "+have)
			want := http.StatusOK
			if strings.HasPrefix(target, "/doc/") {
				want = http.StatusNotFound
			}
			if got := body(t, r); r.StatusCode != want || strings.Contains(got, docPath("cork")) || r.Header.Get("ETag") == had[target] {
				t.Errorf("%s with %q: status %d, ETag %q", target, have, r.StatusCode, r.Header.Get("ETag"))
			}
		}
	}
	if get(t, h, docPath("suwon")).Header.Get("ETag") == other {
		t.Error("a document, which may have led to the hidden page, has the ETag from before")
	}
	if r := get(t, h, docPath("cork"), "If-None-Match: *"); r.StatusCode != http.StatusNotFound || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("with *: status %d, headers %v", r.StatusCode, r.Header)
	}
}
