package taxonomy

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isPerson reports whether match i is a part of the name of a person: a title
// or a common given name stands before it, or a given name that ends there
// behind it, as in Bonn Scott. Words such as "de" are passed over before names
// that are not safe, since others rather say where somebody comes from.
func (s *settler) isPerson(i int) bool {
	m := &s.matches[i]
	if !m.cased && m.Unsafe && m.Facet == facetCity && !m.affixed && inScript(s.words[m.first].Term, unicode.Arabic) {
		return s.attached(m.first-1) && s.t.affixes.given[s.words[m.first-1].Term]
	}
	switch {
	case !m.cased || m.small || m.affixed || m.Facet == facetRegion:
		return false
	case m.Facet == facetCountry:
		return m.first > 0 && s.isTitle(m.first-1) || m.Unsafe && s.isGiven(s.nameBefore(m.first, false))
	case s.hasTitle(m.first, m.Unsafe) || s.isGiven(s.nameBefore(m.first, m.Unsafe)):
		return true
	}
	next := m.last + 1
	return s.attached(m.last) && s.isGiven(next) && !(s.attached(next) && s.isCapital(next+1))
}

// attached reports whether nothing but spaces stands between word i and the
// next; an initial may have its full stop.
func (s *scan) attached(i int) bool {
	if i < 0 || i+1 >= len(s.words) {
		return false
	}
	gap := s.text[s.words[i].End:s.words[i+1].Start]
	if isInitial(s.words[i].Term) {
		gap = strings.TrimPrefix(gap, ".")
	}
	return gap != "" && strings.Trim(gap, " \u00a0\u202f") == ""
}

// isCapital reports whether word i begins with a capital letter.
func (s *scan) isCapital(i int) bool {
	if i < 0 || i >= len(s.words) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s.text[s.words[i].Start:])
	return unicode.IsUpper(r)
}

// isGiven reports whether word i is a common given name, and no saint's, after
// whom places are called.
func (s *scan) isGiven(i int) bool {
	if i < 0 || !s.isCapital(i) || !s.t.affixes.given[s.words[i].Term] {
		return false
	}
	return i == 0 || !s.attached(i-1) || !slices.Contains([]string{"san", "santa", "santo", "saint", "sainte", "st", "sao"}, s.words[i-1].Term)
}

// nameBefore returns the word before word i, initials and, if joints says so,
// words such as "de" passed over; -1 where the words do not stand together.
func (s *scan) nameBefore(i int, joints bool) int {
	for j := i - 1; j >= 0 && s.attached(j); j-- {
		if term := s.words[j].Term; !isInitial(term) && !(joints && s.t.affixes.joints[term]) {
			return j
		}
	}
	return -1
}

// maxNames is how many names may stand between a title and the last name.
const maxNames = 2

// hasTitle reports whether a title stands before word i, up to two other names
// apart, as in Ms Aoife Bristol.
func (s *scan) hasTitle(i int, joints bool) bool {
	for n := 0; n <= maxNames && i > 0; n++ {
		if s.isTitle(i - 1) {
			return true
		}
		if i = s.nameBefore(i, joints); !s.isCapital(i) {
			return false
		}
	}
	return false
}

// isTitle reports whether word i is a title that belongs to the next word. It
// has a capital, or none in the languages that write titles small.
func (s *scan) isTitle(i int) bool {
	w := s.words[i]
	if !s.t.affixes.titles[w.Term] || !s.isCapital(i) && !s.t.affixes.small[w.Term] {
		return false
	}
	gap, dotted := strings.CutPrefix(s.text[w.End:s.words[i+1].Start], ".")
	return gap != "" && strings.Trim(gap, " \u00a0\u202f") == "" && (dotted || !s.t.affixes.dotted[w.Term])
}

// joinsName reports whether a word with a capital stands together with match i
// and is neither a place nor a word of another kind: Santiago Ramírez.
func (s *settler) joinsName(i int) bool {
	m := &s.matches[i]
	if !m.cased {
		return false
	}
	before := s.attached(m.first-1) && s.isNamePart(m.first-1)
	return before || s.attached(m.last) && s.isNamePart(m.last+1)
}

// isNamePart reports whether word i can be a part of a person's name.
func (s *settler) isNamePart(i int) bool {
	w := s.words[i]
	surface := s.text[w.Start:w.End]
	if !s.isCapital(i) || isAcronym(surface) || s.t.affixes.kinds[w.Term] || isFunctionWord(w.Term) {
		return false
	}
	k := sort.Search(len(s.matches), func(k int) bool { return s.matches[k].last >= i })
	return k == len(s.matches) || s.matches[k].first > i
}
