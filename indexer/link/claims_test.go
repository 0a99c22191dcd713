package link

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
)

// claims returns the documents of pages that name one canonical address, by the
// address of the page.
func claims(canonical string, texts map[string]string) *Linker {
	l := New()
	for page, text := range texts {
		d := doc(canonical, "A", text)
		if _, ok := web(page); ok && page != canonical {
			d.OtherURLs = []string{page}
		}
		l.Add(page, d)
	}
	return l
}

// Pages that call one address canonical are one only if they read alike.
func TestSharedCanonical(t *testing.T) {
	canonical := "https://uil.example/a"
	long := ""
	for i := range 200 {
		long += fmt.Sprintf("word%d and ", i*7919%1000)
	}
	for _, c := range []struct {
		name  string
		texts map[string]string
		urls  []string // in order of the pages
		lost  map[string]string
	}{
		{"same text", map[string]string{"file:///a.html": "x", "file:///b.html": "x"}, []string{canonical}, map[string]string{}},
		{"near-equal", map[string]string{"file:///a.html": long, "file:///b.html": long + "and one more"}, []string{canonical}, map[string]string{}},
		{"near-equal Chinese", map[string]string{"file:///a.html": "终身学习城市网络在全世界推动学习型城市的发展与合作", "file:///b.html": "终身学习城市网络在全世界推动学习型城市的发展与合作。"}, []string{canonical}, map[string]string{}},
		{"two files", map[string]string{"file:///a.html": "one text of some words", "file:///b.html": "quite another text altogether"},
			[]string{canonical, "file:///b.html"}, map[string]string{"file:///b.html": canonical}},
		{"two of the web", map[string]string{"https://uil.example/b": "one text of some words", "https://uil.example/c": "quite another text altogether"},
			[]string{canonical, "https://uil.example/c"}, map[string]string{"https://uil.example/c": canonical}},
		{"the page itself and a claim", map[string]string{"https://uil.example/A0": "one text of some words", canonical: "quite another text altogether"},
			[]string{"https://uil.example/A0", canonical}, map[string]string{"https://uil.example/A0": canonical}},
		{"two captures of the address", map[string]string{canonical + "/": "one text of some words", "http://uil.example/a": "quite another text altogether"}, []string{canonical}, map[string]string{}},
	} {
		l := claims(canonical, c.texts)
		byPage := map[string]string{}
		for _, page := range l.Kept() {
			d := doc(canonical, "A", c.texts[page])
			l.Apply(page, &d)
			byPage[page] = d.URL
			if d.ID != corpus.NewID(d.URL) {
				t.Errorf("%s: the ID of %s is that of another address", c.name, d.URL)
			}
			if slices.Contains(d.OtherURLs, canonical) && d.URL != canonical && c.lost[page] != "" {
				t.Errorf("%s: %s keeps the address it lost", c.name, page)
			}
		}
		var urls []string
		for _, page := range slices.Sorted(maps.Keys(byPage)) {
			urls = append(urls, byPage[page])
		}
		if diff := cmp.Diff(c.urls, urls); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if diff := cmp.Diff(c.lost, maps.Collect(l.Conflicts())); diff != "" {
			t.Errorf("%s: conflicts (-want +got):\n%s", c.name, diff)
		}
	}
}

// A thousand pages that all call one page canonical lose nothing, and the order
// of their words is not all that tells them apart.
func TestManyClaims(t *testing.T) {
	texts := map[string]string{}
	for i := range 1000 {
		texts[fmt.Sprintf("file:///%04d.html", i)] = fmt.Sprintf("page %d speaks of city %d and of theme %d alone", i, i*31, i*17)
	}
	if n := len(claims("https://uil.example/", texts).Kept()); n != 1000 {
		t.Errorf("%d pages stay of 1000", n)
	}
}
