package bleveengine

import (
	"testing"

	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
	"github.com/uilsearch/uilsearch/search/searchtest"
)

// FuzzSearch asks the engine and brute force whatever a text is read as, without
// some of the documents: both find as many.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{
		"learning city policy", `"1-2-3 Lifelong Learning Infrastructure"`, `"learning near"~3 -award`, "남양주 OR 배움", "apprent*", "jeonjo~",
		"title:(award twelve) NOT cork", "year:2015..2017 type:news", "atleast:2(harbour market zebra)", "평생학습", "Évora 2019", `"`, "((", "🙂",
	} {
		f.Add(s, uint16(0))
		f.Add(s, uint16(0xa5a5))
	}
	docs := searchtest.Library()
	e, brute := buildAndOpen(f, docs), searchtest.NewFake(docs)
	f.Cleanup(func() {
		if err := e.Close(); err != nil {
			f.Error(err)
		}
	})
	f.Fuzz(func(t *testing.T, text string, hidden uint16) {
		reading, err := querylang.Parser{}.Parse(text)
		if err != nil {
			return // over a cap, which querylang tests
		}
		q := search.Query{Match: reading.Root, Sort: search.Relevance, Page: 1, PerPage: 100, Snippets: true, Explain: true}
		for i, d := range docs {
			if hidden&(1<<i) != 0 {
				q.Without = append(q.Without, d.ID)
			}
		}
		got, err := e.Search(t.Context(), q)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		want, err := brute.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if got.Total != want.Total || len(got.Hits) != len(want.Hits) {
			t.Fatalf("%q without %016b is read as %s: engine %v, brute force %v", text, hidden, reading, urls(got), urls(want))
		}
	})
}

func urls(r search.Result) []string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.URL)
	}
	return out
}
