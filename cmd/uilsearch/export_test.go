package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/ingest"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// put puts pages of the web into the archive of a data directory.
func put(t *testing.T, data string, pages ...corpus.Page) {
	t.Helper()
	change(t, data, func(r *archive.Run) error {
		for _, p := range pages {
			if _, err := r.PutFrom(t.Context(), archive.Origin{Status: 200}, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// change changes the archive of a data directory.
func change(t *testing.T, data string, do func(*archive.Run) error) {
	t.Helper()
	ar, err := archive.Open(t.Context(), filepath.Join(data, archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	r, err := ar.Begin(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(do(r), r.Close(), ar.Close()); err != nil {
		t.Fatal(err)
	}
}

// history returns what an archive holds of each page, in all versions.
func history(t *testing.T, data string) []archive.Capture {
	t.Helper()
	ar, err := archive.OpenReadOnly(t.Context(), filepath.Join(data, archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer ar.Close()
	var out []archive.Capture
	for p, err := range ar.Captures(t.Context(), true) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// rootDigest publishes an archive and returns the logical digest of the index.
func rootDigest(t *testing.T, data string) string {
	t.Helper()
	s := reindexJSON(t, data, exitOK)
	m, err := generation.NewStore(data).Verify(t.Context(), s.Generation, analysis.Version)
	if err != nil {
		t.Fatal(err)
	}
	return m.Digest
}

// webPage returns one version of a page with all that a page can have.
func webPage(name string, edition int) corpus.Page {
	title := fmt.Sprintf("길 %s, edition %d", name, edition)
	return corpus.Page{
		URL: "https://uil.example/" + name, MediaType: corpus.HTML, Charset: "utf-8", Body: fmt.Appendf(nil, page, title, title, title),
		Captured: time.Date(2026, 11, 20+edition, 1, 2, 3, 456789000, time.UTC),
		Header:   map[string]string{"Content-Type": "Text/HTML;charset=\"utf-8\"", "Etag": `"x"`, "Last-Modified": "Thu, 19 Nov 2026 00:00:00 GMT"},
		Aliases:  []string{"https://uil.example/older/" + name, "https://www.uil.example/" + name},
	}
}

// kinds returns a data directory with pages of every kind in its archive.
func kinds(t *testing.T) string {
	t.Helper()
	data, _ := archived(t)
	korean := webPage("euc-kr", 0)
	korean.Charset, korean.Aliases, korean.Header = "EUC-KR", nil, map[string]string{"Content-Type": "text/html; charset=EUC-KR"}
	korean.Body = []byte("<html lang=ko><title>\xb1\xe6</title><main><h1>\xb1\xe6</h1><p>\xb1\xe6 \xb1\xe6 \xb1\xe6.</p></main>")
	text := corpus.Page{URL: "https://uil.example/text", MediaType: corpus.Text, Body: []byte("A title\r\n\r\nWARC/1.0\r\nContent-Length: 3\r\n\r\nThe text of the page."), Captured: korean.Captured, Header: map[string]string{"Content-Type": "text/plain"}}
	put(t, data, webPage("a", 0), webPage("a", 1), webPage("b", 2), webPage("a", 3), korean, text, webPage("gone", 0), webPage("gone", 1))
	again := webPage("b", 2)
	again.Captured = again.Captured.Add(time.Hour)
	put(t, data, again)
	change(t, data, func(r *archive.Run) error {
		return r.Gone(t.Context(), "https://uil.example/gone", "404, seen on two runs", again.Captured)
	})
	return data
}

// TestExportAndImport takes an archive through each format into a fresh one, from
// which the same index is made.
func TestExportAndImport(t *testing.T) {
	data := kinds(t)
	want, digest := history(t, data), rootDigest(t, data)
	for _, format := range exportFormats {
		for _, all := range []bool{false, true} {
			file := filepath.Join(t.TempDir(), "pages."+format)
			fresh := t.TempDir()
			args := []string{"export", "--data", data, file}
			if all {
				args = append(args, "--all")
			}
			if got := uilsearch(t, args...); got.code != exitOK || !strings.Contains(got.stdout, " captures in ") {
				t.Fatalf("%v: %+v", args, got)
			}
			if got := uilsearch(t, "import", "--data", fresh, file); got.code != exitOK || strings.Contains(got.stdout, " 1 unreadable") {
				t.Fatalf("import %s: %+v", file, got)
			}
			if all {
				if diff := cmp.Diff(want, history(t, fresh)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", format, diff)
				}
			}
			if got := rootDigest(t, fresh); got != digest {
				t.Errorf("%s, all %v: digest %s, want %s", format, all, got, digest)
			}
			// Its charset stands in the header only.
			if got := uilsearch(t, "search", "--json", "--data", fresh, "길"); !strings.Contains(got.stdout, "https://uil.example/euc-kr") {
				t.Errorf("%s: the page in EUC-KR is not found: %+v", format, got)
			}
			for _, dir := range []string{fresh, data} {
				if got := uilsearch(t, "import", "--data", dir, file); got.code != exitOK || !strings.HasPrefix(got.stdout, "0 new or changed, ") {
					t.Errorf("%s again: %+v", format, got)
				}
			}
			if s := reindexJSON(t, data, exitOK); s.Outcome != "unchanged" {
				t.Errorf("%s: to import what was exported changes the index: %+v", format, s)
			}
		}
	}
}

func TestExport(t *testing.T) {
	data := kinds(t)
	got := uilsearch(t, "export", "--data", data, "--format", "ndjson", "--only", "uil.example/a", "-")
	var l ingest.Line
	if err := json.Unmarshal([]byte(got.stdout), &l); err != nil || got.code != exitOK || strings.Count(got.stdout, "\n") != 1 || l.URL != "https://uil.example/a" || !strings.Contains(*l.Body, "edition 3") {
		t.Errorf("%+v: %v", got, err)
	}
	got = uilsearch(t, "export", "--data", data, "--format=ndjson", "--only=uil.example/a", "--all")
	if strings.Count(got.stdout, "\n") != 3 {
		t.Errorf("all versions: %+v", got)
	}
	if got := uilsearch(t, "export", "--data", data); got.code != exitOK || !strings.HasPrefix(got.stdout, "\x1f\x8b") {
		t.Errorf("by default: code %d", got.code)
	}
	dir := t.TempDir()
	for name, begin := range map[string]string{"x.warc": "WARC/1.1\r\n", "x.WARC.gz": "\x1f\x8b", "x.jsonl": "{", "x": "\x1f\x8b"} {
		file := filepath.Join(dir, name)
		if got := uilsearch(t, "export", "-q", "--data", data, file); got.code != exitOK || got.stdout != "" || !strings.HasPrefix(readDoc(t, file), begin) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	again := filepath.Join(dir, "again.ndjson")
	for _, file := range []string{again, filepath.Join(dir, "x.jsonl")} {
		if got := uilsearch(t, "export", "--data", data, file); got.code != exitOK {
			t.Errorf("%+v", got)
		}
	}
	if a, b := readDoc(t, again), readDoc(t, filepath.Join(dir, "x.jsonl")); a != b || a == "" {
		t.Error("the same archive gives other bytes")
	}
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{exitUsage, "--format is", []string{"--format", "csv", filepath.Join(dir, "none")}},
		{exitEmpty, "none of the pages", []string{"--only", "nowhere", filepath.Join(dir, "none")}},
		{exitEmpty, "no archive", []string{"--data", t.TempDir(), filepath.Join(dir, "none")}},
		{exitUsage, "no directory " + filepath.Join(dir, "no"), []string{filepath.Join(dir, "no", "none")}},
		{exitUsage, dir + " is a directory", []string{dir}},
	} {
		got := uilsearch(t, append([]string{"export", "--data", data}, c.args...)...)
		if got.code != c.code || !strings.Contains(got.stderr, c.says) || got.stdout != "" {
			t.Errorf("%v: %+v", c.args, got)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 5 {
		t.Errorf("%v, %v", entries, err)
	}
}

// failing is a writer whose disk is full.
type failing struct{ bytes.Buffer }

var errFull = errors.New("full")

func (*failing) Write([]byte) (int, error) { return 0, errFull }

func TestExportToABrokenPipe(t *testing.T) {
	data := kinds(t)
	got := uilsearchWith(t, t.Context(), func(a *app) { a.stdout = &failing{} }, "export", "--data", data)
	if got.code != exitInternal || !strings.Contains(got.stderr, errFull.Error()) {
		t.Errorf("%+v", got)
	}
}
