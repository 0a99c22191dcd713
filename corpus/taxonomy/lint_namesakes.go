package taxonomy

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

//go:embed namesakes.txt
var namesakeFile string

// namesakes maps the folded names of well-known places and of people to place
// or person.
var namesakes = sync.OnceValue(func() map[string]danger {
	out := map[string]danger{}
	for line := range strings.Lines(namesakeFile) {
		kind, names, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for name := range strings.SplitSeq(names, "|") {
			out[analysis.Fold(name)] = danger(kind)
		}
	}
	return out
})

// namesakes reports names of cities that well-known other places or people have
// and that unsafe.tsv does not.
func (l *linter) namesakes(t *Taxonomy) {
	what := map[danger]string{asPlace: "other places have", asPerson: "people have"}
	check := func(file string, line int, name string) {
		key := analysis.Fold(name)
		if kind := namesakes()[key]; kind != safe && t.forms.dangers[key] == safe && !isShort(key) {
			l.add(file, line, "%q is a name that %s too; add the form to unsafe.tsv as %s, or as safe if pages never mean that, or delete it", name, what[kind], kind)
		}
	}
	for _, c := range t.cities {
		check("cities.tsv", c.line, c.Name)
		for _, a := range c.Aliases {
			check("aliases.tsv", a.line, a.Name)
		}
	}
}
