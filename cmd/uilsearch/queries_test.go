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

func TestLoadQueries(t *testing.T) {
	_, path := withQueries(t, "\uFEFF# what people look for\n\nlearning city\thttps://uil.example/a\r\nCork\tfile:///cork.html\t 3\n")
	got, err := loadQueries(path)
	want := []judged{{"learning city", "https://uil.example/a", 0}, {"Cork", "file:///cork.html", 3}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(judged{})); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if got, err := loadQueries(""); got != nil || err != nil {
		t.Errorf("no file: %v, %v", got, err)
	}
}

func TestBadQueries(t *testing.T) {
	const good = "Cork\thttps://uil.example/cork\n"
	for line, want := range map[string]string{
		"Cork":                                 "1 columns",
		"Cork\thttps://a.example/\t1\tmore":    "4 columns",
		" \thttps://a.example/":                "query is empty",
		"Cork\tnews/cork":                      "no address",
		"Cork\t":                               "no address",
		"Cork\thttps://a.example/\tfirst":      "no place",
		"Cork\thttps://a.example/\t0":          "no place",
		"Cork\thttps://a.example/\t101":        "no place",
		"Cork\thttp://www.uil.example/cork/":   "line 1 judges",
		strings.Repeat("w ", 17) + "\thttps:/": "16",
	} {
		settings, path := withQueries(t, good+line+"\n"+good[:4]+"\n")
		got := uilsearch(t, "config", "check", "--config", settings)
		if got.code != exitConfig || !strings.Contains(got.stdout, path+":2: ") || !strings.Contains(got.stdout, want) || !strings.Contains(got.stdout, path+":3: ") {
			t.Errorf("%q: %+v", line, got)
		}
	}
	data, _ := archived(t)
	settings, path := withQueries(t, good+"Cork\nCork\n")
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
	queries := []judged{
		{"Reading aloud", "HTTPS://www.UIL.example/aloud/", 1},
		{"Reading aloud", "http://uil.example/node12", 1},
		{"남양주", "file:///reading-in-namyangju.html", 2},
		{"Reading zebra okapi aloud", "https://uil.example/aloud", 0},
		{"Medellín", "https://uil.example/aloud", 0},
		{"Reading", "https://uil.example/nowhere", 0},
	}
	got, err := rankOf(queries)(t.Context(), store.Path(m.Generation), m)
	if err != nil {
		t.Fatal(err)
	}
	places := []int{1, 1, 1, 1, 0, 0}
	for i, j := range queries {
		want := publish.Ranking{Query: j.query, URL: j.url, Lowest: j.lowest, Place: places[i]}
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
