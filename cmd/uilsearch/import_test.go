package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/indexer/ingest"
)

func TestImport(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	bad := filepath.Join(dir, "bad.ndjson")
	writeFile(t, bad, "{\"url\":\n"+`{"url":"https://uil.example/a","title":"Suwon reads","text":"Suwon opens a library.\n\nEverybody may come.","lang":"en","date":"2016-07-14","captured":"2026-11-22T03:15:00Z"}`)
	got := uilsearch(t, "import", "--json", "--data", data, bad)
	var s ingest.Summary
	if err := json.Unmarshal([]byte(got.stdout), &s); err != nil || got.code != exitOK || s.Ingested != 1 || s.Failed != 1 || !strings.HasSuffix(s.LeftOut[0].URL, "bad.ndjson#line-1") {
		t.Errorf("%+v: %v", got, err)
	}
	reindexJSON(t, data, exitOK)
	found := uilsearch(t, "search", "--json", "--data", data, "library")
	for _, part := range []string{`"Suwon reads"`, `"2016-07-14"`, `"en"`} {
		if !strings.Contains(found.stdout, part) {
			t.Errorf("no %s in %s", part, found.stdout)
		}
	}
	older := filepath.Join(dir, "older.ndjson")
	writeFile(t, older, `{"url":"https://uil.example/a","title":"Suwon","text":"Nothing yet.","captured":"2020-11-22T03:15:00Z"}`)
	if got := uilsearch(t, "import", "--data", data, older); got.code != exitEmpty || !strings.Contains(got.stderr, "--force") {
		t.Errorf("an older capture: %+v", got)
	}
	if got := uilsearch(t, "import", "--data", data, "--force", older); got.code != exitOK {
		t.Errorf("by force: %+v", got)
	}
	if got := uilsearch(t, "import", "--data", data, dir); got.code != exitUsage || !strings.Contains(got.stderr, "ingest") {
		t.Errorf("a folder: %+v", got)
	}
}

// importFrom imports what a program would have sent.
func importFrom(t *testing.T, ctx context.Context, stdin io.Reader, args ...string) result {
	t.Helper()
	return uilsearchWith(t, ctx, func(a *app) { a.stdin = stdin }, append([]string{"import"}, args...)...)
}

// TestImportFromStandardInput takes what an export writes to its standard output.
func TestImportFromStandardInput(t *testing.T) {
	data := kinds(t)
	want := history(t, data)
	for _, format := range exportFormats {
		sent, fresh := uilsearch(t, "export", "--data", data, "--all", "--format", format), t.TempDir()
		if got := importFrom(t, t.Context(), strings.NewReader(sent.stdout), "--data", fresh, "-"); got.code != exitOK {
			t.Fatalf("%s: %+v", format, got)
		}
		if diff := cmp.Diff(want, history(t, fresh)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
	for _, c := range []struct {
		sent string
		args []string
		code int
		says string
	}{
		{"PK\x03\x04", []string{"-"}, exitUsage, "write it to a file first"},
		{"hello", []string{"-"}, exitUsage, `import: the standard input: it begins with "hello"`},
		{"", []string{"-"}, exitEmpty, "import: no page in the standard input"},
		{"", []string{"-", "-"}, exitUsage, "once only"},
		{"", []string{"none.warc", "-"}, exitUsage, "no file or folder none.warc"},
	} {
		if got := importFrom(t, t.Context(), strings.NewReader(c.sent), append(c.args, "--data", t.TempDir())...); got.code != c.code || !strings.Contains(got.stderr, c.says) {
			t.Errorf("%q: %+v", c.sent, got)
		}
	}
}

// A signal ends an import although nobody writes what it waits for.
func TestImportThatWaitsIsStopped(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	silent, writer := io.Pipe()
	defer writer.Close()
	go func() {
		_, _ = io.WriteString(writer, "{") // it has begun to read
		cancel(signalError{syscall.SIGTERM})
	}()
	if got := importFrom(t, ctx, silent, "--data", t.TempDir(), "-"); got.code != 128+int(syscall.SIGTERM) {
		t.Errorf("%+v", got)
	}
}

// A mirror of a folder knows nothing of pages that came in an export, although
// their addresses are those of files.
func TestMirrorLeavesImportsAlone(t *testing.T) {
	data, fresh := kinds(t), t.TempDir()
	file := filepath.Join(t.TempDir(), "pages.warc.gz")
	if got := uilsearch(t, "export", "--data", data, file); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	if got := uilsearch(t, "import", "--data", fresh, file); got.code != exitOK {
		t.Fatalf("%+v", got)
	}
	want := len(history(t, fresh))
	pages := t.TempDir()
	writeFile(t, filepath.Join(pages, "mine.txt"), "Mine\n\nA page.")
	for range 2 {
		if got := uilsearch(t, "ingest", "--data", fresh, "--mirror", pages); got.code != exitOK || !strings.Contains(got.stdout, " 0 gone") {
			t.Errorf("%+v", got)
		}
	}
	if got := len(history(t, fresh)); got != want+1 {
		t.Errorf("%d captures, want %d", got, want+1)
	}
	// What is in the folder belongs to it from then on.
	if err := os.Rename(filepath.Join(pages, "mine.txt"), filepath.Join(pages, "other.txt")); err != nil {
		t.Fatal(err)
	}
	if got := uilsearch(t, "ingest", "--data", fresh, "--mirror", pages); got.code != exitOK || !strings.Contains(got.stdout, " 1 gone") {
		t.Errorf("%+v", got)
	}
}

// An import whose source is silent holds up nobody: others write meanwhile.
func TestImportThatWaitsHoldsUpNobody(t *testing.T) {
	data, pages := t.TempDir(), t.TempDir()
	writeFile(t, filepath.Join(pages, "mine.txt"), "Mine\n\nA page.")
	silent, writer := io.Pipe()
	done := make(chan result)
	go func() { done <- importFrom(t, t.Context(), silent, "--data", data, "-") }()
	if _, err := io.WriteString(writer, strings.Repeat(`{"url":"https://uil.example/a","title":"Suwon","text":"A library."}`+"\n", 3)); err != nil {
		t.Fatal(err)
	}
	if got := uilsearch(t, "ingest", "--data", data, pages); got.code != exitOK {
		t.Errorf("%+v", got)
	}
	writer.Close()
	if got := <-done; got.code != exitOK {
		t.Errorf("%+v", got)
	}
}

// What is wrong is said of the command that was given, and of the member that is
// wrong.
func TestImportSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.ndjson")
	writeFile(t, bad, `{"url":"https://uil.example/a","title":"T","text":"x","captured":"14.7.2016"}`)
	if got := uilsearch(t, "import", "--data", t.TempDir(), bad); got.code != exitEmpty || !strings.Contains(got.stderr, "captured") || !strings.Contains(got.stderr, "want a time such as 2026-11-22T03:15:00Z (line 1 of") {
		t.Errorf("%+v", got)
	}
	broken := io.MultiReader(strings.NewReader(""), iotest.ErrReader(errors.New("the cable was pulled")))
	if got := importFrom(t, t.Context(), broken, "--data", t.TempDir(), "-"); !strings.HasPrefix(got.stderr, "import: the standard input: the cable was pulled") {
		t.Errorf("%+v", got)
	}
}

// A page keeps its type on its way through both formats, whatever spaces stand in
// its headers.
func TestHeadersThroughBothFormats(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	line, file := filepath.Join(t.TempDir(), "a.ndjson"), filepath.Join(t.TempDir(), "a.warc")
	writeFile(t, line, `{"url":"https://uil.example/a","media_type":"text/html","captured":"2026-11-22T03:15:00Z","body":"no markup","header":{"Content-Type":" text/html ","Content-Encoding":"gzip"}}`)
	// As an archive may hold them from before.
	spaced := webPage("b", 0)
	spaced.Body, spaced.Charset, spaced.Aliases, spaced.Header = []byte("no markup"), "", nil, map[string]string{"Content-Type": " text/html "}
	put(t, first, spaced)
	spaced.Header = map[string]string{"Content-Type": "text/html; x=\x00"}
	spaced.URL += "2"
	put(t, first, spaced)
	for _, args := range [][]string{{"import", "--data", first, line}, {"export", "--data", first, file}, {"import", "--data", second, file}} {
		if got := uilsearch(t, args...); got.code != exitOK {
			t.Fatalf("%v: %+v", args, got)
		}
	}
	for _, c := range history(t, second) {
		if c.MediaType != "text/html" || c.Header["Content-Encoding"] != "" || strings.HasSuffix(c.URL, "b") && c.Header["Content-Type"] != "text/html" {
			t.Errorf("%s: %s, %v", c.URL, c.MediaType, c.Header)
		}
	}
	if want, got := history(t, first)[0], history(t, second)[0]; !cmp.Equal(want, got) {
		t.Error(cmp.Diff(want, got))
	}
}
