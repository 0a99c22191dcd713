package web

import (
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/search"
)

// homeView is what the home page shows.
type homeView struct {
	Documents  int
	Generation string
	BuiltAt    time.Time
	Newest     []hitView
	Cities     []browseLink
	Themes     []browseLink
	Countries  []browseLink
}

// browseLink leads to the pages about one value.
type browseLink struct {
	Name, URL string
	Count     int
}

// The numbers of links on the home page.
const (
	homeNewest    = 6
	homeCities    = 36
	homeThemes    = 24
	homeCountries = 24
)

func (s *Site) home(c *gin.Context) {
	a, err := s.search.Search(c.Request.Context(), search.Query{
		Sort: search.Newest, Page: 1, PerPage: homeNewest, Snippets: true,
		Facets: []search.FacetRequest{
			{Facet: search.FacetCity, Size: homeCities},
			{Facet: search.FacetTheme, Size: homeThemes},
			{Facet: search.FacetCountry, Size: homeCountries},
		},
	})
	if err != nil {
		s.fail(c, err)
		return
	}
	if s.unchanged(c, a.Edition, "/") {
		return
	}
	v := homeView{
		Documents: a.Documents, Generation: a.Generation, BuiltAt: a.BuiltAt,
		Cities:    browse(search.FacetCity, a.Facets[search.FacetCity]),
		Themes:    browse(search.FacetTheme, a.Facets[search.FacetTheme]),
		Countries: browse(search.FacetCountry, a.Facets[search.FacetCountry]),
	}
	for _, h := range a.Hits {
		v.Newest = append(v.Newest, hitView{h, "/doc/" + url.PathEscape(string(h.ID))})
	}
	s.render(c, http.StatusOK, "home", frame{Canonical: "/", Page: v})
}

// browse returns a link for each value, from A to Z.
func browse(facet string, values []search.FacetValue) []browseLink {
	views := make([]valueView, len(values))
	for i, v := range values {
		views[i] = valueView{FacetValue: v, Name: search.ValueName(facet, v.Value, v.Label)}
	}
	sortByName(views)
	out := make([]browseLink, len(views))
	for i, v := range views {
		out[i] = browseLink{v.Name, state{sort: search.Relevance}.with(facet, v.Value).url(), v.Count}
	}
	return out
}
