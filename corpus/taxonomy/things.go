package taxonomy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// beside are the words that stand before or after a name in the name of
// something else; those in Han or Hangul, which may be written together with
// it, are in running.
type beside struct {
	before, after phrases
	// last are those of after that say so only where they end what they are said
	// of: Hangzhou tea, but not the Hangzhou tea museum.
	last    phrases
	running []string
}

func (b *beside) add(before, running bool, folded string, words []string) {
	switch {
	case before:
		b.before.add(words[len(words)-1], words)
	case running:
		b.running = append(b.running, folded)
	default:
		b.after.add(words[0], words)
	}
}

// addThing enters the words of a thing that is called after a place.
func (a *affixes) addThing(before, running bool, form string, words []string) {
	set := &a.things
	if r, _ := utf8.DecodeRuneInString(form); unicode.IsUpper(r) && !running {
		set = &a.proper
		if isAcronym(form) {
			a.acronyms[strings.Join(words, " ")] = true
		}
	}
	set.add(before, running, strings.Join(words, " "), words)
}

// maxRunning is how many bytes behind a name the words of Han and Hangul are
// looked for that make another name of it.
const maxRunning = 40

// isBeside reports whether a match is a part of a name such as Beijing
// Declaration or University of Limerick, by the words that make such names.
func (s *scan) isBeside(m *Match, of *beside) bool {
	if s.precededBy(m.first, of.before) || s.followedBy(m.last, of.after) || s.endsIn(m.last, of.last) {
		return true
	}
	return s.runsInto(m, of.running)
}

// isThing reports whether a match is a part of the name of a thing that is
// called after the place.
func (s *scan) isThing(m *Match) bool {
	a := &s.t.affixes
	before := func(p []string) bool {
		return m.first >= len(p) && s.phraseAt(m.first-len(p), p) && s.plain(m.first-len(p), m.first) && s.isProper(m.first-len(p))
	}
	after := func(p []string) bool {
		return s.phraseAt(m.last+1, p) && s.plain(m.last, m.last+len(p)) && s.isProper(m.last+1)
	}
	spot := func(p []string) bool {
		from := m.first - len(p)
		return from >= 0 && s.phraseAt(from, p) && s.plain(from, m.first) && (from == 0 || !a.indefinite[s.words[from-1].Term])
	}
	return s.isBeside(m, &a.things) || m.first > 0 && s.anyPhrase(m.first-1, a.spots, spot) || m.first > 0 && s.anyPhrase(m.first-1, a.proper.before, before) ||
		m.last+1 < len(s.words) && s.anyPhrase(m.last+1, a.proper.after, after)
}

// isProper reports whether word i has the capitals of a name.
func (s *scan) isProper(i int) bool {
	w := s.words[i]
	if s.t.affixes.acronyms[w.Term] {
		return isAcronym(s.text[w.Start:w.End])
	}
	return s.isCapital(i)
}

// runsInto reports whether one of some words of Han or Hangul follows a match,
// with or without a space.
func (s *scan) runsInto(m *Match, running []string) bool {
	if !s.words[m.last].CJK {
		return false
	}
	rest := strings.ToLower(strings.TrimLeft(s.text[m.End:min(m.End+maxRunning, len(s.text))], " "))
	return slices.ContainsFunc(running, func(n string) bool {
		behind, ok := strings.CutPrefix(rest, n)
		return ok && s.t.affixes.isWhole([]rune(n), []rune(behind))
	})
}

// endsIn reports whether one of the phrases stands right after word i and is
// followed by no noun: by nothing, a sign, a name or a word such as "and".
func (s *scan) endsIn(i int, of phrases) bool {
	return i+1 < len(s.words) && s.anyPhrase(i+1, of, func(p []string) bool {
		last := i + len(p)
		if !s.phraseAt(i+1, p) || !s.plain(i, last) {
			return false
		}
		return !s.attached(last) || s.isCapital(last+1) || isFunctionWord(s.words[last+1].Term)
	})
}
