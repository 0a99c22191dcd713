package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func escape(s string) string { return url.QueryEscape(s) }

// FuzzWeb holds that any bytes as path and query give a page or a 4xx, and
// that the canonical address of a search page leads to itself.
func FuzzWeb(f *testing.F) {
	for _, seed := range []string{
		"", "search", "search?q=%zz", "search?q=%22a+b%22)(&city=cork&-city=cork", "search?page=99999999999999999999", "search?from=0000&to=9999",
		"search?facet_all=city&sort=title", "search?q=%ff%00%0a", "doc/", "doc/%2e%2e%2f", "static/%00", "search?-=1&=&&;", "..%2f", "search?year=none&mentions=1",
		"search?q=%E2%80%8F%EC%A0%84%EC%A3%BC", "robots.txt", "opensearch.xml", "search?q=((((((((a",
	} {
		f.Add(seed)
	}
	h := serve(library())
	f.Fuzz(func(t *testing.T, target string) {
		if strings.ContainsAny(target, " \r\n") {
			t.Skip("ends the request line")
		}
		target = "/" + target
		if r := get(t, h, target); r.StatusCode >= http.StatusInternalServerError {
			t.Fatalf("status %d", r.StatusCode)
		}
		if !strings.HasPrefix(target, "/search?") {
			return
		}
		root := open(t, h, target, http.StatusOK)
		canonical := attr(one(t, root, "canonical", with("rel", "canonical")), "href")
		again := open(t, h, canonical, http.StatusOK)
		if got := attr(one(t, again, "canonical", with("rel", "canonical")), "href"); got != canonical || total(t, root) != total(t, again) {
			t.Fatalf("%s says its address is %s, which says %s", target, canonical, got)
		}
	})
}
