package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// results is what the search page shows.
type results struct {
	search.Answer
	// Said are sentences about what of the address was not used.
	Said   []string
	Notes  []note
	Chips  []chip
	Clear  string
	Facets []facetView
	Dates  [2]corpus.Date
	// Hidden are the parts of the state that the form has no control for.
	Hidden   []hidden
	Mentions bool
	Sorts    []choice
	Hits     []hitView
	Pages    []pageLink
	Prev     string
	Next     string
	First    int
	Last     int
	Ways     []way
}

// hidden is a form field that only carries a value on.
type hidden struct{ Name, Value string }

// note is how a part of the query was read. Undo leads to the other reading.
type note struct {
	Text, Detail, Undo, UndoText string
}

// choice is one of several orders.
type choice struct {
	Label, URL string
	Current    bool
}

type hitView struct {
	search.Hit
	// Link leads to the document page, and knows what was searched.
	Link string
}

// way leads out of a search without results.
type way struct {
	Label, URL string
	Total      int
}

func (s *Site) searchPage(c *gin.Context) {
	st, said := readState(c.Request.URL.RawQuery)
	q := st.query()
	for _, facet := range search.Facets() {
		q.Facets = append(q.Facets, search.FacetRequest{Facet: facet, Size: search.MaxFacetValues})
	}
	a, err := s.search.Search(c.Request.Context(), q)
	if err != nil {
		s.fail(c, err)
		return
	}
	view := newResults(st, a)
	view.Said = said
	if a.Total == 0 {
		view.Ways = s.waysOut(c.Request.Context(), st, view)
	}
	s.render(c, http.StatusOK, "search", frame{
		Title:     pageTitle(st, a),
		Text:      st.text,
		Canonical: st.withWhole("").url(),
		NoIndex:   st.url() != "/search",
		Page:      view,
	})
}

func pageTitle(st state, a search.Answer) string {
	found := plural(a.Total, "result", "results")
	if st.text == "" {
		return found
	}
	return st.text + " – " + found
}

func newResults(st state, a search.Answer) results {
	v := results{
		Answer:   a,
		Chips:    chips(st, a.Facets),
		Clear:    st.cleared().url(),
		Facets:   facetViews(st, a.Facets),
		Dates:    [2]corpus.Date{st.from, st.to},
		Hidden:   hiddenFields(st),
		Mentions: st.mentions,
		Sorts:    sorts(st),
		First:    (st.page-1)*search.DefaultPerPage + 1,
	}
	v.Last = v.First + len(a.Hits) - 1
	v.Pages, v.Prev, v.Next = pageLinks(st, a.Total)
	for _, n := range a.Executed.Notes {
		view := note{Text: n.Text, Detail: n.Detail}
		if n.Undo != "" {
			view.Undo, view.UndoText = st.withText(n.Undo).url(), n.Undo
		}
		v.Notes = append(v.Notes, view)
	}
	for _, h := range a.Hits {
		link := "/doc/" + url.PathEscape(string(h.ID))
		if st.text != "" {
			link += "?q=" + url.QueryEscape(st.text)
		}
		v.Hits = append(v.Hits, hitView{h, link})
	}
	return v
}

func hiddenFields(st state) []hidden {
	var out []hidden
	for _, f := range st.filters {
		for _, v := range f.Exclude {
			out = append(out, hidden{exclude + f.Facet, v})
		}
	}
	if st.sort != search.Relevance {
		out = append(out, hidden{paramSort, string(st.sort)})
	}
	if st.listings {
		out = append(out, hidden{paramListings, "1"})
	}
	return out
}

func sorts(st state) []choice {
	labels := map[search.Sort]string{
		search.Relevance: "Relevance", search.Newest: "Newest", search.Oldest: "Oldest", search.ByTitle: "Title",
	}
	var out []choice
	for _, by := range search.Sorts() {
		out = append(out, choice{labels[by], st.withSort(by).url(), by == st.sort})
	}
	return out
}

// maxWays bounds the searches that a search without results sets off.
const maxWays = 6

// waysOut looks for what would find something: what was suggested, and the
// same search without each one of its filters.
func (s *Site) waysOut(ctx context.Context, st state, v results) []way {
	var out []way
	for _, g := range v.Suggestions {
		out = append(out, way{"Search for “" + g.Query + "”", st.withText(g.Query).url(), g.Total})
	}
	chips := slices.Clone(v.Chips[:min(len(v.Chips), maxWays-1)])
	if len(v.Chips) > 1 {
		chips = append(chips, chip{Label: "any filter", without: st.cleared()})
	}
	for _, c := range chips {
		q := c.without.query()
		q.PerPage, q.Snippets = 1, false
		a, err := s.search.Search(ctx, q)
		if err == nil && a.Total > 0 {
			out = append(out, way{"Without " + c.Label, c.without.url(), a.Total})
		}
	}
	return out
}
