package taxonomy

import (
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// nameValues fills the names that Resolve reads: folded name to value, by
// facet. Of two values with one name the first counts.
func (t *Taxonomy) nameValues() {
	t.names = map[string]map[string]string{facetCity: {}, facetCountry: {}, facetRegion: {}, facetTheme: {}}
	put := func(facet, value string, names ...string) {
		for _, n := range names {
			key := analysis.Fold(n)
			if _, taken := t.names[facet][key]; !taken && key != "" {
				t.names[facet][key] = value
				t.longestName = max(t.longestName, len(key))
			}
		}
	}
	for _, c := range t.cities {
		put(facetCity, c.ID, c.ID, c.Name)
	}
	for _, c := range t.cities {
		for _, a := range c.Aliases {
			put(facetCity, c.ID, a.Name)
		}
	}
	for _, c := range t.countries {
		put(facetCountry, c.ID, c.ID, c.ISO3, c.Name)
		put(facetCountry, c.ID, c.Names...)
	}
	for _, c := range t.countries {
		put(facetCountry, c.ID, c.Adjectives...)
	}
	for _, r := range t.regions {
		put(facetRegion, r.ID, r.ID, r.Name)
		put(facetRegion, r.ID, r.Names...)
	}
	for _, th := range t.themes {
		put(facetTheme, th.ID, th.ID, th.Name, th.labels["fr"], th.labels["es"])
	}
}

// Resolve returns the value of a facet that text names, by identifier or by
// any of its names in any script, and its label in English. No name is unsafe
// here, since the facet is said.
func (t *Taxonomy) Resolve(facet, text string) (value, label string, ok bool) {
	value, ok = t.names[facet][analysis.Fold(text)]
	if !ok {
		return "", "", false
	}
	return value, t.Label(facet, value, "en"), true
}

// FindPlaces returns the cities and countries named in a query, in order and
// never overlapping. Letters need no capitals here; names that are not safe
// alone need a cue within the query, such as the country or "learning city".
func (t *Taxonomy) FindPlaces(text string) []Place {
	sure, _ := t.Settle(Page{Text: text, Query: true})
	var out []Place
	for _, m := range sure {
		if m.Facet == facetRegion || len(out) > 0 && m.Start < out[len(out)-1].End {
			continue
		}
		out = append(out, Place{Start: m.Start, End: m.End, Facet: m.Facet, Value: m.Value, Label: t.Label(m.Facet, m.Value, "en")})
	}
	return out
}
