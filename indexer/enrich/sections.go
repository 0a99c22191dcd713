package enrich

import (
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// inSection reports whether the address lies in a section of the theme.
func (e *Enricher) inSection(p *page, theme int) bool {
	return slices.ContainsFunc(p.sections, func(s string) bool { return slices.Contains(e.sections[analysis.Fold(s)], theme) })
}

// newSections returns the themes by the parts of a path that are theirs: their
// identifiers, names and strong triggers in all languages, folded, also as
// German addresses write them.
func newSections(t *taxonomy.Taxonomy) map[string][]int {
	out := map[string][]int{}
	for i, theme := range t.Themes() {
		names := []string{theme.ID}
		for _, lang := range taxonomy.ThemeLanguages() {
			names = append(names, t.Label("theme", theme.ID, lang))
			for _, tr := range theme.Triggers(lang) {
				if tr.Weight == taxonomy.Strong {
					names = append(names, tr.Text)
				}
			}
		}
		for _, name := range names {
			for _, form := range []string{name, umlauts.Replace(name)} {
				if key := analysis.Fold(form); !slices.Contains(out[key], i) {
					out[key] = append(out[key], i)
				}
			}
		}
	}
	return out
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue")

// newHeadings returns the headings that the site puts on every page of a city,
// folded: the names of themes.
func newHeadings(t *taxonomy.Taxonomy) map[string]bool {
	out := map[string]bool{}
	for _, theme := range t.Themes() {
		for _, lang := range taxonomy.ThemeLanguages() {
			out[analysis.Fold(t.Label("theme", theme.ID, lang))] = true
		}
	}
	return out
}
