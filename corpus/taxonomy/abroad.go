package taxonomy

import (
	"slices"
	"sort"
	"strings"
)

// abroad reports whether what follows match i says that it lies in another
// country than the city of that name: another country or a state of one after
// a comma or in brackets, or after words such as "is in". A country that is
// not safe alone is a state where its federation follows: Georgia, USA.
func (s *settler) abroad(i int) bool {
	m := &s.matches[i]
	if m.Facet == facetCountry {
		return m.Unsafe && s.isState(i)
	}
	if m.Facet != facetCity {
		return false
	}
	city, _ := s.t.City(m.Value)
	if s.behindCountry(i, city.Country) {
		return false
	}
	at, how := s.behind(m)
	if how == "" || s.countryAt(at, city.Country) || how == byComma && !m.Unsafe && s.listsCountries(at) {
		return false
	}
	if state := s.stateAt(at, how == byComma); state != "" {
		return state != city.Country
	}
	return (how != byIn || m.Unsafe) && s.foreignAt(at, city.Country)
}

// How a name and the area that it lies in are joined.
const (
	byComma  = "comma"  // Hamburg, Canada; Hamburg (Canada)
	byIn     = "in"     // Hamburg in Pennsylvania
	byCopula = "copula" // Hamburg is in Pennsylvania
)

// locating are the words of phrases such as "is located in the"; those that
// are true say where, the others that something is there.
var locating = map[string]bool{
	"in": true, "en": true, "em": true, "au": true, "aux": true, "is": false, "lies": false, "located": false, "situated": false,
	"est": false, "se": false, "trouve": false, "situe": false, "situee": false, "esta": false, "queda": false, "fica": false,
	"liegt": false, "the": true, "la": true, "los": true, "les": true, "a": true, "state": true, "of": true, "city": false, "town": false,
}

// maxLocating is how many such words a phrase has.
const maxLocating = 5

// behind returns the word that follows a match, after the comma or words that
// join the two, and how they do.
func (s *settler) behind(m *Match) (at int, how string) {
	at = m.last + 1
	if at >= len(s.words) {
		return at, ""
	}
	switch strings.TrimSpace(s.text[m.End:s.words[at].Start]) {
	case ",", "(", "،", "，", "（", "[":
		return s.pastLocating(at), byComma
	case "":
	default:
		return at, ""
	}
	for ; at < min(m.last+1+maxLocating, len(s.words)); at++ {
		where, known := locating[s.words[at].Term]
		switch {
		case !known:
			return at, how
		case !s.attached(at) || how == "" && where && s.words[at].Term != "in" && s.words[at].Term != "en":
			return at, ""
		case !where:
			how = byCopula
		case how == "":
			how = byIn
		}
	}
	return at, how
}

// pastLocating returns the word behind those at word i that say where, as in
// "Manchester, in Jamaica".
func (s *settler) pastLocating(i int) int {
	for n := 0; n < 2 && i+1 < len(s.words) && locating[s.words[i].Term] && s.attached(i); n++ {
		i++
	}
	return i
}

// matchesAt returns the matches that begin at word i.
func (s *scan) matchesAt(i int) []Match {
	from := sort.Search(len(s.matches), func(k int) bool { return s.matches[k].first >= i })
	to := from
	for to < len(s.matches) && s.matches[to].first == i {
		to++
	}
	return s.matches[from:to]
}

// countryAt reports whether the name of a country begins at word i.
func (s *settler) countryAt(i int, country string) bool {
	return slices.ContainsFunc(s.matchesAt(i), func(m Match) bool { return m.Facet == facetCountry && m.Value == country })
}

// listsCountries reports whether a country begins at word i and another follows
// it in a list, as in "Hamburg, Norway and Ireland"; a state and its federation
// are no list.
func (s *settler) listsCountries(i int) bool {
	k := sort.Search(len(s.matches), func(k int) bool { return s.matches[k].first >= i })
	if k == len(s.matches) || s.matches[k].first != i || s.matches[k].Facet != facetCountry {
		return false
	}
	j := s.next(k)
	if j < 0 || s.matches[j].Facet != facetCountry || s.matches[j].Value == s.stateAt(i, false) {
		return false
	}
	a, b := &s.matches[k], &s.matches[j]
	return a.Rule != RuleAdjective && b.Rule != RuleAdjective && b.first-a.last <= 2 &&
		!strings.ContainsAny(s.text[a.End:b.Start], sentenceEnds+":()[]（）") && s.enumerated(a, b)
}

// opensList are what stands between a country and its cities.
var opensList = []string{":", "：", "的", "의"}

// foreignAt reports whether the name of another country begins at word i and
// does not itself open a list of cities, as in "Cork, Germany: Bonn".
func (s *settler) foreignAt(i int, country string) bool {
	return slices.ContainsFunc(s.matchesAt(i), func(m Match) bool {
		return m.Facet == facetCountry && m.Value != country && m.Rule != RuleAdjective && !m.small && !s.leads(&m) &&
			!slices.ContainsFunc(opensList, func(sign string) bool { return strings.HasPrefix(strings.TrimSpace(s.text[m.End:]), sign) })
	})
}

// leads reports whether one of its cities follows the name of a country with
// nothing but a space between, as in "Hanoi, Thailand Bangkok".
func (s *settler) leads(m *Match) bool {
	k := sort.Search(len(s.matches), func(k int) bool { return s.matches[k].Start >= m.End })
	for ; k < len(s.matches); k++ {
		o := &s.matches[k]
		if o.first-m.last > 1 || strings.TrimSpace(s.text[m.End:o.Start]) != "" {
			return false
		}
		if city, _ := s.t.City(o.Value); o.Facet == facetCity && city.Country == m.Value {
			return true
		}
	}
	return false
}

// stateAt returns the country of the state that begins at word i, or "". Codes
// such as PA count only behind a comma; one that is the code of a country as
// well means the country, which is why the caller compares.
func (s *settler) stateAt(i int, codes bool) string {
	if i >= len(s.words) {
		return ""
	}
	for _, st := range s.t.affixes.states[s.words[i].Term] {
		if !s.phraseAt(i, st.words) || !s.isCapital(i) && !s.page.Query {
			continue
		}
		if !st.code {
			return st.country
		}
		surface := s.text[s.words[i].Start:s.words[i].End]
		if codes && isAcronym(surface) {
			if _, ok := s.t.Country(strings.ToLower(surface)); ok {
				return strings.ToLower(surface)
			}
			return st.country
		}
	}
	return ""
}

// inOwnState reports whether a state of the city's own country follows match i.
func (s *settler) inOwnState(i int, country string) bool {
	at, how := s.behind(&s.matches[i])
	return how != "" && s.stateAt(at, how == byComma) == country
}

// behindCountry reports whether the city's own country stands right before
// match i, as in lists of countries with their cities.
func (s *settler) behindCountry(i int, country string) bool {
	j := s.previous(i)
	return j >= 0 && s.matches[j].Facet == facetCountry && s.matches[j].Value == country &&
		s.matches[i].first-s.matches[j].last <= 1 && !strings.ContainsAny(s.text[s.matches[j].End:s.matches[i].Start], sentenceEnds)
}

// isState reports whether match i, a country, is rather a state of that name:
// its federation follows, and no other country stands before it in a list.
func (s *settler) isState(i int) bool {
	m := &s.matches[i]
	j, k := s.next(i), s.previous(i)
	country := s.stateAt(m.first, false)
	if country == "" || j < 0 || s.matches[j].Value != country || s.matches[j].first != m.last+1 {
		return false
	}
	return k < 0 || s.matches[k].Facet != facetCountry || m.first-s.matches[k].last > 1
}

// rivalReach is how many words behind a name another country may stand that
// outvotes the name's own.
const rivalReach = 6

// rival reports whether another country than that of match i follows it in the
// same clause, unless a city of that country stands between or the own
// country right before.
func (s *settler) rival(i int, country string) bool {
	if s.behindCountry(i, country) {
		return false
	}
	m := &s.matches[i]
	home := map[string]bool{}
	for j := i + 1; j < len(s.matches); j++ {
		o := &s.matches[j]
		if o.Start < m.End {
			continue
		}
		if o.first-m.last > rivalReach || o.Start-m.End > sentenceBytes || strings.ContainsAny(s.text[m.End:o.Start], sentenceEnds) {
			return false
		}
		switch {
		case o.Facet == facetCity:
			city, _ := s.t.City(o.Value)
			home[city.Country] = true
		case o.Facet == facetCountry && (o.Rule != RuleAdjective || o.Why != string(asWord)) && !home[o.Value]:
			return o.Value != country
		}
	}
	return false
}
