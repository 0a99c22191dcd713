package snippet

import (
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// loosePhrase is a phrase with slop.
type loosePhrase struct {
	// need is how often each distinct term must stand in the stretch.
	need  []int
	reach int
	leaf  int
	title bool
}

func (l *leaves) phrase(p querylang.Phrase, s scope) clause {
	c := l.leaf(s)
	if p.Slop == 0 {
		l.addPattern(pattern{units: queryUnits(p.Text), leaf: c.leaf, title: s.title})
		return c
	}
	_, length := analysis.QueryTerms(p.Text)
	phrase := loosePhrase{reach: length + p.Slop, leaf: c.leaf, title: s.title}
	at := map[string]int{}
	for _, t := range looseTerms(p.Text) {
		i, seen := at[t.key()]
		if !seen {
			i = len(phrase.need)
			at[t.key()] = i
			phrase.need = append(phrase.need, 0)
			t.title, t.loose, t.term = s.title, len(l.loose)+1, i
			l.addPattern(t)
		}
		phrase.need[i]++
	}
	l.loose = append(l.loose, phrase)
	return c
}

// looseTerms returns the terms of a phrase with slop, which are looked for one
// by one: words, and the pairs of characters of a run, or its only one.
func looseTerms(text string) []pattern {
	units := queryUnits(text)
	var out []pattern
	for i := 0; i < len(units); {
		end := i + 1
		for end < len(units) && units[end].joined {
			end++
		}
		if end == i+1 {
			out = append(out, pattern{units: units[i:end]})
		}
		for k := i; k+1 < end; k++ {
			out = append(out, pattern{units: units[k : k+2]})
		}
		i = end
	}
	return out
}

// key returns the term of a pattern of one word or pair.
func (p pattern) key() string {
	key := ""
	for _, u := range p.units {
		key += u.term
	}
	return key
}

// sighting is a term of a phrase with slop that was seen in a passage.
type sighting struct {
	phrase, term int
	// at is the unit where the term begins, end the one behind it.
	at, end int
}

// matchLoose marks the words of a phrase with slop wherever all of them stand
// within its reach; pairs of one run are one mark. Sightings are in the order
// of the text.
func (m *Marker) matchLoose(phrase int) {
	p := m.loose[phrase]
	var seen []sighting
	for _, s := range m.near {
		if s.phrase == phrase {
			seen = append(seen, s)
		}
	}
	have := make([]int, len(p.need))
	missing := len(p.need)
	left, marked := 0, 0
	var marks []search.Mark
	for right, s := range seen {
		if have[s.term]++; have[s.term] == p.need[s.term] {
			missing--
		}
		// The terms before left are not needed for those up to right.
		for missing == 0 && have[seen[left].term] > p.need[seen[left].term] {
			have[seen[left].term]--
			left++
		}
		if missing > 0 || s.at-seen[left].at >= p.reach {
			continue
		}
		for marked = max(marked, left); marked <= right; marked++ {
			start, end := m.units[seen[marked].at].start, m.units[seen[marked].end-1].end
			if n := len(marks); n > 0 && start < marks[n-1].End {
				marks[n-1].End = end
			} else {
				marks = append(marks, search.Mark{Start: start, End: end})
			}
		}
	}
	for _, mark := range marks {
		m.hit(p.leaf, mark.Start, mark.End)
	}
}
