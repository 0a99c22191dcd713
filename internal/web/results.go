package web

import (
	"net/http"
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
	// Open says that the filters are being worked with.
	Open bool
	// Unread says that there was a text, and not a word in it.
	Unread bool
	Sorts  []choice
	Hits   []hitView
	Pages  []pageLink
	Prev   string
	Next   string
	First  int
	Last   int
	// Also are searches worth trying besides, Ways are out of one without
	// results.
	Also, Ways []way
	// WithListings leads to the same search with the listing pages that were
	// left out; empty where none were.
	WithListings string
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

// way leads to another search, and says how much that finds.
type way struct {
	Label, URL string
	Total      int
}

func (s *Site) searchPage(c *gin.Context) {
	for making := 1; ; making++ {
		st, said := readState(c.Request.URL.RawQuery)
		st, a, refused, p, err := s.ask(c.Request.Context(), st)
		if err != nil {
			s.fail(c, err)
			return
		}
		said = append(said, refused...)
		if s.unchanged(c, a.Edition, append(said, st.url())...) {
			return
		}
		view := newResults(st, a)
		view.Said = said
		view.Also, view.Ways = s.elsewhere(c.Request.Context(), st, a, view.Chips, p)
		if p.settled(c, making) {
			s.renderResults(c, st, view)
			return
		}
	}
}

func (s *Site) renderResults(c *gin.Context, st state, view results) {
	s.render(c, http.StatusOK, "search", frame{
		Title:     pageTitle(st, view),
		Text:      st.text,
		Canonical: st.withWhole("").url(),
		Robots:    robotsFor(st),
		Page:      view,
	})
}

// robotsFor keeps search engines out of the endless searches and filters. They
// may read through the list of all pages for the documents that it leads to.
func robotsFor(st state) string {
	switch st.url() {
	case "/search":
		return ""
	case state{sort: search.Relevance, page: 1}.withPage(st.page).url():
		return noIndex
	}
	return noFollow
}

func pageTitle(st state, v results) string {
	found := plural(v.Total, "result", "results")
	switch {
	case v.Unread:
		return plural(v.Total, "page", "pages")
	case st.text == "":
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
		Open:     st.whole != "",
		Unread:   st.text != "" && a.Query.Match == nil,
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
		v.Hits = append(v.Hits, hitView{h, docLink(h.ID, st)})
	}
	asked := a.Query.Filter(search.FacetType)
	if a.Listings > 0 && !slices.Contains(asked.Values, string(corpus.Listing)) {
		v.WithListings = st.withListings().url()
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
	if st.whole != "" {
		out = append(out, hidden{paramWhole, st.whole})
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
