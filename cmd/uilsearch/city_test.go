package main

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/uilsearch/uilsearch/internal/api"
)

// TestCityData asks a server for what a page about a city shows.
func TestCityData(t *testing.T) {
	s := serving(t, sampleData(t))
	code, body := s.get("/api/v1/cities/namyangju")
	var c api.City
	if err := json.Unmarshal(body, &c); err != nil || code != http.StatusOK {
		t.Fatalf("%d, %v: %s", code, err, body)
	}
	if c.Name != "Namyangju" || c.Country.Label != "Republic of Korea" || c.Region.Value != "asia-pacific" || c.MemberSince == 0 || len(c.Awards) == 0 || c.Position == nil {
		t.Errorf("%+v", c)
	}
	scripts := map[string]bool{}
	for _, n := range c.Names {
		scripts[n.Script] = true
		if n.Name == "Namyanju" {
			t.Error("a misspelling is among the names")
		}
	}
	for _, script := range []string{"Latn", "Hang", "Hani", "Cyrl"} {
		if !scripts[script] {
			t.Errorf("no name in %s: %+v", script, c.Names)
		}
	}
	if len(c.Sources) != 1 || c.Sources[0].License != "CC BY 4.0" {
		t.Errorf("sources %+v", c.Sources)
	}
	if code, _ := s.get("/api/v1/cities/Atlantis"); code != http.StatusNotFound {
		t.Errorf("a city that is not there: %d", code)
	}
}
