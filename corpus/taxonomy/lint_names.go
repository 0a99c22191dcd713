package taxonomy

import (
	"strings"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// otherNames reports names of cities that are those of countries and regions,
// or words for themes, and that unsafe.tsv does not have: the one would hide the
// other, and a page about a theme would be about a city.
func (l *linter) otherNames(t *Taxonomy) {
	taken, themes := map[string]string{}, map[string]string{}
	for _, theme := range t.themes {
		for _, lang := range append(ThemeLanguages(), anyLang) {
			for _, tr := range theme.triggers[lang] {
				if tr.Weight != Not && !strings.Contains(tr.Text, "*") {
					themes[analysis.Fold(tr.Text)] = "a word for the theme " + theme.ID
				}
			}
		}
	}
	for _, r := range t.regions {
		for _, name := range append([]string{r.Name}, r.Names...) {
			taken[analysis.Fold(name)] = "the name of the region " + r.Name
		}
	}
	for _, c := range t.countries {
		for _, names := range [][]string{{c.Name}, c.Names, c.Adjectives} {
			for _, name := range names {
				taken[analysis.Fold(name)] = "a name of the country " + c.Name
			}
		}
	}
	check := func(file string, line int, name string) {
		key := analysis.Fold(name)
		what := taken[key]
		// Of common words it is said elsewhere that they are.
		if themes[key] != "" && what == "" && t.wordOf(key) == "" {
			what = themes[key]
		}
		if key != "" && what != "" && t.forms.dangers[key] == safe {
			l.add(file, line, "%q is %s too; delete it, or add the form to unsafe.tsv", name, what)
		}
	}
	for _, c := range t.cities {
		check("cities.tsv", c.line, c.Name)
		for _, a := range c.Aliases {
			check("aliases.tsv", a.line, a.Name)
		}
	}
}

// unsafe reports forms to which unsafe.tsv gives two kinds, of which only the
// first counts. Other spellings of the same kind do no harm.
func (l *linter) unsafe(t *Taxonomy) {
	first := map[string]unsafeForm{}
	for _, u := range t.unsafe {
		key := analysis.Fold(u.form)
		before, twice := first[key]
		switch {
		case !twice:
			first[key] = u
		case before.kind != u.kind:
			l.add("unsafe.tsv", u.line, "%q is %s here and %s in line %d; delete one of the two", u.form, u.kind, before.kind, before.line)
		}
	}
}
