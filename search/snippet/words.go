package snippet

import (
	"slices"

	"github.com/uilsearch/uilsearch/search/querylang"
)

// word takes a word; rest is how the run goes on that it was taken from.
func (l *leaves) word(w querylang.Word, rest []unit, s scope) clause {
	s.hidden = s.hidden || w.Light && !l.light
	c := l.leaf(s)
	l.addWord(w, rest, c.leaf, s)
	return c
}

// group takes the words that a group counts.
func (l *leaves) group(g querylang.Group, s scope) clause {
	kids := querylang.Content(g.Kids)
	rests := runsOn(kids)
	clauses := make([]clause, len(kids))
	for i, k := range kids {
		if w, ok := k.(querylang.Word); ok {
			clauses[i] = l.word(w, rests[i], s)
		} else {
			clauses[i] = l.clause(k, s)
		}
	}
	return atLeast(g.Min, clauses...)
}

// runsOn returns of each kid how the run goes on that it was taken from: where
// kids are pairs of characters and each begins with the character that the one
// before ends with, they are a run taken apart, and marked as one where they
// stand together.
func runsOn(kids []querylang.Node) [][]unit {
	rests := make([][]unit, len(kids))
	var next []unit
	for i := len(kids) - 1; i >= 0; i-- {
		pair := pairOf(kids[i])
		if pair != nil && next != nil && pair[1].term == next[0].term {
			rests[i] = append([]unit{next[1]}, rests[i+1]...)
		}
		next = pair
	}
	return rests
}

// pairOf returns the two characters that a word consists of, or nil.
func pairOf(n querylang.Node) []unit {
	if w, ok := n.(querylang.Word); ok {
		if units := queryUnits(w.Text); len(units) == 2 && units[1].joined {
			return units
		}
	}
	return nil
}

// addWord takes a word as its exact terms and, unless it is in a script
// without spaces, for its stems.
func (l *leaves) addWord(w querylang.Word, rest []unit, number int, s scope) {
	p := pattern{units: queryUnits(w.Text), rest: rest, leaf: number, title: s.title}
	l.addPattern(p)
	if slices.ContainsFunc(p.units, func(u unit) bool { return u.cjk }) {
		return
	}
	l.words = append(l.words, p)
	if w.Fuzzy && len(p.units) == 1 {
		l.fuzzy = append(l.fuzzy, leaf{p.units[0].term, number, s.title})
	}
}

func (l *leaves) addPattern(p pattern) {
	if len(p.units) == 0 {
		return
	}
	head := p.units[0].term
	l.heads[head] = append(l.heads[head], p)
	l.begins(head)
}

func (l *leaves) begins(term string) {
	if term != "" {
		l.first[term[0]] = true
	}
}
