package archive

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func begin(t *testing.T, a *Archive, name string) *Run {
	t.Helper()
	r, err := a.Begin(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// all fails the test with the first error.
func all(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestHeadersAndAliases(t *testing.T) {
	a, _ := open(t)
	p := page("https://uil.example/b", "text")
	p.Header = map[string]string{"Etag": `"1"`, "Link": "<x>; rel=\"é\""}
	mustPut(t, a, p)
	source, err := a.Source(t.Context())
	all(t, err)
	r := begin(t, a, "r2")
	// Of a chain every link leads to its end, in whatever order they are found.
	all(t, r.Alias(t.Context(), "https://uil.example/2", "https://uil.example/3", noon),
		r.Alias(t.Context(), "https://uil.example/1", "https://uil.example/3", noon),
		r.Alias(t.Context(), "https://uil.example/3", p.URL, noon),
		r.Alias(t.Context(), p.URL, p.URL, noon), r.Flush())
	p.Aliases = []string{"https://uil.example/1", "https://uil.example/2", "https://uil.example/3"}
	got, live, err := a.Page(t.Context(), p.URL)
	if diff := cmp.Diff(p, got); diff != "" || !live || err != nil {
		t.Errorf("page (-want +got):\n%s%v", diff, err)
	}
	if after, err := a.Source(t.Context()); err != nil || after == source {
		t.Errorf("aliases do not change the source, %v", err)
	}
	for _, c := range []struct{ run, url, want string }{
		{"", "https://uil.example/1", p.URL}, {"r2", "https://uil.example/1", p.URL}, {"r1", "https://uil.example/1", ""}, {"", p.URL, ""},
	} {
		if got, err := a.Target(t.Context(), c.run, c.url); got != c.want || err != nil {
			t.Errorf("target of %s in %q: %q, %v", c.url, c.run, got, err)
		}
	}
	// An address that is a page again is no alias.
	all(t, r.Alias(t.Context(), "https://uil.example/4", "https://uil.example/2", noon), r.NoAlias(t.Context(), "https://uil.example/3"), r.Flush())
	if got, _, err := a.Page(t.Context(), p.URL); strings.Join(got.Aliases, " ") != "https://uil.example/1" || err != nil {
		t.Errorf("aliases %q, %v", got.Aliases, err)
	}
	// Aliases that come with a page are kept even if it is as it was.
	p.Aliases = []string{"https://uil.example/5"}
	if mustPut(t, a, p) {
		t.Error("aliases count as a change of the page")
	}
	if got, _, err := a.Page(t.Context(), p.URL); strings.Join(got.Aliases, " ") != "https://uil.example/1 https://uil.example/5" || err != nil {
		t.Errorf("aliases %q, %v", got.Aliases, err)
	}
	if _, live, err := a.Page(t.Context(), "https://uil.example/none"); live || err != nil {
		t.Errorf("a page that is not there: %v, %v", live, err)
	}
	all(t, a.Check(t.Context()))
	var status int
	all(t, a.db.QueryRowContext(t.Context(), `SELECT status FROM captures`).Scan(&status))
	if status != 0 {
		t.Errorf("status %d of a page without", status)
	}
}

func TestFrontier(t *testing.T) {
	a, _ := open(t)
	r := begin(t, a, "r1")
	const name = "sites"
	all(t, r.BeginCrawl(t.Context(), name, noon))
	for _, e := range []Entry{
		{URL: "c", Host: "h", Kind: "page", Depth: 2},
		{URL: "b", Host: "h", Kind: "page", Depth: 3, Hops: 1},
		{URL: "a", Host: "h", Kind: "map", Depth: 9, Known: true},
		{URL: "z", Host: "g", Kind: "page"},
	} {
		if added, err := r.Enqueue(t.Context(), name, e); !added || err != nil {
			t.Fatalf("%s: added %v, %v", e.URL, added, err)
		}
	}
	for _, depth := range []int{1, 5} { // the least depth counts
		if added, err := r.Enqueue(t.Context(), name, Entry{URL: "b", Host: "h", Kind: "page", Depth: depth}); added || err != nil {
			t.Fatalf("b again: added %v, %v", added, err)
		}
	}
	all(t, r.Flush())
	var order []string
	for {
		e, found, err := a.Next(t.Context(), name, "h")
		all(t, err)
		if !found {
			break
		}
		order = append(order, fmt.Sprint(e))
		all(t, r.Visited(t.Context(), name, e.URL), r.Flush())
	}
	want := []string{"{a h map 9 0 true}", "{b h page 1 1 false}", "{c h page 2 0 false}"}
	if diff := cmp.Diff(want, order); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	// What was visited does not come again.
	if added, err := r.Enqueue(t.Context(), name, Entry{URL: "a", Host: "h"}); added || err != nil {
		t.Errorf("a again: added %v, %v", added, err)
	}
	all(t, r.Flush())
	if hosts, err := a.WaitingHosts(t.Context(), name); fmt.Sprint(hosts) != "[g]" || err != nil {
		t.Errorf("hosts %v, %v", hosts, err)
	}
	all(t, r.VisitedHost(t.Context(), name, "g", Outcome{Result: Failed, Reason: "down", Time: noon}), r.Flush())
	got, err := a.Outcomes(t.Context(), "z", 9)
	if diff := cmp.Diff([]Outcome{{Run: "r1", URL: "z", Result: Failed, Reason: "down", Time: noon}}, got); diff != "" || err != nil {
		t.Errorf("outcomes of a host left alone: %s%v", diff, err)
	}
	if waiting, visited, err := a.Frontier(t.Context(), name, ""); waiting != 0 || visited != 4 || err != nil {
		t.Errorf("%d waiting, %d visited, %v", waiting, visited, err)
	}
	if _, visited, err := a.Frontier(t.Context(), name, "h"); visited != 3 || err != nil {
		t.Errorf("%d visited of h, %v", visited, err)
	}
	if queued, err := a.Queued(t.Context(), name, "a"); !queued || err != nil {
		t.Errorf("a queued: %v, %v", queued, err)
	}
	if queued, err := a.Queued(t.Context(), "other", "a"); queued || err != nil {
		t.Errorf("a queued in another crawl: %v, %v", queued, err)
	}
	crawlEnds(t, a, r, name)
}

func crawlEnds(t *testing.T, a *Archive, r *Run, name string) {
	t.Helper()
	c, found, err := a.Crawl(t.Context(), name)
	if !found || err != nil || c.Run != "r1" || !c.Started.Equal(noon) || !c.Finished.IsZero() {
		t.Errorf("under way: %+v, %v", c, err)
	}
	all(t, r.EndCrawl(t.Context(), name, noon.Add(time.Hour)), r.Flush())
	c, _, err = a.Crawl(t.Context(), name)
	if err != nil || !c.Finished.Equal(noon.Add(time.Hour)) {
		t.Errorf("ended: %+v, %v", c, err)
	}
	if _, visited, err := a.Frontier(t.Context(), name, ""); visited != 0 || err != nil {
		t.Errorf("%d left behind, %v", visited, err)
	}
	if _, found, err := a.Crawl(t.Context(), "other"); found || err != nil {
		t.Errorf("another crawl: %v, %v", found, err)
	}
}

// Together is all or nothing, however much is written, and keeps what was
// written before.
func TestTogether(t *testing.T) {
	a, path := open(t)
	other, err := OpenReadOnly(t.Context(), path)
	all(t, err)
	defer other.Close()
	r := begin(t, a, "r")
	_, err = r.Put(t.Context(), page("file:///before", "x"))
	all(t, err)
	many := func(prefix string) error {
		for i := range 3 * batchChanges {
			if _, err := r.Put(t.Context(), page(fmt.Sprintf("file:///%s/%d", prefix, i), "x")); err != nil {
				return err
			}
		}
		if n, err := other.Count(context.Background()); err != nil || prefix == "bad" && n != 1 {
			t.Errorf("others see %d pages meanwhile, %v", n, err)
		}
		return nil
	}
	bad := errors.New("bad")
	if err := r.Together(func() error { return errors.Join(many("bad"), bad) }); !errors.Is(err, bad) {
		t.Error(err)
	}
	if n, err := other.Count(t.Context()); n != 1 || err != nil {
		t.Errorf("%d pages after an error, %v", n, err)
	}
	all(t, r.Together(func() error { return many("good") }))
	if n, err := other.Count(t.Context()); n != 1+3*batchChanges || err != nil {
		t.Errorf("%d pages, %v", n, err)
	}
}

func TestVisits(t *testing.T) {
	a, _ := open(t)
	for _, url := range []string{"file:///f", "http://uil.example/a", "httpd:x", "https://uil.example/b"} {
		mustPut(t, a, page(url, "x"))
	}
	r := begin(t, a, "r2")
	v := Visit{URL: "https://uil.example/b", ETag: `"e"`, Modified: "m", Status: 200, Depth: 3, Gone: 1, Reason: "404", Time: noon}
	all(t, r.PutVisit(t.Context(), v), r.PutVisit(t.Context(), Visit{URL: "https://uil.example/not-live", Time: noon}), r.Flush())
	v.Run = "r2"
	got, found, err := a.Visit(t.Context(), v.URL)
	if diff := cmp.Diff(v, got); diff != "" || !found || err != nil {
		t.Errorf("visit: %s%v", diff, err)
	}
	if _, found, err := a.Visit(t.Context(), "https://uil.example/never"); found || err != nil {
		t.Errorf("never visited: %v, %v", found, err)
	}
	var web []Visit
	for v, err := range a.WebPages(t.Context()) {
		all(t, err)
		web = append(web, v)
	}
	want := []Visit{{URL: "http://uil.example/a", Depth: 1, Gone: NeverSeen, Time: time.Unix(0, 0).UTC()}, v}
	if diff := cmp.Diff(want, web); diff != "" {
		t.Errorf("pages of the web (-want +got):\n%s", diff)
	}
	if live, err := a.Live(t.Context(), "https://uil.example/not-live"); live || err != nil {
		t.Errorf("live %v, %v", live, err)
	}
}

func TestStats(t *testing.T) {
	a, _ := open(t)
	mustPut(t, a, page("file:///a", "1"))
	mustPut(t, a, page("file:///a", "2"))
	mustPut(t, a, page("file:///b", "1"))
	for i, o := range []Outcome{{Run: "x", URL: "a", Result: Failed}, {Run: "b", URL: "a", Result: Ingested}, {Run: "b", URL: "b", Result: Ingested}, {Run: "a", URL: "b", Result: Gone}} {
		o.Time = noon.Add(time.Duration(i) * time.Minute)
		all(t, a.Record(t.Context(), o.Run, o))
	}
	r := begin(t, a, "a")
	all(t, r.Gone(t.Context(), "file:///b", "why", noon), r.RecordFirst(t.Context(), Outcome{URL: "b", Result: Skipped, Time: noon}),
		r.RecordFirst(t.Context(), Outcome{URL: "c", Result: Skipped, Time: noon.Add(time.Hour)}), r.Flush())
	s, err := a.Stats(t.Context())
	if want := (Stats{Pages: 1, Captures: 3, Tombstones: 1, Bytes: s.Bytes}); s != want || s.Bytes <= 0 || err != nil {
		t.Errorf("%+v, %v", s, err)
	}
	runs, err := a.Runs(t.Context(), 2)
	want := []RunStats{
		{"a", noon.Add(3 * time.Minute), noon.Add(time.Hour), map[Result]int{Gone: 1, Skipped: 1}},
		{"b", noon.Add(time.Minute), noon.Add(2 * time.Minute), map[Result]int{Ingested: 2}},
	}
	if diff := cmp.Diff(want, runs); diff != "" || err != nil {
		t.Errorf("runs (-want +got):\n%s%v", diff, err)
	}
	if n, err := a.Results(t.Context(), "b"); n[Ingested] != 2 || len(n) != 1 || err != nil {
		t.Errorf("results %v, %v", n, err)
	}
	if o, err := a.Recorded(t.Context(), "a"); len(o) != 2 || o[0].Result != Gone || o[1].URL != "c" || err != nil {
		t.Errorf("outcomes %v, %v", o, err)
	}
	stone, found, err := a.Tombstone(t.Context(), "file:///b")
	if diff := cmp.Diff(Tombstone{"file:///b", noon, "why"}, stone); diff != "" || !found || err != nil {
		t.Errorf("tombstone: %s%v", diff, err)
	}
	if _, found, err := a.Tombstone(t.Context(), "file:///a"); found || err != nil {
		t.Errorf("no tombstone: %v, %v", found, err)
	}
}

// An archive of every earlier schema is brought up to date with what it holds.
func TestMigrateFromEarlierSchemas(t *testing.T) {
	newest := migrations
	defer func() { migrations = newest }()
	for version := 1; version < len(newest); version++ {
		path := filepath.Join(t.TempDir(), FileName)
		migrations = newest[:version]
		old, err := Open(t.Context(), path)
		all(t, err)
		packed, err := deflate([]byte("text"))
		all(t, err)
		p := page("file:///a", "text")
		_, err = old.db.ExecContext(t.Context(), `INSERT INTO captures (id, url, digest, media_type, charset, body, captured, run) VALUES (1, ?, ?, ?, '', ?, ?, 'r')`,
			p.URL, p.Digest(), p.MediaType, packed, noon.UnixMicro())
		all(t, err)
		_, err = old.db.ExecContext(t.Context(), `INSERT INTO pages (url, capture, seen) VALUES ('file:///a', 1, 0)`)
		all(t, err, old.Close())
		migrations = newest
		a, err := Open(t.Context(), path)
		all(t, err)
		if diff := cmp.Diff(p, pages(t, a)[0]); diff != "" {
			t.Errorf("schema %d: %s", version, diff)
		}
		all(t, a.Check(t.Context()), a.Close())
	}
}
