//go:build ci && linux

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/indexer/publish"
)

// The most memory, in MiB, that the steps of indexing take over 10,000 pages.
// docs/operations.md states it.
const (
	mostToBring = 256 // ingest and crawl
	mostToIndex = 640 // reindex
)

// TestMemory brings many pages in, from files and from a site, and indexes them
// twice. Each command stays below its bound, whatever the number of pages.
func TestMemory(t *testing.T) {
	n := times(500, 10_000)
	program, pages := buildProgram(t), newVaried(t)
	files, data := t.TempDir(), t.TempDir()
	size := pages.write(t, files, n)
	t.Logf("%d pages of %d bytes", n, size/int64(n))
	run := func(what string, most int64, args ...string) []byte {
		t.Helper()
		cost, out := measured(t, program, args...)
		t.Logf("%s: %s, %.0f pages a second", what, cost, float64(n)/cost.wall.Seconds())
		if cost.peak > most {
			t.Errorf("%s took %d MiB, want %d at most", what, cost.peak, most)
		}
		return out
	}
	index := func(what, data string, args ...string) {
		t.Helper()
		var s publish.Summary
		out := run(what, mostToIndex, append([]string{"reindex", "--json", "--data", data}, args...)...)
		if err := json.Unmarshal(out, &s); err != nil || s.Pages != n || s.Documents != n || s.Rejected != 0 {
			t.Errorf("%s: %v %s", what, err, out)
		}
	}
	run("ingest", mostToBring, "ingest", "--data", data, files)
	index("reindex", data)
	run("ingest of the same", mostToBring, "ingest", "--data", data, files)
	index("reindex, all read afresh", data, "--full")

	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { servePage(w, r, pages, n) }))
	defer site.Close()
	data = t.TempDir()
	settings := filepath.Join(data, "uilsearch.toml")
	writeFile(t, settings, "[crawl]\npause = \"0s\"\ndepth = 20\nallow_networks = [\"127.0.0.0/8\"]\n")
	run("crawl", mostToBring, "crawl", "--config", settings, "--data", data, site.URL+"/in0/0")
	index("reindex of what was crawled", data)
}

// servePage serves page i of n as /in…/i, with links to three others: a tree, so
// that no page is many links away, in sections, for a crawl takes on so many
// pages of one.
func servePage(w http.ResponseWriter, r *http.Request, pages *varied, n int) {
	i, err := strconv.Atoi(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:])
	if err != nil || i >= n {
		http.NotFound(w, r)
		return
	}
	var links []string
	for next := 3*i + 1; next <= min(3*i+3, n-1); next++ {
		links = append(links, fmt.Sprintf("/in%d/%d", next/1000, next))
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, pages.page(i, links...))
}
