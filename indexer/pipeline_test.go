package indexer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// source yields pages of the form "title|text" at https://u.example/<n>.
type source []string

func (s source) Pages(context.Context) iter.Seq2[corpus.Page, error] {
	return func(yield func(corpus.Page, error) bool) {
		for i, body := range s {
			if body == "broken archive" {
				yield(corpus.Page{}, errors.New(body))
				return
			}
			p := corpus.Page{URL: fmt.Sprintf("https://u.example/%d", i), MediaType: corpus.Text, Body: []byte(body), Captured: time.Unix(int64(i), 0).UTC()}
			if !yield(p, nil) {
				return
			}
		}
	}
}

// extract reads "title|text", and fails on "bad".
func extract(p corpus.Page) (corpus.Document, error) {
	title, text, _ := strings.Cut(string(p.Body), "|")
	if title == "panic" {
		var none []string
		_ = none[len(text)]
	}
	if title == "bad" {
		return corpus.Document{}, errors.New("cannot be read")
	}
	d := corpus.Document{ID: corpus.NewID(p.URL), URL: p.URL, Title: title, Type: corpus.News}
	if text != "" {
		d.Sections = []corpus.Section{{Paragraphs: []string{text}}}
	}
	d.ContentHash = corpus.HashContent(&d)
	return d, nil
}

func enrich(d corpus.Document) (corpus.Document, error) {
	if d.Title == "한국" {
		d.Lang = "ko"
	}
	return d, nil
}

// spool keeps documents in memory, and counts how often it was written to.
type spool struct {
	docs map[string]corpus.Document
	puts int
}

func (s *spool) Document(_ context.Context, url, key string) (corpus.Document, bool, error) {
	d, ok := s.docs[url+key]
	return d, ok, nil
}

func (s *spool) PutDocument(_ context.Context, url, key string, d corpus.Document) error {
	s.puts++
	s.docs[url+key] = d
	return nil
}

// linker drops pages of the same title but the first, and marks the rest.
type linker struct {
	titles map[string]bool
	ids    map[corpus.ID]string

	conflicts map[string]string
}

func (l *linker) Conflicts() iter.Seq2[string, string] { return maps.All(l.conflicts) }

func (l *linker) Add(page string, d corpus.Document) {
	if !l.titles[d.Title] {
		l.titles[d.Title], l.ids[d.ID] = true, page
	}
}

func (l *linker) Kept() []string {
	var ids []corpus.ID
	for id := range l.ids {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var out []string
	for _, id := range ids {
		out = append(out, l.ids[id])
	}
	return out
}

func (l *linker) Apply(_ string, d *corpus.Document) { d.OtherURLs = []string{"linked"} }

// sink keeps what it was given.
type sink struct {
	docs []corpus.Document
	lose int
}

func (s *sink) Build(_ context.Context, _ string, docs iter.Seq2[corpus.Document, error]) (generation.Built, error) {
	for d, err := range docs {
		if err != nil {
			return generation.Built{}, err
		}
		s.docs = append(s.docs, d)
	}
	return generation.Built{Engine: "fake", Documents: len(s.docs) - s.lose}, nil
}

func pipeline(bodies ...string) (*Pipeline, *sink, *bytes.Buffer) {
	out, log := &sink{}, &bytes.Buffer{}
	return &Pipeline{
		Source: source(bodies), Spool: &spool{docs: map[string]corpus.Document{}}, Extract: extract, Enrich: enrich,
		Linker: newLinker(), Sink: out, CacheVersion: "1", MaxRejects: -1,
		Logger: slog.New(slog.NewTextHandler(log, nil)),
	}, out, log
}

func newLinker() *linker { return &linker{titles: map[string]bool{}, ids: map[corpus.ID]string{}} }

func TestRun(t *testing.T) {
	p, out, log := pipeline("A|a", "한국|b", "bad|c", "A|d", "no text", "B|e")
	var told []string
	p.Rejected = func(_ context.Context, url, reason string) error {
		told = append(told, url+" "+reason)
		return nil
	}
	got, err := p.Run(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	got.ReadTime, got.BuildTime = 0, 0
	want := Report{
		Pages: 6, Rejected: 2, Merged: 1, Documents: 3,
		Rejections: []Rejection{{"https://u.example/2", "cannot be read"}, {"https://u.example/4", corpus.ErrIncomplete.Error()}},
		Types:      map[corpus.Type]int{corpus.News: 3},
		Langs:      map[string]int{"ko": 1, "und": 2},
		Built:      generation.Built{Engine: "fake", Documents: 3},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if len(told) != 2 || strings.Count(log.String(), "page rejected") != 2 || strings.Count(log.String(), "documents indexed") != 1 {
		t.Errorf("told of %q, log:\n%s", told, log)
	}
	for i, d := range out.docs {
		if i > 0 && out.docs[i-1].ID >= d.ID {
			t.Error("documents are not in order of their IDs")
		}
		if len(d.OtherURLs) != 1 || d.Crawled.IsZero() && d.Title != "A" {
			t.Errorf("%s: not linked, or without its time: %+v", d.Title, d)
		}
	}
}

func TestSecondRunReadsTheSpool(t *testing.T) {
	p, first, _ := pipeline("A|a", "B|b")
	if _, err := p.Run(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func(*Pipeline)
		cached int
	}{
		{"nothing changed", func(*Pipeline) {}, 2},
		{"a page changed", func(p *Pipeline) { p.Source = source{"A|a", "B|changed"} }, 1},
		{"the extractor changed", func(p *Pipeline) { p.CacheVersion = "2" }, 0},
		{"all afresh", func(p *Pipeline) { p.Fresh = true }, 0},
	} {
		out := &sink{}
		p.Sink, p.Linker = out, newLinker()
		c.change(p)
		got, err := p.Run(t.Context(), "")
		if err != nil || got.Cached != c.cached {
			t.Errorf("%s: %d from the spool, want %d; %v", c.name, got.Cached, c.cached, err)
		}
		if diff := cmp.Diff(first.docs, out.docs); c.name == "nothing changed" && diff != "" {
			t.Errorf("%s (-first +second):\n%s", c.name, diff)
		}
	}
}

func TestRunFails(t *testing.T) {
	replaced := func(p *Pipeline) {
		p.Linker = &forgetful{newLinker(), p.Spool.(*spool)}
	}
	for _, c := range []struct {
		name   string
		bodies []string
		change func(*Pipeline)
		is     error
		says   string
	}{
		{"no page", nil, func(*Pipeline) {}, ErrEmpty, "no page"},
		{"too many rejects", []string{"A|a", "bad|b", "bad|c", "bad|d"}, func(p *Pipeline) { p.MaxRejects = 1 }, ErrRejects, "https://u.example/2"},
		{"broken source", []string{"A|a", "broken archive"}, func(*Pipeline) {}, nil, "broken archive"},
		{"sink loses a document", []string{"A|a"}, func(p *Pipeline) { p.Sink = &sink{lose: 1} }, nil, "0 documents of 1"},
		{"document replaced meanwhile", []string{"A|a"}, replaced, nil, "https://u.example/0 was replaced"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, _, log := pipeline(c.bodies...)
			c.change(p)
			_, err := p.Run(t.Context(), "")
			if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v", err)
			}
			if strings.Contains(log.String(), "documents indexed") {
				t.Error("a failed run is logged as done")
			}
		})
	}
}

// forgetful empties the spool between the passes.
type forgetful struct {
	*linker
	spool *spool
}

func (f *forgetful) Kept() []string {
	clear(f.spool.docs)
	return f.linker.Kept()
}

func TestAllowedRejects(t *testing.T) {
	p, out, _ := pipeline("A|a", "bad|b")
	p.MaxRejects = 1
	if _, err := p.Run(t.Context(), ""); err != nil || len(out.docs) != 1 {
		t.Errorf("%d documents, %v", len(out.docs), err)
	}
}

func TestRunStopsWhenCancelled(t *testing.T) {
	p, out, _ := pipeline("A|a", "B|b", "C|c")
	ctx, cancel := context.WithCancel(t.Context())
	p.Enrich = func(d corpus.Document) (corpus.Document, error) {
		cancel()
		return d, nil
	}
	got, err := p.Run(ctx, "")
	if !errors.Is(err, context.Canceled) || got.Pages != 1 || len(out.docs) != 0 {
		t.Errorf("after %d pages, %d documents: %v", got.Pages, len(out.docs), err)
	}
}
