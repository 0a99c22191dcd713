package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/internal/hidden"
)

// TestHiddenPageIsGone hides a page that has been answered with in every way,
// and asks again for all of it.
func TestHiddenPageIsGone(t *testing.T) {
	const path = "/case-study/gnlc/namyangju"
	data := sampleData(t)
	s := serving(t, data)
	ask := url.Values{"q": {`"` + phrase + `"`}, "facet_size": {"200"}}
	was := s.search(ask)
	if was.Total != 2 || !strings.HasSuffix(was.Hits[0].URL, path) {
		t.Fatalf("before: %d %+v", was.Total, was.Hits)
	}
	id := string(was.Hits[0].ID)
	type held struct {
		answer
		gone int // the code of the answer once the page is hidden
	}
	before := map[string]held{}
	for address, code := range map[string]int{
		"/api/v1/documents/" + id:           http.StatusNotFound,
		"/doc/" + id:                        http.StatusNotFound,
		"/api/v1/search?" + ask.Encode():    http.StatusOK,
		"/search?" + ask.Encode():           http.StatusOK,
		"/api/v1/facets/city?q=Namyangju":   http.StatusOK,
		"/api/v1/search?q=Namyangju&page=1": http.StatusOK,
	} {
		s.send(http.MethodGet, s.site+address)
		a := s.send(http.MethodGet, s.site+address) // the second may come from a cache
		if a.code != http.StatusOK || a.header.Get("ETag") == "" {
			t.Errorf("before: %s: %d %v", address, a.code, a.header)
		}
		if again := s.send(http.MethodGet, s.site+address, "If-None-Match", a.header.Get("ETag")); again.code != http.StatusNotModified {
			t.Errorf("before: %s again: %d", address, again.code)
		}
		before[address] = held{a, code}
	}
	if added, err := hidden.Add(data, was.Hits[0].URL); err != nil || !added {
		t.Fatal(added, err)
	}
	began := time.Now()
	s.until(s.site+"/api/v1/documents/"+id, func(a answer) bool { return a.code == http.StatusNotFound })
	t.Logf("gone after %v", time.Since(began))
	for address, was := range before {
		for _, header := range [][]string{nil, {"If-None-Match", was.header.Get("ETag")}} {
			a := s.send(http.MethodGet, s.site+address, header...)
			if a.code != was.gone || strings.Contains(a.body, path) || a.body == was.body {
				t.Errorf("hidden: %s %v: %d %.300s", address, header, a.code, a.body)
			}
		}
	}
	if now := s.search(ask); now.Total != 1 || len(now.Facets["type"]) != 1 || now.Hits[0].ID == was.Hits[0].ID {
		t.Errorf("hidden: %d, types %v", now.Total, now.Facets["type"])
	}
	if code, r := s.readiness(); code != http.StatusOK || r.Hidden != 1 || r.Degraded {
		t.Errorf("hidden: %d %+v", code, r)
	}
	if removed, err := hidden.Remove(data, was.Hits[0].URL); err != nil || !removed {
		t.Fatal(removed, err)
	}
	for address, was := range before {
		s.until(s.site+address, func(a answer) bool { return a.code == was.code && a.body == was.body })
	}
}
