package snippet

import (
	"cmp"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// unit is what takes one position in the exact field: a word, or one
// character of a run of Han, Hangul or kana.
type unit struct {
	term       string
	start, end int
	cjk        bool
	// joined says that the unit goes on with the run of the unit before.
	joined bool
}

// appendUnits appends the units of text, with offsets from offset.
func appendUnits(dst []unit, text string, offset int) []unit {
	for _, w := range analysis.Words(text) {
		if !w.CJK {
			dst = append(dst, unit{term: w.Term, start: offset + w.Start, end: offset + w.End})
			continue
		}
		n := 0
		for i, r := range w.Term {
			start, end := w.RuneSpan(n, n+1)
			size := len(string(r))
			dst = append(dst, unit{w.Term[i : i+size], offset + start, offset + end, true, n > 0})
			n++
		}
	}
	return dst
}

func queryUnits(text string) []unit { return appendUnits(nil, text, 0) }

// match finds what matches in one passage of text.
func (m *Marker) match(text string, p corpus.Passage, lang string) {
	if len(m.heads) == 0 && len(m.prefixes) == 0 {
		return
	}
	m.units = appendUnits(m.units[:0], text[p.Start:p.End], p.Start)
	m.near = m.near[:0]
	title, stems := p.Zone == corpus.ZoneTitle, m.stemsOf(lang)
	for i, u := range m.units {
		if m.first[u.term[0]] {
			m.matchHeads(i, title)
			m.matchPrefixes(u, title)
		}
		if u.cjk {
			continue
		}
		if len(m.fuzzy) > 0 {
			m.matchFuzzy(u, title)
		}
		if stems != nil {
			m.matchStems(stems, i, title)
		}
	}
	for i, phrase := range m.loose {
		if title || !phrase.title {
			m.matchLoose(i)
		}
	}
}

// hit records that a leaf matches a range of the text.
func (m *Marker) hit(leaf, start, end int) {
	m.seen[leaf] = true
	if m.shown[leaf] {
		m.found = append(m.found, match{start: start, end: end, leaf: leaf})
	}
}

// matchHeads matches the patterns that begin at the unit at i.
func (m *Marker) matchHeads(i int, title bool) {
	for _, p := range m.heads[m.units[i].term] {
		if p.title && !title || !stands(p.units, m.units[i:]) {
			continue
		}
		end := i + len(p.units)
		for _, want := range p.rest {
			if end == len(m.units) || !m.units[end].joined || m.units[end].term != want.term {
				break
			}
			end++
		}
		if p.loose > 0 {
			m.near = append(m.near, sighting{p.loose - 1, p.term, i, end})
			continue
		}
		m.hit(p.leaf, m.units[i].start, m.units[end-1].end)
	}
}

// stands reports whether units begin with a pattern. Characters of one run of
// the pattern must stand in one run, since bigrams do not reach further.
func stands(pattern, units []unit) bool {
	if len(pattern) > len(units) {
		return false
	}
	for i, want := range pattern {
		if have := units[i]; have.term != want.term || i > 0 && want.joined && !have.joined {
			return false
		}
	}
	return true
}

func (m *Marker) matchPrefixes(u unit, title bool) {
	for _, p := range m.prefixes {
		if (title || !p.title) && !u.cjk && strings.HasPrefix(u.term, p.term) {
			m.hit(p.leaf, u.start, u.end)
		}
	}
}

func (m *Marker) matchFuzzy(u unit, title bool) {
	for _, f := range m.fuzzy {
		if (title || !f.title) && querylang.WithinEdits(u.term, f.term, querylang.MaxEdits(f.term)) {
			m.hit(f.leaf, u.start, u.end)
		}
	}
}

// settle sorts matches and lets the longest of those that overlap win. The
// winner takes over the leaves of what lies within it.
func settle(found []match) []match {
	slices.SortFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.end-b.start, a.end-a.start), cmp.Compare(a.start, b.start))
	})
	won := found[:0]
	for _, f := range found {
		i, _ := slices.BinarySearchFunc(won, f.start, func(w match, start int) int { return cmp.Compare(w.end, start+1) })
		if i < len(won) && won[i].start < f.end {
			if won[i].start <= f.start && f.end <= won[i].end {
				won[i].leaves |= f.leaves
			}
			continue
		}
		won = slices.Insert(won, i, f)
	}
	return won
}
