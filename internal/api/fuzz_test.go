package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// FuzzAPI holds that any bytes as path and query give an answer or a problem
// that names itself.
func FuzzAPI(f *testing.F) {
	for _, seed := range []string{
		"search", "search?q=%zz", "search?q=%22a+b%22&city=cork&-city=suwon", "search?page=99999999999999999999",
		"search?sort=&sort=newest", "search?from=0000&to=9999-99", "search?year=none&year=2016&facets=city,,year",
		"search?cursor=%00~-1", "search?-=1&=&&;", "facets/city?prefix=%E2%80%8B", "facets/%2e%2e", "documents/%00",
		"documents/", "search?q=\xff\xfe", "search?mentions=1&mentions=0", "?", "search?page=-1&per_page=0",
	} {
		f.Add(seed)
	}
	h := serve(library())
	f.Fuzz(func(t *testing.T, target string) {
		if strings.ContainsAny(target, " \r\n") {
			t.Skip("ends the request line")
		}
		r := get(t, h, "/api/v1/"+target)
		body, _ := io.ReadAll(r.Body)
		if r.StatusCode >= http.StatusInternalServerError {
			t.Fatalf("status %d: %s", r.StatusCode, body)
		}
		if r.StatusCode < http.StatusBadRequest {
			return
		}
		var p struct{ Type, Code, Detail string }
		if err := json.Unmarshal(body, &p); err != nil || p.Code == "" || p.Detail == "" || !strings.HasSuffix(p.Type, ":"+p.Code) {
			t.Fatalf("status %d is no problem: %s", r.StatusCode, body)
		}
	})
}
