package taxonomy

import (
	"bytes"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// words reports names of cities that are common words and that unsafe.tsv does
// not have: they would be found in pages that speak of something else. Names of
// two Han or Hangul characters never count alone, and are passed over.
func (l *linter) words(t *Taxonomy) {
	check := func(file string, line int, name string) {
		key := analysis.Fold(name)
		if t.forms.dangers[key] != safe || isShort(key) {
			return
		}
		if lang := wordIn(key); lang != "" {
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
