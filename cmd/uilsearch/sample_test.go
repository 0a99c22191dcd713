package main

import (
	"encoding/csv"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/sample"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/indexer/ingest"
	"github.com/uilsearch/uilsearch/internal/config"
)

// expected is what a careful reader says of a sample page.
type expected struct {
	file, url, kind, lang, published  string
	about, mention, countries, themes []string
}

// readExpected reads the labels that stand beside the sample.
func readExpected(t *testing.T) []expected {
	t.Helper()
	f, err := os.Open("../../corpus/sample/expected.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []expected
	for _, row := range rows[1:] {
		out = append(out, expected{
			file: row[0], url: row[1], kind: row[2], lang: row[3], published: row[4],
			about: list(row[5]), mention: list(row[6]), countries: list(row[7]), themes: list(row[8]),
		})
	}
	return out
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}

// tally counts what was found against what is there.
type tally struct{ right, found, there int }

func (c *tally) add(t *testing.T, what string, want, got []string) {
	for _, v := range got {
		if slices.Contains(want, v) {
			c.right++
		} else {
			t.Logf("%s: wrong %s", what, v)
		}
	}
	for _, v := range want {
		if !slices.Contains(got, v) {
			t.Logf("%s: missed %s", what, v)
		}
	}
	c.found += len(got)
	c.there += len(want)
}

func (c tally) precision() float64 { return float64(c.right) / float64(max(c.found, 1)) }
func (c tally) recall() float64    { return float64(c.right) / float64(max(c.there, 1)) }
func (c tally) f1() float64 {
	return 2 * float64(c.right) / float64(max(c.found+c.there, 1))
}

// TestSample takes every sample page through extraction and enrichment and
// holds the result to the labels.
func TestSample(t *testing.T) {
	a := &app{config: config.Defaults(), log: slog.New(slog.DiscardHandler)}
	steps, err := a.newSteps()
	if err != nil {
		t.Fatal(err)
	}
	pages, err := fs.Sub(sample.FS, "pages")
	if err != nil {
		t.Fatal(err)
	}
	var about, mention, countries, themes tally
	for _, want := range readExpected(t) {
		page, err := ingest.File(pages, want.file, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		d, err := steps.extract.Document(page)
		if err == nil {
			d, err = steps.enrich.Document(d)
		}
		if err == nil {
			err = d.Validate()
		}
		if err != nil {
			t.Errorf("%s: %v", want.file, err)
			continue
		}
		for what, pair := range map[string][2]string{
			"url": {want.url, d.URL}, "type": {want.kind, string(d.Type)}, "lang": {want.lang, d.Lang}, "published": {want.published, d.Published.String()},
		} {
			if pair[0] != pair[1] {
				t.Errorf("%s: %s is %q, want %q", want.file, what, pair[1], pair[0])
			}
		}
		about.add(t, want.file+" about", want.about, names(steps.taxonomy, d, corpus.City, corpus.About))
		mention.add(t, want.file+" mention", want.mention, names(steps.taxonomy, d, corpus.City, corpus.Mention))
		countries.add(t, want.file+" countries", want.countries, names(steps.taxonomy, d, corpus.Country, corpus.About))
		themes.add(t, want.file+" themes", want.themes, values(d, corpus.Theme, corpus.About))
	}
	for what, c := range map[string]*tally{"city about": &about, "city mention": &mention, "country": &countries, "theme": &themes} {
		t.Logf("%s: precision %.3f, recall %.3f, F1 %.3f", what, c.precision(), c.recall(), c.f1())
	}
	if about.precision() < 0.98 || about.recall() < 0.93 {
		t.Errorf("cities: precision %.3f, recall %.3f", about.precision(), about.recall())
	}
	if mention.f1() < 0.9 || countries.f1() < 0.9 || themes.f1() < 0.65 {
		t.Errorf("F1: mentions %.3f, countries %.3f, themes %.3f", mention.f1(), countries.f1(), themes.f1())
	}
}

// names returns the English names of a document's values.
func names(x *taxonomy.Taxonomy, d corpus.Document, f corpus.TagFacet, r corpus.Role) []string {
	out := values(d, f, r)
	for i, v := range out {
		out[i] = x.Label(string(f), v, "en")
	}
	return out
}

func values(d corpus.Document, f corpus.TagFacet, r corpus.Role) []string {
	var out []string
	for _, tag := range d.TagsOf(f) {
		if tag.Role == r {
			out = append(out, tag.Value)
		}
	}
	return out
}
