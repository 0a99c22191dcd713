package live

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

func query(text string) search.Query {
	return search.Query{Text: text, Sort: search.Relevance, Page: 1, PerPage: 10}
}

func TestNothingPublished(t *testing.T) {
	x := newIndex(t, newPublisher(t), openFake)
	if err := x.Refresh(t.Context()); !errors.Is(err, search.ErrNoGeneration) {
		t.Errorf("Refresh: %v", err)
	}
	if _, err := x.Search(t.Context(), query("a")); !errors.Is(err, search.ErrNoGeneration) {
		t.Errorf("Search: %v", err)
	}
	if s := x.Status(); s.Generation != "" {
		t.Errorf("status %+v", s)
	}
}

func TestAnswerSaysWhatItIs(t *testing.T) {
	p := newPublisher(t)
	name := p.publish(searchtest.Library(), analysis.Version)
	x := newIndex(t, p, openFake)
	must(t, x.Refresh(t.Context()))
	q := query("title:korean")
	q.Facets = []search.FacetRequest{{Facet: search.FacetCity}, {Facet: search.FacetLang}, {Facet: search.FacetType}, {Facet: search.FacetYear}}
	a, err := x.Search(t.Context(), q)
	must(t, err)
	if a.Generation != name || a.Total != 1 || a.Documents != len(searchtest.Library())-1 || a.Listings != 1 || a.Executed.Query == "" {
		t.Errorf("answer %+v", a)
	}
	want := map[string]string{search.FacetCity: "Bucheon", search.FacetLang: "English", search.FacetType: "News", search.FacetYear: "2016"}
	for facet, label := range want {
		if got := a.Facets[facet][0].Label; got != label {
			t.Errorf("%s is labelled %q, want %q", facet, got, label)
		}
	}
	if got := a.Hits[0].Cities[0].Label; got != "Bucheon" {
		t.Errorf("hit's city is labelled %q", got)
	}
	d, err := x.Document(t.Context(), a.Hits[0].ID)
	must(t, err)
	if got := d.Labels[search.Label{Facet: "country", Value: "kr"}]; got != "Republic of Korea" {
		t.Errorf("country is labelled %q", got)
	}
}

func TestFacetSearchKnowsAliases(t *testing.T) {
	p := newPublisher(t)
	p.publish(searchtest.Library(), analysis.Version)
	x := newIndex(t, p, openFake)
	must(t, x.Refresh(t.Context()))
	for contains, want := range map[string][]string{
		"namy": {"namyangju"}, "남양주": {"namyangju"}, "VORA": {"evora"}, "zzz": nil, "": {"namyangju", "bucheon", "cork", "evora", "jeonju"},
	} {
		a, err := x.Facet(t.Context(), query(""), search.FacetCity, contains)
		must(t, err)
		if a.Generation != x.Status().Generation {
			t.Errorf("%q is answered by generation %q", contains, a.Generation)
		}
		var got []string
		for _, v := range a.Facets[search.FacetCity] {
			got = append(got, v.Value)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", contains, got, want)
		}
	}
	if _, err := x.Facet(t.Context(), query(""), "colour", ""); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("unknown facet: %v", err)
	}
}

// TestRelaxing checks that a query which finds too little is read loosely, and
// that filters have no say in it.
func TestRelaxing(t *testing.T) {
	p := newPublisher(t)
	p.publish(searchtest.Library(), analysis.Version)
	x := newIndex(t, p, openFake)
	must(t, x.Refresh(t.Context()))
	loose, err := x.Search(t.Context(), query("harbour market zebra"))
	must(t, err)
	if loose.Total != 2 || !hasNote(loose, "relaxed") {
		t.Errorf("total %d, notes %+v", loose.Total, loose.Executed.Notes)
	}
	further, err := x.Search(t.Context(), query("harbour zebra yak okapi"))
	must(t, err)
	if further.Total != 2 || !hasNote(further, "relaxed") {
		t.Errorf("one word of four: total %d, notes %+v", further.Total, further.Executed.Notes)
	}
	strict, err := x.Search(t.Context(), query("harbour AND market AND zebra"))
	must(t, err)
	if strict.Total != 0 || hasNote(strict, "relaxed") {
		t.Errorf("explicit AND: total %d, notes %+v", strict.Total, strict.Executed.Notes)
	}
	q := query("city learning")
	q.Facets = []search.FacetRequest{{Facet: search.FacetType}}
	q.Listings = true
	all, err := x.Search(t.Context(), q)
	must(t, err)
	for _, v := range all.Facets[search.FacetType] {
		q.Filters = []search.Filter{{Facet: search.FacetType, Values: []string{v.Value}}}
		one, err := x.Search(t.Context(), q)
		must(t, err)
		if one.Total != v.Count {
			t.Errorf("type %s counts %d and brings %d", v.Value, v.Count, one.Total)
		}
	}
}

func hasNote(a search.Answer, kind string) bool {
	for _, n := range a.Executed.Notes {
		if n.Kind == kind {
			return true
		}
	}
	return false
}

// TestFiltersByName checks that filters take names, and name what nothing has.
func TestFiltersByName(t *testing.T) {
	p := newPublisher(t)
	p.publish(searchtest.Library(), analysis.Version)
	x := newIndex(t, p, openFake)
	must(t, x.Refresh(t.Context()))
	for _, name := range []string{"bucheon", "Bucheon", "부천", "Puchon"} {
		q := query("")
		q.Filters = []search.Filter{{Facet: search.FacetCity, Values: []string{name}}}
		a, err := x.Search(t.Context(), q)
		must(t, err)
		if a.Total != 1 || a.Query.Filters[0].Values[0] != "bucheon" {
			t.Errorf("city %s: %d hits, filters %+v", name, a.Total, a.Query.Filters)
		}
	}
	for facet, bad := range map[string]string{"city": "Atlantis", "country": "zz", "theme": "x", "type": "blog", "year": "soon"} {
		for _, f := range []search.Filter{{Facet: facet, Values: []string{bad}}, {Facet: facet, Exclude: []string{bad}}} {
			q := query("")
			q.Filters = []search.Filter{f}
			var wrong *search.ParamError
			if _, err := x.Search(t.Context(), q); !errors.As(err, &wrong) || wrong.Param != facet || !strings.Contains(wrong.Reason, bad) {
				t.Errorf("%+v: %v", f, err)
			}
		}
	}
}

// TestSuggestions checks that a name which is not safe alone is offered as what
// it may be.
func TestSuggestions(t *testing.T) {
	p := newPublisher(t)
	p.publish(searchtest.Library(), analysis.Version)
	x := newIndex(t, p, openFake)
	must(t, x.Refresh(t.Context()))
	for text, want := range map[string]string{"Cork": "city:cork", "cork": "city:cork", "Osan": "", "cities": "", "Jeonju": ""} {
		a, err := x.Search(t.Context(), query(text))
		must(t, err)
		got := ""
		for _, s := range a.Suggestions {
			got = s.Query
			again, err := x.Search(t.Context(), query(s.Query))
			must(t, err)
			if again.Total != s.Total {
				t.Errorf("%s is said to find %d and finds %d", s.Query, s.Total, again.Total)
			}
		}
		if got != want {
			t.Errorf("%s suggests %q, want %q", text, got, want)
		}
	}
}

func TestListingsByQuery(t *testing.T) {
	p := newPublisher(t)
	p.publish(searchtest.Library(), analysis.Version)
	x := newIndex(t, p, openFake)
	must(t, x.Refresh(t.Context()))
	a, err := x.Search(t.Context(), query("type:listing"))
	must(t, err)
	if a.Total != 1 {
		t.Errorf("type:listing finds %d", a.Total)
	}
}

func TestCursors(t *testing.T) {
	p := newPublisher(t)
	p.publish(searchtest.Library(), analysis.Version)
	x := newIndex(t, p, openFake)
	must(t, x.Refresh(t.Context()))
	q := query("")
	q.PerPage, q.Sort = 4, search.Newest
	var got []corpus.ID
	for range 10 {
		a, err := x.Search(t.Context(), q)
		must(t, err)
		for _, h := range a.Hits {
			got = append(got, h.ID)
		}
		if q.Cursor = a.NextCursor; q.Cursor == "" {
			break
		}
	}
	if want := len(searchtest.Library()) - 1; len(got) != want || len(slices.Compact(slices.Sorted(slices.Values(got)))) != want {
		t.Errorf("cursors brought %d hits, want %d", len(got), want)
	}
	first, err := x.Search(t.Context(), search.Query{Sort: search.Newest, Page: 1, PerPage: 4})
	must(t, err)
	other := query("learning")
	other.Cursor = first.NextCursor
	if _, err := x.Search(t.Context(), other); !errors.Is(err, search.ErrCursorGone) {
		t.Errorf("another query's cursor: %v", err)
	}
	p.publish(searchtest.Library()[:5], analysis.Version)
	must(t, x.Refresh(t.Context()))
	q.Cursor = first.NextCursor
	if _, err := x.Search(t.Context(), q); !errors.Is(err, search.ErrCursorGone) {
		t.Errorf("another generation's cursor: %v", err)
	}
	for _, bad := range []string{"x", "!!", "bnVsbA=="} {
		q.Cursor = bad
		var wrong *search.ParamError
		if _, err := x.Search(t.Context(), q); !errors.As(err, &wrong) || wrong.Param != "cursor" {
			t.Errorf("cursor %q: %v", bad, err)
		}
	}
}
