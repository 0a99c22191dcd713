package link

import (
	stdcmp "cmp"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
)

// linked returns the documents as they are linked, by address.
func linked(docs ...corpus.Document) map[string]corpus.Document {
	out := map[string]corpus.Document{}
	for _, d := range apply(docs...) {
		out[d.URL] = d
	}
	return out
}

// drawEdited makes pages out of few long texts, with edits.
func drawEdited(t *rapid.T) []corpus.Document {
	var texts [3][]string
	for i := range texts {
		texts[i] = strings.Fields(numbered(rand.New(rand.NewPCG(uint64(i), 9)), 80))
	}
	texts[1] = slices.Concat(texts[0][:40], texts[1][40:])
	n := 0
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) corpus.Document {
		words := slices.Clone(rapid.SampledFrom(texts[:]).Draw(t, "text"))
		for _, at := range rapid.SliceOfN(rapid.IntRange(0, 79), 0, 8).Draw(t, "edits") {
			words[at] = fmt.Sprint("edited", at)
		}
		n++
		return doc(fmt.Sprintf("https://uil.example/%03d", n), rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "title"), strings.Join(words, " "))
	}), 0, 30).Draw(t, "docs")
}

// Near-duplicates are mutual, sorted and no more than allowed; they are those
// which a comparison of all pairs finds; and the order of Add is nothing to
// them.
func TestNearDuplicates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := drawEdited(t)
		got := linked(docs...)
		if diff := cmp.Diff(got, linked(rapid.Permutation(docs).Draw(t, "order")...)); diff != "" {
			t.Fatalf("in another order:\n%s", diff)
		}
		names := func(a, b corpus.Document) bool {
			return slices.ContainsFunc(a.NearDuplicates, func(l corpus.Link) bool {
				return l == corpus.Link{ID: b.ID, URL: b.URL, Title: b.Title, Lang: b.Lang}
			})
		}
		texts := map[string]*signature{}
		for url, d := range got {
			texts[url] = newSignature(&d)
		}
		for _, a := range got {
			if len(a.NearDuplicates) > maxNear || !slices.IsSortedFunc(a.NearDuplicates, compareLinks) || names(a, a) {
				t.Fatalf("%s is near %+v", a.URL, a.NearDuplicates)
			}
			for _, b := range got {
				full := len(a.NearDuplicates) == maxNear || len(b.NearDuplicates) == maxNear
				same := texts[a.URL].agree(texts[b.URL])
				share := float64(same.count()) / values
				switch {
				case names(a, b) != names(b, a) && !full:
					t.Fatalf("only one of %s and %s names the other", a.URL, b.URL)
				case names(a, b) && share < nearShare/100.0:
					t.Fatalf("%s and %s share %.2f only", a.URL, b.URL, share)
				case a.URL != b.URL && !names(a, b) && share > 0.85 && !full:
					t.Fatalf("%s and %s share %.2f and are not near", a.URL, b.URL, share)
				}
			}
		}
	})
}

// Whatever a text is, another page with it is found.
func TestEqualTextsAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if text := rapid.StringN(1, 200, -1).Draw(t, "text"); !areNear(text, text) {
			t.Fatalf("two pages with the text %q are not near", text)
		}
	})
}

// A page under two addresses is one document, and no near-duplicate of itself;
// what is near it names the address that is shown.
func TestNearIsNotSame(t *testing.T) {
	text := numbered(rand.New(rand.NewPCG(3, 3)), 100)
	got := linked(doc("https://uil.example/node/7", "A", text), doc("https://uil.example/a", "A", text), doc("https://uil.example/b", "B", text+" more"))
	want := map[string][]corpus.Link{
		"https://uil.example/a": {{ID: corpus.NewID("https://uil.example/b"), URL: "https://uil.example/b", Title: "B", Lang: "en"}},
		"https://uil.example/b": {{ID: corpus.NewID("https://uil.example/a"), URL: "https://uil.example/a", Title: "A", Lang: "en"}},
	}
	near := map[string][]corpus.Link{}
	for url, d := range got {
		near[url] = d.NearDuplicates
	}
	if diff := cmp.Diff(want, near); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A document that did not change loses and gains near-duplicates with the pages
// around it, whatever it was linked to when it was kept.
func TestNearOverRuns(t *testing.T) {
	text := numbered(rand.New(rand.NewPCG(4, 4)), 100)
	a, b := doc("https://uil.example/a", "A", text), doc("https://uil.example/b", "B", text+" more")
	edited := doc(b.URL, "B", "something else altogether")
	kept := a
	for i, c := range []struct {
		with []corpus.Document
		near int
	}{{nil, 0}, {[]corpus.Document{b}, 1}, {[]corpus.Document{edited}, 0}, {[]corpus.Document{b}, 1}, {nil, 0}} {
		kept = linked(append(c.with, kept)...)[a.URL]
		if len(kept.NearDuplicates) != c.near {
			t.Errorf("run %d: near %+v; want %d", i, kept.NearDuplicates, c.near)
		}
	}
}

// Words that many pages have do not make them near-duplicates, however much of
// each page they are; two that are alike beside them still are.
func TestTemplates(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	template := numbered(r, 120)
	var docs []corpus.Document
	for i := range 2 * maxShared {
		docs = append(docs, doc(fmt.Sprintf("https://uil.example/%03d", i), fmt.Sprint("City ", i), numbered(r, 60)+" "+template))
	}
	last := docs[len(docs)-1]
	docs = append(docs, doc("https://uil.example/copy", "Copy", last.Sections[0].Paragraphs[0]+" since 2013"))
	for url, d := range linked(docs...) {
		if isPair := url == last.URL || url == "https://uil.example/copy"; isPair != (len(d.NearDuplicates) == 1) || len(d.NearDuplicates) > 1 {
			t.Errorf("%s is near %+v", url, d.NearDuplicates)
		}
	}
}

// errorPages returns pages of a site that answers anything with one page, in
// which the address stands or not.
func errorPages(n int, named bool) []corpus.Document {
	docs := make([]corpus.Document, n)
	for i := range docs {
		text := "We are sorry. The page was not found on this server, and nobody knows when it will be. Please go back to the page where you came from."
		if named {
			text = fmt.Sprintf("%s It was %d.", text, i)
		}
		docs[i] = doc(fmt.Sprintf("https://uil.example/%05d", i), fmt.Sprint("Not found ", i), text)
	}
	return docs
}

// Thousands of equal pages name as many as are allowed, and so many pages that
// differ in their number only are a template.
func TestErrorPages(t *testing.T) {
	docs := errorPages(3000, false)
	for i, d := range articles(300) {
		d.URL = fmt.Sprintf("https://uil.example/%05d-article", 10*i)
		docs = append(docs, d)
	}
	for _, d := range linked(docs...) {
		if strings.HasSuffix(d.URL, "-article") {
			continue
		}
		if len(d.NearDuplicates) != maxNear {
			t.Fatalf("%s is near %d pages; want %d", d.URL, len(d.NearDuplicates), maxNear)
		}
		if last := d.NearDuplicates[maxNear-1].URL; last > "https://uil.example/00020" {
			t.Fatalf("%s is near %s; want the first addresses", d.URL, last)
		}
	}
	for _, d := range linked(errorPages(3000, true)...) {
		if len(d.NearDuplicates) != 0 {
			t.Fatalf("%s is near %d pages of one template", d.URL, len(d.NearDuplicates))
		}
	}
	for _, d := range linked(errorPages(maxShared, true)...) {
		if len(d.NearDuplicates) != maxNear {
			t.Fatalf("%s is near %d pages of a series; want %d", d.URL, len(d.NearDuplicates), maxNear)
		}
	}
}

// No class is compared with more than maxShared others for a band, whatever the
// pages are.
func TestWorkIsBounded(t *testing.T) {
	for name, docs := range map[string][]corpus.Document{"equal": errorPages(2000, false), "numbered": errorPages(2000, true), "series": errorPages(maxShared, true)} {
		var rs []*resolved
		for i := range docs {
			rs = append(rs, &resolved{url: docs[i].URL, text: newSignature(&docs[i])})
		}
		classes := newClasses(rs)
		for band := range bands {
			buckets := map[uint64]int{}
			for _, c := range order(classes, band, nil) {
				if buckets[c.band]++; buckets[c.band] > maxShared {
					t.Fatalf("%s: a bucket of band %d holds more than %d of %d texts", name, band, maxShared, len(classes))
				}
			}
		}
	}
}

// Of what is near, the most alike are kept, each once, in whatever order they
// come.
func TestNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) nearby {
			return nearby{rapid.Int32Range(0, 99).Draw(t, "class"), int16(rapid.IntRange(1, 9).Draw(t, "share"))}
		}), 25, 60, func(n nearby) int32 { return n.class }).Draw(t, "all")
		var got nearest
		for _, one := range rapid.Permutation(slices.Concat(all, all)).Draw(t, "order") {
			got = got.with(one)
		}
		slices.SortFunc(all, func(a, b nearby) int {
			return stdcmp.Or(int(b.share)-int(a.share), int(a.class)-int(b.class))
		})
		if want := all[:min(len(all), maxNear)]; !slices.Equal(got, want) {
			t.Fatalf("kept %v of %v", got, all)
		}
	})
}

// articles returns pages of which every tenth is an edit of the one before.
func articles(n int) []corpus.Document {
	r := rand.New(rand.NewPCG(1, 1))
	docs := make([]corpus.Document, n)
	text := ""
	for i := range docs {
		if i%10 != 9 {
			text = numbered(r, 400)
		}
		docs[i] = doc(fmt.Sprintf("https://uil.example/%06d", i), fmt.Sprint("Page ", i), fmt.Sprintf("%s and %d more", text, i))
	}
	return docs
}

// BenchmarkLinker tells the time for all pages, and the bytes that the Linker
// holds for each when it is asked for the first document.
func BenchmarkLinker(b *testing.B) {
	for _, c := range []struct {
		name string
		docs []corpus.Document
	}{{"articles", articles(10_000)}, {"errors", errorPages(10_000, true)}, {"copies", errorPages(10_000, false)}} {
		b.Run(c.name, func(b *testing.B) {
			var held uint64
			for b.Loop() {
				before := heap()
				l := New()
				for i := range c.docs {
					l.Add(c.docs[i].URL, c.docs[i])
				}
				l.Kept()
				held = heap() - before
				runtime.KeepAlive(l)
			}
			b.ReportMetric(float64(held)/float64(len(c.docs)), "B/page")
		})
	}
}

// heap returns the bytes that are in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
