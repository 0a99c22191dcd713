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

// match appends to m.found what matches in one passage of text.
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

// matchHeads matches the patterns that begin at the unit at i.
func (m *Marker) matchHeads(i int, title bool) {
	for _, p := range m.heads[m.units[i].term] {
		if p.title && !title || !stands(p.units, m.units[i:]) {
			continue
		}
		last := m.units[i+len(p.units)-1]
		if p.loose > 0 {
			m.near = append(m.near, sighting{p.loose - 1, p.word, i, i + len(p.units)})
			continue
		}
		m.found = append(m.found, match{m.units[i].start, last.end, p.bit})
	}
}

// stands reports whether units begin with a pattern. Characters of one run of
// the pattern must stand in one run, since bigrams do not reach further.
func stands(pattern, units []unit) bool {
	if len(pattern) > len(units) {
		return false
	}
	for i, want := range pattern {
		if have := units[i]; have.term != want.term || want.joined && !have.joined {
			return false
		}
	}
	return true
}

func (m *Marker) matchPrefixes(u unit, title bool) {
	for _, p := range m.prefixes {
		if (title || !p.title) && !u.cjk && strings.HasPrefix(u.term, p.term) {
			m.found = append(m.found, match{u.start, u.end, p.bit})
		}
	}
}

func (m *Marker) matchFuzzy(u unit, title bool) {
	for _, f := range m.fuzzy {
		if (title || !f.title) && querylang.WithinEdits(u.term, f.term, querylang.MaxEdits(f.term)) {
			m.found = append(m.found, match{u.start, u.end, f.bit})
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
