package enrich

import (
	"maps"
	"slices"
	"strings"
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
	// opening is how many words, or characters of Han and Hangul, may stand
	// before a name that opens its paragraph.
	opening = 8
	// minShare is the fewest mentions of a city that is named throughout.
	minShare = 3
)

// setCityRoles says which cities the page is about: those in its title, in its
// address or in a heading, those with paragraphs of their own, and one that is
// named throughout. A paragraph that lists cities, and a listing page, only
// mention them.
func (p *page) setCityRoles(cities []*named) {
	if p.doc.Type == corpus.Listing {
		return
	}
	p.raiseCities(cities)
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
		case n >= 2 || n == 1 && main == 0 && (own >= 2 || len(c.matches) >= 2 && !r.lists()):
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
	// starts holds, for each passage, the value at each offset that names one.
	starts []map[int]string
	total  int
}

func newReading(p *page, all []*named) *reading {
	n := len(p.passages)
	r := &reading{p: p, values: make([]map[string]int, n), first: make([]string, n), starts: make([]map[int]string, n)}
	for _, n := range all {
		for i, at := range n.at {
			r.count(n.value, at, n.matches[i].Start)
		}
	}
	for at, starts := range r.starts {
		if len(starts) > 0 {
			r.first[at] = starts[slices.Min(slices.Collect(maps.Keys(starts)))]
		}
	}
	return r
}

// count enters a mention at an offset, which lies in a passage.
func (r *reading) count(value string, at, start int) {
	if r.values[at] == nil {
		r.values[at], r.starts[at] = map[string]int{}, map[int]string{}
	}
	r.values[at][value]++
	r.starts[at][start] = value
	r.total++
}

// lists reports whether a passage names more values than it can be about, as
// one on an award does, beside which the place of the ceremony is no subject.
func (r *reading) lists() bool {
	return slices.ContainsFunc(r.values, func(v map[string]int) bool { return len(v) > maxTitle })
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
		if r.first[at] != n.value || len(r.values[at]) > maxOwn || r.p.words(at) < minParagraph || !r.p.isProse(at) {
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

// isProse reports whether a passage ends as a sentence does, which the lines of
// a list of pages do not.
func (p *page) isProse(passage int) bool {
	text := strings.TrimRight(p.text[p.passages[passage].Start:p.passages[passage].End], " \u00a0\n\"'”’»)]）」』")
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!?…。！？؟۔:;", r)
}

// length counts words, and each two characters of Han, Hangul or kana as one.
func length(text string) int { return lengthOf(analysis.Words(text)) }

// lengthOf counts as length does.
func lengthOf(words []analysis.Word) int {
	n := 0
	for _, w := range words {
		if w.CJK {
			n += (utf8.RuneCountInString(w.Term) + 1) / 2
		} else {
			n++
		}
	}
	return n
}
