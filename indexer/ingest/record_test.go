package ingest

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/internal/warc"
)

// newRun returns an empty archive and a run that changes it.
func newRun(t *testing.T) (*archive.Archive, *archive.Run) {
	t.Helper()
	a, err := archive.Open(t.Context(), filepath.Join(t.TempDir(), archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	r, err := a.Begin(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	return a, r
}

// mustFile returns the page of a file.
func mustFile(t *testing.T, name, body string) corpus.Page {
	t.Helper()
	p, err := File(fstest.MapFS{name: {Data: []byte(body)}}, name, noon)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestRecordsIntoTheArchive ingests a folder in which some files hold many pages.
func TestRecordsIntoTheArchive(t *testing.T) {
	a, err := archive.Open(t.Context(), filepath.Join(t.TempDir(), archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	const site = "https://uil.example/"
	at := func(r warc.Record, hours int) warc.Record {
		for i := range r.Header {
			if r.Header[i].Name == "WARC-Date" {
				r.Header[i].Value = noon().Add(time.Duration(hours) * time.Hour).Format(time.RFC3339)
			}
		}
		return r
	}
	files := fstest.MapFS{
		"a.html": {Data: []byte("a")},
		"p.warc": {Data: archived(t, false,
			at(answer(site, 200, "Content-Type", "text/html", "one"), -9), at(answer(site, 200, "Content-Type", "text/html", "two"), -8),
			at(answer(site, 404, "Content-Type", "text/html", "no"), -7), at(answer(site+"bad", 404, "Content-Type", "text/html", "no"), -7),
			at(answer(site+"bad", 200, "Content-Type", "text/html", "good"), -6), at(warc.NewResource("file:///far.txt", noon(), "text/plain", []byte("far")), -5))},
		"z.zip": {Data: pack(t, map[string]string{"in.html": "in"})},
	}
	ingest := func(run string, files fstest.MapFS) (Summary, error) {
		t.Helper()
		r, err := a.Begin(t.Context(), run)
		if err != nil {
			t.Fatal(err)
		}
		in := &Ingester{Store: r, Now: noon}
		s, err := in.FS(t.Context(), "/folder", files)
		if err == nil {
			s, err = in.Mirror(t.Context(), a.Held(t.Context(), KnownPrefix, in.Roots()...))
		}
		return s, errors.Join(err, r.Close())
	}
	for i, want := range []Summary{{Ingested: 6, Skipped: 2}, {Unchanged: 6, Skipped: 2}} {
		if got, err := ingest([]string{"r1", "r2"}[i], files); !sameCounts(got, want) || err != nil {
			t.Errorf("summary %+v, want %+v; %v", got, want, err)
		}
	}
	for url, want := range map[string]archive.Result{site: archive.Ingested, site + "bad": archive.Ingested, "file:///z.zip/in.html": archive.Ingested, "file:///far.txt": archive.Ingested} {
		got, err := a.Outcomes(t.Context(), url, 5)
		if err != nil || len(got) != 2 || got[1].Result != want || got[0].Result != archive.Unchanged {
			t.Errorf("%s: %+v, %v", url, got, err)
		}
	}
	if versions, err := a.Versions(t.Context(), site); err != nil || len(versions) != 2 {
		t.Errorf("versions %+v, %v", versions, err)
	}
	// What a file of many pages told of is not gone when that file is.
	delete(files, "z.zip")
	files["p.warc"] = &fstest.MapFile{Data: archived(t, true, at(answer(site, 200, "Content-Type", "text/html", "other"), -10))}
	if got, err := ingest("r3", files); !sameCounts(got, Summary{Unchanged: 1, Skipped: 1, Gone: 1}) || err != nil {
		t.Errorf("an older capture, and files that are gone: %+v, %v", got, err)
	}
	var live []string
	for p, err := range a.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		live = append(live, p.URL+" "+string(p.Body))
	}
	if diff := cmp.Diff([]string{"file:///a.html a", "file:///far.txt far", site + " two", site + "bad good"}, live); diff != "" {
		t.Error(diff)
	}
}

// A run that is to end does so between two records.
func TestRecordsStop(t *testing.T) {
	page := `{"url":"https://uil.example/a","title":"T","text":"x"}` + "\n"
	warcs := archived(t, false, answer("https://uil.example/a", 200, "Content-Type", "text/html", "a"), answer("https://uil.example/b", 200, "Content-Type", "text/html", "b"))
	for name, content := range map[string][]byte{"x.ndjson": []byte(page + page), "x.warc": warcs, "x.zip": pack(t, map[string]string{"a.html": "", "b.html": ""})} {
		ctx, cancel := context.WithCancel(t.Context())
		n, last := 0, error(nil)
		for f := range file(ctx, fstest.MapFS{name: {Data: content}}, name, noon) {
			cancel()
			n, last = n+1, f.err
		}
		cancel()
		if n != 2 || !errors.Is(last, context.Canceled) {
			t.Errorf("%s: %d yields, the last with %v", name, n, last)
		}
		n = 0
		for range file(t.Context(), fstest.MapFS{name: {Data: content}}, name, noon) {
			n++
			break
		}
		if n != 1 {
			t.Errorf("%s: %d yields", name, n)
		}
	}
}
