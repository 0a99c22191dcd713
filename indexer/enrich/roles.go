package enrich

import (
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

const (
	// maxTitle is the most cities that a title or heading can be about.
	maxTitle = 4
	// maxOwn is the most cities in a paragraph that is about its first.
	maxOwn = 3
	// minParagraph is the fewest words, or characters of Han and Hangul,
	// of a paragraph that says something about a city.
	minParagraph = 8
	// minSection is the fewest words of a paragraph that makes a page without
	// a city be about a country.
	minSection = 40
	// opening is how many words, or characters of Han and Hangul, may stand
	// before a name that opens its paragraph.
	opening = 8
	// minShare is the fewest mentions of a city that is named throughout.
	minShare = 3
)

// setCityRoles says which cities the page is about: those in its title, in its
// address or in a heading, those with paragraphs of their own, and one that is
// named throughout. A paragraph that lists cities, and a listing page, only
// mention them, and so does what is called after a city, such as a declaration.
func (p *page) setCityRoles(cities []*named) {
	if p.doc.Type == corpus.Listing {
		return
	}
	themselves := withoutNamesakes(cities)
	p.raiseCities(themselves)
	for i, c := range themselves {
		cities[i].role, cities[i].place = c.role, c.place
	}
}

// withoutNamesakes copies values without the matches in names of things that
// are called after them.
func withoutNamesakes(all []*named) []*named {
	out := make([]*named, len(all))
	for i, n := range all {
		c := &named{value: n.value, role: n.role, place: n.place}
		for k, m := range n.matches {
			if !m.Namesake {
				c.matches, c.at = append(c.matches, m), append(c.at, n.at[k])
			}
		}
		out[i] = c
	}
	return out
}

func (p *page) raiseCities(cities []*named) {
	r := newReading(p, cities)
	for _, c := range cities {
		switch {
		case r.inZone(c, corpus.ZoneTitle):
			c.raise("title")
		case p.slug != "" && c.freedBySlug(p.slug):
			c.raise("slug")
		case r.inZone(c, corpus.ZoneHeading) && r.below(c):
			c.raise("heading")
		}
	}
	main, own := 0, 0
	for _, c := range cities {
		if c.role == corpus.About && c.place != "heading" {
			main++
		}
		if len(r.owned(c)) > 0 {
			own++
		}
	}
	for _, c := range cities {
		if c.role == corpus.About {
			continue
		}
		n := len(r.owned(c))
		switch {
		case n >= 2 || n == 1 && main == 0 && (own >= 2 || len(c.matches) >= 2):
			c.raise("paragraph")
		case main == 0 && len(c.matches) >= minShare && 2*len(c.matches) >= r.total:
			c.raise("share")
		}
	}
}

func (n *named) raise(place string) { n.role, n.place = corpus.About, place }

// freedBySlug reports whether the address of the page is the city's name.
func (n *named) freedBySlug(slug string) bool {
	if analysis.Fold(slug) == analysis.Fold(n.value) {
		return true
	}
	for _, m := range n.matches {
		if m.Cue == "slug" {
			return true
		}
	}
	return false
}

// reading counts names by passage.
type reading struct {
	p *page
	// values counts the mentions of each value in each passage; first is the
	// value that a passage names first.
	values []map[string]int
	first  []string
	total  int
}

func newReading(p *page, all []*named) *reading {
	r := &reading{p: p, values: make([]map[string]int, len(p.passages)), first: make([]string, len(p.passages))}
	starts := make([]int, len(p.passages))
	for _, n := range all {
		for i, at := range n.at {
			if r.values[at] == nil {
				r.values[at] = map[string]int{}
			}
			r.values[at][n.value]++
			r.total++
			if start := n.matches[i].Start; r.first[at] == "" || start < starts[at] {
				r.first[at], starts[at] = n.value, start
			}
		}
	}
	return r
}

// inZone reports whether a title or heading names the value among few.
func (r *reading) inZone(n *named, zone corpus.Zone) bool {
	for _, at := range n.at {
		if r.p.passages[at].Zone == zone && len(r.values[at]) <= maxTitle {
			return true
		}
	}
	return false
}

// below reports whether a paragraph after a heading that names the value is
// long enough to say something.
func (r *reading) below(n *named) bool {
	for _, at := range n.at {
		if r.p.passages[at].Zone != corpus.ZoneHeading {
			continue
		}
		if next := at + 1; next < len(r.p.passages) && r.p.passages[next].Zone != corpus.ZoneHeading && r.p.words(next) >= minParagraph {
			return true
		}
	}
	return false
}

// owned returns the paragraphs that are about the value: it is named first of
// few, and in the opening or more than once.
func (r *reading) owned(n *named) []int {
	var own []int
	last := -1
	for i, at := range n.at {
		zone := r.p.passages[at].Zone
		if at == last || zone == corpus.ZoneTitle || zone == corpus.ZoneHeading {
			continue
		}
		last = at
		if r.first[at] != n.value || len(r.values[at]) > maxOwn || r.p.words(at) < minParagraph {
			continue
		}
		before := r.p.text[r.p.passages[at].Start:n.matches[i].Start]
		if r.values[at][n.value] >= 2 || length(before) <= opening {
			own = append(own, at)
		}
	}
	return own
}

// longest returns the length in words of the longest of some passages.
func (r *reading) longest(passages []int) int {
	n := 0
	for _, at := range passages {
		n = max(n, r.p.words(at))
	}
	return n
}

// words returns the length of a passage in words.
func (p *page) words(passage int) int {
	return length(p.text[p.passages[passage].Start:p.passages[passage].End])
}

// length counts words, and each two characters of Han, Hangul or kana as one.
func length(text string) int {
	n := 0
	for _, w := range analysis.Words(text) {
		if w.CJK {
			n += (utf8.RuneCountInString(w.Term) + 1) / 2
		} else {
			n++
		}
	}
	return n
}

// setAreaRoles says which countries or regions the page is about by their own
// names: those in the title or in a heading, one that is named throughout, and,
// where the page is about no city, one with a long paragraph of its own.
func (p *page) setAreaRoles(areas []*named, local bool) {
	if p.doc.Type == corpus.Listing {
		return
	}
	r := newReading(p, areas)
	for _, a := range areas {
		switch {
		case r.inZone(a, corpus.ZoneTitle):
			a.raise("title")
		case r.inZone(a, corpus.ZoneHeading) && r.below(a):
			a.raise("heading")
		case len(r.owned(a)) >= 2, !local && r.longest(r.owned(a)) >= minSection:
			a.raise("paragraph")
		case len(a.matches) >= minShare && 2*len(a.matches) >= r.total:
			a.raise("share")
		}
	}
}
