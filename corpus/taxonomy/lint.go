package taxonomy

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// Problem is something in a file that should be mended, although the taxonomy
// works without.
type Problem struct {
	File string
	// Line counts from 1.
	Line int
	// Text is a sentence for people that says the remedy.
	Text string
	// BuiltIn says that the file is the built-in one, which a file of the
	// deployment's does not go with.
	BuiltIn bool
}

func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text) }

// Lint reports what is wrong in the files, by file and line: identifiers used
// twice or with other letters than those of addresses, empty labels and forms,
// unknown countries, regions, cities, themes and languages, years and
// coordinates out of range, rows that contradict each other, files that are not
// read, and names which unsafe.tsv does not have although several cities have
// them, or countries, other places or people, or although they are common words
// or those of a theme. Lines of a built-in file about what a file of the deployment's
// leaves out do no harm, and are passed over.
func (t *Taxonomy) Lint() []Problem {
	l := linter{builtIn: t.builtInFiles()}
	lintIDs(&l, "cities.tsv", t.cities, func(c City) (string, string, int) { return c.ID, c.Name, c.line })
	lintIDs(&l, "countries.tsv", t.countries, func(c Country) (string, string, int) { return c.ID, c.Name, c.line })
	lintIDs(&l, "regions.tsv", t.regions, func(r Region) (string, string, int) { return r.ID, r.Name, r.line })
	lintIDs(&l, "themes.tsv", t.themes, func(th Theme) (string, string, int) { return th.ID, th.Name, th.line })
	for _, c := range t.countries {
		if _, ok := t.Region(c.Region); !ok {
			l.add("countries.tsv", c.line, "unknown region %q; add it to regions.tsv or correct it", c.Region)
		}
	}
	for _, c := range t.cities {
		l.city(t, c)
	}
	for _, o := range l.ofDeployment("aliases.tsv", t.orphans) {
		l.add("aliases.tsv", o.line, "unknown city %q; add it to cities.tsv or correct it", o.id)
	}
	l.themes(t)
	l.duplicates(t)
	l.words(t)
	l.namesakes(t)
	l.otherNames(t)
	l.unsafe(t)
	l.rows(t)
	slices.SortStableFunc(l.found, func(a, b Problem) int { return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line) })
	return l.found
}

type linter struct {
	found []Problem
	// builtIn says which files are not of the deployment.
	builtIn map[string]bool
}

func (l *linter) add(file string, line int, format string, args ...any) {
	l.found = append(l.found, Problem{File: file, Line: line, Text: fmt.Sprintf(format, args...), BuiltIn: l.builtIn[file]})
}

func lintIDs[T any](l *linter, file string, all []T, of func(T) (id, label string, line int)) {
	seen := map[string]int{}
	for _, v := range all {
		id, label, line := of(v)
		switch first, twice := seen[id], seen[id] > 0; {
		case id == "":
			l.add(file, line, "the identifier is empty; write a short name in small letters")
		case !isID(id):
			l.add(file, line, "the identifier %q stands in addresses; write small letters from a to z, figures and hyphens", id)
		case twice:
			l.add(file, line, "the identifier %q stands already in line %d; change one of them", id, first)
		default:
			seen[id] = line
		}
		if analysis.Fold(label) == "" {
			l.add(file, line, "the name of %q is empty; write the name that people read", id)
		}
	}
}

func (l *linter) city(t *Taxonomy, c City) {
	const file = "cities.tsv"
	country, ok := t.Country(c.Country)
	switch {
	case !ok:
		l.add(file, c.line, "unknown country %q; add it to countries.tsv or correct it", c.Country)
	case country.Region != c.Region:
		l.add(file, c.line, "the region is %q, but %s lies in %q; correct one of them", c.Region, country.Name, country.Region)
	}
	if c.Located && (c.Lat < -90 || c.Lat > 90 || c.Lon < -180 || c.Lon > 180) {
		l.add(file, c.line, "%g, %g is no place on Earth; write lat from -90 to 90 and lon from -180 to 180", c.Lat, c.Lon)
	}
	for _, year := range append([]int{c.MemberSince}, c.Awards...) {
		if year != 0 && (year < firstYear || year > lastYear) {
			l.add(file, c.line, "%d is no year in which a city joins or has an award; write one from %d to %d", year, firstYear, lastYear)
		}
	}
	for _, a := range c.Aliases {
		if analysis.Fold(a.Name) == "" {
			l.add("aliases.tsv", a.line, "the alias of %q is empty; write a name or delete the line", c.ID)
		}
	}
}

// duplicates reports aliases that name several cities and are not unsafe.
func (l *linter) duplicates(t *Taxonomy) {
	owner := map[string]string{}
	check := func(file string, line int, name, city string) {
		key := analysis.Fold(name)
		if first, taken := owner[key]; taken && first != city && t.forms.dangers[key] == safe {
			l.add(file, line, "%q names %s too; delete one of the two or add the form to unsafe.tsv", name, first)
			return
		}
		owner[key] = city
	}
	for _, c := range t.cities {
		check("cities.tsv", c.line, c.Name, c.ID)
	}
	for _, c := range t.cities {
		for _, a := range c.Aliases {
			check("aliases.tsv", a.line, a.Name, c.ID)
		}
	}
}
