package snippet

import (
	"slices"

	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// leaves are the parts of a query that are looked for in a document, each with
// a number of its own.
type leaves struct {
	// root says which of the leaves a document must have.
	root clause
	// shown says of each leaf whether it is marked where it matches; the others
	// only decide whether their part of the query does.
	shown []bool
	// heads holds the patterns by the term that they begin with.
	heads map[string][]pattern
	// words are the words that match by their stems too.
	words    []pattern
	prefixes []leaf
	fuzzy    []leaf
	loose    []loosePhrase
	tags     []tagLeaf
	dates    []datesLeaf
	// first has a bit for every byte that a term of the query begins with.
	first [256]bool
	// light says that light words are shown, since there is nothing else.
	light bool
}

// leaf is a single folded term.
type leaf struct {
	term  string
	leaf  int
	title bool
}

// pattern is terms that stand one behind the other.
type pattern struct {
	units []unit
	// rest is how the run goes on that the pattern was taken from: as much of
	// it as follows in the text belongs to the match.
	rest  []unit
	leaf  int
	title bool
	// loose is one more than the index of the loosePhrase that the pattern is a
	// term of, or 0; term is its place there.
	loose, term int
}

type tagLeaf struct {
	facet, value string
	leaf         int
}

type datesLeaf struct {
	querylang.Dates
	leaf int
}

// compile collects the leaves of a query. Light words are shown only if there
// is nothing else to see.
func compile(n querylang.Node) leaves {
	l := leaves{heads: map[string][]pattern{}, light: !showsContent(n)}
	l.root = l.clause(n, scope{})
	return l
}

// showsContent reports whether anything of a query but light words can be
// marked.
func showsContent(n querylang.Node) bool {
	switch n := n.(type) {
	case querylang.Group:
		return slices.ContainsFunc(n.Kids, showsContent)
	case querylang.And:
		return slices.ContainsFunc(n.Kids, showsContent)
	case querylang.Or:
		return slices.ContainsFunc(n.Kids, showsContent)
	case querylang.Title:
		return showsContent(n.Kid)
	case querylang.Word:
		return !n.Light
	case nil, querylang.Not, querylang.Dates:
		return false
	}
	return true
}

// scope says where a leaf is looked for and whether it is shown.
type scope struct{ title, hidden bool }

func (s scope) unseen() scope { return scope{s.title, true} }

// clause adds the leaves of a node.
func (l *leaves) clause(n querylang.Node, s scope) clause {
	switch n := n.(type) {
	case querylang.Word:
		return l.word(n, nil, s)
	case querylang.Phrase:
		return l.phrase(n, s)
	case querylang.Prefix:
		c := l.leaf(s)
		term := analysis.Fold(n.Text)
		l.prefixes = append(l.prefixes, leaf{term, c.leaf, s.title})
		l.begins(term)
		return c
	case querylang.Group:
		return l.group(n, s)
	case querylang.And:
		return atLeast(len(n.Kids), l.clauses(n.Kids, s)...)
	case querylang.Or:
		return atLeast(1, l.clauses(n.Kids, s)...)
	case querylang.Not:
		return clause{leaf: noLeaf, least: 1, kids: []clause{l.clause(n.Kid, s.unseen())}, not: true}
	case querylang.Title:
		s.title = true
		return l.clause(n.Kid, s)
	case querylang.Tag:
		c := l.leaf(s)
		l.tags = append(l.tags, tagLeaf{n.Facet, n.Value, c.leaf})
		return c
	case querylang.Dates:
		c := l.leaf(s.unseen())
		l.dates = append(l.dates, datesLeaf{n, c.leaf})
		return c
	case querylang.Alias:
		return l.alias(n, s)
	}
	return atLeast(0)
}

func (l *leaves) clauses(kids []querylang.Node, s scope) []clause {
	out := make([]clause, len(kids))
	for i, k := range kids {
		out[i] = l.clause(k, s)
	}
	return out
}

// leaf returns the clause of a new leaf.
func (l *leaves) leaf(s scope) clause {
	l.shown = append(l.shown, !s.hidden)
	return clause{leaf: len(l.shown) - 1}
}

// alias takes a name and its tag as one leaf. The words of a name of several
// are marked only where they stand together, though they match anywhere.
func (l *leaves) alias(a querylang.Alias, s scope) clause {
	c := l.leaf(s)
	if !s.title {
		l.tags = append(l.tags, tagLeaf{a.Tag.Facet, a.Tag.Value, c.leaf})
	}
	if w, ok := a.Written.(querylang.Word); ok {
		l.addWord(w, nil, c.leaf, s)
		return c
	}
	l.addPattern(pattern{units: queryUnits(querylang.Print(a.Written)), leaf: c.leaf, title: s.title})
	return atLeast(1, c, l.clause(a.Written, s.unseen()))
}
