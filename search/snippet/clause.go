package snippet

import (
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// clause is a part of a query as it is held against one document: a leaf, or
// so many of its kids.
type clause struct {
	// leaf is the leaf that must have been seen, or noLeaf.
	leaf int
	// least is how many of kids must hold.
	least int
	kids  []clause
	// not turns the clause round.
	not bool
}

const noLeaf = -1

func atLeast(least int, kids ...clause) clause {
	return clause{leaf: noLeaf, least: least, kids: kids}
}

// holds reports whether a document matches a clause, seen being the leaves
// that match anywhere in it.
func (c clause) holds(seen []bool) bool {
	if c.leaf != noLeaf {
		return seen[c.leaf]
	}
	held := 0
	for _, k := range c.kids {
		if k.holds(seen) {
			held++
		}
	}
	return (held >= c.least) != c.not
}

// enliven sets live for the leaves by which a document matches a clause. Those
// of a branch that does not hold have no part in that, and nor has what is
// asked not to be there.
func (c clause) enliven(seen, live []bool) {
	switch {
	case c.not || !c.holds(seen):
	case c.leaf != noLeaf:
		live[c.leaf] = true
	default:
		for _, k := range c.kids {
			k.enliven(seen, live)
		}
	}
}

// hasTag reports whether a document has a tag, whichever the role.
func hasTag(d *corpus.Document, facet, value string) bool {
	switch facet {
	case "type":
		return string(d.Type) == value
	case "lang":
		return d.Lang == value
	}
	return slices.ContainsFunc(d.Tags, func(t corpus.Tag) bool { return string(t.Facet) == facet && t.Value == value })
}

// inRange reports whether what is known of a date overlaps a range.
func inRange(d corpus.Date, r querylang.Dates) bool {
	return !d.IsZero() &&
		(r.From.IsZero() || !d.Last().Before(r.From.First())) &&
		(r.To.IsZero() || !d.First().After(r.To.Last()))
}
