package querylang

// The parser builds trees out of the functions below, so that two queries
// that mean the same by syntax alone, such as "a AND (b AND c)" and
// "a AND b AND c", have the same tree.

// and joins nodes of which all must match. Nodes that are nil ask nothing.
func and(nodes []Node) Node {
	kids := flat(nodes, func(n Node) ([]Node, bool) {
		a, ok := n.(And)
		return a.Kids, ok
	})
	if len(kids) < 2 {
		return only(kids)
	}
	return And{kids}
}

// or joins nodes of which any must match. Nodes that are nil are left out.
func or(nodes []Node) Node {
	kids := flat(nodes, func(n Node) ([]Node, bool) {
		o, ok := n.(Or)
		return o.Kids, ok
	})
	if len(kids) < 2 {
		return only(kids)
	}
	return Or{kids}
}

// flat returns nodes without nil, and with the kids of those of the same kind
// in their place.
func flat(nodes []Node, same func(Node) (kids []Node, ok bool)) []Node {
	var out []Node
	for _, n := range nodes {
		if kids, ok := same(n); ok {
			out = append(out, kids...)
		} else if n != nil {
			out = append(out, n)
		}
	}
	return out
}

// only returns the one kid, or nil where there is none.
func only(kids []Node) Node {
	if len(kids) == 0 {
		return nil
	}
	return kids[0]
}

func not(n Node) Node {
	switch n := n.(type) {
	case nil:
		return nil
	case Not:
		return n.Kid
	}
	return Not{n}
}

// group joins words typed side by side. least is how many must match, or 0
// for the match rule.
func group(kids []Node, least int) Node {
	if len(kids) == 1 {
		return kids[0]
	}
	g := Group{Kids: kids, Min: least}
	if least == 0 {
		g.Min = g.rule()
	}
	g.Min = max(1, min(g.Min, g.counted()))
	return g
}

// counted returns how many kids Min is about.
func (g Group) counted() int { return len(Content(g.Kids)) }

// rule returns the Min of words as they are typed: all of up to four, 60 % of
// five to eight, 30 % of more, rounded up.
func (g Group) rule() int {
	switch n := g.counted(); {
	case n <= 4 || g.allLight():
		return n
	case n <= 8:
		return percent(60, n)
	default:
		return percent(30, n)
	}
}

func (g Group) allLight() bool {
	for _, k := range g.Kids {
		if w, ok := k.(Word); !ok || !w.Light {
			return false
		}
	}
	return true
}

// percent returns p per cent of n, rounded up.
func percent(p, n int) int { return (p*n + 99) / 100 }
