package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// TestVersionsThatAreKept has a page change each night.
func TestVersionsThatAreKept(t *testing.T) {
	edition := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, page, "News", "News", fmt.Sprintf("Edition %d.", edition))
	}))
	t.Cleanup(s.Close)
	data, config := t.TempDir(), filepath.Join(t.TempDir(), "a.toml")
	kept := func(keep string, nights int, command ...string) addressStats {
		t.Helper()
		writeFile(t, config, fmt.Sprintf("[crawl]\nsites = [%q]\n[archive]\nversions = %s\n", s.URL, keep))
		for range nights {
			edition++
			if got := crawlIn(t, append(command, "--data", data, "--config", config)...); got.code != exitOK {
				t.Fatalf("%+v", got)
			}
		}
		var one addressStats
		got := uilsearch(t, "stats", "--json", "--url", s.URL, "--data", data)
		if err := json.Unmarshal([]byte(got.stdout), &one); err != nil || len(one.Versions) == 0 {
			t.Fatalf("%+v, %v", got, err)
		}
		return one
	}
	if all := kept("0", 4, "crawl"); len(all.Versions) != 4 || !all.Versions[0].Live || all.Versions[1].Live || all.Versions[0].Bytes != all.Bytes || all.Versions[0].Digest == all.Versions[1].Digest {
		t.Errorf("all: %+v", all)
	}
	if two := kept("2", 1, "crawl"); len(two.Versions) != 2 || !two.Versions[0].Live {
		t.Errorf("two, after a crawl: %+v", two)
	}
	if one := kept("1", 1, "reindex", "--crawl"); len(one.Versions) != 1 || !one.Versions[0].Live {
		t.Errorf("one, after a run: %+v", one)
	}
	if got := uilsearch(t, "stats", "--url", s.URL, "--data", data); strings.Count(got.stdout, "version ") != 1 || strings.Count(got.stdout, "ingested") != 6 {
		t.Errorf("for people: %+v", got)
	}
}
