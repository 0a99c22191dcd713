package searchtest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// selecting returns a change that filters one facet by values.
func selecting(facet string, values ...string) func(*search.Query) {
	return func(q *search.Query) {
		q.Filters = append(q.Filters, search.Filter{Facet: facet, Values: values})
	}
}

// counts returns the counts of a facet by value.
func counts(r search.Result, facet string) map[string]int {
	out := map[string]int{}
	for _, v := range r.Facets[facet] {
		out[v.Value] = v.Count
	}
	return out
}

func wantCounts(t *testing.T, r search.Result, facet string, want map[string]int) {
	t.Helper()
	if diff := cmp.Diff(want, counts(r, facet)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", facet, diff)
	}
}

func disjunctive(t *testing.T, e search.Engine) {
	r := ask(t, e, "", selecting(search.FacetCity, "jeonju"))
	wantNames(t, "jeonju", r, "eight")
	wantCounts(t, r, search.FacetCity, map[string]int{"bucheon": 1, "namyangju": 2, "jeonju": 1, "cork": 1, "evora": 1})
	wantCounts(t, r, search.FacetCountry, map[string]int{"kr": 1})
	r = ask(t, e, "", func(q *search.Query) {
		selecting(search.FacetCity, "jeonju", "cork")(q)
		selecting(search.FacetTheme, "learning-cities")(q)
	})
	wantNames(t, "jeonju or cork, and learning cities", r, "eight", "policy")
	wantCounts(t, r, search.FacetCity, map[string]int{"bucheon": 1, "namyangju": 1, "jeonju": 1, "cork": 1})
	wantCounts(t, r, search.FacetTheme, map[string]int{"libraries-prison": 1, "learning-cities": 2})
	wantCounts(t, r, search.FacetYear, map[string]int{"2016": 1, "2015": 1})
}

func selectedAtZero(t *testing.T, e search.Engine) {
	r := ask(t, e, "villes", selecting(search.FacetCity, "jeonju", "atlantis"))
	want := []search.FacetValue{{Value: "atlantis", Selected: true}, {Value: "jeonju", Selected: true}}
	if diff := cmp.Diff(want, r.Facets[search.FacetCity]); diff != "" || r.Total != 0 {
		t.Errorf("total %d, city (-want +got):\n%s", r.Total, diff)
	}
	r = ask(t, e, "", func(q *search.Query) {
		selecting(search.FacetCity, "jeonju")(q)
		q.Facets = []search.FacetRequest{{Facet: search.FacetCity, Size: 1}}
	})
	wantCounts(t, r, search.FacetCity, map[string]int{"namyangju": 2, "jeonju": 1})
}

func excludes(t *testing.T, e search.Engine) {
	r := ask(t, e, "", func(q *search.Query) {
		q.Filters = []search.Filter{{Facet: search.FacetCity, Exclude: []string{"jeonju"}}, {Facet: search.FacetCountry, Values: []string{"kr"}}}
	})
	wantNames(t, "Korea without Jeonju", r, "ko")
	wantCounts(t, r, search.FacetCity, map[string]int{"namyangju": 1, "jeonju": 0})
	for _, v := range r.Facets[search.FacetCity] {
		if v.Excluded != (v.Value == "jeonju") {
			t.Errorf("%+v", v)
		}
	}
}

func mentions(t *testing.T, e search.Engine) {
	wantNames(t, "about Cork", ask(t, e, "", selecting(search.FacetCity, "cork")), "policy")
	r := ask(t, e, "", func(q *search.Query) {
		selecting(search.FacetCity, "cork")(q)
		q.Mentions = true
	})
	wantNames(t, "about or mentioning Cork", r, "policy", "award")
	cork := querylang.Tag{Facet: search.FacetCity, Value: "cork", Label: "Cork"}
	asking := func(n querylang.Node, mentions bool) func(*search.Query) {
		return func(q *search.Query) { q.Match, q.Mentions = n, mentions }
	}
	wantNames(t, "the field city", ask(t, e, "", asking(cork, false)), "policy")
	wantNames(t, "the field city with mentions", ask(t, e, "", asking(cork, true)), "policy", "award")
	alias := querylang.Alias{Written: querylang.Word{Text: "nowhere"}, Tag: cork}
	wantNames(t, "a name of the city", ask(t, e, "", asking(alias, false)), "policy", "award")
	wantCounts(t, r, search.FacetCity, map[string]int{"bucheon": 2, "namyangju": 2, "jeonju": 2, "cork": 2, "evora": 1})
}

func listings(t *testing.T, e search.Engine) {
	wantNames(t, "twelve", ask(t, e, "twelve", nil), "award")
	wantNames(t, "twelve with listings", ask(t, e, "twelve", func(q *search.Query) { q.Listings = true }), "award", "index")
	wantNames(t, "twelve among listings", ask(t, e, "twelve", selecting(search.FacetType, string(corpus.Listing))), "index")
}

func dates(t *testing.T, e search.Engine) {
	for _, c := range []struct {
		from, to string
		want     []string
	}{
		{"2016", "2016", []string{"eight", "fr"}},
		{"2016-07-14", "2016-07-14", []string{"eight"}},
		{"2017-09-30", "2017-09-30", []string{"award"}},
		{"2017-10-01", "2017-12", nil},
		{"2015-05-05", "2015-05-05", []string{"policy"}},
		{"", "2015", []string{"policy"}},
		{"2019", "", []string{"evora", "evora-plain"}},
	} {
		r := ask(t, e, "", func(q *search.Query) {
			q.From, _ = corpus.ParseDate(c.from)
			q.To, _ = corpus.ParseDate(c.to)
		})
		wantNames(t, c.from+" to "+c.to, r, c.want...)
	}
	wantNames(t, "date in the query", ask(t, e, "year:2015..2016 cities", nil), "eight", "policy")
	wantCounts(t, ask(t, e, "남양주", nil), search.FacetYear, map[string]int{search.NoDate: 1})
}

func sorts(t *testing.T, e search.Engine) {
	for sort, want := range map[search.Sort][]string{
		search.Newest:  {"fr", "eight", "policy", "ko"},
		search.Oldest:  {"policy", "eight", "fr", "ko"},
		search.ByTitle: {"eight", "fr", "policy", "ko"},
	} {
		r := ask(t, e, "apprenantes OR 남양주 OR jeonju OR plans", func(q *search.Query) { q.Sort = sort })
		if diff := cmp.Diff(want, names(r)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", sort, diff)
		}
	}
}

func pages(t *testing.T, e search.Engine) {
	for _, sort := range search.Sorts() {
		all := names(ask(t, e, "", func(q *search.Query) { q.Sort = sort }))
		var byPage, byCursor []string
		for page := 1; len(byPage) < len(all) && page < 10; page++ {
			r := ask(t, e, "", func(q *search.Query) { q.Sort, q.Page, q.PerPage = sort, page, 3 })
			byPage = append(byPage, names(r)...)
			if more := len(byPage) < len(all); (r.Last != nil) != more {
				t.Errorf("%s, page %d: last is %v, more follow: %v", sort, page, r.Last, more)
			}
		}
		var at *search.Position
		for range 10 {
			r := ask(t, e, "", func(q *search.Query) { q.Sort, q.PerPage, q.After = sort, 4, at })
			byCursor = append(byCursor, names(r)...)
			if r.Total != len(all) {
				t.Errorf("%s: total %d behind a cursor, want %d", sort, r.Total, len(all))
			}
			if at = r.Last; at == nil {
				break
			}
		}
		if !slices.Equal(byPage, all) || !slices.Equal(byCursor, all) {
			t.Errorf("%s: all %v\nby page %v\nby cursor %v", sort, all, byPage, byCursor)
		}
	}
}

// idsOf returns the IDs of pages of the library.
func idsOf(pages ...string) []corpus.ID {
	ids := make([]corpus.ID, len(pages))
	for i, p := range pages {
		ids[i] = corpus.NewID(host + p)
	}
	return ids
}

func without(t *testing.T, e search.Engine) {
	leaving := func(pages ...string) func(*search.Query) {
		return func(q *search.Query) { q.Without = idsOf(pages...) }
	}
	wantNames(t, "all but one", ask(t, e, "cities", leaving("award")), "eight", "policy")
	wantNames(t, "none", ask(t, e, "jeonju", leaving("eight")))
	wantNames(t, "what is not there", ask(t, e, "jeonju", leaving("nowhere", "fr")), "eight")
	wantNames(t, "not the one", ask(t, e, "award -jeonju", leaving("award")))
	r := ask(t, e, "", func(q *search.Query) {
		selecting(search.FacetCity, "jeonju")(q)
		q.Without = idsOf("ko", "policy")
	})
	wantNames(t, "jeonju", r, "eight")
	wantCounts(t, r, search.FacetCity, map[string]int{"bucheon": 1, "namyangju": 1, "jeonju": 1, "evora": 1})
	r = ask(t, e, "", func(q *search.Query) {
		selecting(search.FacetCity, "jeonju")(q)
		q.Without = idsOf("eight", "eight")
	})
	wantCounts(t, r, search.FacetCity, map[string]int{"namyangju": 1, "jeonju": 0, "cork": 1, "evora": 1})
	for _, sort := range search.Sorts() {
		all := names(ask(t, e, "", func(q *search.Query) { q.Sort = sort }))
		first := ask(t, e, "", func(q *search.Query) { q.Sort, q.PerPage = sort, 3 })
		// Between two pages one page is taken out that was shown, and one that was
		// not, as live does; the cursor of an earlier answer still leads on.
		rest := ask(t, e, "", func(q *search.Query) {
			q.Sort, q.After, q.Without = sort, first.Last, idsOf(all[1], all[4])
		})
		want := append([]string{all[3]}, all[5:]...)
		if diff := cmp.Diff(want, names(rest)); diff != "" || rest.Total != len(all)-2 {
			t.Errorf("%s: total %d of %d, behind the cursor (-want +got):\n%s", sort, rest.Total, len(all), diff)
		}
	}
}

func marks(t *testing.T, e search.Engine) {
	for _, c := range []struct {
		query, page string
		want        []string // in the title, then in the fragments
	}{
		{`"learning near"`, "eight", []string{"learning near"}},
		{`governance`, "eight", []string{"governance"}},
		{`남양주 배움`, "ko", []string{"남양주", "남양주", "배움"}},
		{`cities`, "award", []string{"cities"}},
		{`jeonju -nothing`, "eight", []string{"Jeonju"}},
		{`korean governance`, "eight", []string{"Korean", "governance"}},
		// A part of the query that the page does not match is not marked.
		{`(governance nowhere) OR jeonju`, "eight", []string{"Jeonju"}},
		{`(korean AND nowhere) OR jeonju`, "eight", []string{"Jeonju"}},
		{`korean governance q1 q2 q3 OR jeonju`, "eight", []string{"Jeonju"}},
		{`(governance -award) OR jeonju`, "eight", []string{"Jeonju"}},
		{`(governance year:2015) OR jeonju`, "eight", []string{"Jeonju"}},
		{`(governance title:award) OR jeonju`, "eight", []string{"Jeonju"}},
		{`(korean governance) OR nowhere`, "eight", []string{"Korean", "governance"}},
		// A run that was taken apart is marked as it stands.
		{`atleast:2(평생 생학 학교)`, "ko", []string{"평생학"}},
	} {
		r := ask(t, e, c.query, nil)
		i := slices.IndexFunc(r.Hits, func(h search.Hit) bool { return h.URL == host+c.page })
		if i < 0 {
			t.Errorf("%s does not find %s", c.query, c.page)
			continue
		}
		var got []string
		for _, f := range append([]search.Fragment{r.Hits[i].Title}, r.Hits[i].Snippets...) {
			for _, m := range f.Marks {
				got = append(got, f.Text[m.Start:m.End])
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s in %s (-want +got):\n%s", c.query, c.page, diff)
		}
	}
}
