package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/relevance"
)

// withQueries returns a settings file that names a file of judged queries.
func withQueries(t *testing.T, queries string) (settings, path string) {
	t.Helper()
	dir := t.TempDir()
	settings, path = filepath.Join(dir, "a.toml"), filepath.Join(dir, "judged.tsv")
	writeFile(t, path, queries)
	writeFile(t, settings, "[reindex]\nqueries = \"judged.tsv\"\n")
	return settings, path
}

func TestBadQueries(t *testing.T) {
	const good = "Cork\thttps://uil.example/cork\n"
	settings, path := withQueries(t, good+"Cork\nCork\n")
	got := uilsearch(t, "config", "check", "--config", settings)
	if got.code != exitConfig || !strings.Contains(got.stdout, path+":2: ") || !strings.Contains(got.stdout, path+":3: ") {
		t.Errorf("config check: %+v", got)
	}
	data, _ := archived(t)
	if s := reindexJSON(t, data, exitConfig, "--config", settings); s.Outcome != publish.OutcomeFailed || !strings.Contains(s.Error, path+":2: ") || !strings.Contains(s.Error, "config check") {
		t.Errorf("reindex: %+v", s)
	}
}

// Judged pages are looked for as the server would, by any of their addresses.
func TestRank(t *testing.T) {
	data, pages := archived(t)
	for _, name := range []string{"aloud", "node12"} { // one page at two addresses
		writeFile(t, filepath.Join(pages, name+".html"), strings.Replace(fmt.Sprintf(page, "Reading aloud", "Reading aloud", "Reading aloud in a library."),
			"<head>", `<head><link rel="canonical" href="https://uil.example/`+name+`">`, 1))
	}
	mustIngest(t, data, pages)
	store := generation.NewStore(data)
	m, err := store.Verify(t.Context(), reindexJSON(t, data, exitOK).Generation, analysis.Version)
	if err != nil {
		t.Fatal(err)
	}
	queries := []relevance.Query{
		{Text: "Reading aloud", URL: "HTTPS://www.UIL.example/aloud/", Lowest: 1},
		{Text: "Reading aloud", URL: "http://uil.example/node12", Lowest: 1},
		{Text: "남양주", URL: "file:///reading-in-namyangju.html", Lowest: 2},
		{Text: "Reading zebra okapi aloud", URL: "https://uil.example/aloud", Lowest: 0},
		{Text: "Medellín", URL: "https://uil.example/aloud", Lowest: 0},
		{Text: "Reading", URL: "https://uil.example/nowhere", Lowest: 0},
	}
	got, err := rankOf(queries)(t.Context(), store.Path(m.Generation), m)
	if err != nil {
		t.Fatal(err)
	}
	places := []int{1, 1, 1, 1, 0, 0}
	for i, j := range queries {
		want := publish.Ranking{Query: j.Text, URL: j.URL, Lowest: j.Lowest, Place: places[i]}
		if diff := cmp.Diff(want, got[i]); diff != "" {
			t.Error(diff)
		}
	}
	if rankOf(nil) != nil {
		t.Error("without queries there is something to rank")
	}
}

// A run that loses a judged page is refused.
func TestJudgedQueriesGate(t *testing.T) {
	data, pages := archived(t)
	settings, _ := withQueries(t, "Cork\tfile:///learning-in-cork.html\t1\n")
	first := reindexJSON(t, data, exitOK, "--config", settings)
	if first.Outcome != publish.OutcomePublished {
		t.Fatalf("got %+v", first)
	}
	writeFile(t, filepath.Join(pages, "learning-in-cork.html"), fmt.Sprintf(page, "Gone", "Gone", "Nothing to see."))
	mustIngest(t, data, pages)
	args := []string{"--config", settings, "--max-loss", "100%"}
	s := reindexJSON(t, data, exitRefused, args...)
	if s.Generation != first.Generation || !strings.Contains(s.Error, "learning-in-cork.html") || s.Diff.Ranks.Count != 1 {
		t.Errorf("got %+v", s)
	}
	if s := reindexJSON(t, data, exitOK, append(args, "--force")...); s.Outcome != publish.OutcomePublished || len(s.Forced) != 1 {
		t.Errorf("forced: %+v", s)
	}
}
