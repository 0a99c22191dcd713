package snippet

import "github.com/uilsearch/uilsearch/internal/analysis"

// stemmed is what the words of a query stem to in one language.
type stemmed struct {
	lang string
	// heads holds the patterns by the stem that they begin with.
	heads map[string][]stemPattern
	// first has a bit for every byte that one of those stems begins with.
	first [256]bool
	// known holds the stems of words seen before, since stemming is slow.
	known map[string]string
}

// stemPattern is the stems of a word that analysis splits, such as
// well-being, or of a plain word alone. Function words in it are empty: they
// stand in no stemmed field, so that any word fits there.
type stemPattern struct {
	stems []string
	leaf  int
	title bool
}

// stemsOf returns the stems of a language, or nil where it has no stemmer or
// the query no word to stem.
func (m *Marker) stemsOf(lang string) *stemmed {
	if len(m.words) == 0 || !analysis.HasStemmer(lang) {
		return nil
	}
	if s, ok := m.stems[lang]; ok {
		return s
	}
	s := &stemmed{lang: lang, heads: map[string][]stemPattern{}, known: map[string]string{}}
	for _, w := range m.words {
		p := stemPattern{leaf: w.leaf, title: w.title}
		for _, u := range w.units {
			if stem := s.stem(u.term); stem != "" || len(p.stems) > 0 {
				p.stems = append(p.stems, stem)
			}
		}
		for len(p.stems) > 0 && p.stems[len(p.stems)-1] == "" {
			p.stems = p.stems[:len(p.stems)-1]
		}
		if len(p.stems) > 0 {
			s.heads[p.stems[0]] = append(s.heads[p.stems[0]], p)
			s.first[p.stems[0][0]] = true
		}
	}
	m.stems[lang] = s
	return s
}

// stem returns the stem of a term, or nothing for a function word.
func (s *stemmed) stem(term string) string {
	stem, ok := s.known[term]
	if !ok {
		if !analysis.IsStop(s.lang, term) {
			stem = analysis.Stem(s.lang, term)
		}
		s.known[term] = stem
	}
	return stem
}

// matchStems matches by their stems the words that begin at the unit at i. But
// for Arabic, no stemmer changes how a word begins, so that most words need
// not be stemmed to know that they do not match.
func (m *Marker) matchStems(s *stemmed, i int, title bool) {
	first := m.units[i]
	if !s.first[first.term[0]] && s.lang != "ar" {
		return
	}
	stem := s.stem(first.term)
	if stem == "" {
		return
	}
	for _, p := range s.heads[stem] {
		if n := len(p.stems); (title || !p.title) && s.stands(p.stems, m.units[i:]) {
			m.hit(p.leaf, first.start, m.units[i+n-1].end)
		}
	}
}

// stands reports whether units begin with stems.
func (s *stemmed) stands(stems []string, units []unit) bool {
	if len(stems) > len(units) {
		return false
	}
	for i, want := range stems {
		if u := units[i]; want != "" && (u.cjk || s.stem(u.term) != want) {
			return false
		}
	}
	return true
}
