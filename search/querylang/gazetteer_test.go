package querylang_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// names is a small Gazetteer. Keys are folded names.
type names map[string]taxonomy.Place

var places = names{
	"namyangju":         {Facet: "city", Value: "namyangju", Label: "Namyangju"},
	"namyanju":          {Facet: "city", Value: "namyangju", Label: "Namyangju"},
	"남양주":               {Facet: "city", Value: "namyangju", Label: "Namyangju"},
	"suwon":             {Facet: "city", Value: "suwon", Label: "Suwon"},
	"bucheon":           {Facet: "city", Value: "bucheon", Label: "Bucheon"},
	"new ross":          {Facet: "city", Value: "new-ross", Label: "New Ross"},
	"republic of korea": {Facet: "country", Value: "kr", Label: "Republic of Korea"},
	"korea":             {Facet: "country", Value: "kr", Label: "Republic of Korea"},
	"esd":               {Facet: "theme", Value: "esd", Label: "Education for sustainable development"},
	"osan":              {Facet: "city", Value: "osan", Label: "Osan"},
	"cork":              {Facet: "city", Value: "cork", Label: "Cork"},
}

// unsafe holds the values whose names need another name in the text.
var unsafe = map[string]bool{"osan": true, "cork": true}

// FindPlaces looks for whole words, and for Hangul at the start of a run.
func (n names) FindPlaces(text string) []taxonomy.Place {
	out := n.named(text)
	if !slices.ContainsFunc(out, func(p taxonomy.Place) bool { return !unsafe[p.Value] }) {
		return nil
	}
	return out
}

func (n names) named(text string) []taxonomy.Place {
	var out []taxonomy.Place
	words := analysis.Words(text)
	for i := 0; i < len(words); i++ {
		for j := min(len(words), i+3); j > i; j-- {
			p, ok := n[analysis.Fold(text[words[i].Start:words[j-1].End])]
			p.Start, p.End = words[i].Start, words[j-1].End
			if !ok && j == i+1 && words[i].CJK && strings.HasPrefix(words[i].Term, "남양주시") {
				p, ok = n["남양주"], true
				_, end := words[i].RuneSpan(2, 3)
				p.Start, p.End = words[i].Start, end
			}
			if ok && p.Facet != "theme" {
				out = append(out, p)
				i = j - 1
				break
			}
		}
	}
	return out
}

func (n names) Resolve(facet, text string) (value, label string, ok bool) {
	folded := analysis.Fold(text)
	if p, found := n[folded]; found && p.Facet == facet {
		return p.Value, p.Label, true
	}
	for _, name := range slices.Sorted(maps.Keys(n)) {
		if p := n[name]; p.Facet == facet && analysis.Fold(p.Value) == folded {
			return p.Value, p.Label, true
		}
	}
	return "", "", false
}
