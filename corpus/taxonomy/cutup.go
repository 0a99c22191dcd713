package taxonomy

import (
	"unicode"
	"unicode/utf8"
)

// measure fills what is known of all units, particles and words of Chinese.
func (a *affixes) measure() {
	unit, particle := 0, 0
	for _, u := range a.units {
		unit = max(unit, utf8.RuneCountInString(u))
	}
	for p := range a.particles {
		particle = max(particle, utf8.RuneCountInString(p))
	}
	a.tail = unit + particle + 1
	for _, set := range []map[string]bool{a.cutBefore, a.cutAfter, a.cutBoth} {
		for w := range set {
			a.widest = max(a.widest, utf8.RuneCountInString(w))
		}
	}
}

// cutUp reports whether ordinary words overlap the ends of the name in Han
// that stands from start to end of a run, so that it is none. Chinese has no
// spaces: in 河南京剧团, an opera troupe of Henan, Nanjing is not named.
func (s *scan) cutUp(n *node, runes []rune, start, end int) bool {
	if !unicode.Is(unicode.Han, runes[start]) || s.t.forms.all[n.forms[0]].facet == "" {
		return false
	}
	a := &s.t.affixes
	left, right := false, false
	for from := max(start-a.widest+1, 0); from < end; from++ {
		for to := max(from+2, start+1); to <= min(from+a.widest, len(runes)); to++ {
			before, behind := from < start, to > end
			if !before && !behind {
				continue
			}
			word := string(runes[from:to])
			if from <= start && a.cutBefore[word] || from > start && a.cutAfter[word] {
				return true
			}
			both := a.cutBoth[word]
			left, right = left || both && before, right || both && behind
		}
	}
	return left && right
}

// isWhole reports whether a word of Han that makes a thing of a name is not the
// beginning of, or overlapped by, another word, as 路 is in 路径 and 大学 in
// 大学习.
func (a *affixes) isWhole(word, behind []rune) bool {
	for from := range word {
		for to := 1; to <= min(len(behind), a.widest); to++ {
			if a.cutAfter[string(word[from:])+string(behind[:to])] {
				return false
			}
		}
	}
	return true
}
