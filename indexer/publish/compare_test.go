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
		d.Title = rapid.SampledFrom([]string{"A", "B"}).Draw(r, label+" title")
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
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Diff{}, "Collapsed"), cmpopts.EquateEmpty()); diff != "" {
			r.Fatal(diff)
		}
		if diff := cmp.Diff(bruteCollapse(before, after), collapseTexts(got, after), cmpopts.EquateEmpty()); diff != "" {
			r.Fatalf("collapsed: %s", diff)
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

func byID(docs []corpus.Document) map[string]corpus.Document {
	m := map[string]corpus.Document{}
	for _, d := range docs {
		m[string(d.ID)] = d
	}
	return m
}

// holder returns the document that has the address of another one, or else the
// first by ID that has one of its other addresses.
func holder(of corpus.Document, docs []corpus.Document) (corpus.Document, bool) {
	if d, ok := byID(docs)[string(of.ID)]; ok {
		return d, true
	}
	docs = slices.SortedFunc(slices.Values(docs), func(a, b corpus.Document) int { return strings.Compare(string(a.ID), string(b.ID)) })
	for _, d := range docs {
		for _, address := range append(slices.Clone(d.OtherURLs), d.URL) {
			for _, known := range append(slices.Clone(of.OtherURLs), of.URL) {
				if corpus.AddressKey(address) == corpus.AddressKey(known) {
					return d, true
				}
			}
		}
	}
	return corpus.Document{}, false
}

// bruteCompare is compare in the plainest way, without Collapsed.
func bruteCompare(before, after []corpus.Document) *Diff {
	d := &Diff{DocumentsBefore: len(before), DocumentsAfter: len(after)}
	a, b := byID(before), byID(after)
	for _, id := range strings.Split("abcdefgh", "") {
		x, had := a[id]
		y, has := b[id]
		if had {
			d.TextBefore += int64(len(x.Text()))
		}
		if has {
			d.TextAfter += int64(len(y.Text()))
		}
		switch {
		case had && !has:
			into, _ := holder(x, after)
			d.Removed.add(PageChange{ID: id, URL: x.URL, Title: x.Title, Into: into.URL})
		case has && !had:
			d.Added.add(PageChange{ID: id, URL: y.URL, Title: y.Title})
		case has && !cmp.Equal(x, y, cmpopts.EquateEmpty()):
			p := PageChange{ID: id, URL: y.URL, Title: y.Title, Text: x.ContentHash != y.ContentHash}
			p.Gained, p.Lost = missing(x, y), missing(y, x)
			if p.Text {
				d.TextChanged++
			}
			d.Changed.add(p)
		}
	}
	d.Cities, d.Themes = bruteValues("city", before, after), bruteValues("theme", before, after)
	return d
}

// missing returns the cities and themes of b that a does not have.
func missing(a, b corpus.Document) (values []string) {
	for _, facet := range []string{"city", "theme"} {
		for _, v := range aboutOf(b)[facet] {
			if !slices.Contains(aboutOf(a)[facet], v) {
				values = append(values, facet+":"+v)
			}
		}
	}
	return values
}

func bruteValues(facet string, before, after []corpus.Document) (l List[ValueChange]) {
	holders := func(docs []corpus.Document, v string) (ids []string) {
		for _, d := range docs {
			if slices.Contains(aboutOf(d)[facet], v) {
				ids = append(ids, string(d.ID))
			}
		}
		return ids
	}
	var all []ValueChange
	for _, v := range []string{"cork", "esd", "health", "suwon", "tunis"} {
		a, b := holders(before, v), holders(after, v)
		c := ValueChange{Value: v, Before: len(a), After: len(b)}
		for _, id := range b {
			if !slices.Contains(a, id) {
				c.Gained++
			}
		}
		for _, id := range a {
			if !slices.Contains(b, id) {
				c.Lost++
			}
		}
		if c.Gained+c.Lost > 0 {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b ValueChange) int {
		if order := (b.Before - b.After) - (a.Before - a.After); order != 0 {
			return order
		}
		return b.Lost - a.Lost
	})
	for _, c := range all {
		l.add(c)
	}
	return l
}

// bruteCollapse counts the texts that gave way, by the hash of the one that
// came.
func bruteCollapse(before, after []corpus.Document) map[string]int {
	gone := map[string]map[string]bool{}
	giveWay := func(to, from string) {
		if gone[to] == nil {
			gone[to] = map[string]bool{}
		}
		gone[to][from] = true
	}
	var removed, lost []string
	for _, x := range before {
		_, stays := byID(after)[string(x.ID)]
		y, ok := holder(x, after)
		if !stays {
			removed = append(removed, x.ContentHash)
		}
		if !ok {
			lost = append(lost, x.ContentHash)
		} else if x.ContentHash != y.ContentHash {
			giveWay(y.ContentHash, x.ContentHash)
		}
	}
	slices.Sort(lost)
	for _, y := range after {
		if _, had := byID(before)[string(y.ID)]; had || len(y.OtherURLs) == 0 || slices.Contains(removed, y.ContentHash) {
			continue
		}
		for _, old := range lost[:min(len(lost), 1+len(y.OtherURLs))] {
			giveWay(y.ContentHash, old)
		}
	}
	counts := map[string]int{}
	for content, old := range gone {
		if len(old) > 1 {
			counts[content] = len(old)
		}
	}
	return counts
}

// collapseTexts returns the same of a Diff.
func collapseTexts(d *Diff, after []corpus.Document) map[string]int {
	counts := map[string]int{}
	for _, c := range d.Collapsed.First {
		i := slices.IndexFunc(after, func(d corpus.Document) bool { return d.URL == c.URL && d.Title == c.Title })
		counts[after[i].ContentHash] = c.Texts
	}
	return counts
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
