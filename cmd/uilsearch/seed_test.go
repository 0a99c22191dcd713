package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"slices"
	"testing"

	"github.com/uilsearch/uilsearch/internal/api"
)

// TestSeedPage takes a real page, which stands beside the checkout where it is
// there at all, from its file to the answer of the API.
func TestSeedPage(t *testing.T) {
	const seed = "../../../shared/seed"
	if _, err := os.Stat(seed); err != nil {
		t.Skipf("no real page beside the checkout: %v", err)
	}
	data := t.TempDir()
	mustIngest(t, data, seed)
	reindexJSON(t, data, exitOK)
	s := serving(t, data)
	for _, q := range []string{"Namyanju", "남양주", "namyangju-si", `"Bucheon"`, `“1–2–3 lifelong learning infrastructure”`, "date:2016-07-14"} {
		if a := s.search(url.Values{"q": {q}}); a.Total != 1 {
			t.Errorf("%s finds %d pages", q, a.Total)
		}
	}
	a := s.search(url.Values{"city": {"namyangju"}})
	if a.Total != 1 {
		t.Fatalf("%d pages about Namyangju", a.Total)
	}
	code, body := s.get("/api/v1/documents/" + string(a.Hits[0].ID))
	var d api.Document
	if err := json.Unmarshal(body, &d); err != nil || code != http.StatusOK {
		t.Fatalf("%d %v", code, err)
	}
	if d.Title != "Learning cities in the Republic of Korea: Eight Korean cities join the UNESCO Global Network of Learning Cities" {
		t.Errorf("title %q", d.Title)
	}
	if d.Published.String() != "2016-07-14" || d.Lang != "en" || d.Type != "news" {
		t.Errorf("published %+v, lang %s, type %s", d.Published, d.Lang, d.Type)
	}
	about := map[string][]string{}
	for _, tag := range d.Tags {
		if len(tag.Evidence) == 0 {
			t.Errorf("%s %s has no evidence", tag.Facet, tag.Value)
		}
		if tag.Role == "about" {
			about[string(tag.Facet)] = append(about[string(tag.Facet)], tag.Value)
		}
		if tag.Value == "namyangju" && !slices.ContainsFunc(tag.Evidence, func(e api.Evidence) bool { return e.Surface == "Namyanju" }) {
			t.Errorf("Namyanju is no evidence of Namyangju: %+v", tag.Evidence)
		}
	}
	for facet, want := range map[string][]string{
		"city":    {"bucheon", "gunpo", "jeonju", "namyangju", "osan", "suwon", "tongyeong", "uijeongbu"},
		"country": {"kr"},
		"region":  {"asia-pacific"},
	} {
		slices.Sort(about[facet])
		if !slices.Equal(about[facet], want) {
			t.Errorf("about %s %v, want %v", facet, about[facet], want)
		}
	}
	// Of libraries the page speaks in one sentence: a tag, but not what it is about.
	if !slices.Contains(about["theme"], "esd") || slices.Contains(about["theme"], "libraries-prison") ||
		!slices.ContainsFunc(d.Tags, func(t api.Tag) bool { return t.Value == "libraries-prison" }) {
		t.Errorf("about the themes %v; want esd, and libraries-prison mentioned", about["theme"])
	}
}
