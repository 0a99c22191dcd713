package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/indexer/curate"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/api"
)

// curated is an archive with pages and settings that name a file of overrides.
type curated struct {
	*testing.T
	data, pages, settings, path string
}

func newCurated(t *testing.T) curated {
	t.Helper()
	data, pages := archived(t)
	dir := t.TempDir()
	c := curated{t, data, pages, filepath.Join(dir, "a.toml"), filepath.Join(dir, "overrides.tsv")}
	writeFile(t, c.settings, "[taxonomy]\noverrides = \"overrides.tsv\"\n")
	c.overrides()
	return c
}

// overrides writes lines whose cells are separated by bars.
func (c curated) overrides(lines ...string) {
	c.Helper()
	text := "url|content_hash|action|field|value|role|evidence|note\n" + strings.Join(lines, "\n") + "\n"
	writeFile(c.T, c.path, strings.ReplaceAll(text, "|", "\t"))
}

// reindex makes a run, which ends with 0.
func (c curated) reindex(args ...string) publish.Summary {
	c.Helper()
	return reindexJSON(c.T, c.data, exitOK, append(args, "--config", c.settings)...)
}

// explain returns what becomes of a page of the folder.
func (c curated) explain(name string) explanation {
	c.Helper()
	x, got := explainJSON(c.T, filepath.Join(c.pages, name), "--data", c.data, "--config", c.settings)
	if got.code != exitOK {
		c.Fatalf("%+v", got)
	}
	return x
}

// found returns the titles that a search with these flags finds.
func (c curated) found(flags ...string) string {
	c.Helper()
	got := uilsearch(c.T, append([]string{"search", "--json", "--data", c.data}, flags...)...)
	var a api.Answer
	if err := json.Unmarshal([]byte(got.stdout), &a); err != nil || got.code != exitOK {
		c.Fatalf("%v: %+v", err, got)
	}
	var titles []string
	for _, h := range a.Hits {
		titles = append(titles, h.Title.Text)
	}
	return strings.Join(titles, ", ")
}

// An edit of the overrides alone makes the next run build, without reading pages
// again. A page that changes makes its lines stale, until they are renewed.
func TestOverrides(t *testing.T) {
	c := newCurated(t)
	const name, address = "reading-in-namyangju.html", "file:///reading-in-namyangju.html"
	if s := c.reindex(); s.Outcome != publish.OutcomePublished || s.Overrides == nil || s.Overrides.Lost() != 0 || c.found("--city", "namyangju") != "Reading in Namyangju" {
		t.Fatalf("without a line: %+v", s)
	}
	was := c.explain(name).Document.ContentHash
	lines := func(hash string) []string {
		of := address + "|" + hash + "|"
		return []string{
			of + "remove|city|namyangju", of + "add|city|limerick||its LIBRARIES,", of + "set|type|case-study", of + "set|date|2016-07",
			of + "add|theme|esd|mention|zebras", "https://uil.example/none|" + hash + "|set|type|news",
		}
	}
	c.overrides(lines(was)...)
	got := uilsearch(t, "reindex", "-v", "--data", c.data, "--config", c.settings)
	for _, want := range []string{
		"overrides: 4 in force; not applied: 1 without a page, 1 without their evidence\n",
		"\n  " + c.path + ":6: theme esd of " + address + ": the page does not say “zebras”",
		"\n  " + c.path + ":7: type news of https://uil.example/none: no page that could be read has this address", "published ",
	} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("no %q in\n%s", want, got.stdout)
		}
	}
	if got.code != exitOK || !strings.Contains(got.stderr, "cached=3") || !strings.Contains(got.stderr, "overrides were not applied") {
		t.Errorf("%+v", got)
	}
	for _, test := range []struct{ flags, want string }{
		{"--city namyangju", ""}, {"--country kr", ""}, {"--city limerick", "Reading in Namyangju"}, {"--region europe-north-america", "Reading in Namyangju"}, {"--city medellin", "A walk in Medellín"},
		{"--country ie --type case-study --from 2016-07-01 --to 2016-07-31", "Reading in Namyangju"},
	} {
		if got := c.found(strings.Fields(test.flags)...); got != test.want {
			t.Errorf("%s finds %q", test.flags, got)
		}
	}
	compared, err := publish.LastRun(c.data)
	if err != nil {
		t.Fatal(err)
	}
	again := c.reindex()
	if o := again.Overrides; again.Outcome != publish.OutcomeUnchanged || o.Applied != 4 || o.Unmatched != 1 || o.Unsupported != 1 || len(o.NotApplied) != 2 || !o.Compared.Equal(compared.Started) {
		t.Errorf("nothing has changed: %+v, %+v", again, again.Overrides)
	}
	if figures, err := os.ReadFile(runFile(c.data, "last-run.prom")); err != nil || !strings.Contains(string(figures), `last_run_overrides{result="unmatched"} 1`) {
		t.Errorf("%v: %s", err, figures)
	}
	c.overrides(lines(was)[:4]...)
	c.stale(name, address, was)
	c.overrides(lines(c.explain(name).Document.ContentHash)[:4]...)
	if s := c.reindex(); s.Overrides.Lost() != 0 || s.Overrides.Applied != 4 || c.found("--city", "limerick") != "Reading on" {
		t.Errorf("renewed: %+v", s.Overrides)
	}
}

// stale changes a page, and looks at what becomes of its overrides.
func (c curated) stale(name, address, was string) {
	c.Helper()
	writeFile(c.T, filepath.Join(c.pages, name), fmt.Sprintf(page, "Reading on", "Reading on", "Reading in Namyangju goes on."))
	mustIngest(c.T, c.data, c.pages)
	now := c.explain(name)
	s := c.reindex()
	o := s.Overrides
	if o == nil || o.Stale != 4 || o.Applied != 0 || s.Outcome != publish.OutcomePublished {
		c.Fatalf("stale: %+v, %+v", s, o)
	}
	if first := o.NotApplied[0]; first.Line != 2 || first.URL != address || first.Status != "stale" || first.Title != "Reading on" || first.HashNow != now.Document.ContentHash || first.HashNow == was {
		c.Errorf("got %+v", first)
	}
	if got := c.found("--city", "limerick"); got != "" {
		c.Errorf("a stale line was applied: %s", got)
	}
	got := uilsearch(c.T, "explain-url", filepath.Join(c.pages, name), "--data", c.data, "--config", c.settings)
	text := oneSpace(strings.ReplaceAll(got.stdout, "\n", " "))
	for _, want := range []string{"content hash " + now.Document.ContentHash, "Overrides stale line 2: remove city namyangju the text of the page has changed"} {
		if !strings.Contains(text, want) {
			c.Errorf("no %q in %s", want, got.stdout)
		}
	}
	if len(now.Overrides) != 4 || now.Overrides[0].Status != curate.Stale {
		c.Errorf("got %+v", now.Overrides)
	}
}

// A run over a part of the pages says nothing of the others' overrides.
func TestOverridesOfAPart(t *testing.T) {
	c := newCurated(t)
	c.reindex()
	c.overrides("file:///learning-in-cork.html|" + c.explain("learning-in-cork.html").Document.ContentHash + "|set|type|event")
	if o := c.reindex("--dry-run", "--force", "--only", "namyangju").Overrides; o.Unread != 1 || o.Lost() != 0 || len(o.NotApplied) != 0 {
		t.Errorf("got %+v", o)
	}
	if o := c.reindex("--dry-run").Overrides; o.Applied != 1 {
		t.Errorf("got %+v", o)
	}
	x := c.explain("learning-in-cork.html")
	if x.Document.Type != corpus.Event || len(x.Overrides) != 1 || x.Overrides[0].Status != curate.Applied {
		t.Errorf("got %+v, %s", x.Overrides, x.Document.Type)
	}
}

// Lines that can be applied to no page are refused before anything is read.
func TestBadOverrides(t *testing.T) {
	c := newCurated(t)
	c.overrides("file:///a|x|set|type|news", "file:///a|"+strings.Repeat("0", 64)+"|add|city|Corcaigh||Cork")
	got := uilsearch(t, "config", "check", "--config", c.settings)
	if got.code != exitConfig || !strings.Contains(got.stdout, c.path+":2: content_hash: ") || !strings.Contains(got.stdout, c.path+`:3: value: the taxonomy has no city "Corcaigh"; write cork`) {
		t.Errorf("config check: %+v", got)
	}
	if s := reindexJSON(t, c.data, exitConfig, "--config", c.settings); s.Outcome != publish.OutcomeFailed || !strings.Contains(s.Error, c.path+":2: ") || !strings.Contains(s.Error, "config check") {
		t.Errorf("reindex: %+v", s)
	}
	c.overrides()
	if got := uilsearch(t, "config", "check", "--config", c.settings); got.code != exitOK {
		t.Errorf("config check: %+v", got)
	}
	if got := uilsearch(t, "config", "check", "--config", c.settings+"x"); got.code != exitConfig {
		t.Errorf("config check: %+v", got)
	}
}

// A deployment may replace one file of the taxonomy, and keep its overrides
// beside it.
func TestTaxonomyOfADeployment(t *testing.T) {
	c := newCurated(t)
	dir := filepath.Dir(c.path)
	built, err := taxonomy.Default()
	if err != nil {
		t.Fatal(err)
	}
	cities := string(built.Files()["cities.tsv"])
	write := func(more string) {
		t.Helper()
		writeFile(t, filepath.Join(dir, "cities.tsv"), strings.TrimRight(cities, "\n")+"\n"+more)
		writeFile(t, c.settings, "[taxonomy]\ndir = \".\"\noverrides = \"overrides.tsv\"\n")
	}
	write("bookville\tBookville\tie\teurope-north-america\t2025\t\t52\t-8\t\n")
	if got := uilsearch(t, "config", "check", "--config", c.settings); got.code != exitOK {
		t.Fatalf("config check: %+v", got)
	}
	writeFile(t, filepath.Join(c.pages, "new.html"), fmt.Sprintf(page, "The learning city of Bookville", "The learning city of Bookville", "Bookville in Ireland reads."))
	mustIngest(t, c.data, c.pages)
	if c.reindex(); c.found("--city", "bookville") != "The learning city of Bookville" || c.found("--city", "namyangju") != "Reading in Namyangju" {
		t.Errorf("found %q and %q", c.found("--city", "bookville"), c.found("--city", "namyangju"))
	}
	write("bookville\tBookville\tzz\teurope-north-america\t2025\t\t152\t-8\t\n")
	writeFile(t, filepath.Join(dir, "themes.yaml"), "esd: learning\n")
	if got := uilsearch(t, "config", "check", "--config", c.settings); got.code != exitConfig ||
		strings.Count(got.stdout, filepath.Join(dir, "cities.tsv")+":") != 2 || strings.Count(got.stdout, filepath.Join(dir, "themes.yaml")+":1: ") != 1 || strings.Count(got.stdout, "\n") != 3 {
		t.Errorf("config check: %+v", got)
	}
	write("bookville\tBookville\nbookton\tBookton\tie\teurope-north-america\tsoon\t\t\t\t\n")
	if got := uilsearch(t, "config", "check", "--config", c.settings); got.code != exitConfig ||
		strings.Count(got.stdout, filepath.Join(dir, "cities.tsv")+":") != 2 || strings.Count(got.stdout, "\n") != 2 || !strings.Contains(got.stderr, "2 to correct") {
		t.Errorf("config check of rows that cannot be read: %+v", got)
	}
}
