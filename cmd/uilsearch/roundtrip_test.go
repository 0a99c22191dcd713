package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/ingest"
)

// anyPage draws one version of a page. Some are of the web, some of a folder.
func anyPage(t *rapid.T, url string, at time.Time) (corpus.Page, archive.Origin) {
	p := corpus.Page{
		URL: url, Captured: at,
		MediaType: rapid.SampledFrom([]string{corpus.HTML, corpus.Markdown, corpus.Text, corpus.PDF}).Draw(t, "type"),
		Charset:   rapid.SampledFrom([]string{"", "", "utf-8", "UTF-8", "euc-kr", "no such \"one\""}).Draw(t, "charset"),
		Body: rapid.OneOf(
			rapid.Map(rapid.SampledFrom([]string{"", "길", "<p>one", "WARC/1.1\r\n\r\n", "\x1f\x8b\x08", "{\"url\":\"\"}\n"}), func(s string) []byte { return []byte(s) }),
			rapid.SliceOfN(rapid.Byte(), 0, 40),
		).Draw(t, "body"),
	}
	if !rapid.Bool().Draw(t, "answered") {
		return p, archive.Origin{}
	}
	p.Header = map[string]string{"Etag": fmt.Sprintf("%q", at)}
	if rapid.Bool().Draw(t, "several") {
		p.Header["Link"], p.Header["X-Robots-Tag"] = "<a>; rel=next\n<길>; rel=prev", "otherbot: noindex\nnofollow, noarchive"
	}
	if named := rapid.SampledFrom([]string{"", "text/html", "Text/HTML;charset=\"utf-8\"", "text/plain; charset=EUC-KR", "image/png", "x"}).Draw(t, "content type"); named != "" {
		p.Header["Content-Type"] = named
	}
	for i := range 6 {
		if rapid.IntRange(0, 4).Draw(t, "alias") == 0 {
			p.Aliases = append(p.Aliases, fmt.Sprint("https://uil.example/", i)) // some are pages too
		}
	}
	return p, archive.Origin{Status: rapid.SampledFrom([]int{200, 203}).Draw(t, "status")}
}

// anyArchive draws an archive: addresses with their versions, some of them gone.
func anyArchive(t *rapid.T, r *archive.Run) error {
	ctx := context.Background()
	at := time.Date(2026, 11, 22, 1, 2, 3, 0, time.UTC)
	later := func() time.Time { // or earlier, as clocks go
		at = at.Add(time.Duration(rapid.Int64Range(-3e8, 1e9).Draw(t, "microseconds")) * time.Microsecond)
		return at
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "addresses") {
		url := fmt.Sprint(rapid.SampledFrom([]string{"https://uil.example/", "http://uil.example/?q=", "file:///a%20b/"}).Draw(t, "place"), i)
		for range rapid.IntRange(1, 4).Draw(t, "versions") {
			p, from := anyPage(t, url, later())
			_, err := r.PutFrom(ctx, from, p)
			if err == nil && rapid.Bool().Draw(t, "seen again") {
				p.Captured = later()
				_, err = r.PutFrom(ctx, from, p)
			}
			if err != nil {
				return err
			}
		}
		if rapid.Bool().Draw(t, "gone") {
			if err := r.Gone(ctx, url, rapid.SampledFrom([]string{"", "404", "no longer in the folder", "길: a reason"}).Draw(t, "reason"), later()); err != nil {
				return err
			}
		}
	}
	return nil
}

// capturesOf returns what an archive holds.
func capturesOf(ar *archive.Archive, all bool) (out []archive.Capture, err error) {
	for c, err := range ar.Captures(context.Background(), all) {
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// TestRoundTrip takes any archive through each format into an empty one, which then
// holds the same.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	n := 0
	fresh := func(t *rapid.T, fill func(*archive.Run) error) *archive.Archive {
		n++
		ar, err := archive.Open(context.Background(), filepath.Join(dir, fmt.Sprint(n, ".db")))
		if err != nil {
			t.Fatal(err)
		}
		r, err := ar.Begin(context.Background(), "r")
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(fill(r), r.Close()); err != nil {
			t.Fatal(err)
		}
		return ar
	}
	rapid.Check(t, func(t *rapid.T) {
		source := fresh(t, func(r *archive.Run) error { return anyArchive(t, r) })
		defer source.Close()
		format := rapid.SampledFrom(exportFormats).Draw(t, "format")
		all := rapid.Bool().Draw(t, "all")
		var file bytes.Buffer
		x := &exporting{format: format, now: time.Now(), stop: func() error { return nil }}
		if err := x.write(&file, source.Captures(context.Background(), all)); err != nil {
			t.Fatal(err)
		}
		target := fresh(t, func(r *archive.Run) error {
			in := &ingest.Ingester{Store: r, Now: afterAll}
			s, err := in.Stream(context.Background(), "x", io.MultiReader(&file))
			if s.Failed > 0 {
				return fmt.Errorf("%+v", s)
			}
			return err
		})
		defer target.Close()
		want, err := capturesOf(source, all)
		if err != nil {
			t.Fatal(err)
		}
		got, err := capturesOf(target, true)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("%s, all %v (-want +got): %v\n%s", format, all, err, diff)
		}
		for _, ar := range []*archive.Archive{source, target} {
			if err := ar.Check(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
	})
}
