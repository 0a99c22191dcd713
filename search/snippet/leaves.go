package snippet

import (
	"slices"

	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// leaves are the parts of a query that can be seen in a text. Each has a bit
// of its own, by which fragments are chosen; those beyond the 64th share one.
type leaves struct {
	// heads holds the patterns by the term that they begin with.
	heads map[string][]pattern
	// words are the words that match by their stems too.
	words    []pattern
	prefixes []leaf
	fuzzy    []leaf
	loose    []loosePhrase
	tags     []tagLeaf
	// first has a bit for every byte that a term of the query begins with.
	first [256]bool
	count int
}

// leaf is a single folded term.
type leaf struct {
	term  string
	bit   uint64
	title bool
}

// pattern is terms that stand one behind the other.
type pattern struct {
	units []unit
	bit   uint64
	title bool
	// loose is one more than the index of the loosePhrase that the pattern is a
	// word of, or 0; word is its place there.
	loose, word int
}

// loosePhrase is a phrase with slop.
type loosePhrase struct {
	// need is how often each distinct word must stand in the stretch.
	need  []int
	reach int
	bit   uint64
	title bool
}

type tagLeaf struct {
	facet, value string
	bit          uint64
}

// compile collects the leaves of a query. Light words count only if there is
// nothing else to see.
func compile(n querylang.Node) leaves {
	l := leaves{heads: map[string][]pattern{}}
	l.add(n, scope{})
	if l.count == 0 {
		l.add(n, scope{light: true})
	}
	return l
}

// scope says which leaves add takes.
type scope struct{ title, light bool }

func (l *leaves) add(n querylang.Node, s scope) {
	switch n := n.(type) {
	case querylang.Word:
		if n.Light == s.light {
			l.addWord(n, s)
		}
	case querylang.Phrase:
		if n.Slop > 0 {
			l.addLoose(n, s)
		} else {
			l.addPattern(pattern{units: queryUnits(n.Text), bit: l.bit(), title: s.title})
		}
	case querylang.Prefix:
		term := analysis.Fold(n.Text)
		l.prefixes = append(l.prefixes, leaf{term, l.bit(), s.title})
		l.begins(term)
	case querylang.Group:
		l.addAll(n.Kids, s)
	case querylang.And:
		l.addAll(n.Kids, s)
	case querylang.Or:
		l.addAll(n.Kids, s)
	case querylang.Title:
		l.add(n.Kid, scope{title: true, light: s.light})
	case querylang.Tag:
		l.tags = append(l.tags, tagLeaf{n.Facet, n.Value, l.bit()})
	case querylang.Alias:
		l.addAlias(n, s)
	}
}

func (l *leaves) addAll(kids []querylang.Node, s scope) {
	for _, k := range kids {
		l.add(k, s)
	}
}

// addAlias takes a name and its tag as one leaf. The words of a name of
// several are marked only where they stand together.
func (l *leaves) addAlias(a querylang.Alias, s scope) {
	bit := l.bit()
	l.tags = append(l.tags, tagLeaf{a.Tag.Facet, a.Tag.Value, bit})
	if w, ok := a.Written.(querylang.Word); ok {
		l.addWordAs(w, bit, s)
		return
	}
	l.addPattern(pattern{units: queryUnits(querylang.Print(a.Written)), bit: bit, title: s.title})
}

func (l *leaves) addWord(w querylang.Word, s scope) { l.addWordAs(w, l.bit(), s) }

// addWordAs takes a word as its exact terms and, unless it is in a script
// without spaces, for its stems.
func (l *leaves) addWordAs(w querylang.Word, bit uint64, s scope) {
	p := pattern{units: queryUnits(w.Text), bit: bit, title: s.title}
	l.addPattern(p)
	if slices.ContainsFunc(p.units, func(u unit) bool { return u.cjk }) {
		return
	}
	l.words = append(l.words, p)
	if w.Fuzzy && len(p.units) == 1 {
		l.fuzzy = append(l.fuzzy, leaf{p.units[0].term, bit, s.title})
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

// addLoose takes each distinct word of a phrase with slop as a pattern of its
// own.
func (l *leaves) addLoose(p querylang.Phrase, s scope) {
	_, length := analysis.QueryTerms(p.Text)
	phrase := loosePhrase{reach: length + p.Slop, bit: l.bit(), title: s.title}
	at := map[string]int{}
	for _, w := range analysis.Words(p.Text) {
		i, seen := at[w.Term]
		if !seen {
			i = len(phrase.need)
			at[w.Term] = i
			phrase.need = append(phrase.need, 0)
			l.addPattern(pattern{units: queryUnits(w.Term), title: s.title, loose: len(l.loose) + 1, word: i})
		}
		phrase.need[i]++
	}
	l.loose = append(l.loose, phrase)
}

// bit returns the bit of the next leaf.
func (l *leaves) bit() uint64 {
	b := uint64(1) << min(l.count, 63)
	l.count++
	return b
}

func (l *leaves) begins(term string) {
	if term != "" {
		l.first[term[0]] = true
	}
}
