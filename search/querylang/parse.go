package querylang

import (
	"cmp"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
)

// Parser reads queries. The zero Parser knows no names and holds queries to
// the Default limits. It is safe for concurrent use if its Gazetteer is.
type Parser struct {
	// Gazetteer knows the names of cities, countries and themes; it may be nil.
	Gazetteer Gazetteer
	Limits    Limits
}

// Parse reads text. The only error is a *CapError, for a text over Limits.
func (p Parser) Parse(text string) (Reading, error) {
	s, err := p.Limits.scan(text)
	if err != nil {
		return Reading{}, err
	}
	r := reader{text: s.text, tokens: s.tokens, gazetteer: p.Gazetteer}
	for _, at := range s.stray {
		r.note(at, NoteDropped, "The parenthesis has no partner; it was left out.", "")
	}
	tree := r.either()
	r.findPlaces(tree)
	reading := Reading{Root: r.finish(tree, false)}
	slices.SortStableFunc(r.notes, func(a, b placedNote) int { return cmp.Compare(a.start, b.start) })
	for _, n := range r.notes {
		reading.Notes = append(reading.Notes, n.Note)
	}
	if typed := strings.TrimSpace(text); reading.Root == nil && typed != "" {
		reading.Notes = nothingAsked(typed, reading.Notes)
	}
	return reading, nil
}

// nothingAsked returns the notes on a text of which no query is left. Where it
// has no word at all, that is all there is to say.
func nothingAsked(typed string, notes []Note) []Note {
	n := Note{Kind: NoteDropped, Text: strings.ToValidUTF8(typed, "\uFFFD"), Detail: "There is no word in it, so all pages are shown."}
	if !hasWord(typed) {
		return []Note{n}
	}
	n.Detail = "Nothing in it can be searched for, so all pages are shown."
	return append(notes, n)
}

// reader goes through the tokens of one query. It first builds a tree in which
// words typed side by side are a row; finish then finds the names in each row.
type reader struct {
	text      string
	tokens    []token
	at        int
	inTitle   bool
	gazetteer Gazetteer
	// places are the places named in the query; see findPlaces.
	places []taxonomy.Place
	notes  []placedNote
}

// placedNote is a note and where in the query its part begins.
type placedNote struct {
	start int
	Note
}

// typed is a word or prefix and where it stands in the query.
type typed struct {
	Node
	span
	// name is where a plain word stands in the text that places are looked for
	// in; see findPlaces.
	name span
}

// row is words typed side by side, before names are looked for.
type row []typed

// loose is a row of which only some words must match.
type loose struct {
	row   row
	least int
}

// must is what stands behind a plus.
type must struct{ Node }

func (row) node()   {}
func (loose) node() {}

func (r *reader) note(at span, kind, detail, undo string) {
	if undo != "" && Check(undo) != nil {
		undo = ""
	}
	r.notes = append(r.notes, placedNote{at.start, Note{kind, r.text[at.start:at.end], detail, undo}})
}

// either reads a OR b.
func (r *reader) either() Node {
	kids := []Node{r.both()}
	for r.operator(tokOr) {
		r.at++
		kids = append(kids, r.both())
	}
	return or(kids)
}

// both reads a AND b.
func (r *reader) both() Node {
	kids := []Node{r.sideBySide()}
	for r.operator(tokAnd) {
		r.at++
		kids = append(kids, r.sideBySide())
	}
	return and(kids)
}

// operator reports whether an operator of that kind is next, with something
// behind it that it can work on.
func (r *reader) operator(kind tokenKind) bool {
	return r.at < len(r.tokens) && r.tokens[r.at].kind == kind && r.operand(r.at+1)
}

// operand reports whether the token at i begins something.
func (r *reader) operand(i int) bool {
	return i < len(r.tokens) && r.tokens[i].kind != tokAnd && r.tokens[i].kind != tokOr && r.tokens[i].kind != tokClose
}

// sideBySide reads what stands between two operators. Plain words make one
// row; whatever says more than a word does stands beside it and is required.
func (r *reader) sideBySide() Node {
	var plain row
	var rest []Node
	for n := 0; !r.endsSide(n); n++ {
		switch node := r.item().(type) {
		case row:
			plain = append(plain, node...)
		case must:
			rest = append(rest, node.Node)
		default:
			rest = append(rest, node)
		}
	}
	if len(plain) == 0 {
		return and(rest)
	}
	if plain.allLight() && slices.ContainsFunc(rest, asks) {
		at := span{plain[0].start, plain[len(plain)-1].end}
		r.note(at, NoteDropped, "Words that stand on every page were left out beside the rest.", "")
		return and(rest)
	}
	return and(append([]Node{plain}, rest...))
}

// endsSide reports whether the part that has n items is over. An operator that
// has nothing before or behind it is a word of the part.
func (r *reader) endsSide(n int) bool {
	if r.at >= len(r.tokens) {
		return true
	}
	switch r.tokens[r.at].kind {
	case tokClose:
		return true
	case tokAnd, tokOr:
		return n > 0 && r.operand(r.at+1)
	}
	return false
}

// asks reports whether a node asks for something, rather than excludes it.
func asks(n Node) bool {
	_, isNot := n.(Not)
	return n != nil && !isNot
}

func (w row) allLight() bool {
	for _, t := range w {
		if word, ok := t.Node.(Word); !ok || !word.Light {
			return false
		}
	}
	return true
}

// item reads one item. It returns nil where nothing is left of it.
func (r *reader) item() Node {
	t := r.tokens[r.at]
	r.at++
	switch t.kind {
	case tokOpen:
		node := r.either()
		r.at++ // pairParens has seen to it that the closing one is here
		return node
	case tokPhrase:
		return r.quoted(t)
	case tokField:
		return r.fielded(t)
	case tokMinus, tokPlus, tokNot:
		return r.prefixed(t)
	case tokAnd, tokOr:
		return r.operatorWord(t)
	}
	return r.word(t.inner)
}

// prefixed reads what stands behind a minus, a plus or NOT.
func (r *reader) prefixed(t token) Node {
	if !r.operand(r.at) {
		if t.kind == tokNot {
			return r.operatorWord(t)
		}
		return nil
	}
	node := r.item()
	if m, ok := node.(must); ok {
		node = m.Node
	}
	if t.kind == tokPlus {
		return must{node}
	}
	return not(node)
}

// operatorWord reads an operator that has nothing to work on as a word.
func (r *reader) operatorWord(t token) Node {
	name := r.text[t.start:t.end]
	r.note(t.span, NoteDropped, name+" has nothing to join here; it was read as a word.", "")
	return r.word(t.inner)
}

// finish turns rows into groups, with the names in them, and puts the tree
// together anew.
func (r *reader) finish(n Node, inTitle bool) Node {
	switch n := n.(type) {
	case row:
		return group(r.named(n, inTitle), 0)
	case loose:
		return group(r.named(n.row, inTitle), n.least)
	case And:
		return and(r.finishAll(n.Kids, inTitle))
	case Or:
		return or(r.finishAll(n.Kids, inTitle))
	case Not:
		return not(r.finish(n.Kid, inTitle))
	case Title:
		return Title{r.finish(n.Kid, true)}
	}
	return n
}

func (r *reader) finishAll(kids []Node, inTitle bool) []Node {
	out := make([]Node, len(kids))
	for i, k := range kids {
		out[i] = r.finish(k, inTitle)
	}
	return out
}

// replaced returns the query with another text at at.
func (r *reader) replaced(at span, with string) string {
	return strings.TrimSpace(r.text[:at.start] + with + r.text[at.end:])
}
