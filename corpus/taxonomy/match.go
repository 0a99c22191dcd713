package taxonomy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// Match is a name found in a text.
type Match struct {
	// Facet is city, country or region; Value the identifier.
	Facet, Value string
	// Start and End are byte offsets into the text.
	Start, End int
	// Rule is RuleName, RuleAlias, RuleMisspelling, RuleAdjective or RuleFuzzy.
	Rule string
	// Unsafe says that the form alone is no proof; Why says what else it may
	// be: word, opening, place, person, accent, short, shared, adjective or fuzzy.
	Unsafe bool
	Why    string
	// Cue is what freed an unsafe form, or "" for a safe one; see Settle.
	Cue string
	// Barred is what keeps a name from counting even where it has a cue, or "";
	// see Settle.
	Barred string
	// first and last are the words that the match stands in.
	first, last int
	// small: written without the capital that the name has.
	small bool
	// cased: written in letters that could be capitals.
	cased bool
	// affixed: a word such as "city of" stands beside it.
	affixed bool
	// headed: a word such as "cities" stands beside it.
	headed bool
	// hyphened: a hyphen joins it to another word.
	hyphened bool
	// opening: it opens a sentence, where every word has a capital.
	opening bool
	// indefinite: an article such as "a" stands before it.
	indefinite bool
	// particled: it begins a run of Hangul and a particle or the like follows.
	particled bool
	// thing: it is a part of the name of something that is called after the
	// place, such as a declaration, a street or a river.
	thing bool
	// nation: "Republic of", "in" or the like stands before it.
	nation bool
}

// Match returns every name in text, in order: at each place the longest, never
// overlapping, unless one form names several values, which then come one
// after the other. Whether an unsafe one counts is for Settle to say.
func (t *Taxonomy) Match(text string) []Match { return t.scan(Page{Text: text}).matches }

// scan is a text while it is read.
type scan struct {
	t       *Taxonomy
	text    string
	lang    string
	query   bool
	words   []analysis.Word
	matches []Match
}

func (t *Taxonomy) scan(p Page) *scan {
	s := &scan{t: t, text: p.Text, lang: p.Lang, query: p.Query, words: analysis.Words(p.Text)}
	for i := 0; i < len(s.words); {
		if s.words[i].CJK {
			i = s.run(i)
			continue
		}
		if p := s.longest(i); p.end > 0 {
			s.emit(p.ids, i, p.end-1, s.words[i].Start, s.words[p.end-1].End, false)
			i = p.end
			continue
		}
		s.misspelt(i)
		i++
	}
	return s
}

// joined reports whether word j and the next can belong to one name.
func (s *scan) joined(j int) (ok, comma bool) {
	if j+1 >= len(s.words) {
		return false, false
	}
	w := s.words[j]
	return joined(s.text[w.End:s.words[j+1].Start], isInitial(w.Term))
}

// emit records the forms that were found between two words.
func (s *scan) emit(ids []int, first, last, start, end int, unit bool) {
	chosen, d := s.t.forms.choose(ids, spelling(s.words[first:last+1]))
	if d == asOther {
		return
	}
	surface := s.text[start:end]
	for _, id := range chosen {
		f := s.t.forms.all[id]
		m := Match{
			Facet: f.facet, Value: f.value, Start: start, End: end, Rule: f.rule,
			first: first, last: last, affixed: unit,
			cased:    isCased(surface),
			hyphened: s.hyphened(start, end),
			opening:  s.opens(start),
		}
		m.small = f.smallAs(surface)
		m.indefinite = first > 0 && s.attached(first-1) && s.t.affixes.articles[s.lang+" "+s.words[first-1].Term]
		s.lookAround(&m)
		m.judge(d, s.lang)
		s.matches = append(s.matches, m)
	}
}

// judge says whether a form with a danger is safe where it stands, in a text of
// a language. German writes every noun with a capital.
func (m *Match) judge(d danger, lang string) {
	if d == asShort && m.affixed {
		d = safe
	}
	if d == asOpening && !m.opening && !m.indefinite && lang != "de" {
		d = safe
	}
	if m.Rule == RuleAdjective && !m.headed && d == safe {
		d = asAdj
	}
	m.Unsafe, m.Why = d != safe, string(d)
}

// lookAround reads the words beside a match.
func (s *scan) lookAround(m *Match) {
	a := &s.t.affixes
	if m.Facet == facetCity {
		if next := m.last + 1; next < len(s.words) && a.roman[s.words[next].Term] && s.text[m.End:s.words[next].Start] == "-" {
			m.last, m.End, m.affixed = next, s.words[next].End, true
			m.hyphened = s.hyphened(m.Start, m.End)
		}
		m.affixed = m.affixed || s.precededBy(m.first, a.prefixes) || s.followedBy(m.last, a.suffixes)
		m.thing = s.isBeside(m, &a.namesakes) || s.isThing(m)
		return
	}
	m.thing, m.nation = s.isThing(m), s.precededBy(m.first, a.nations)
	for i := max(m.first-1, 0); i <= min(m.last+2, len(s.words)-1); i++ {
		if (i < m.first || i > m.last) && s.near(i, m) && s.isHead(s.words[i].Term) {
			m.headed = true
		}
	}
}

func (s *scan) isHead(term string) bool {
	heads := s.t.affixes.heads
	return heads[term] || slices.ContainsFunc(s.t.affixes.openings(term), func(w string) bool { return heads[w] })
}

// near reports whether nothing but spaces and words stands between word i and
// a match.
func (s *scan) near(i int, m *Match) bool {
	gap := ""
	if i < m.first {
		gap = s.text[s.words[i].End:m.Start]
	} else {
		gap = s.text[m.End:s.words[i].Start]
	}
	ok, comma := joined(gap, false)
	return ok && !comma
}

// precededBy reports whether one of the phrases, by their last words, stands
// right before word i.
func (s *scan) precededBy(i int, of phrases) bool {
	return i > 0 && s.anyPhrase(i-1, of, func(p []string) bool {
		return i >= len(p) && s.phraseAt(i-len(p), p) && s.plain(i-len(p), i)
	})
}

// followedBy reports whether one of the phrases, by their first words, stands
// right after word i.
func (s *scan) followedBy(i int, of phrases) bool {
	return i+1 < len(s.words) && s.anyPhrase(i+1, of, func(p []string) bool {
		return s.phraseAt(i+1, p) && s.plain(i, i+len(p))
	})
}

// anyPhrase reports whether one of the phrases under word i, in any way to
// read it, is as said.
func (s *scan) anyPhrase(i int, of phrases, is func([]string) bool) bool {
	term := s.words[i].Term
	return slices.ContainsFunc(of[term], is) || slices.ContainsFunc(s.t.affixes.openings(term), func(t string) bool {
		return slices.ContainsFunc(of[t], is)
	})
}

// plain reports whether the words from i to j stand in one part of a sentence.
func (s *scan) plain(i, j int) bool {
	for k := i; k < j; k++ {
		if ok, comma := s.joined(k); !ok || comma {
			return false
		}
	}
	return true
}

// phraseAt reports whether the words of a phrase stand at word i.
func (s *scan) phraseAt(i int, phrase []string) bool {
	if i < 0 || i+len(phrase) > len(s.words) {
		return false
	}
	for k, p := range phrase {
		w := s.words[i+k]
		switch {
		case w.Term == p:
		case w.CJK && strings.Contains(w.Term, p):
		case k == 0 && slices.Contains(s.t.affixes.openings(w.Term), p):
		default:
			return false
		}
	}
	return true
}

// hyphened reports whether a hyphen joins the range to another word.
func (s *scan) hyphened(start, end int) bool {
	before, after := strings.TrimRight(s.text[:start], "-‐‑"), strings.TrimLeft(s.text[end:], "-‐‑")
	b, _ := utf8.DecodeLastRuneInString(before)
	a, _ := utf8.DecodeRuneInString(after)
	return len(before) < start && unicode.IsLetter(b) || len(after) < len(s.text)-end && unicode.IsLetter(a)
}

// opens reports whether a sentence or a passage begins at an offset.
func (s *scan) opens(start int) bool {
	before := strings.TrimRight(s.text[:start], " \u00a0\u202f\"'“”‘’«»‹›(—–-¿¡")
	r, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || strings.ContainsRune(".!?:…\n。！？؟", r)
}
