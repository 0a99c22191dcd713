package taxonomy

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// words reports names of cities that are common words and that unsafe.tsv does
// not have: they would be found in pages that speak of something else.
func (l *linter) words(t *Taxonomy) {
	check := func(file string, line int, name string) {
		key := analysis.Fold(name)
		if t.forms.dangers[key] != safe {
			return
		}
		if lang := t.wordOf(key); lang != "" {
			l.add(file, line, "%q is a common word too (%s); add the form to unsafe.tsv as word, or as safe if pages never use it, or delete it", name, lang)
		}
	}
	for _, c := range t.cities {
		check("cities.tsv", c.line, c.Name)
		for _, a := range c.Aliases {
			check("aliases.tsv", a.line, a.Name)
		}
	}
}

// wordOf returns the language in which a folded name is a common word, as it
// stands, without an Arabic article or particle, or without a Korean particle.
func (t *Taxonomy) wordOf(folded string) string {
	if lang := wordIn(folded); lang != "" {
		return lang
	}
	for _, opening := range append(t.affixes.openings(folded), folded) {
		for _, rest := range []string{opening, strings.TrimPrefix(opening, arabicArticle)} {
			if utf8.RuneCountInString(rest) > 1 && wordIn(rest) != "" {
				return wordIn(rest)
			}
			if lang := wordIn(arabicArticle + rest); inScript(rest, unicode.Arabic) && lang != "" {
				return lang
			}
		}
	}
	for particle := range t.affixes.particles {
		rest, ok := strings.CutSuffix(folded, particle)
		if ok && inScript(rest, unicode.Hangul) && utf8.RuneCountInString(rest) > 1 && wordIn(rest) != "" {
			return wordIn(rest)
		}
	}
	return ""
}

// arabicArticle is written together with its noun.
const arabicArticle = "ال"

// builtInFiles returns the files that are as they are built in.
func (t *Taxonomy) builtInFiles() map[string]bool {
	out := map[string]bool{}
	for _, name := range FileNames() {
		content, err := readFile(nil, name)
		out[name] = err == nil && bytes.Equal(content, t.files[name])
	}
	return out
}

// ofDeployment returns lines of a file about what is not there, unless the file
// is built in: then another file of the deployment's leaves that out on purpose.
func (l *linter) ofDeployment(file string, lines []orphan) []orphan {
	if l.builtIn[file] {
		return nil
	}
	return lines
}
