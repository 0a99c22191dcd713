package live

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/hidden"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

const host = "https://uil.example/"

// linked returns the library, where one page has other addresses and links.
func linked() []corpus.Document {
	docs := searchtest.Library()
	for i := range docs {
		switch docs[i].URL {
		case host + "eight":
			docs[i].OtherURLs = []string{host + "node/8", "https://old.example/eight?id=8"}
		case host + "policy":
			docs[i].Translations = []corpus.Link{{ID: corpus.NewID(host + "eight"), URL: host + "eight"}, {ID: corpus.NewID(host + "fr"), URL: host + "fr"}}
			docs[i].NearDuplicates = []corpus.Link{{URL: host + "node/8/"}, {URL: "https://elsewhere.example/a"}}
			docs[i].OtherURLs = []string{host + "policy-old"}
		}
	}
	return docs
}

// hide writes the hidden list; without an address it is only a note.
func (p *publisher) hide(lines ...string) {
	p.t.Helper()
	lines = append([]string{"# hidden"}, lines...)
	must(p.t, os.WriteFile(filepath.Join(p.data, hidden.FileName), []byte(strings.Join(lines, "\n")), 0o644))
}

// serving publishes the linked library and serves it.
func serving(t *testing.T) (*publisher, *Index) {
	t.Helper()
	p := newPublisher(t)
	p.publish(linked(), analysis.Version)
	opened := 0
	x := newIndex(t, p, func(dir string, m generation.Manifest) (search.Engine, error) {
		if opened++; opened > 1 {
			t.Error("the engine was opened again")
		}
		return openFake(dir, m)
	})
	must(t, x.Refresh(t.Context()))
	return p, x
}

func total(t *testing.T, x *Index, text string) int {
	t.Helper()
	a, err := x.Search(t.Context(), query(text))
	must(t, err)
	return a.Total
}

// TestHidesByAnyAddress checks that a page is gone from all answers, by any of
// its addresses in any spelling, and comes back.
func TestHidesByAnyAddress(t *testing.T) {
	p, x := serving(t)
	id := corpus.NewID(host + "eight")
	before := x.Status()
	if before.Edition != before.Generation || before.Hidden != 0 || total(t, x, "governance") != 1 {
		t.Fatalf("nothing is hidden, and the status is %+v", before)
	}
	for _, address := range []string{host + "eight", "HTTP://www.UIL.example/eight/#top", host + "node/8", "http://old.example/eight/?id=8"} {
		p.hide("# asked for by the mayor", address)
		must(t, x.Refresh(t.Context()))
		s := x.Status()
		if s.Documents != before.Documents-1 || s.Hidden != 1 || !strings.HasPrefix(s.Edition, before.Generation+"-") || s.Problem != "" {
			t.Errorf("%s: status %+v", address, s)
		}
		if n := total(t, x, "governance"); n != 0 {
			t.Errorf("%s: %d hits", address, n)
		}
		if _, err := x.Document(t.Context(), id); !errors.Is(err, search.ErrNotFound) {
			t.Errorf("%s: the document: %v", address, err)
		}
		p.hide()
		must(t, x.Refresh(t.Context()))
		if diff := cmp.Diff(before, x.Status()); diff != "" {
			t.Errorf("%s shown again: status (-want +got):\n%s", address, diff)
		}
		_, err := x.Document(t.Context(), id)
		must(t, err)
	}
}

// TestHiddenIsNotCounted checks totals, facets, what is said of the whole, how a
// query is relaxed and what is suggested.
func TestHiddenIsNotCounted(t *testing.T) {
	p, x := serving(t)
	p.hide(host+"eight", host+"index", host+"policy", host+"far", host+"nowhere")
	must(t, x.Refresh(t.Context()))
	all := len(linked()) - 4
	s := x.Status()
	if s.Documents != all || s.Hidden != 4 {
		t.Errorf("status %+v", s)
	}
	q := query("")
	q.Facets = []search.FacetRequest{{Facet: search.FacetCity}, {Facet: search.FacetType}}
	a, err := x.Search(t.Context(), q)
	must(t, err)
	if a.Total != all || a.Documents != all || a.Listings != 0 || a.Edition != s.Edition || len(a.Query.Without) != 0 {
		t.Errorf("total %d of %d and %d listings, edition %s, query %+v", a.Total, a.Documents, a.Listings, a.Edition, a.Query)
	}
	counts := map[string]int{}
	for _, v := range a.Facets[search.FacetCity] {
		counts[v.Value] = v.Count
	}
	if diff := cmp.Diff(map[string]int{"evora": 1, "namyangju": 1}, counts); diff != "" {
		t.Errorf("cities (-want +got):\n%s", diff)
	}
	f, err := x.Facet(t.Context(), query(""), search.FacetCity, "jeon")
	must(t, err)
	if len(f.Facets[search.FacetCity]) != 0 || f.Edition != s.Edition {
		t.Errorf("the facet alone has %+v", f.Facets)
	}
	// Of two pages with both words one is left, which is too few; so is one with
	// one of three words.
	loose, err := x.Search(t.Context(), query("harbour market zebra"))
	must(t, err)
	if loose.Total != 1 {
		t.Errorf("relaxed: %d hits, want 1", loose.Total)
	}
	cork, err := x.Search(t.Context(), query("Cork"))
	must(t, err)
	for _, s := range cork.Suggestions {
		if again := total(t, x, s.Query); again != s.Total {
			t.Errorf("%s is said to find %d and finds %d", s.Query, s.Total, again)
		}
	}
}

// TestNoLinksToHidden checks that a page does not lead to what is hidden,
// whether the link has an ID or only an address.
func TestNoLinksToHidden(t *testing.T) {
	p, x := serving(t)
	links := func() (translations, duplicates, others []string) {
		d, err := x.Document(t.Context(), corpus.NewID(host+"policy"))
		must(t, err)
		for _, l := range d.Translations {
			translations = append(translations, l.URL)
		}
		for _, l := range d.NearDuplicates {
			duplicates = append(duplicates, l.URL)
		}
		return translations, duplicates, d.OtherURLs
	}
	was, wasToo, _ := links()
	p.hide(host+"eight", "https://elsewhere.example/a/", host+"policy-new")
	must(t, x.Refresh(t.Context()))
	translations, duplicates, others := links()
	if !slices.Equal(translations, []string{host + "fr"}) || duplicates != nil || !slices.Equal(others, []string{host + "policy-old"}) {
		t.Errorf("translations %v, near-duplicates %v, other addresses %v", translations, duplicates, others)
	}
	p.hide()
	must(t, x.Refresh(t.Context()))
	if now, nowToo, _ := links(); !slices.Equal(now, was) || !slices.Equal(nowToo, wasToo) {
		t.Errorf("shown again: translations %v and near-duplicates %v, were %v and %v", now, nowToo, was, wasToo)
	}
}

// TestCursorsOutliveTheList follows a cursor over a change of the list: no page
// is shown twice, none that is shown is lost, and none that is hidden comes.
func TestCursorsOutliveTheList(t *testing.T) {
	p, x := serving(t)
	q := query("")
	q.PerPage, q.Sort = 4, search.Newest
	first, err := x.Search(t.Context(), q)
	must(t, err)
	all := q
	all.PerPage = 100
	whole, err := x.Search(t.Context(), all)
	must(t, err)
	p.hide(whole.Hits[1].URL, whole.Hits[5].URL)
	must(t, x.Refresh(t.Context()))
	var want, got []corpus.ID
	for i, h := range whole.Hits {
		if i >= 4 && i != 5 {
			want = append(want, h.ID)
		}
	}
	for q.Cursor = first.NextCursor; q.Cursor != ""; {
		a, err := x.Search(t.Context(), q)
		must(t, err)
		for _, h := range a.Hits {
			got = append(got, h.ID)
		}
		q.Cursor = a.NextCursor
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("behind the cursor (-want +got):\n%s", diff)
	}
}
