package taxonomy

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isPerson reports whether match i is a part of the name of a person: a title
// or a common given name stands before it. A given name that ends behind it
// says so only of a name that is not safe, and not in "in Braga Grace reads".
// Words such as "de" are passed over before names that are not safe, since
// others rather say where somebody comes from. What is inflected belongs to the
// word before it: the teachers of Hamburg are "Lehrer Hamburgs".
func (s *settler) isPerson(i int) bool {
	m := &s.matches[i]
	if !m.cased && m.Unsafe && m.Facet == facetCity && !m.affixed && inScript(s.words[m.first].Term, unicode.Arabic) {
		return s.attached(m.first-1) && s.t.affixes.given[s.words[m.first-1].Term]
	}
	switch {
	case !m.cased || m.small || m.affixed || m.Facet == facetRegion:
		return false
	case m.Facet == facetCountry:
		return !s.maybeOblique(m) && s.hasTitle(m.first, 0, false) || m.Unsafe && s.isGiven(s.nameBefore(m.first, false))
	case !s.maybeOblique(m) && s.hasTitle(m.first, maxNames, m.Unsafe):
		return true
	case s.isGiven(s.nameBefore(m.first, m.Unsafe)):
		return !s.isRussian(m) || !s.isInflected(m)
	}
	next := m.last + 1
	return m.Unsafe && !s.located(m) && s.attached(m.last) && s.isGiven(next) && !(s.attached(next) && s.isCapital(next+1))
}

// prepositions say, right before a name, that it is where something is or
// comes from.
var prepositions = map[string]bool{
	"in": true, "at": true, "from": true, "of": true, "to": true, "near": true, "around": true, "across": true,
	"a": true, "en": true, "de": true, "d": true, "dans": true, "vers": true, "desde": true, "hacia": true, "para": true,
	"em": true, "no": true, "na": true, "do": true, "da": true, "aus": true, "von": true, "nach": true, "bei": true,
	"в": true, "во": true, "из": true, "на": true, "под": true, "для": true,
}

// located reports whether a preposition stands right before a match.
func (s *settler) located(m *Match) bool {
	if m.first == 0 || !prepositions[s.words[m.first-1].Term] {
		return false
	}
	gap := s.text[s.words[m.first-1].End:m.Start]
	return strings.Trim(gap, " \u00a0\u202f'’") == ""
}

func (s *settler) isRussian(m *Match) bool { return inScript(s.words[m.last].Term, unicode.Cyrillic) }

// maybeOblique reports whether a match stands in another case than that which
// follows a title, or is a Russian name that looks alike in all.
func (s *settler) maybeOblique(m *Match) bool {
	last, _ := utf8.DecodeLastRuneInString(s.text[m.Start:m.End])
	return strings.ContainsRune("еиоуэюЕИОУЭЮ", last) || s.isInflected(m)
}

// isInflected reports whether a match was found by an ending of its language:
// none of its names is spelled as it is.
func (s *settler) isInflected(m *Match) bool {
	if m.Rule == RuleFuzzy || !s.isRussian(m) && s.lang != "de" {
		return false
	}
	at := s.t.forms.root
	for _, w := range s.words[m.first : m.last+1] {
		if at = at.next[w.Term]; at == nil {
			return true
		}
	}
	return !slices.ContainsFunc(at.forms, func(id int) bool {
		return s.t.forms.all[id].facet == m.Facet && s.t.forms.all[id].value == m.Value
	})
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

// hasTitle reports whether a title stands before word i, up to some other names
// apart, as in Ms Aoife Bristol. One that is a word too, such as Major, needs a
// given name or an initial; words such as City are no names.
func (s *scan) hasTitle(i, names int, joints bool) bool {
	a, given := &s.t.affixes, false
	for j := i - 1; j >= 0; j-- {
		term := s.words[j].Term
		if s.isTitle(j) {
			return given || !a.ranks[term] || a.dotted[term]
		}
		switch {
		case !s.attached(j):
			return false
		case isInitial(term):
			given = true
		case joints && a.joints[term]:
		case names == 0 || !s.isCapital(j) || a.kinds[term]:
			return false
		default:
			given = given || s.isGiven(j)
			names--
		}
	}
	return false
}

// isTitle reports whether word i is a title that belongs to the next word. It
// has a capital, or none in the languages that write titles small.
func (s *scan) isTitle(i int) bool {
	w := s.words[i]
	if !s.t.affixes.titles[w.Term] && !s.t.affixes.ranks[w.Term] || !s.isCapital(i) && !s.t.affixes.small[w.Term] {
		return false
	}
	gap, dotted := strings.CutPrefix(s.text[w.End:s.words[i+1].Start], ".")
	return gap != "" && strings.Trim(gap, " \u00a0\u202f") == "" && (dotted || !s.t.affixes.dotted[w.Term])
}

// joinsName reports whether a word with a capital stands together with match i
// and is neither a place nor a word of another kind: Santiago Ramírez. Somebody
// who does something there is no part of the name: in Braga Grace reads.
func (s *settler) joinsName(i int) bool {
	m := &s.matches[i]
	if !m.cased {
		return false
	}
	before := s.attached(m.first-1) && s.isNamePart(m.first-1)
	return before || s.attached(m.last) && s.isNamePart(m.last+1) && !(s.located(m) && s.isGiven(m.last+1))
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
