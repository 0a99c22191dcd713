package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/uilsearch/uilsearch/internal/api"
)

// readers ask a server all the time, whose pages are editions: every title
// reads "Edition numberN page I".
type readers struct {
	service service

	mu    sync.Mutex        // guards what follows
	more  sync.Cond         // says that times has grown
	seen  map[string]string // generation to edition
	pages map[string]string // address and ETag to the HTML that they named
	times []timed
	ended int // walks that a publish has ended
}

// timed is when an answer came to be asked for and how long it took.
type timed struct {
	at   time.Time
	took time.Duration
}

func newReaders(s service) *readers {
	r := &readers{service: s, seen: map[string]string{}, pages: map[string]string{}}
	r.more.L = &r.mu
	return r
}

// askOn asks 50 times a second, however long answers take, until stop. Every
// tenth time a reader goes on from page to page by cursor.
func (r *readers) askOn() (stop func()) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		ticker := time.NewTicker(time.Second / 50)
		defer ticker.Stop()
		for n := 0; ; n++ {
			select {
			case <-done:
				return
			case <-ticker.C:
			}
			switch n % 10 {
			case 0:
				wg.Go(r.walk)
			case 5:
				wg.Go(func() { r.page(htmlPages[n/10%len(htmlPages)]) })
			default:
				wg.Go(func() { r.whole(n) })
			}
		}
	})
	return func() { close(done); wg.Wait() }
}

// whole asks for all pages at once, in a way that few others do, so that most
// answers are worked out.
func (r *readers) whole(n int) {
	a, code := r.get(url.Values{"q": {"edition"}, "per_page": {fmt.Sprint(editionPages + n%92)}})
	if code != http.StatusOK || a.Total != editionPages || len(a.Hits) != editionPages {
		r.service.t.Errorf("generation %s answers %d: %d of %d", a.Generation, code, len(a.Hits), a.Total)
	}
}

// htmlPages are pages that several answers make up.
var htmlPages = []string{
	"/search?q=edition&facet_all=type&facet_find=o", "/search?q=edition&type=news&lang=ko", "/search?q=edition&facet_all=lang&facet_find=e&-lang=ko",
}

// page asks for a page as people do, and holds an ETag to name one page.
func (r *readers) page(path string) {
	a, err := fetch(r.service.t.Context(), http.MethodGet, r.service.site+path)
	if err != nil || a.code != http.StatusOK {
		r.service.t.Errorf("%s: %d, %v", path, a.code, err)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if name := a.header.Get("ETag"); name != "" {
		if was, ok := r.pages[path+name]; ok && was != a.body {
			r.service.t.Errorf("%s: %s names two pages", path, name)
		}
		r.pages[path+name] = a.body
	}
}

// walk goes through all pages by cursor, until the generation is gone.
func (r *readers) walk() {
	first := r.begin()
	found := len(first.Hits)
	for cursor := first.NextCursor; cursor != ""; {
		a, code := r.follow(cursor)
		if code == http.StatusGone {
			r.mu.Lock()
			r.ended++
			r.mu.Unlock()
			return
		}
		if code != http.StatusOK || a.Generation != first.Generation {
			r.service.t.Errorf("a cursor of %s leads on with %d in %s", first.Generation, code, a.Generation)
			return
		}
		found += len(a.Hits)
		cursor = a.NextCursor
	}
	if found != editionPages {
		r.service.t.Errorf("a walk through %s comes by %d pages", first.Generation, found)
	}
}

// begin asks for the first three pages.
func (r *readers) begin() api.Answer {
	a, code := r.get(url.Values{"q": {"edition"}, "per_page": {"3"}})
	if code != http.StatusOK || a.NextCursor == "" {
		r.service.t.Errorf("generation %s answers %d without a cursor", a.Generation, code)
	}
	return a
}

// follow asks for the three pages behind a cursor.
func (r *readers) follow(cursor string) (a api.Answer, code int) {
	return r.get(url.Values{"q": {"edition"}, "per_page": {"3"}, "cursor": {cursor}})
}

// get asks the API, notes how long that takes, and holds the pages of the
// answer to be of the one edition that its generation has.
func (r *readers) get(params url.Values) (a api.Answer, code int) {
	at := time.Now()
	code, body := r.service.get("/api/v1/search?" + params.Encode())
	took := time.Since(at)
	if err := json.Unmarshal(body, &a); err != nil {
		r.service.t.Errorf("%d %v %.300s", code, err, body)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	defer r.more.Broadcast()
	r.times = append(r.times, timed{at, took})
	for _, h := range a.Hits {
		edition := strings.Fields(h.Title.Text)[1]
		if was, ok := r.seen[a.Generation]; ok && was != edition {
			r.service.t.Errorf("generation %s answers with %s and %s", a.Generation, was, edition)
		}
		r.seen[a.Generation] = edition
	}
	return a, code
}

// untilAnswered waits for a number of answers more.
func (r *readers) untilAnswered(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for want := len(r.times) + n; len(r.times) < want; {
		r.more.Wait()
	}
}

// untilSeen waits for an answer of a generation. It needs readers that ask on.
func (r *readers) untilSeen(generation string) {
	r.service.t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for deadline := time.Now().Add(time.Minute); r.seen[generation] == ""; r.more.Wait() {
		if time.Now().After(deadline) {
			r.service.t.Fatalf("generation %s is not served", generation)
		}
	}
}

// took returns how long answers took that were asked for in a span of time.
func (r *readers) took(from, to time.Time) latencies {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out latencies
	for _, t := range r.times {
		if !t.at.Before(from) && t.at.Before(to) {
			out = append(out, t.took)
		}
	}
	return out
}

// latencies are how long answers took.
type latencies []time.Duration

func (l latencies) String() string {
	if len(l) == 0 {
		return "none"
	}
	sorted := slices.Sorted(slices.Values(l))
	at := func(share float64) time.Duration {
		return sorted[min(len(l)-1, int(share*float64(len(l))))].Round(10 * time.Microsecond)
	}
	return fmt.Sprintf("%d requests, median %v, p95 %v, p99 %v", len(l), at(.5), at(.95), at(.99))
}
