package labelled

import (
	"errors"
	"fmt"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
)

// Resolve returns the pages of a table that is called name in errors, with the
// identifiers of a taxonomy in place of names. Cities, countries and themes go
// by the name that their file gives them first, or by identifier: aliases stand
// for what a page says, not for what a reader says of it. The error joins one
// for each name that is not known, and for each city in both roles.
func Resolve(pages []Page, name string, t *taxonomy.Taxonomy) ([]Page, error) {
	known := namesOf(t)
	var problems []error
	out := make([]Page, len(pages))
	for i, p := range pages {
		for _, c := range []struct {
			column string
			facet  corpus.TagFacet
		}{
			{"cities_about", corpus.City}, {"cities_mention", corpus.City},
			{"countries_about", corpus.Country}, {"themes", corpus.Theme},
		} {
			v := p.column(c.column)
			var ids []string
			for _, said := range v.All {
				id, ok := known[c.facet][said]
				if !ok {
					problems = append(problems, fmt.Errorf("%s:%d: %s: the taxonomy has no %s %q; write its name or identifier as the file of the taxonomy has it", name, p.Line, c.column, c.facet, said))
					continue
				}
				ids = append(ids, id)
			}
			v.All = ids
		}
		for _, id := range p.CitiesAbout.All {
			if has(p.CitiesMention.All, id) {
				problems = append(problems, fmt.Errorf("%s:%d: %s is in cities_about and in cities_mention; remove one", name, p.Line, t.Label(string(corpus.City), id, "en")))
			}
		}
		out[i] = p
	}
	return out, errors.Join(problems...)
}

// namesOf returns the values of each facet by identifier and by name. An
// identifier is never taken for another value's name.
func namesOf(t *taxonomy.Taxonomy) map[corpus.TagFacet]map[string]string {
	cities, countries, themes := map[string]string{}, map[string]string{}, map[string]string{}
	for _, c := range t.Cities() {
		cities[c.Name] = c.ID
	}
	for _, c := range t.Countries() {
		countries[c.Name] = c.ID
	}
	for _, th := range t.Themes() {
		themes[th.Name] = th.ID
	}
	for _, c := range t.Cities() {
		cities[c.ID] = c.ID
	}
	for _, c := range t.Countries() {
		countries[c.ID] = c.ID
	}
	for _, th := range t.Themes() {
		themes[th.ID] = th.ID
	}
	return map[corpus.TagFacet]map[string]string{corpus.City: cities, corpus.Country: countries, corpus.Theme: themes}
}
