package live

import (
	"github.com/uilsearch/uilsearch/search"
)

// label fills in what people call each value of an answer.
func (h *handle) label(a *search.Answer) {
	for facet, values := range a.Facets {
		for i := range values {
			values[i].Label = h.labelOf(facet, values[i].Value)
		}
	}
	for i := range a.Hits {
		hit := &a.Hits[i]
		for facet, named := range map[string][]search.Named{
			search.FacetCity: hit.Cities, search.FacetCountry: hit.Countries, search.FacetTheme: hit.Themes,
		} {
			for j := range named {
				named[j].Label = h.labelOf(facet, named[j].Value)
			}
		}
	}
}

// labelOf returns the English name of a value.
func (h *handle) labelOf(facet, value string) string {
	return search.ValueName(facet, value, h.taxonomy.Label(facet, value, "en"))
}
