package live

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

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
	switch facet {
	case search.FacetYear:
		if value == search.NoDate {
			return "No date"
		}
		return value
	case search.FacetType:
		return sentenceCase(strings.ReplaceAll(value, "-", " "))
	case search.FacetLang:
		return languageName(value)
	}
	return h.taxonomy.Label(facet, value, "en")
}

// languageName returns the English name of a language code.
func languageName(code string) string {
	tag, err := language.Parse(code)
	if err != nil || tag == language.Und {
		return "Not known"
	}
	return display.English.Languages().Name(tag)
}

func sentenceCase(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
