package relevance

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// written returns a file with a content.
func written(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "judged.tsv")
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoad(t *testing.T) {
	got, err := Load(written(t, "\uFEFF# what people look for\n\nlearning city\thttps://uil.example/a\r\nCork\tfile:///cork.html\t 3\n"))
	want := []Query{{"learning city", "https://uil.example/a", 0}, {"Cork", "file:///cork.html", 3}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	if got, err := Load(""); got != nil || err != nil {
		t.Errorf("no path: %v, %v", got, err)
	}
	missing := filepath.Join(t.TempDir(), "missing")
	if _, err := Load(missing); len(config.Problems(err)) != 1 || strings.Count(err.Error(), missing) != 1 {
		t.Errorf("no file: %v", err)
	}
}

func TestLoadRefuses(t *testing.T) {
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
		path := written(t, good+line+"\n"+good[:4]+"\n")
		_, err := Load(path)
		problems := config.Problems(err)
		if len(problems) != 2 || !strings.HasPrefix(problems[0].Error(), path+":2: ") || !strings.Contains(problems[0].Error(), want) || problems[1].Line != 3 {
			t.Errorf("%q: %v", line, err)
		}
	}
}

// TestPlaces looks for pages by any of their addresses, and asks each query
// once.
func TestPlaces(t *testing.T) {
	dir := t.TempDir()
	w, err := generation.NewCatalogWriter(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []generation.CatalogEntry{
		{ID: "a", URL: "https://uil.example/a", Others: []string{"https://uil.example/b", "https://uil.example/node1"}},
		{ID: "b", URL: "https://uil.example/b"},
	} {
		if err := w.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	asked := map[string]int{}
	ask := func(_ context.Context, text string) ([]corpus.ID, error) {
		asked[text]++
		if text == "down" {
			return nil, errors.New("the engine is down")
		}
		return []corpus.ID{"x", "b", "a"}, nil
	}
	queries := []Query{
		{"one", "HTTP://www.UIL.example/a/", 1}, {"one", "https://uil.example/node1", 0},
		{"one", "https://uil.example/b", 0}, {"two", "https://uil.example/nowhere", 0},
	}
	got, err := Places(t.Context(), dir, queries, ask)
	want := []Place{{queries[0], 3}, {queries[1], 3}, {queries[2], 2}, {queries[3], 0}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil || fmt.Sprint(asked) != "map[one:1 two:1]" {
		t.Errorf("asked %v, %v\n%s", asked, err, diff)
	}
	if _, err := Places(t.Context(), dir, []Query{{"down", "https://uil.example/a", 0}}, ask); err == nil || !strings.Contains(err.Error(), "down") {
		t.Errorf("error %v", err)
	}
}
