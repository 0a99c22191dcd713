package main

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// TestPublishWhileAnswering publishes a few times within this process.
func TestPublishWhileAnswering(t *testing.T) {
	publishWhileAnswering(t, 3, func(data string) { reindexJSON(t, data, exitOK) })
}

// editionPages is how many pages every edition has.
const editionPages = 8

// publishWhileAnswering publishes new editions of some pages while more than 50
// requests a second are answered. None fails, and none mixes generations: the
// pages of each carry its number, those behind a cursor too.
func publishWhileAnswering(t *testing.T, publishes int, reindex func(data string)) {
	data, pages := t.TempDir(), t.TempDir()
	edition := func(n int) {
		for i := range editionPages {
			title := fmt.Sprintf("Edition number%d page %d", n, i)
			writeFile(t, filepath.Join(pages, fmt.Sprintf("page-%d.html", i)), fmt.Sprintf(page, title, title, title))
		}
		mustIngest(t, data, pages)
		reindex(data)
	}
	edition(0)
	r := newReaders(serving(t, data))
	stop := r.askOn()
	r.untilAnswered(100)
	before := r.took(time.Time{}, time.Now())
	var whole, swaps latencies
	for n := 1; n <= publishes; n++ {
		first := r.begin()
		began := time.Now()
		edition(n)
		r.untilSeen(current(t, data))
		served := time.Now()
		if next, code := r.follow(first.NextCursor); code != http.StatusGone && next.Generation != first.Generation {
			t.Errorf("a cursor of %s leads on in %s", first.Generation, next.Generation)
		}
		r.untilAnswered(25)
		whole = append(whole, r.took(began, served)...)
		swaps = append(swaps, r.took(served.Add(-time.Second/2), time.Now())...)
	}
	stop()
	t.Logf("%d generations seen, %d walks ended by a publish", len(r.seen), r.ended)
	t.Logf("answers before: %s\nwhile runs were under way: %s\nhalf a second about a swap: %s", before, whole, swaps)
	if len(r.pages) <= len(htmlPages) {
		t.Errorf("only %d pages were seen", len(r.pages))
	}
	if len(r.seen) != publishes+1 {
		t.Errorf("%d generations answered, want %d", len(r.seen), publishes+1)
	}
}

// untilServed waits until the live generation answers.
func (s service) untilServed(data string) {
	s.t.Helper()
	s.until(s.site+"/api/v1/generation", func(a answer) bool {
		return strings.Contains(a.body, current(s.t, data))
	})
}

// current returns the name of the live generation.
func current(t *testing.T, data string) string {
	t.Helper()
	name, err := generation.NewStore(data).Current()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// TestNothingToServe starts before the first run: pages say what to do, and
// the first generation is taken up without a restart.
func TestNothingToServe(t *testing.T) {
	data, _ := archived(t)
	s := serving(t, data)
	if a := s.send(http.MethodGet, s.site+"/"); a.code != http.StatusServiceUnavailable || !strings.Contains(a.body, "uilsearch reindex") {
		t.Errorf("home: %d %.200s", a.code, a.body)
	}
	if a := s.send(http.MethodGet, s.site+"/api/v1/search"); a.code != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
		t.Errorf("API: %d %v", a.code, a.header)
	}
	reindexJSON(t, data, exitOK)
	s.until(s.site+"/api/v1/search", func(a answer) bool { return a.code == http.StatusOK })
}
