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
	// Rule is RuleName, RuleAlias, RuleMisspelling or RuleAdjective.
	Rule string
	// Unsafe says that the form alone is no proof; Why says what else it may
	// be: word, place, person, accent, short, shared or adjective.
	Unsafe bool
	Why    string
	// Cue is what freed an unsafe form, or "" for a safe one; see Settle.
	Cue string

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
}

// Match returns every name in text, in order: at each place the longest, never
// overlapping, unless one form names several values, which then come one
// after the other. Whether an unsafe one counts is for Settle to say.
func (t *Taxonomy) Match(text string) []Match { return t.scan(text).matches }

// scan is a text while it is read.
type scan struct {
	t       *Taxonomy
	text    string
	words   []analysis.Word
	matches []Match
}

func (t *Taxonomy) scan(text string) *scan {
	s := &scan{t: t, text: text, words: analysis.Words(text)}
	for i := 0; i < len(s.words); {
		if s.words[i].CJK {
			i = s.run(i)
			continue
		}
		if end, ids := s.longest(i); end > 0 {
			s.emit(ids, i, end-1, s.words[i].Start, s.words[end-1].End, false)
			i = end
			continue
		}
		i++
	}
	return s
}

// longest returns the word after the longest name that begins at word i, and
// the forms of the name; 0 where none does.
func (s *scan) longest(i int) (end int, ids []int) {
	end, ids = s.longestAs(i, s.words[i].Term)
	for _, opening := range s.t.affixes.openings(s.words[i].Term) {
		if e, found := s.longestAs(i, opening); e > end {
			end, ids = e, found
		}
	}
	return end, ids
}

// longestAs is longest with word i read as term.
func (s *scan) longestAs(i int, term string) (end int, ids []int) {
	at, comma := s.t.forms.root, false
	for j := i; ; term = s.words[j].Term {
		next := at.next[term]
		found := next.ending(s.t.forms.all, comma)
		if found == nil {
			found = s.inflected(at, term, comma)
		}
		if len(found) > 0 {
			end, ids = j+1, found
		}
		if next == nil || next.next == nil {
			return end, ids
		}
		ok, c := s.joined(j)
		if !ok {
			return end, ids
		}
		at, comma = next, comma || c
		j++
	}
}

// inflected returns the forms that a word ends when its case ending is taken
// off.
func (s *scan) inflected(at *node, term string, comma bool) []int {
	for _, stem := range s.t.affixes.stems(term) {
		if found := at.next[stem].ending(s.t.forms.all, comma); len(found) > 0 {
			return found
		}
	}
	return nil
}

// ending returns the forms that end at a node; those written with a comma
// only where one was read, and the other way round.
func (n *node) ending(all []form, comma bool) []int {
	if n == nil || len(n.forms) == 0 {
		return nil
	}
	if !comma {
		return n.forms
	}
	var out []int
	for _, id := range n.forms {
		if all[id].comma {
			out = append(out, id)
		}
	}
	return out
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
		m.small = m.cased && (f.capital && !isCapital(surface) || f.acronym && !isAcronym(surface))
		s.lookAround(&m)
		m.judge(d)
		s.matches = append(s.matches, m)
	}
}

// judge says whether a form with a danger is safe where it stands.
func (m *Match) judge(d danger) {
	if d == asShort && m.affixed {
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
		return
	}
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

// precededBy reports whether one of the phrases stands right before word i.
func (s *scan) precededBy(i int, phrases [][]string) bool {
	return slices.ContainsFunc(phrases, func(p []string) bool {
		return i >= len(p) && s.phraseAt(i-len(p), p) && s.plain(i-len(p), i)
	})
}

// followedBy reports whether one of the phrases stands right after word i.
func (s *scan) followedBy(i int, phrases [][]string) bool {
	return slices.ContainsFunc(phrases, func(p []string) bool {
		return s.phraseAt(i+1, p) && s.plain(i, i+len(p))
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
