package publish

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// writeCatalog writes the catalog of a generation into a new directory.
func writeCatalog(t testing.TB, docs []corpus.Document) string {
	t.Helper()
	dir, err := os.MkdirTemp(t.TempDir(), "catalog")
	if err != nil {
		t.Fatal(err)
	}
	r, err := newRecorder(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, recorded := range r.record(sequence(docs)) {
		err = errors.Join(err, recorded)
	}
	if err := r.close(err); err != nil {
		t.Fatal(err)
	}
	return dir
}

// drawLibrary draws a set of documents with few texts, titles and tags, so that
// two sets have much in common. Pages that it leaves out may be other addresses
// of those that it has.
func drawLibrary(r *rapid.T, label string) []corpus.Document {
	names := strings.Split("abcdefgh", "")
	in := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, len(names), rapid.ID[string]).Draw(r, label)
	tags := []string{"city:cork", "city:suwon", "city:tunis", "theme:health", "theme:esd", "country:ie"}
	var docs []corpus.Document
	for _, name := range in {
		about := rapid.SliceOfDistinct(rapid.SampledFrom(tags), rapid.ID[string]).Draw(r, label+" about")
		d := page(name, rapid.SampledFrom([]string{"one", "two", "three"}).Draw(r, label+" text"), about...)
		d.Title = rapid.SampledFrom([]string{"A", "B", "C"}).Draw(r, label+" title")
		d.ContentHash = corpus.HashContent(&d)
		if mention := rapid.SampledFrom(tags).Draw(r, label+" mention"); !slices.Contains(about, mention) {
			facet, value, _ := strings.Cut(mention, ":")
			d.Tags = append(d.Tags, corpus.Tag{Facet: corpus.TagFacet(facet), Value: value, Role: corpus.Mention})
		}
		docs = append(docs, d)
	}
	for _, name := range names {
		if !slices.Contains(in, name) && len(docs) > 0 && rapid.Bool().Draw(r, label+" merged") {
			i := rapid.IntRange(0, len(docs)-1).Draw(r, label+" into")
			docs[i].OtherURLs = append(docs[i].OtherURLs, "http://www.uil.example/"+name)
		}
	}
	return docs
}

// TestCompare compares random libraries, and compares that with what sets of
// documents say.
func TestCompare(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		before, after := drawLibrary(r, "before"), drawLibrary(r, "after")
		got, err := compare(context.Background(), writeCatalog(t, before), writeCatalog(t, after))
		if err != nil {
			r.Fatal(err)
		}
		want := bruteCompare(before, after)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Diff{}, "Collapsed", "Retitled"), cmpopts.EquateEmpty()); diff != "" {
			r.Fatal(diff)
		}
		if diff := cmp.Diff(bruteCollapse(before, after), collapseTexts(got, after), cmpopts.EquateEmpty()); diff != "" {
			r.Fatalf("collapsed: %s", diff)
		}
		titles := map[string]int{}
		for _, c := range got.Retitled.First {
			titles[c.Title] = c.Before
		}
		if diff := cmp.Diff(bruteRetitle(before, after), titles); diff != "" {
			r.Fatalf("retitled: %s", diff)
		}
		if got.DocumentsAfter-got.DocumentsBefore != got.Added.Count-got.Removed.Count {
			r.Fatalf("%d added and %d removed make %d of %d", got.Added.Count, got.Removed.Count, got.DocumentsAfter, got.DocumentsBefore)
		}
		for _, v := range slices.Concat(got.Cities.First, got.Themes.First) {
			if v.After-v.Before != v.Gained-v.Lost {
				r.Fatalf("%+v does not add up", v)
			}
		}
	})
}

func TestCompareSaysWhatIsWrong(t *testing.T) {
	dir := writeCatalog(t, pages("a b"))
	broken := t.TempDir()
	writeFiles(broken, map[string][]byte{generation.CatalogName: []byte("{\"id\":\"a\"}\n{\"id\":")})
	for _, dirs := range [][2]string{{dir, t.TempDir()}, {t.TempDir(), dir}, {dir, broken}, {broken, dir}} {
		if d, err := compare(t.Context(), dirs[0], dirs[1]); err == nil || !strings.Contains(err.Error(), "catalog") {
			t.Errorf("got %+v, %v", d, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := compare(ctx, dir, dir); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestListCountsAll(t *testing.T) {
	var l List[int]
	for i := range listLimit + 5 {
		l.add(i)
	}
	if l.Count != listLimit+5 || len(l.First) != listLimit {
		t.Errorf("%d of %d", len(l.First), l.Count)
	}
	if short := l.cut(3); short.Count != l.Count || !slices.Equal(short.First, []int{0, 1, 2}) || len(l.First) != listLimit {
		t.Errorf("got %+v", short)
	}
}
