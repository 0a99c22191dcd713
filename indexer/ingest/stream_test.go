package ingest

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/internal/warc"
)

// TestStream sees what a stream holds, in whatever pieces that comes.
func TestStream(t *testing.T) {
	line := []byte(`{"url":"https://uil.example/a","title":"T","text":"x"}` + "\n")
	records := []warc.Record{warc.NewInfo(noon()), answer("https://uil.example/a", 200, "Content-Type", "text/html", "a")}
	for name, c := range map[string]struct {
		content []byte
		pages   int
		refused string
	}{
		"NDJSON":            {line, 1, ""},
		"NDJSON with a BOM": {append([]byte("\uFEFF\n \n"), line...), 1, ""},
		"NDJSON as gzip":    {compressed(t, line), 1, ""},
		"WARC":              {archived(t, false, records...), 1, ""},
		"WARC as gzip":      {archived(t, true, records...), 1, ""},
		"WARC as one gzip":  {compressed(t, archived(t, false, records...)), 1, ""},
		"nothing":           {nil, 0, ""},
		"a zip":             {pack(t, map[string]string{"a.html": "a"}), 0, "write it to a file first"},
		"text":              {[]byte("hello"), 0, `it begins with "hello"`},
		"a byte":            {[]byte("x"), 0, "neither WARC nor NDJSON"},
		"no gzip":           {[]byte("\x1f\x8bxx"), 0, "neither WARC nor NDJSON"},
		"text as gzip":      {compressed(t, []byte("hello")), 0, `it begins with "hello"`},
	} {
		for kind, wrap := range map[string]func(io.Reader) io.Reader{"whole": func(r io.Reader) io.Reader { return r }, "byte by byte": iotest.OneByteReader, "data with its end": iotest.DataErrReader} {
			s := &store{pages: map[string]string{}}
			got, err := (&Ingester{Store: s, Now: noon}).Stream(t.Context(), "x", wrap(strings.NewReader(string(c.content))))
			if got.Ingested != c.pages || got.Failed != 0 || errors.Is(err, ErrStream) != (c.refused != "") || err != nil && !strings.Contains(err.Error(), c.refused) {
				t.Errorf("%s, %s: %+v, %v", name, kind, got, err)
			}
		}
	}
}

// TestStreamAsItComes keeps each page as soon as it is there, and waits for no more.
func TestStreamAsItComes(t *testing.T) {
	line := func(name string) string {
		return `{"url":"https://uil.example/` + name + `","title":"T","text":"x"}` + "\n"
	}
	record := func(name string) string {
		return string(archived(t, false, answer("https://uil.example/"+name, 200, "Content-Type", "text/html", "a")))
	}
	same := func(s string) string { return s }
	for name, c := range map[string]struct {
		page func(name string) string
		pack func(string) string
	}{
		"NDJSON": {line, same}, "NDJSON as gzip": {line, flushed(t)},
		"WARC": {record, same}, "WARC as gzip": {record, flushed(t)},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &store{pages: map[string]string{}}
			src, in := io.Pipe()
			done := make(chan error)
			go func() {
				_, err := (&Ingester{Store: s, Now: noon}).Stream(t.Context(), "x", src)
				done <- err
			}()
			for i, content := range []string{"\n", c.page("a"), c.page("b"), c.page("c")} {
				if _, err := io.WriteString(in, c.pack(content)); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				// Of a page it is seen that it is whole where the next one begins, at the latest.
				if len(s.pages) < i-1 {
					t.Errorf("%s: %d pages after %d", name, len(s.pages), i)
				}
			}
			in.Close()
			if err := <-done; err != nil || len(s.pages) != 3 {
				t.Errorf("%s: %d pages, %v", name, len(s.pages), err)
			}
		})
	}
}

// flushed returns what makes one stream of gzip of all that it is given, and gives
// back what was written of it so far.
func flushed(t *testing.T) func(string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	return func(content string) string {
		_, err := io.WriteString(w, content)
		if err := errors.Join(err, w.Flush()); err != nil {
			t.Error(err)
		}
		defer out.Reset()
		return out.String()
	}
}

// A stream that breaks off, or is to end, says so.
func TestStreamThatFails(t *testing.T) {
	broken := errors.New("broken")
	for _, content := range []string{"", `{"url":"https://uil.example/a","title":"T","text":"x"}` + "\n" + strings.Repeat(" ", 2*sniffed)} {
		s := &store{pages: map[string]string{}}
		got, err := (&Ingester{Store: s, Now: noon}).Stream(t.Context(), "x", io.MultiReader(strings.NewReader(content), iotest.ErrReader(broken)))
		if content == "" && !errors.Is(err, broken) || content != "" && (got.Ingested != 1 || got.Failed != 1 || got.LeftOut[0].Reason != "broken") {
			t.Errorf("%q: %+v, %v", content, got, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	waiting, writer := io.Pipe()
	go func() {
		_, _ = io.WriteString(writer, strings.Repeat("{\n", sniffed))
		cancel()
		writer.CloseWithError(context.Canceled)
	}()
	if _, err := (&Ingester{Store: &store{pages: map[string]string{}}, Now: noon}).Stream(ctx, "x", waiting); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestSeenAndGone takes over what exports of both kinds say beside the pages.
func TestSeenAndGone(t *testing.T) {
	const url = "https://uil.example/a"
	at := func(hours int) time.Time { return noon().Add(time.Duration(hours) * time.Hour) }
	page := warc.NewResource(url, at(0), "text/plain", []byte("a"))
	lines := func(more string) []byte {
		return []byte(`{"url":"` + url + `","media_type":"text/plain","captured":"2026-11-22T12:00:00Z","body":"a"` + more + "}")
	}
	newer := warc.NewResource(url, at(4), "text/plain", []byte("b"))
	other := warc.NewResource("https://uil.example/0", at(0), "text/plain", []byte("0"))
	for name, c := range map[string]struct {
		content []byte
		seen    int // hours after noon
		gone    int // 0 where it is live
		summary Summary
	}{
		"a page":                 {archived(t, true, page), 0, 0, Summary{Ingested: 1}},
		"seen":                   {archived(t, true, page, warc.NewRevisit(url, at(2), at(0), []byte("a"))), 2, 0, Summary{Ingested: 1}},
		"seen with another body": {archived(t, true, page, warc.NewRevisit(url, at(2), at(0), []byte("b"))), 0, 0, Summary{Ingested: 1, Skipped: 1}},
		"seen before":            {archived(t, true, page, warc.NewRevisit(url, at(-2), at(0), []byte("a"))), -2, 0, Summary{Ingested: 1}},
		"seen again after other": {archived(t, true, page, newer, warc.NewRevisit(url, at(5), at(0), []byte("a"))), 4, 0, Summary{Ingested: 2, Skipped: 1}},
		"gone":                   {archived(t, true, page, NewGone(url, at(3), "404")), 0, 3, Summary{Ingested: 1, Gone: 1}},
		"gone and seen since":    {archived(t, true, page, newer, other, NewGone(url, at(3), "404")), 4, 0, Summary{Ingested: 3, Skipped: 1}},
		"gone, but never seen":   {archived(t, true, page, NewGone(url+"b", at(3), "404")), 0, 0, Summary{Ingested: 1}},
		"other metadata":         {archived(t, true, page, warc.NewMetadata(url, at(3), warc.Field{Name: "via", Value: url})), 0, 0, Summary{Ingested: 1}},
		"404":                    {archived(t, true, page, warc.NewResponse(url, at(3), 404, nil, nil), warc.NewResponse(url, at(4), 410, nil, nil)), 0, 0, Summary{Ingested: 1, Skipped: 2}},
		"a line":                 {lines(`,"seen":"2026-11-22T14:00:00Z"`), 2, 0, Summary{Ingested: 1}},
		"a line of one gone":     {lines(`,"seen":"2026-11-22T14:00:00Z","gone":"2026-11-22T15:00:00Z","reason":"404"`), 2, 3, Summary{Ingested: 1, Gone: 1}},
	} {
		a, r := newRun(t)
		in := &Ingester{Store: r, Now: noon}
		got, err := in.Stream(t.Context(), "x", strings.NewReader(string(c.content)))
		if err := errors.Join(err, r.Close()); err != nil || !sameCounts(got, c.summary) {
			t.Errorf("%s: %+v, want %+v; %v", name, got, c.summary, err)
		}
		var last archive.Capture
		for version, err := range a.Captures(t.Context(), false) {
			if err != nil {
				t.Fatal(err)
			}
			last = version
		}
		if !last.Seen.Equal(at(c.seen)) || last.Gone.IsZero() != (c.gone == 0) || c.gone != 0 && (!last.Gone.Equal(at(c.gone)) || last.Reason != "404") {
			t.Errorf("%s: seen %v, gone %v %s", name, last.Seen, last.Gone, last.Reason)
		}
		if outcomes, err := a.Outcomes(t.Context(), url, 9); err != nil || len(outcomes) != 1 || (outcomes[0].Result == archive.Gone) != (c.gone != 0) {
			t.Errorf("%s: outcomes %+v, %v", name, outcomes, err)
		}
	}
}

// A file says nothing of the pages of folders.
func TestGoneDoesNotReachFolders(t *testing.T) {
	a, r := newRun(t)
	if _, err := r.PutFrom(t.Context(), archive.Origin{Root: "/folder"}, mustFile(t, "a.txt", "a")); err != nil {
		t.Fatal(err)
	}
	in := &Ingester{Store: r, Now: noon}
	later := noon().Add(time.Hour)
	s, err := in.Stream(t.Context(), "x", strings.NewReader(string(archived(t, false, NewGone("file:///a.txt", later, "no longer in the folder")))))
	if err := errors.Join(err, r.Close()); err != nil || s.Failed != 1 || s.Gone != 0 || !strings.Contains(s.LeftOut[0].Reason, "/folder") {
		t.Errorf("%+v, %v", s, err)
	}
	if live, err := a.Live(t.Context(), "file:///a.txt"); !live || err != nil {
		t.Errorf("live %v, %v", live, err)
	}
}
