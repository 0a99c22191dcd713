package searchtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// agreeRounds is how many random questions each library is asked.
const agreeRounds = 150

// agrees compares the engine with the fake on random documents and random
// states: total, documents, order (by anything but relevance) and all counts.
func agrees(t *testing.T, open Open) {
	for seed := range uint64(3) {
		g := generator{rand.New(rand.NewPCG(seed, 7))}
		docs := g.documents(60 + 140*int(seed))
		e, brute := open(t, docs), NewFake(docs)
		for range agreeRounds {
			text := g.text()
			q := question(t, text)
			g.state(&q)
			q.Without = g.without(docs)
			got, err := e.Search(t.Context(), q)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			want, err := brute.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			state := fmt.Sprintf("seed %d, %s, filters %+v, mentions %v", seed, text, q.Filters, q.Mentions)
			if len(q.Without) > 0 {
				state += fmt.Sprintf(", without %v", q.Without)
			}
			if got.Total != want.Total {
				t.Errorf("%s: total %d, want %d", state, got.Total, want.Total)
			}
			if diff := cmp.Diff(want.Facets, got.Facets); diff != "" {
				t.Errorf("%s: facets (-want +got):\n%s", state, diff)
			}
			compareHits(t, state, &q, got, want)
			if t.Failed() {
				break
			}
		}
		closeEngine(t, e)
	}
}

func compareHits(t *testing.T, state string, q *search.Query, got, want search.Result) {
	g, w := names(got), names(want)
	if q.Sort == search.Relevance {
		if want.Total > q.PerPage {
			return // the fake ranks in another order
		}
		slices.Sort(g)
		slices.Sort(w)
	}
	if diff := cmp.Diff(w, g); diff != "" {
		t.Errorf("%s, %s: hits (-want +got):\n%s", state, q.Sort, diff)
	}
}

type generator struct{ *rand.Rand }

var (
	vocabulary = strings.Fields(`learning cities city lifelong policy policies éducation education des adultes the of
		남양주시는 남양주 평생학습 배움의 Évora evora evaluation 1-2-3 infrastructure library libraries Bucheon’s ville villes
		aprendizaje ciudades reading read COVID-19 2016 مدن التعلم`)
	cityValues  = []string{"bucheon", "jeonju", "namyangju", "suwon", "cork", "evora", "medellin"}
	themeValues = []string{"esd", "literacy", "learning-cities", "health-wellbeing"}
	dateValues  = []string{"", "2016-07-14", "2016-07", "2016", "2015-12-31", "2017", "2018-02-28", "2019-03"}
	langValues  = []string{"en", "fr", "es", "ko", "ar", "und"}
)

// filterValues are the values that random filters take; not all occur.
var filterValues = []struct {
	name   string
	values []string
}{
	{search.FacetCity, append([]string{"atlantis"}, cityValues...)},
	{search.FacetTheme, themeValues},
	{search.FacetLang, langValues},
	{search.FacetYear, []string{"2015", "2016", search.NoDate}},
	{search.FacetType, []string{"news", "listing", "event"}},
}

func pick[T any](g generator, from []T) T { return from[g.IntN(len(from))] }

func (g generator) words(n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = pick(g, vocabulary)
	}
	return strings.Join(out, " ")
}

func (g generator) documents(n int) []corpus.Document {
	docs := make([]corpus.Document, n)
	for i := range docs {
		docs[i] = New(fmt.Sprintf("page-%d", i), pick(g, corpus.Types()), pick(g, langValues), pick(g, dateValues),
			g.words(1+g.IntN(5)), g.words(3+g.IntN(40)), g.words(1+g.IntN(20)))
		for _, facet := range filterValues[:2] {
			for _, v := range facet.values[1:] {
				if roll := g.IntN(6); roll < 2 {
					docs[i].Tags = append(docs[i].Tags, NewTag(&docs[i], corpus.TagFacet(facet.name), []corpus.Role{corpus.About, corpus.Mention}[roll], v))
				}
			}
		}
	}
	return docs
}

// text returns a random query text.
func (g generator) text() string {
	switch g.IntN(8) {
	case 0:
		return ""
	case 1:
		return `"` + g.words(1+g.IntN(3)) + `"`
	case 2:
		return g.words(1) + " -" + g.words(1)
	case 3:
		return g.words(1) + " OR " + g.words(2)
	case 4:
		return `"` + g.words(2+g.IntN(2)) + fmt.Sprintf(`"~%d`, 1+g.IntN(4))
	case 5:
		return pick(g, []string{"educ*", "lib*", "title:", "year:2016 ", "type:listing ", "bucheo~ "}) + g.words(1)
	}
	return g.words(1 + g.IntN(6))
}

// state adds random filters, dates and an order.
func (g generator) state(q *search.Query) {
	q.PerPage, q.Sort, q.Mentions, q.Snippets = 100, pick(g, search.Sorts()), g.IntN(2) == 0, false
	for _, facet := range filterValues {
		f, values := search.Filter{Facet: facet.name}, facet.values
		switch g.IntN(5) {
		case 0:
			f.Values = []string{pick(g, values), pick(g, values)}
		case 1:
			f.Exclude = []string{pick(g, values)}
		case 2:
			f.Values = []string{pick(g, values)}
		default:
			continue
		}
		q.Filters = append(q.Filters, f)
	}
	if g.IntN(4) == 0 {
		q.From, _ = corpus.ParseDate(pick(g, dateValues))
	}
	for i := range q.Facets {
		q.Facets[i].Size = g.IntN(4)
	}
}

// without draws documents to go without: mostly none, at times a few, and at
// times most of them.
func (g generator) without(docs []corpus.Document) []corpus.ID {
	share := []int{0, 0, 10, 80}[g.IntN(4)]
	var ids []corpus.ID
	for _, d := range docs {
		if g.IntN(100) < share {
			ids = append(ids, d.ID)
		}
	}
	if share > 0 {
		ids = append(ids, corpus.NewID(host+"nowhere"))
	}
	return ids
}
