package archive

import (
	"testing"
	"time"
)

// A crawl that nobody resumed for 90 days is forgotten when another begins.
func TestAbandonedCrawls(t *testing.T) {
	const day = 24 * time.Hour
	a, _ := open(t)
	for _, c := range []struct {
		name     string
		started  time.Duration // before noon
		outcome  time.Duration // before noon, 0 for none
		finished bool
	}{
		{"given up", 91 * day, 0, false},
		{"given up after a while", 200 * day, 91 * day, false},
		{"cut short lately", 89 * day, 0, false},
		{"resumed night after night", 200 * day, day, false},
		{"finished", 200 * day, 199 * day, true},
		{"new", 200 * day, 0, false},
	} {
		r := begin(t, a, "run of "+c.name)
		at := noon.Add(-c.started)
		all(t, r.BeginCrawl(t.Context(), c.name, at))
		_, err := r.Enqueue(t.Context(), c.name, Entry{URL: "https://uil.example/", Host: "uil.example"})
		all(t, err)
		if c.outcome != 0 {
			all(t, r.Record(t.Context(), Outcome{URL: "https://uil.example/a", Result: Ingested, Time: noon.Add(-c.outcome)}))
		}
		if c.finished {
			all(t, r.EndCrawl(t.Context(), c.name, at))
		}
		all(t, r.Flush())
	}
	r := begin(t, a, "newest")
	all(t, r.BeginCrawl(t.Context(), "new", noon), r.Flush())
	for name, want := range map[string]struct {
		found   bool
		waiting int
	}{
		"given up": {false, 0}, "given up after a while": {false, 0}, "cut short lately": {true, 1},
		"resumed night after night": {true, 1}, "finished": {true, 0}, "new": {true, 0},
	} {
		_, found, err := a.Crawl(t.Context(), name)
		all(t, err)
		waiting, _, err := a.Frontier(t.Context(), name, "")
		all(t, err)
		if found != want.found || waiting != want.waiting {
			t.Errorf("%s: found %v, %d waiting; want %+v", name, found, waiting, want)
		}
	}
}
