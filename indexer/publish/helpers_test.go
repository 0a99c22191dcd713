package publish

import (
	"cmp"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// begun is when the runs of tests begin.
var begun = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

// page returns a document with the name as its ID, a text, and tags such as
// "city:cork".
func page(name, text string, about ...string) corpus.Document {
	d := corpus.Document{
		ID: corpus.ID(name), URL: "https://uil.example/" + name, Title: name, Lang: "en", Type: corpus.News,
		Sections: []corpus.Section{{Paragraphs: []string{text}}},
	}
	d.ContentHash = corpus.HashContent(&d)
	for _, tag := range about {
		facet, value, _ := strings.Cut(tag, ":")
		d.Tags = append(d.Tags, corpus.Tag{Facet: corpus.TagFacet(facet), Value: value, Role: corpus.About})
	}
	return d
}

// pages returns a document for each word.
func pages(words string) []corpus.Document {
	var docs []corpus.Document
	for _, w := range strings.Fields(words) {
		docs = append(docs, page(w, "text of "+w))
	}
	return docs
}

// lines is a Build whose engine writes the ID of each document to a file.
func lines(docs []corpus.Document) func(context.Context, string, func(Documents) Documents) (generation.Built, error) {
	return func(_ context.Context, dir string, record func(Documents) Documents) (generation.Built, error) {
		var text strings.Builder
		for d, err := range record(sequence(docs)) {
			if err != nil {
				return generation.Built{}, err
			}
			text.WriteString(string(d.ID) + "\n")
		}
		return identity(len(docs)), os.WriteFile(filepath.Join(dir, "text"), []byte(text.String()), 0o600)
	}
}

// identity is what the engine of the tests says of itself.
func identity(documents int) generation.Built {
	return generation.Built{Engine: "lines", Versions: map[string]string{"lines": "1"}, Documents: documents}
}

// sequence yields documents in order of ID.
func sequence(docs []corpus.Document) Documents {
	docs = slices.SortedFunc(slices.Values(docs), func(a, b corpus.Document) int { return cmp.Compare(a.ID, b.ID) })
	return func(yield func(corpus.Document, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// optionsOf returns the options of a run over documents, which may lose what it
// likes.
func optionsOf(data string, docs []corpus.Document, minute int) Options {
	return Options{
		Store:    generation.NewStore(data),
		Keep:     3,
		Analysis: 1,
		Config:   "config",
		Taxonomy: map[string][]byte{"cities.tsv": []byte("cork"), "themes/en.tsv": []byte("health")},
		Now:      begun.Add(time.Duration(minute) * time.Minute),
		Identity: identity(0),
		Gate:     Gate{MaxShrink: 1, MaxLoss: 1},
		Build:    lines(docs),
	}
}

// options returns the options of a run with a document for each word.
func options(data, words string, minute int) Options {
	return optionsOf(data, pages(words), minute)
}

// mustRun makes a run that is to publish, and returns its generation.
func mustRun(t testing.TB, o Options) string {
	t.Helper()
	out, err := Run(context.Background(), o)
	if err != nil || !out.Published {
		t.Fatalf("published %v, %v", out.Published, err)
	}
	return out.Manifest.Generation
}

// damage alters a byte of a generation without changing its size.
func damage(t testing.TB, s generation.Store, name string) {
	t.Helper()
	path := filepath.Join(s.Path(name), generation.EngineDir, "text")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[0] ^= 1
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// live returns the name of the live generation, or "".
func live(s generation.Store) string {
	name, err := s.Current()
	if err != nil {
		return ""
	}
	return name
}

// snapshot returns every file below the data directory with its content.
func snapshot(t testing.TB, data string) map[string]string {
	t.Helper()
	got := map[string]string{}
	err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			got[path] = "directory"
			return nil
		}
		b, err := os.ReadFile(path)
		got[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}
