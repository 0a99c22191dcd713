package taxonomy

import (
	"unicode"
	"unicode/utf8"
)

// run reads the names in the run of Han, Hangul or kana that is word i and
// returns the word to go on with. A name in Hangul begins the run and is
// followed by nothing, by a word for a kind of place, or by particles; one in
// Han stands anywhere; one in kana fills its stretch of kana.
func (s *scan) run(i int) int {
	runes := []rune(s.words[i].Term)
	for pos := 0; pos < len(runes); {
		if pos > 0 && sameScript(runes[pos-1], runes[pos]) && !unicode.Is(unicode.Han, runes[pos]) {
			pos++
			continue
		}
		hit, ok := s.longestInRun(s.t.forms.root, i, runes, pos)
		if !ok || pos <= personReach && s.afterDot(i) {
			pos++
			continue
		}
		start, _ := s.words[i].RuneSpan(pos, pos+1)
		_, end := s.words[hit.word].RuneSpan(hit.rune-1, hit.rune)
		known := len(s.matches)
		s.emit(hit.ids, i, hit.word, start, end, hit.unit)
		for k := known; k < len(s.matches); k++ {
			s.matches[k].particled = pos == 0 && hit.word == i && hit.rune < len(runes) && unicode.Is(unicode.Hangul, runes[hit.rune])
		}
		if hit.word > i {
			return hit.word + 1
		}
		pos = hit.rune
	}
	return i + 1
}

// personReach is how many characters behind a dot belong to a person's name:
// 保罗·桑德比 is Paul Sandby, and has nothing to do with Derby.
const personReach = 3

// afterDot reports whether the dot that parts the names of foreigners stands
// before word i.
func (s *scan) afterDot(i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s.text[:s.words[i].Start])
	return r == '·' || r == '•' || r == '・'
}

// runHit is a name that ends before a rune of a word.
type runHit struct {
	word, rune int
	ids        []int
	unit       bool
}

// longestInRun returns the longest name below a node that begins at a rune of
// word i, which is runes; a name of several words goes on in the next. A name
// that ordinary words cut up is none.
func (s *scan) longestInRun(at *node, i int, runes []rune, pos int) (runHit, bool) {
	for n := min(s.t.forms.runes, len(runes)-pos); n > 0; n-- {
		next := at.next[string(runes[pos:pos+n])]
		if next == nil {
			continue
		}
		if pos+n == len(runes) && next.next != nil && i+1 < len(s.words) && s.words[i+1].CJK {
			if ok, comma := s.joined(i); ok && !comma {
				if hit, found := s.longestInRun(next, i+1, s.beginning(i+1), 0); found {
					return hit, true
				}
			}
		}
		if len(next.forms) == 0 || s.cutUp(next, runes, pos, pos+n) {
			continue
		}
		if unit, ok := s.edge(runes, pos, pos+n); ok {
			return runHit{word: i, rune: pos + n + unit, ids: next.forms, unit: unit > 0 || s.endsInUnit(runes[pos:pos+n])}, true
		}
	}
	return runHit{}, false
}

// edge reports whether a name may end at rune end of a run, and how many runes
// of a kind of place belong to it.
func (s *scan) edge(runes []rune, start, end int) (unit int, ok bool) {
	rest := string(runes[end:min(end+s.t.affixes.tail, len(runes))])
	switch last := runes[end-1]; {
	case unicode.Is(unicode.Hangul, last):
		return s.t.affixes.afterName(rest)
	case unicode.Is(unicode.Han, last):
		return s.t.affixes.unitOf(rest), true
	default:
		return 0, end == len(runes) || !sameScript(last, runes[end])
	}
}

// endsInUnit reports whether a name itself ends with a kind of place, as 부천시
// does.
func (s *scan) endsInUnit(name []rune) bool {
	return len(name) > 2 && s.t.affixes.unitOf(string(name[len(name)-1:])) > 0
}

// beginning returns as much of word i, a run, as can be the end of a name
// and what belongs to it.
func (s *scan) beginning(i int) []rune {
	term, n := s.words[i].Term, 0
	for at := range term {
		if n == s.t.forms.runes+s.t.affixes.tail {
			return []rune(term[:at])
		}
		n++
	}
	return []rune(term)
}

func sameScript(a, b rune) bool { return scriptOf(a) == scriptOf(b) }

func scriptOf(r rune) byte {
	switch {
	case unicode.Is(unicode.Hangul, r):
		return 'h'
	case unicode.Is(unicode.Han, r):
		return 'c'
	}
	return 'k'
}
