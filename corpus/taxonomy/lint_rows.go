package taxonomy

import (
	"slices"
	"strings"
)

// The years in which cities join and have awards: the network began in 2013.
const (
	firstYear = 2013
	lastYear  = 2099
)

// isID reports whether an identifier can stand in an address.
func isID(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' })
}

// rows reports what is wrong with single rows of the files of forms, and files
// that look like tables and are not read.
func (l *linter) rows(t *Taxonomy) {
	for _, name := range t.strays {
		base, _, _ := strings.Cut(strings.ToLower(name), ".")
		l.add(name, 1, "a file of this name is not read; save it as %s.tsv with tabs between the columns, or take it elsewhere", base)
	}
	for _, file := range []string{"suffixes.tsv", "triggers.tsv"} {
		// The files were read before, or there were no taxonomy.
		rows, err := readTable(file, t.files[file])
		if err != nil {
			continue
		}
		for _, r := range rows {
			if len(r.list("forms")) == 0 {
				l.add(file, r.line, "there are no forms; write words, with | between them, or delete the line")
			}
			if file == "suffixes.tsv" {
				l.affix(t, r)
			}
		}
	}
}

// affix reports a row of suffixes.tsv for a language or country that is not
// known, and endings that are cut more than once.
func (l *linter) affix(t *Taxonomy, r row) {
	kind, lang := r.get("kind"), r.get("lang")
	_, isCountry := t.Country(lang)
	switch {
	case kind == "state" && !isCountry:
		l.add(r.file, r.line, "unknown country %q; write two small letters of countries.tsv", lang)
	case kind != "state" && !slices.Contains(affixLangs, lang):
		l.add(r.file, r.line, "unknown language %q; write %s", lang, strings.Join(affixLangs, ", "))
	}
	if kind != "ending" && kind != "belonging" {
		return
	}
	for _, form := range r.list("forms") {
		if strings.Count(form, ">") > 1 {
			l.add(r.file, r.line, "the ending %q has more than one >; write an ending, or two joined by one >", form)
		}
	}
}

// affixLangs are the languages of suffixes.tsv: those of themes, Italian for
// names of people, rom for endings in Latin letters of names in other scripts,
// and und for all.
var affixLangs = append(ThemeLanguages(), "it", "rom", "und")
