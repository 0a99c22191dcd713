package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 123456000, time.UTC)

func page(url, body string) corpus.Page {
	return corpus.Page{URL: url, MediaType: corpus.HTML, Body: []byte(body), Captured: noon}
}

// open returns a new archive in a directory whose name needs escaping in a URL.
func open(t *testing.T) (*Archive, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "a ?#%20 b")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, FileName)
	a, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a, path
}

func pages(t *testing.T, a *Archive) []corpus.Page {
	t.Helper()
	var out []corpus.Page
	for p, err := range a.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func mustPut(t *testing.T, a *Archive, p corpus.Page) bool {
	t.Helper()
	changed, err := a.Put(t.Context(), "r1", p)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

func TestPutAndPages(t *testing.T) {
	a, _ := open(t)
	b := page("https://uil.example/b", "not UTF-8: \xff\x00\xfe")
	b.Charset = "windows-1252"
	first := page("https://uil.example/a", "one")
	for _, p := range []corpus.Page{b, first} {
		if !mustPut(t, a, p) {
			t.Errorf("%s is new, yet not changed", p.URL)
		}
	}
	later := first
	later.Captured = noon.Add(time.Hour)
	if mustPut(t, a, later) {
		t.Error("the same bytes an hour later count as changed")
	}
	if diff := cmp.Diff([]corpus.Page{first, b}, pages(t, a)); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	later.Body = []byte("two")
	if !mustPut(t, a, later) {
		t.Error("other bytes count as unchanged")
	}
	if !mustPut(t, a, first) {
		t.Error("going back to older bytes counts as unchanged")
	}
	if diff := cmp.Diff([]corpus.Page{first, b}, pages(t, a)); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	if n, err := a.Count(t.Context()); n != 2 || err != nil {
		t.Errorf("Count = %d, %v", n, err)
	}
}

func TestGoneAndBack(t *testing.T) {
	a, _ := open(t)
	p := page("file:///a.html", "text")
	mustPut(t, a, p)
	if err := a.PutDocument(t.Context(), p.URL, "k", corpus.Document{URL: p.URL}); err != nil {
		t.Fatal(err)
	}
	r, err := a.Begin(t.Context(), "r2")
	if err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{p.URL, "file:///never.html"} {
		if err := r.Gone(t.Context(), url, "no longer in the folder", noon); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if got := pages(t, a); len(got) != 0 {
		t.Errorf("pages after it is gone: %v", got)
	}
	if _, ok, err := a.Document(t.Context(), p.URL, "k"); !ok {
		t.Errorf("a run that reads it has lost its document: %v", err)
	}
	if !mustPut(t, a, p) {
		t.Error("a page that came back counts as unchanged")
	}
	if got := pages(t, a); len(got) != 1 {
		t.Errorf("pages after it came back: %v", got)
	}
}

func TestDocumentsAreKeptByKey(t *testing.T) {
	a, _ := open(t)
	want := corpus.Document{ID: "x", URL: "https://uil.example/a", Title: "남양주", Crawled: noon,
		Published: corpus.Date{Year: 2016, Month: 7, Source: "meta"}, Sections: []corpus.Section{{Paragraphs: []string{"a"}}}}
	if err := a.PutDocument(t.Context(), "u", "k1", want); err != nil {
		t.Fatal(err)
	}
	got, ok, err := a.Document(t.Context(), "u", "k1")
	if diff := cmp.Diff(want, got); !ok || err != nil || diff != "" {
		t.Errorf("Document = %v, %v, diff:\n%s", ok, err, diff)
	}
	if _, ok, err := a.Document(t.Context(), "u", "k2"); ok || err != nil {
		t.Errorf("under another key: %v, %v", ok, err)
	}
	if err := a.PutDocument(t.Context(), "u", "k2", want); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := a.Document(t.Context(), "u", "k1"); ok {
		t.Error("the document under the older key was kept")
	}
}

func TestOutcomes(t *testing.T) {
	a, _ := open(t)
	for i, o := range []Outcome{
		{URL: "u", Result: Failed, Reason: "permission denied", Time: noon},
		{URL: "u", Result: Ingested, Time: noon.Add(time.Minute)},
	} {
		if err := a.Record(t.Context(), fmt.Sprint("r", i), o); err != nil {
			t.Fatal(err)
		}
	}
	got, err := a.Outcomes(t.Context(), "u", 10)
	want := []Outcome{
		{Run: "r1", URL: "u", Result: Ingested, Time: noon.Add(time.Minute)},
		{Run: "r0", URL: "u", Result: Failed, Reason: "permission denied", Time: noon},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestHeldByPrefix(t *testing.T) {
	a, _ := open(t)
	r, err := a.Begin(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{"file:///a", "file:///b%20c", "https://uil.example/", "fil"} {
		if _, err := r.PutFrom(t.Context(), Origin{Root: "/folder"}, page(url, "x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for url, err := range a.Held(t.Context(), "file:///", "/folder") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, url)
	}
	if diff := cmp.Diff([]string{"file:///a", "file:///b%20c"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestModel plays random runs against the archive and against a map.
func TestModel(t *testing.T) {
	a, _ := open(t)
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		r, err := a.Begin(ctx, "run")
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for _, url := range []string{"a", "b", "c"} {
			if err := r.Gone(ctx, url, "start again", noon); err != nil {
				t.Fatal(err)
			}
		}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			url := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "url")
			body, live := want[url]
			if rapid.Bool().Draw(t, "gone") {
				delete(want, url)
				err = r.Gone(ctx, url, "gone", noon)
			} else {
				want[url] = rapid.SampledFrom([]string{"1", "2"}).Draw(t, "body")
				var changed bool
				changed, err = r.Put(ctx, page(url, want[url]))
				if changed != (!live || body != want[url]) {
					t.Fatalf("put %s: changed = %v", url, changed)
				}
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for p, err := range a.Pages(ctx) {
			if err != nil {
				t.Fatal(err)
			}
			got[p.URL] = string(p.Body)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// A failed change leaves the changes before it in place.
func TestFailedChangeLosesNothingElse(t *testing.T) {
	a, _ := open(t)
	r, err := a.Begin(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Put(t.Context(), page("https://uil.example/a", "a")); err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Put(cancelled, page("https://uil.example/b", "b")); !errors.Is(err, context.Canceled) {
		t.Errorf("put with a cancelled context: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if got := pages(t, a); len(got) != 1 {
		t.Errorf("%d pages, want 1", len(got))
	}
}

func BenchmarkPut(b *testing.B) {
	a, err := Open(b.Context(), filepath.Join(b.TempDir(), FileName))
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	r, err := a.Begin(b.Context(), "bench")
	if err != nil {
		b.Fatal(err)
	}
	body := strings.Repeat("<p>Learning cities share what they have learned.</p>\n", 500)
	b.SetBytes(int64(len(body)))
	for i := 0; b.Loop(); i++ {
		if _, err := r.Put(b.Context(), page(fmt.Sprint("https://uil.example/", i), body)); err != nil {
			b.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
}
