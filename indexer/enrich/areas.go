package enrich

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

const (
	// minSection is the fewest words of a paragraph that makes a page without
	// a city be about a country.
	minSection = 40
	// nearTop is how many words of the paragraphs may stand before the first
	// mention of a country that a page without a city is about.
	nearTop = 40
)

// setAreaRoles says which countries or regions the page is about by their own
// names, not by adjectives: those in the title or in a heading, one that is
// named throughout, and, where the page is not local, which is to say about no city
// and no list of cities, one with a long paragraph of its own. A country can also be the one where a page without a
// city plays.
func (p *page) setAreaRoles(areas []*named, local bool, hosts map[host]bool) {
	if p.doc.Type == corpus.Listing {
		return
	}
	nouns := ownNames(areas)
	r := newReading(p, nouns)
	for i, a := range nouns {
		if place := r.areaPlace(a, local, hosts); place != "" {
			areas[i].raise(place)
		}
	}
}

// areaPlace returns where an area that the page is about stands out, or "".
func (r *reading) areaPlace(a *named, local bool, hosts map[host]bool) string {
	switch own := r.owned(a); {
	case r.inZone(a, corpus.ZoneTitle):
		return "title"
	case r.inZone(a, corpus.ZoneHeading) && r.below(a):
		return "heading"
	case len(own) >= 2, !local && r.longest(r.unshared(own)) >= minSection:
		return "paragraph"
	case len(a.matches) >= minShare && 2*len(a.matches) >= r.total:
		return "share"
	case !local && len(a.matches) > 0 && a.matches[0].Facet == string(corpus.Country) && !hosts[host{a.value, a.at[0]}] && r.isScene(a):
		return "scene"
	}
	return ""
}

// host is a country and a passage that names one of its cities.
type host struct {
	country string
	passage int
}

// hosts returns the countries whose cities the passages name: such a passage
// speaks of the city, and of the country only to say where that lies.
func (e *Enricher) hosts(cities []*named) map[host]bool {
	out := map[host]bool{}
	for _, c := range cities {
		city, _ := e.taxonomy.City(c.value)
		for _, at := range c.at {
			out[host{city.Country, at}] = true
		}
	}
	return out
}

// ownNames copies values without the matches that are adjectives.
func ownNames(all []*named) []*named {
	out := make([]*named, len(all))
	for i, n := range all {
		c := &named{value: n.value, role: n.role, place: n.place}
		for k, m := range n.matches {
			if m.Rule != taxonomy.RuleAdjective {
				c.matches, c.at = append(c.matches, m), append(c.at, n.at[k])
			}
		}
		out[i] = c
	}
	return out
}

// unshared returns those of some passages that name one value only.
func (r *reading) unshared(passages []int) []int {
	var out []int
	for _, at := range passages {
		if len(r.values[at]) == 1 {
			out = append(out, at)
		}
	}
	return out
}

// isScene reports whether a country is where the page plays: no other is named
// in the sentence that the text begins with, or it is named near the top and
// more often than all others together. Where a meeting was held is no scene.
func (r *reading) isScene(a *named) bool {
	before := 0
	for at, part := range r.p.passages {
		if part.Zone == corpus.ZoneTitle || part.Zone == corpus.ZoneHeading {
			continue
		}
		first := r.firstIn(a, at)
		switch {
		case first < 0:
			before += r.p.words(at)
			continue
		case !r.p.isProse(at):
			return false
		case r.p.isAddress(part.Start, first):
			return false
		case before == 0 && r.aloneInOpening(a, at):
			return true
		}
		before += length(r.p.text[part.Start:first])
		return before <= nearTop && 2*len(a.matches) > r.total
	}
	return false
}

// isAddress reports whether a country that begins at an offset, in a passage
// that begins at start, only says where a place lies, as in "at a meeting in
// Lima, Peru". Where the title has the place, the page plays there.
func (p *page) isAddress(start, offset int) bool {
	before, ok := strings.CutSuffix(strings.TrimRight(p.text[start:offset], " \u00a0"), ",")
	words := analysis.Words(before)
	if !ok || len(words) == 0 {
		return false
	}
	place := words[len(words)-1]
	r, _ := utf8.DecodeRuneInString(before[place.Start:])
	inTitle := slices.ContainsFunc(analysis.Words(p.doc.Title), func(w analysis.Word) bool { return w.Term == place.Term })
	return unicode.IsUpper(r) && !inTitle
}

// firstIn returns the offset of the first mention of a value in a passage, or
// -1.
func (r *reading) firstIn(n *named, at int) int {
	for i, in := range n.at {
		if in == at {
			return n.matches[i].Start
		}
	}
	return -1
}

// aloneInOpening reports whether the first sentence of a passage names the
// value and no other.
func (r *reading) aloneInOpening(n *named, at int) bool {
	part := r.p.passages[at]
	end := part.End
	if i := strings.IndexAny(r.p.text[part.Start:part.End], "!?。！？؟"); i >= 0 {
		end = part.Start + i
	}
	if i := strings.Index(r.p.text[part.Start:end], ". "); i >= 0 {
		end = part.Start + i
	}
	if first := r.firstIn(n, at); first < 0 || first >= end {
		return false
	}
	for start, value := range r.starts[at] {
		if start < end && value != n.value {
			return false
		}
	}
	return true
}
