package taxonomy

import (
	"slices"
	"sort"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
)

// Page is a text and what else is known about where its names stand.
type Page struct {
	Text string
	// Passages are the parts of Text; without any, Text is one paragraph.
	Passages []corpus.Passage
	// Slug is the last part of the page's address, such as "cork".
	Slug string
	// Profile says that the page is the profile of one city.
	Profile bool
	// Lang is the language of Text, or "" where it is not known. It says how
	// names in Latin letters may be inflected.
	Lang string
	// Query says that the text was typed as a query, where names may be
	// written small.
	Query bool
}

// The cues that free a form which is not safe alone.
const (
	CueAffix    = "affix"    // "city of" or the like stands beside it
	CueSlug     = "slug"     // the page's address is the name
	CueTitle    = "title"    // the title of a city's profile is the name
	CueCountry  = "country"  // the city's country is named near by
	CueCity     = "city"     // a city of the country is named
	CueLearning = "learning" // "learning city" or the like is near by
	CueList     = "list"     // it stands in a list of names of its kind
	CueForm     = "form"     // another form or place names it for sure
	CueHead     = "head"     // "cities" or the like stands beside an adjective
)

// Why a name does not count, whatever stands near it.
const (
	BarSmall  = "small"  // it has not the capital of a name
	BarHyphen = "hyphen" // a hyphen makes it a part of a longer word
	BarPerson = "person" // it is a part of the name of a person
	BarAbroad = "abroad" // the text says that it lies in another country
	BarThing  = "thing"  // it is a part of the name of a thing, such as a street
	BarTaken  = "taken"  // another place of the same name counts there
)

// settler decides which matches count.
type settler struct {
	*scan
	page     Page
	passages []corpus.Passage
	// at is the passage of each match.
	at      []int
	facts   []passageFacts
	settled []bool
	// named holds where each value that is settled stands.
	named map[string]*standing
	// cities counts the settled cities of each passage, countries the settled
	// mentions of each country there; homes are the countries that settled
	// cities belong to.
	cities    map[int]int
	countries map[int]map[string]int
	homes     map[string]bool
	// column holds the settled cities that are all of their passages.
	column map[string]bool
	// learning holds the words where a phrase such as "learning city" begins.
	learning []int
	// networks are the passages that speak of another network of cities.
	networks map[int]bool
}

// standing is where a settled value stands.
type standing struct {
	passages     map[int]bool
	title, front bool
}

// maxRounds bounds how often names that were freed may free others.
const maxRounds = 4

// Settle splits the matches of a page into those that count and those from
// which the taxonomy abstains. A safe form counts where it has its capital; an
// unsafe one needs a cue. The matches that count do not overlap.
func (t *Taxonomy) Settle(p Page) (sure, unsure []Match) {
	s := newSettler(t, p)
	s.bar()
	for i, m := range s.matches {
		if !m.Unsafe && m.Barred == "" {
			s.settle(i, "")
		}
	}
	for round, again := 0, true; again && round < maxRounds; round++ {
		again = false
		for i := range s.matches {
			if s.settled[i] || s.matches[i].Barred != "" {
				continue
			}
			if cue := s.cue(i); cue != "" {
				s.settle(i, cue)
				again = true
			}
		}
	}
	end := -1
	for i, m := range s.matches {
		if s.settled[i] && m.Start >= end {
			sure = append(sure, m)
			end = m.End
			continue
		}
		if s.settled[i] {
			m.Cue, m.Barred = "", BarTaken
		}
		unsure = append(unsure, m)
	}
	return sure, unsure
}

func newSettler(t *Taxonomy, p Page) *settler {
	s := &settler{
		scan: t.scan(p), page: p, passages: p.Passages,
		named: map[string]*standing{}, cities: map[int]int{}, countries: map[int]map[string]int{}, homes: map[string]bool{}, networks: map[int]bool{}, column: map[string]bool{},
	}
	if len(s.passages) == 0 {
		s.passages = []corpus.Passage{{Zone: corpus.ZoneBody, End: len(p.Text)}}
	}
	s.at = make([]int, len(s.matches))
	s.settled = make([]bool, len(s.matches))
	for i, m := range s.matches {
		s.at[i] = s.passageAt(m.Start)
	}
	s.readPassages()
	s.findLearning()
	return s
}

// findLearning fills learning and networks, which only unsafe forms ask for.
func (s *settler) findLearning() {
	if !slices.ContainsFunc(s.matches, func(m Match) bool { return m.Unsafe }) {
		return
	}
	a := &s.t.affixes
	for i := range s.words {
		if s.isPhrase(i, a.learning, a.running) {
			s.learning = append(s.learning, i)
		}
		if s.isPhrase(i, a.networks, a.networksRunning) {
			s.networks[s.passageAt(s.words[i].Start)] = true
		}
	}
}

// passageAt returns the passage that holds an offset.
func (s *settler) passageAt(offset int) int {
	return max(sort.Search(len(s.passages), func(k int) bool { return s.passages[k].Start > offset })-1, 0)
}

// isPhrase reports whether one of some phrases begins at word i; those of Han
// and Hangul stand anywhere in a run.
func (s *settler) isPhrase(i int, of phrases, running []string) bool {
	w := s.words[i]
	if w.CJK {
		return slices.ContainsFunc(running, func(p string) bool { return strings.Contains(w.Term, p) })
	}
	begins := func(term string) bool {
		return slices.ContainsFunc(of[term], func(p []string) bool { return s.phraseAt(i, p) })
	}
	return begins(w.Term) || slices.ContainsFunc(s.t.affixes.openings(w.Term), begins)
}

// bar takes out what cannot be a name where it stands: forms without their
// capital, unsafe ones that are half of a hyphened word, things that are called
// after a place, people, and places of the same name in other countries. Where
// a page speaks of such a person or place before it has named the city, and
// never with words such as "city of", the name is not safe on the whole page.
func (s *settler) bar() {
	doubted, firm := map[string]danger{}, map[string]bool{}
	for i := range s.matches {
		m := &s.matches[i]
		switch {
		case m.small && !s.smallAllowed(i):
			m.Barred = BarSmall
		case m.Unsafe && m.hyphened && !m.affixed:
			m.Barred = BarHyphen
		case m.thing && !(m.Facet == facetCountry && s.isInflected(m)):
			m.Barred = BarThing
		case s.isPerson(i):
			m.Barred = BarPerson
			doubted[m.Facet+":"+m.Value] = asPerson
		case s.abroad(i):
			m.Barred = BarAbroad
			doubted[m.Facet+":"+m.Value] = asPlace
		case !m.Unsafe && (m.affixed || doubted[m.Facet+":"+m.Value] == safe):
			firm[m.Facet+":"+m.Value] = true
		}
	}
	for i := range s.matches {
		m := &s.matches[i]
		if d := doubted[m.Facet+":"+m.Value]; d != safe && !m.Unsafe && !firm[m.Facet+":"+m.Value] {
			m.Unsafe, m.Why = true, string(d)
		}
	}
}

// smallAllowed reports whether a form may stand without its capital: in a
// query, in a passage that has no capitals at all, and as the adjective of a
// word such as "ciudad".
func (s *settler) smallAllowed(i int) bool {
	m := s.matches[i]
	if s.page.Query || m.Facet == facetCountry && m.headed && m.Rule == RuleName {
		return true
	}
	return !m.Unsafe && !s.facts[s.at[i]].capitals
}

// next returns the next match that stands elsewhere, or -1.
func (s *settler) next(i int) int {
	for j := i + 1; j < len(s.matches); j++ {
		if s.matches[j].Start >= s.matches[i].End {
			return j
		}
	}
	return -1
}

// previous returns the match before that stands elsewhere, or -1.
func (s *settler) previous(i int) int {
	for j := i - 1; j >= 0; j-- {
		if s.matches[j].End <= s.matches[i].Start {
			return j
		}
	}
	return -1
}

func (s *settler) settle(i int, cue string) {
	m, at := &s.matches[i], s.at[i]
	s.settled[i], m.Cue = true, cue
	key := m.Facet + ":" + m.Value
	n := s.named[key]
	if n == nil {
		n = &standing{passages: map[int]bool{}}
		s.named[key] = n
	}
	n.passages[at] = true
	zone := s.zone(i)
	n.title = n.title || zone == corpus.ZoneTitle
	n.front = n.title || n.front || zone == corpus.ZoneLead
	switch m.Facet {
	case facetCity:
		s.cities[at]++
		if s.alone(i) {
			s.column[m.Value] = true
		}
		city, _ := s.t.City(m.Value)
		s.homes[city.Country] = true
	case facetCountry:
		if s.countries[at] == nil {
			s.countries[at] = map[string]int{}
		}
		s.countries[at][m.Value]++
	}
}
