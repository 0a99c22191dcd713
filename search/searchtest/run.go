package searchtest

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// Open returns an engine over documents that the engine has not seen before.
// The engine is closed by the suite.
type Open func(t testing.TB, docs []corpus.Document) search.Engine

// Run holds an engine to the promises of search.Engine.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*testing.T, search.Engine)
	}{
		{"finds what is asked for", finds},
		{"finds a phrase in every quote style and nothing like it", phrases},
		{"ranks the exact before the stemmed and the near before the far", ranks},
		{"ranks the accent as typed first", accents},
		{"counts facets without their own filter", disjunctive},
		{"lists what is selected even at zero", selectedAtZero},
		{"excludes", excludes},
		{"counts mentions on request only", mentions},
		{"keeps listings out unless asked", listings},
		{"matches dates by what is known of them", dates},
		{"sorts with undated documents last", sorts},
		{"shows every hit once over pages and cursors", pages},
		{"goes without documents as if they were not there", without},
		{"marks what matched and nothing else", marks},
		{"explains", explains},
		{"names the parameter that is wrong", refuses},
		{"returns documents whole", documents},
		{"ends with its context", cancelled},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := open(t, Library())
			t.Cleanup(func() { closeEngine(t, e) })
			c.test(t, e)
		})
	}
	t.Run("answers nothing from nothing", func(t *testing.T) {
		e := open(t, nil)
		t.Cleanup(func() { closeEngine(t, e) })
		r := ask(t, e, "learning", nil)
		if r.Total != 0 || len(r.Hits) != 0 || r.Last != nil {
			t.Errorf("an empty index answers %+v", r)
		}
	})
	t.Run("agrees with brute force", func(t *testing.T) { agrees(t, open) })
}

func closeEngine(t testing.TB, e search.Engine) {
	if err := e.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}

// ask searches for a text, with all facets; change may alter the query.
func ask(t testing.TB, e search.Engine, text string, change func(*search.Query)) search.Result {
	t.Helper()
	q := question(t, text)
	if change != nil {
		change(&q)
	}
	r, err := e.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("search %q: %v", text, err)
	}
	return r
}

// question is a query for a text as people send it.
func question(t testing.TB, text string) search.Query {
	t.Helper()
	reading, err := querylang.Parser{}.Parse(text)
	if err != nil {
		t.Fatalf("parse %q: %v", text, err)
	}
	q := search.Query{Text: text, Match: reading.Root, Sort: search.Relevance, Page: 1, PerPage: 50, Snippets: true}
	for _, f := range search.Facets() {
		q.Facets = append(q.Facets, search.FacetRequest{Facet: f})
	}
	return q
}

// names returns the last part of the URL of each hit.
func names(r search.Result) []string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.URL[len(host):])
	}
	return out
}

// wantNames compares the hits in any order.
func wantNames(t *testing.T, what string, r search.Result, want ...string) {
	t.Helper()
	got := names(r)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
	if r.Total != len(want) {
		t.Errorf("%s: total %d, want %d", what, r.Total, len(want))
	}
}

func finds(t *testing.T, e search.Engine) {
	for _, c := range []struct {
		query string
		want  []string
	}{
		{`learning city policy`, []string{"policy"}},
		{`cities`, []string{"eight", "policy", "award", "index"}},
		{`city`, []string{"eight", "policy", "award", "index"}},
		{`villes apprenantes`, []string{"fr"}},
		{`VILLE apprenante`, []string{"fr"}},
		{`éducation`, []string{"fr", "evora", "evora-plain"}},
		{`education`, []string{"fr", "evora", "evora-plain"}},
		{`남양주`, []string{"ko"}},
		{`양주시`, []string{"ko"}},
		{`남주`, nil},
		{`"Bucheon"`, []string{"eight"}},
		{`title:award`, []string{"award"}},
		{`award`, []string{"award", "eight", "index"}},
		{`award -jeonju`, []string{"award", "index"}},
		{`award AND jeonju`, []string{"eight"}},
		{`apprenantes OR 남양주`, []string{"fr", "ko"}},
		{`apprent*`, []string{"fr"}},
		{`award (jeonju OR prize)`, []string{"award", "eight"}},
		{`"city lifelong"~4`, []string{"policy"}},
		{`"city lifelong"~1`, nil},
		{`jeonjo~`, []string{"eight"}},
		{`"14 July 2016"`, []string{"eight"}},
		{`"July 14, 2016"`, []string{"eight"}},
		{`"23 août 2016"`, []string{"fr"}},
		{`2016-07-14`, []string{"eight"}},
		{`September 2017`, []string{"award"}},
		{`"13 July 2016"`, nil},
		{`nowhere`, nil},
	} {
		wantNames(t, c.query, ask(t, e, c.query, func(q *search.Query) { q.Listings = true }), c.want...)
	}
}

func phrases(t *testing.T, e search.Engine) {
	for _, q := range []string{
		`"1-2-3 Lifelong Learning Infrastructure"`, `“1-2-3 Lifelong Learning Infrastructure”`,
		`‘1-2-3 Lifelong Learning Infrastructure’`, `« 1-2-3 Lifelong Learning Infrastructure »`,
		`"1–2–3 lifelong learning infrastructure"`, `"1 2 3 LIFELONG learning infrastructure"`,
	} {
		r := ask(t, e, q, nil)
		wantNames(t, q, r, "eight")
		for _, h := range r.Hits {
			marked := 0
			for _, s := range h.Snippets {
				for _, m := range s.Marks {
					marked++
					if got := s.Text[m.Start:m.End]; got != "1-2-3 Lifelong Learning Infrastructure" {
						t.Errorf("%s marks %q", q, got)
					}
				}
			}
			if marked != 1 {
				t.Errorf("%s has %d marks, want one", q, marked)
			}
		}
	}
	for _, q := range []string{`"1-3-2 lifelong learning infrastructure"`, `"lifelong infrastructure"`, `"citys lifelong"`, `"award jeonju"`} {
		wantNames(t, q, ask(t, e, q, nil))
	}
}

func ranks(t *testing.T, e search.Engine) {
	for _, c := range []struct{ query, first string }{
		{`1 2 3 lifelong learning infrastructure`, "eight"},
		{`reading rooms`, "exact"},
		{`harbour market`, "near"},
	} {
		r := ask(t, e, c.query, nil)
		if got := names(r); len(got) != 2 || got[0] != c.first {
			t.Errorf("%s: order %v, want %s before others", c.query, got, c.first)
		}
		for i := 1; i < len(r.Hits); i++ {
			if r.Hits[i].Score > r.Hits[i-1].Score {
				t.Errorf("%s: score %g after %g", c.query, r.Hits[i].Score, r.Hits[i-1].Score)
			}
		}
	}
}

func accents(t *testing.T, e search.Engine) {
	for query, first := range map[string]string{`"Évora education"`: "evora", `"Evora education"`: "evora-plain"} {
		r := ask(t, e, query, nil)
		if got := names(r); len(got) != 2 || got[0] != first {
			t.Errorf("%s: order %v, want %s first of two", query, got, first)
		}
	}
}

func explains(t *testing.T, e search.Engine) {
	jeonju := querylang.Tag{Facet: search.FacetCity, Value: "jeonju", Label: "Jeonju"}
	for _, n := range []querylang.Node{
		question(t, "award jeonju").Match,
		question(t, "lifelong learning infrastructure OR award").Match,
		question(t, `"lifelong learning" title:korean -zebra`).Match,
		querylang.Alias{Written: querylang.Word{Text: "Jeonju"}, Tag: jeonju},
		jeonju,
	} {
		r := ask(t, e, "", func(q *search.Query) { q.Match, q.Explain = n, true })
		if len(r.Hits) == 0 {
			t.Errorf("%s finds nothing", querylang.Print(n))
		}
		for _, h := range r.Hits {
			sum := 0.0
			for _, why := range h.Why {
				if why.What == "" || why.Score <= 0 {
					t.Errorf("%s: reason %+v", querylang.Print(n), why)
				}
				sum += float64(why.Score)
			}
			if math.Abs(sum-float64(h.Score)) > 1e-4 {
				t.Errorf("%s: the reasons %+v of %s add up to %g, not to %g", querylang.Print(n), h.Why, h.URL, sum, h.Score)
			}
		}
	}
	if r := ask(t, e, "award jeonju", nil); len(r.Hits[0].Why) != 0 {
		t.Errorf("reasons without being asked: %+v", r.Hits[0].Why)
	}
}

func refuses(t *testing.T, e search.Engine) {
	for param, change := range map[string]func(*search.Query){
		"page":     func(q *search.Query) { q.Page = 0 },
		"per_page": func(q *search.Query) { q.PerPage = 101 },
		"sort":     func(q *search.Query) { q.Sort = "best" },
		"colour":   func(q *search.Query) { q.Filters = []search.Filter{{Facet: "colour"}} },
		"facets":   func(q *search.Query) { q.Facets = []search.FacetRequest{{Facet: "colour"}} },
		"filters": func(q *search.Query) {
			q.Filters = []search.Filter{{Facet: "city", Values: make([]string, search.MaxFilters+1)}}
		},
	} {
		q := question(t, "award")
		change(&q)
		var wrong *search.ParamError
		if _, err := e.Search(t.Context(), q); !errors.As(err, &wrong) || wrong.Param != param {
			t.Errorf("%s: error %v", param, err)
		}
	}
	q := question(t, "award")
	q.Page, q.PerPage = 1<<62, 100
	if _, err := e.Search(t.Context(), q); err == nil {
		t.Error("a page beyond the window is answered")
	}
}

func documents(t *testing.T, e search.Engine) {
	for _, want := range Library() {
		got, err := e.Document(t.Context(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("document %s (-want +got):\n%s", want.URL, diff)
		}
	}
	if _, err := e.Document(t.Context(), "nosuchdocume"); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("unknown document: %v", err)
	}
}

func cancelled(t *testing.T, e search.Engine) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Search(ctx, question(t, "award")); !errors.Is(err, context.Canceled) {
		t.Errorf("search with a cancelled context: %v", err)
	}
}
