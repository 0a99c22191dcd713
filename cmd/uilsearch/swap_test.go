package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// TestPublishWhileAnswering publishes new generations while 50 requests a
// second are answered. None fails, and none mixes generations: the pages of
// each generation carry its number.
func TestPublishWhileAnswering(t *testing.T) {
	publishes := 3
	if os.Getenv("TORTURE") != "" {
		publishes = 100
	}
	data, pages := t.TempDir(), t.TempDir()
	edition := func(n int) {
		for i := range 8 {
			title := fmt.Sprintf("Edition number%d page %d", n, i)
			writeFile(t, filepath.Join(pages, fmt.Sprintf("page-%d.html", i)), fmt.Sprintf(page, title, title, title))
		}
		mustIngest(t, data, pages)
		reindexJSON(t, data, exitOK)
	}
	edition(0)
	s := serving(t, data)
	var mu sync.Mutex
	seen := map[string]string{} // generation to edition
	var asked, wrong atomic.Int64
	ask := func() {
		a := s.search(url.Values{"q": {"edition"}, "per_page": {"20"}})
		asked.Add(1)
		if a.Total != 8 || len(a.Hits) != 8 {
			wrong.Add(1)
			t.Errorf("generation %s answers %d of %d", a.Generation, len(a.Hits), a.Total)
		}
		mu.Lock()
		defer mu.Unlock()
		for _, h := range a.Hits {
			number := strings.Fields(h.Title.Text)[1]
			if was, ok := seen[a.Generation]; ok && was != number {
				t.Errorf("generation %s answers with %s and %s", a.Generation, was, number)
			}
			seen[a.Generation] = number
		}
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		ticker := time.NewTicker(time.Second / 50)
		defer ticker.Stop()
		for {
			select {
			case <-stop:
				return
			case <-ticker.C:
				wg.Go(ask)
			}
		}
	})
	for n := 1; n <= publishes; n++ {
		edition(n)
		s.untilServed(data)
		ask()
	}
	close(stop)
	wg.Wait()
	t.Logf("%d requests, %d wrong, %d generations seen", asked.Load(), wrong.Load(), len(seen))
	if len(seen) != publishes+1 {
		t.Errorf("%d generations answered, want %d", len(seen), publishes+1)
	}
}

// untilServed waits until the live generation answers.
func (s service) untilServed(data string) {
	s.t.Helper()
	want, err := generation.NewStore(data).Current()
	if err != nil {
		s.t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if s.search(url.Values{"per_page": {"1"}}).Generation == want {
			return
		}
	}
	s.t.Fatalf("generation %s is not served", want)
}

// TestNothingToServe starts before the first run: pages say what to do, and
// the first generation is taken up without a restart.
func TestNothingToServe(t *testing.T) {
	data, _ := archived(t)
	s := serving(t, data)
	if code, body := s.get("/"); code != http.StatusServiceUnavailable || !strings.Contains(string(body), "uilsearch reindex") {
		t.Errorf("home: %d %.200s", code, body)
	}
	if code, _ := s.get("/api/v1/search"); code != http.StatusServiceUnavailable {
		t.Errorf("API: %d", code)
	}
	reindexJSON(t, data, exitOK)
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		if code, _ := s.get("/api/v1/search"); code == http.StatusOK {
			return
		}
	}
	t.Error("the first generation is not taken up")
}
