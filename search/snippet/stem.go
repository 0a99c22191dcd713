package snippet

import "github.com/uilsearch/uilsearch/internal/analysis"

// stemmed is what the words of a query stem to in one language.
type stemmed struct {
	lang string
	// text and title are the leaves of a stem in the text, and in the title.
	text, title map[string]uint64
	first       [256]bool
	// known holds the stems of words seen before, since stemming is slow.
	known map[string]string
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
	s := &stemmed{lang: lang, text: map[string]uint64{}, title: map[string]uint64{}, known: map[string]string{}}
	for _, w := range m.words {
		stem := analysis.Stem(lang, w.term)
		s.title[stem] |= w.bit
		if !w.title {
			s.text[stem] |= w.bit
		}
		s.first[stem[0]] = true
	}
	m.stems[lang] = s
	return s
}

// matchStem matches a word by its stem. Function words of the language have
// none. But for Arabic, no stemmer changes how a word begins, so that most
// words need not be stemmed to know that they do not match.
func (m *Marker) matchStem(s *stemmed, u unit, title bool) {
	if !s.first[u.term[0]] && s.lang != "ar" || analysis.IsStop(s.lang, u.term) {
		return
	}
	stem, ok := s.known[u.term]
	if !ok {
		stem = analysis.Stem(s.lang, u.term)
		s.known[u.term] = stem
	}
	bits := s.text[stem]
	if title {
		bits = s.title[stem]
	}
	if bits != 0 {
		m.found = append(m.found, match{u.start, u.end, bits})
	}
}
