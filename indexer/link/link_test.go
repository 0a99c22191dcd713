package link

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
)

var day = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// doc returns a document whose text is its title and text.
func doc(url, title, text string, translations ...corpus.Link) corpus.Document {
	d := corpus.Document{ID: corpus.NewID(url), URL: url, Title: title, Lang: "en", Crawled: day, Translations: translations}
	d.Sections = []corpus.Section{{Paragraphs: []string{text}}}
	d.ContentHash = corpus.HashContent(&d)
	return d
}

// apply adds the documents, each captured at its last other address, or else its
// own, or else in a file, and returns those that stay.
func apply(docs ...corpus.Document) []corpus.Document {
	l := New()
	byPage := map[string]corpus.Document{}
	for i, d := range docs {
		page := d.URL
		if n := len(d.OtherURLs); n > 0 {
			page = d.OtherURLs[n-1]
		}
		if _, taken := byPage[page]; taken {
			page = fmt.Sprintf("file:///%03d.html", i)
		}
		byPage[page] = d
		l.Add(page, d)
	}
	var out []corpus.Document
	for _, page := range l.Kept() {
		d := byPage[page]
		l.Apply(page, &d)
		out = append(out, d)
	}
	return out
}

func TestSamePage(t *testing.T) {
	https := "https://uil.example/news/festival"
	for _, c := range []struct {
		name   string
		docs   []corpus.Document
		url    string // "" where both stay
		others []string
	}{
		{"http and https", []corpus.Document{doc("http://uil.example/news/festival", "A", "x"), doc(https, "A", "y")}, https, []string{"http://uil.example/news/festival"}},
		{"www", []corpus.Document{doc(https, "A", "x"), doc("https://www.uil.example/news/festival", "A", "y")}, https, []string{"https://www.uil.example/news/festival"}},
		{"slash", []corpus.Document{doc(https+"/", "A", "x"), doc(https, "A", "y")}, https, []string{https + "/"}},
		{"node number", []corpus.Document{doc("https://uil.example/node/4711", "A", "x"), doc(https, "A", "x")}, https, []string{"https://uil.example/node/4711"}},
		{"two slugs", []corpus.Document{doc("https://uil.example/b", "A", "x"), doc("https://uil.example/a", "A", "x")}, "https://uil.example/a", []string{"https://uil.example/b"}},
		{"file and web", []corpus.Document{doc("file:///a.html", "A", "x"), doc(https, "A", "x")}, https, nil},
		{"two files", []corpus.Document{doc("file:///a.html", "A", "x"), doc("file:///b.html", "A", "x")}, "file:///a.html", []string{"file:///b.html"}},
		{"other text", []corpus.Document{doc("https://uil.example/b", "A", "x"), doc("https://uil.example/a", "A", "y")}, "", nil},
		{"other host", []corpus.Document{doc(https, "A", "x"), doc("https://test.uil.example/news/festival", "A", "y")}, "", nil},
		{"other query", []corpus.Document{doc(https+"?page=1", "A", "x"), doc(https+"?page=2", "A", "y")}, "", nil},
		{"case of a path", []corpus.Document{doc("https://uil.example/A", "A", "x"), doc("https://uil.example/a", "A", "y")}, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := apply(c.docs...)
			if c.url == "" {
				if len(got) != len(c.docs) {
					t.Errorf("%d documents, want %d", len(got), len(c.docs))
				}
				return
			}
			if len(got) != 1 || got[0].URL != c.url || got[0].ID != corpus.NewID(c.url) {
				t.Fatalf("got %+v", got)
			}
			if diff := cmp.Diff(c.others, got[0].OtherURLs); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A page's own word on its address outranks how the address looks.
func TestCanonicalOutranksShortness(t *testing.T) {
	d := doc("https://uil.example/news/festival-of-learning", "A", "x")
	d.OtherURLs = []string{"https://uil.example/f"}
	same := doc("https://uil.example/f/", "A", "y")
	got := apply(d)
	if len(got) != 1 || got[0].URL != d.URL || !slices.Equal(got[0].OtherURLs, d.OtherURLs) {
		t.Errorf("got %+v", got)
	}
	if got := apply(d, same); len(got) != 1 {
		t.Errorf("%d documents of one page, one of which was captured under its other address", len(got))
	}
}

func TestNewestTextStays(t *testing.T) {
	old, recent := doc("https://uil.example/a", "A", "old"), doc("http://www.uil.example/a", "A", "new")
	recent.Crawled = day.Add(time.Hour)
	for _, docs := range [][]corpus.Document{{old, recent}, {recent, old}} {
		got := apply(docs...)
		if len(got) != 1 || got[0].URL != old.URL || got[0].Sections[0].Paragraphs[0] != "new" {
			t.Errorf("got %+v", got)
		}
		if got[0].ID != corpus.NewID(got[0].URL) {
			t.Error("the ID is that of another address")
		}
	}
}

func TestTranslations(t *testing.T) {
	en := doc("https://uil.example/day", "Day", "x",
		corpus.Link{URL: "http://www.uil.example/fr/jour/", Lang: "fr"},
		corpus.Link{URL: "https://uil.example/es/dia", Lang: "es"},
		corpus.Link{URL: "https://uil.example/day/", Lang: "en"})
	fr := doc("https://uil.example/fr/jour", "Jour", "y")
	fr.Lang = "fr"
	got := map[string][]corpus.Link{}
	for _, d := range apply(en, fr) {
		got[d.Lang] = d.Translations
	}
	want := map[string][]corpus.Link{
		"en": {
			{URL: "https://uil.example/es/dia", Lang: "es"},
			{ID: corpus.NewID(fr.URL), URL: fr.URL, Title: "Jour", Lang: "fr"},
		},
		"fr": {{ID: corpus.NewID(en.URL), URL: en.URL, Title: "Day", Lang: "en"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// drawDocs makes a small world in which addresses, texts and links collide.
func drawDocs(t *rapid.T) []corpus.Document {
	address := rapid.Custom(func(t *rapid.T) string {
		scheme := rapid.SampledFrom([]string{"http://", "https://", "https://www.", "file:///"}).Draw(t, "scheme")
		path := rapid.SampledFrom([]string{"u.example/a", "u.example/b/", "u.example/b", "u.example/node/1", "u.example/c"}).Draw(t, "path")
		return scheme + path
	})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) corpus.Document {
		d := doc(address.Draw(t, "url"), rapid.SampledFrom([]string{"A", "B"}).Draw(t, "title"), rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "text"))
		d.Crawled = day.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "hour")) * time.Hour)
		d.Lang = rapid.SampledFrom([]string{"en", "fr"}).Draw(t, "lang")
		for _, url := range rapid.SliceOfN(address, 0, 2).Draw(t, "links") {
			d.Translations = append(d.Translations, corpus.Link{URL: url, Lang: "fr"})
		}
		return d
	}), 0, 8).Draw(t, "docs")
}

func TestOrderOfAddMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := drawDocs(t)
		order := rapid.Permutation(rangeOf(len(docs))).Draw(t, "order")
		a, b := New(), New()
		for i, d := range docs {
			a.Add(fmt.Sprint(i), d)
		}
		for _, i := range order {
			b.Add(fmt.Sprint(i), docs[i])
		}
		for _, l := range []*Linker{a, b} {
			if !slices.Equal(l.Kept(), a.Kept()) {
				t.Fatalf("kept %v, want %v", l.Kept(), a.Kept())
			}
		}
		for i, d := range docs {
			da, db := d, d
			a.Apply(fmt.Sprint(i), &da)
			b.Apply(fmt.Sprint(i), &db)
			if diff := cmp.Diff(da, db); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// Linking the linked documents again changes nothing, IDs are distinct and in
// order, and every translation that is known is mutual.
func TestIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := apply(drawDocs(t)...)
		if diff := cmp.Diff(once, apply(once...)); diff != "" {
			t.Fatalf("linked twice (-once +twice):\n%s", diff)
		}
		byID := map[corpus.ID]corpus.Document{}
		for i, d := range once {
			if i > 0 && once[i-1].ID >= d.ID {
				t.Fatalf("IDs %s, %s are not in order", once[i-1].ID, d.ID)
			}
			byID[d.ID] = d
		}
		for _, d := range once {
			for _, link := range d.Translations {
				back := func(b corpus.Link) bool { return b.ID == d.ID }
				if link.ID == d.ID || link.ID != "" && !slices.ContainsFunc(byID[link.ID].Translations, back) {
					t.Fatalf("%s names %+v, which does not name it", d.URL, link)
				}
			}
		}
	})
}

func rangeOf(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
