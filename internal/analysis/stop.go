package analysis

import (
	_ "embed"
	"strings"
	"sync"
)

// stopFile lists function words by language; its header says how it
// is written.
//
//go:embed stopwords.txt
var stopFile string

type stopLists struct {
	byLang map[string]map[string]bool
	// any holds the words that are function words in one language and content
	// in none.
	any map[string]bool
}

var stops = sync.OnceValue(func() stopLists {
	lists := stopLists{byLang: map[string]map[string]bool{}, any: map[string]bool{}}
	content := map[string]bool{}
	for line := range strings.Lines(stopFile) {
		name, words, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		for _, w := range strings.Fields(words) {
			w = Fold(w)
			if name == "content" {
				content[w] = true
				continue
			}
			if lists.byLang[name] == nil {
				lists.byLang[name] = map[string]bool{}
			}
			lists.byLang[name][w] = true
			lists.any[w] = true
		}
	}
	for w := range content {
		delete(lists.any, w)
	}
	return lists
})

// IsStop reports whether a folded word is a function word of a language and so
// is left out of its stemmed field.
func IsStop(lang, term string) bool { return stops().byLang[lang][term] }

// IsLight reports whether a folded query word says nothing about a topic in
// any language: a query does not require it. A word that is a function word in
// one language and a topic in another, such as "sur" or "war", is not light;
// little is lost, since the pages of its own language nearly all hold it.
func IsLight(term string) bool { return stops().any[term] }
