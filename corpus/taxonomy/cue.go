package taxonomy

import (
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// cue returns what frees match i, or "" where nothing does.
func (s *settler) cue(i int) string {
	if s.matches[i].Facet == facetCity {
		return s.cityCue(i)
	}
	return s.countryCue(i)
}

func (s *settler) cityCue(i int) string {
	m := &s.matches[i]
	city, _ := s.t.City(m.Value)
	switch {
	case m.affixed && m.Why != string(asPlace) && m.Why != string(asPerson):
		return CueAffix
	case s.t.isNameOf(s.page.Slug, m.Value):
		return CueSlug
	case s.page.Profile && s.zone(i) == corpus.ZoneTitle && s.alone(i):
		return CueTitle
	case s.countryNear(i, city.Country) || s.inOwnState(i, city.Country):
		return CueCountry
	case s.learningNear(i):
		return CueLearning
	case s.listed(i, city.Country):
		return CueList
	case s.elsewhere(i):
		return CueForm
	case s.inColumn(i):
		return CueList
	case m.Why == string(asShort) && m.particled && s.homes[city.Country]:
		return CueCity
	}
	return ""
}

// countryCue frees the names of countries that are words, people or other
// places, and adjectives that stand beside no word such as "cities".
func (s *settler) countryCue(i int) string {
	m := &s.matches[i]
	language := m.Rule == RuleAdjective && m.Why == string(asWord)
	switch {
	case m.Rule == RuleAdjective && m.headed:
		return CueHead
	case language:
		return ""
	case m.nation && m.Why == string(asPerson):
		return CueAffix
	case s.homes[m.Value]:
		return CueCity
	case m.Rule != RuleAdjective && s.listed(i, m.Value):
		return CueList
	case s.named[m.Facet+":"+m.Value] != nil:
		return CueForm
	}
	return ""
}

func (s *settler) zone(i int) corpus.Zone { return s.passages[s.at[i]].Zone }

// isCommon reports whether a form is a word of its own, so that a cue must be
// near it.
func (m *Match) isCommon() bool { return m.Why == string(asWord) || m.Why == string(asShort) }

// countryNear reports whether the country of match i is named near enough. For
// the name of a place or a person that is in the same passage, the passages
// beside it, the title or the lead, unless another country follows or the name
// is a part of a longer one. For a common word with its capital it is the same
// passage, the title or the lead, and right behind it where it opens a
// sentence and has a capital anyway; in a script without capitals it is right
// beside it.
func (s *settler) countryNear(i int, country string) bool {
	m, named := &s.matches[i], s.named[facetCountry+":"+country]
	if named == nil || s.rival(i, country) {
		return false
	}
	at := s.at[i]
	here := named.passages[at]
	switch {
	case !m.isCommon() && s.joinsName(i):
		return false
	case here && !m.isCommon():
		return true
	case !m.isCommon():
		return len(s.countries[at]) == 0 && (named.front || named.passages[at-1] || named.passages[at+1])
	case s.zone(i) == corpus.ZoneHeading && s.alone(i):
		return true
	case !m.cased && m.Why == string(asWord):
		return here && s.besideCountry(i, country)
	case !m.cased:
		return here && s.inSentence(i, country)
	case m.opening:
		j := s.next(i)
		return here && j >= 0 && s.matches[j].Value == country && s.matches[j].first-m.last <= 2
	}
	return here || named.front
}

// besideCountry reports whether the country stands right beside match i, of a
// script without capitals. An Arabic name that is followed by that of the
// country alone may be a word with its genitive, such as pictures of Oman.
func (s *settler) besideCountry(i int, country string) bool {
	m := &s.matches[i]
	if j := s.previous(i); j >= 0 && s.settled[j] && s.matches[j].Facet == facetCountry && s.matches[j].Value == country {
		gap := strings.TrimSpace(s.text[s.matches[j].End:m.Start])
		if s.words[m.first].CJK && (gap == "" || gap == "의") || isBreak(gap) {
			return true
		}
	}
	j := s.next(i)
	if j < 0 || s.matches[j].Facet != facetCountry || s.matches[j].Value != country {
		return false
	}
	o := &s.matches[j]
	switch gap := strings.TrimSpace(s.text[m.End:o.Start]); {
	case isBreak(gap), gap == "في":
		return true
	case gap == "":
		return s.words[m.first].CJK || o.Rule == RuleAdjective || strings.HasPrefix(s.text[o.Start:], "ب")
	}
	return false
}

// isBreak reports whether a gap is a comma or a bracket.
func isBreak(gap string) bool {
	return gap != "" && strings.Trim(gap, ",،，、(（-–") == ""
}

// inSentence reports whether the country is named in the sentence of match i,
// near it.
func (s *settler) inSentence(i int, country string) bool {
	m := s.matches[i]
	for step := -1; step <= 1; step += 2 {
		for j := i + step; j >= 0 && j < len(s.matches); j += step {
			o := s.matches[j]
			if abs(o.first-m.first) > sentenceReach || abs(o.Start-m.Start) > sentenceBytes {
				break
			}
			if strings.ContainsAny(s.text[min(m.End, o.End):max(m.Start, o.Start)], sentenceEnds) {
				break
			}
			if s.settled[j] && o.Facet == facetCountry && o.Value == country {
				return true
			}
		}
	}
	return false
}

func abs(n int) int { return max(n, -n) }

// learningReach and sentenceReach are how many words may stand between a name
// and a phrase such as "learning city", or its country, that frees it.
const (
	learningReach = 8
	sentenceReach = 15
	// sentenceBytes does the same for Han, of which a sentence is one word.
	sentenceBytes = 600
	sentenceEnds  = ".!?;。！？؟؛\n"
)

// learningNear reports whether a phrase such as "learning city" stands near
// match i in the same sentence.
func (s *settler) learningNear(i int) bool {
	m := &s.matches[i]
	if m.opening && isFunctionWord(s.words[m.first].Term) {
		return false
	}
	from, _ := slices.BinarySearch(s.learning, m.first-learningReach)
	for _, w := range s.learning[from:] {
		if w > m.last+learningReach {
			break
		}
		a, b := w, m.first
		if w > m.last {
			a, b = m.last, w
		}
		between := s.text[s.words[a].End:max(s.words[b].Start, s.words[a].End)]
		if !strings.ContainsAny(between, sentenceEnds) {
			return true
		}
	}
	return false
}

func isFunctionWord(term string) bool {
	return slices.ContainsFunc(analysis.StemmedLanguages(), func(lang string) bool { return analysis.IsStop(lang, term) })
}

// listed reports whether match i, unless another network is spoken of and
// other places have that name, stands in a list of names of its facet that
// are settled: between two of them, beside one of the same country, or beside
// one in a passage that has three.
func (s *settler) listed(i int, country string) bool {
	if s.networks[s.at[i]] && s.matches[i].Why == string(asPlace) {
		return false
	}
	before, after := s.beside(s.previous(i), i), s.beside(i, s.next(i))
	if before < 0 && after < 0 {
		return false
	}
	if s.matches[i].Facet == facetCountry || before >= 0 && after >= 0 || s.cities[s.at[i]] >= 3 {
		return true
	}
	city, _ := s.t.City(s.matches[max(before, after)].Value)
	return city.Country == country
}

// beside returns that of two neighbours which is settled, if both are names of
// one facet with at most a comma and one word between them; otherwise -1.
func (s *settler) beside(i, j int) int {
	if i < 0 || j < 0 || s.at[i] != s.at[j] || s.matches[i].Facet != s.matches[j].Facet {
		return -1
	}
	a, b := s.matches[i], s.matches[j]
	if b.first-a.last > 2 || strings.ContainsAny(s.text[a.End:b.Start], ".!?;:()。！？؟") || !s.enumerated(&a, &b) {
		return -1
	}
	switch {
	case s.settled[i]:
		return i
	case s.settled[j]:
		return j
	}
	return -1
}

// enumerated reports whether two matches are joined as the names of a list are:
// by a comma or the like, or by a word such as "and", which in Arabic is
// written together with the next.
func (s *settler) enumerated(a, b *Match) bool {
	gap := s.text[a.End:b.Start]
	if strings.ContainsAny(gap, ",،，、·•/|–—\n") || strings.HasPrefix(s.text[b.Start:], "و") {
		return true
	}
	return slices.ContainsFunc(strings.Fields(gap), func(w string) bool { return s.t.affixes.ands[analysis.Fold(w)] || w == "&" })
}

// elsewhere reports whether another place of the page names the value for
// sure. For a common word in a script without capitals, that must be the
// title.
func (s *settler) elsewhere(i int) bool {
	m := &s.matches[i]
	named := s.named[m.Facet+":"+m.Value]
	switch {
	case named == nil:
		return false
	case m.Why == string(asWord) && !m.cased:
		return named.title || s.zone(i) == corpus.ZoneTitle
	case m.Why == string(asPlace) && m.Facet == facetCity:
		city, _ := s.t.City(m.Value)
		return len(s.countries[s.at[i]]) == 0 || s.countries[s.at[i]][city.Country] > 0
	}
	return true
}
