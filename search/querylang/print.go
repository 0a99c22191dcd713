package querylang

import (
	"strconv"
	"strings"
)

// String returns the tree of a reading in the query language; see Print.
func (r Reading) String() string { return Print(r.Root) }

// Print returns a tree in the query language, with operators where they are
// understood by typing words side by side. A tree that Parse has made is the
// tree that it makes of the print, given the same Gazetteer. A Group that
// requires other than the match rule says is printed as atleast:2(a b c).
func Print(n Node) string {
	var b strings.Builder
	write(&b, n, bindsOr)
	return b.String()
}

// binding says how tightly the parts of a node hold together.
type binding int

const (
	bindsOr binding = iota
	bindsAnd
	bindsWords
	bindsNot
	bindsAlone
)

func bindingOf(n Node) binding {
	switch n := n.(type) {
	case Or:
		return bindsOr
	case And:
		return bindsAnd
	case Group:
		if n.Min == n.rule() {
			return bindsWords
		}
	case Alias:
		return bindingOf(n.Written)
	case Not:
		return bindsNot
	}
	return bindsAlone
}

// write writes n where everything around it needs it to bind at least as
// tightly as around.
func write(b *strings.Builder, n Node, around binding) {
	if n != nil && bindingOf(n) < around {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch n := n.(type) {
	case Word:
		b.WriteString(n.Text)
		if n.Fuzzy {
			b.WriteByte('~')
		}
	case Phrase:
		b.WriteString(`"` + n.Text + `"`)
		if n.Slop > 0 {
			b.WriteString("~" + strconv.Itoa(n.Slop))
		}
	case Prefix:
		b.WriteString(n.Text + "*")
	case Group:
		writeGroup(b, n)
	case And:
		writeList(b, n.Kids, " AND ", bindsWords)
	case Or:
		writeList(b, n.Kids, " OR ", bindsNot)
	case Not:
		b.WriteString("NOT ")
		write(b, n.Kid, bindsAlone)
	case Title:
		b.WriteString("title:")
		writeTitle(b, n.Kid)
	case Tag:
		b.WriteString(n.Facet + ":" + quoteValue(n.Value))
	case Dates:
		b.WriteString(n.Field + ":" + printRange(n))
	case Alias:
		write(b, n.Written, bindsOr)
	}
}

func writeList(b *strings.Builder, kids []Node, between string, around binding) {
	for i, k := range kids {
		if i > 0 {
			b.WriteString(between)
		}
		write(b, k, around)
	}
}

func writeGroup(b *strings.Builder, g Group) {
	if g.Min == g.rule() {
		writeKids(b, g)
		return
	}
	b.WriteString(atLeastField + ":" + strconv.Itoa(g.Min) + "(")
	writeKids(b, g)
	b.WriteByte(')')
}

func writeKids(b *strings.Builder, g Group) {
	for i, k := range g.Kids {
		if i > 0 {
			b.WriteByte(' ')
		}
		if a, ok := k.(Alias); ok {
			k = a.Written
		}
		if written, ok := k.(Group); ok {
			writeKids(b, written)
			continue
		}
		write(b, k, bindsNot)
	}
}

// writeTitle writes what stands behind title:, where only words and phrases
// need no parentheses.
func writeTitle(b *strings.Builder, kid Node) {
	switch kid.(type) {
	case Word, Phrase, Prefix:
		write(b, kid, bindsOr)
		return
	}
	b.WriteByte('(')
	write(b, kid, bindsOr)
	b.WriteByte(')')
}

// quoteValue puts quotes around a value that is more than a plain word.
func quoteValue(v string) string {
	if strings.Trim(v, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" {
		return v
	}
	return `"` + v + `"`
}

func printRange(d Dates) string {
	if d.From == d.To {
		return d.From.String()
	}
	return d.From.String() + ".." + d.To.String()
}
