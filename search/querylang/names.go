package querylang

import (
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// apart stands in the text that places are looked for in between words that
// do not stand side by side, and so make no name together.
const apart = " / "

// findPlaces looks for the names of places in all plain words of the query at
// once, since one name can be the cue for another beyond an operator: in
// "Suwon OR Osan" as in "Suwon Osan". What is asked not to be there says
// nothing about the rest, but the rest about it: "Ireland -Cork" excludes the
// city, "cork -Ireland" is about the material. The words are taken as they are
// printed and in that order, so that a printed query has the same names.
// Titles hold no tags, so none are looked for there.
func (r *reader) findPlaces(tree Node) {
	if r.gazetteer == nil {
		return
	}
	var asked, excluded []row
	eachRow(tree, false, func(words row, isExcluded bool) {
		if isExcluded {
			excluded = append(excluded, words)
		} else {
			asked = append(asked, words)
		}
	})
	var text strings.Builder
	spell(&text, asked)
	r.places = r.gazetteer.FindPlaces(text.String())
	if len(excluded) == 0 {
		return
	}
	end := text.Len()
	spell(&text, excluded)
	for _, p := range r.gazetteer.FindPlaces(text.String()) {
		if p.Start >= end {
			r.places = append(r.places, p)
		}
	}
}

// eachRow calls f with every row outside of titles, in order.
func eachRow(n Node, excluded bool, f func(words row, excluded bool)) {
	var kids []Node
	switch n := n.(type) {
	case row:
		f(n, excluded)
	case loose:
		f(n.row, excluded)
	case And:
		kids = n.Kids
	case Or:
		kids = n.Kids
	case Not:
		eachRow(n.Kid, true, f)
	}
	for _, k := range kids {
		eachRow(k, excluded, f)
	}
}

// spell writes the plain words of rows and notes where each of them stands.
func spell(b *strings.Builder, rows []row) {
	for _, words := range rows {
		between := apart
		for i, t := range words {
			if !isPlain(t.Node) {
				between = apart
				continue
			}
			if b.Len() > 0 {
				b.WriteString(between)
			}
			start := b.Len()
			b.WriteString(t.Node.(Word).Text)
			words[i].name = span{start, b.Len()}
			between = " "
		}
	}
}

// named returns the kids of a row, with the names of places in it as Aliases.
func (r *reader) named(words row, inTitle bool) []Node {
	var kids []Node
	for len(words) > 0 {
		n := 0
		for n < len(words) && isPlain(words[n].Node) {
			n++
		}
		if r.gazetteer != nil && !inTitle {
			kids = append(kids, r.aliases(words[:n])...)
		} else {
			kids = append(kids, words[:n].nodes()...)
		}
		if n < len(words) {
			kids = append(kids, words[n].Node)
			n++
		}
		words = words[n:]
	}
	return kids
}

func isPlain(n Node) bool {
	w, ok := n.(Word)
	return ok && !w.Fuzzy
}

func (w row) nodes() []Node {
	out := make([]Node, len(w))
	for i, t := range w {
		out[i] = t.Node
	}
	return out
}

// aliases wraps the names of places in a stretch of plain words.
func (r *reader) aliases(words row) []Node {
	var kids []Node
	next := 0
	for _, p := range r.places {
		i, j, ok := wordsOf(p, words)
		if !ok || i < next {
			continue
		}
		kids = append(kids, words[next:i].nodes()...)
		kids = append(kids, r.alias(p, words[i:j]))
		next = j
	}
	return append(kids, words[next:].nodes()...)
}

// wordsOf returns the words from i to j that a place covers, if it lies among
// them. It must cover whole words, but for what follows a name written in
// Hangul, Han or kana, where particles and words like "city" are joined to it.
func wordsOf(p taxonomy.Place, words row) (i, j int, ok bool) {
	i, j = -1, -1
	for k, t := range words {
		if t.name.start == p.Start {
			i = k
		}
		if t.name.start < p.End && p.End <= t.name.end {
			j = k + 1
			ok = p.End == t.name.end || oneRun(t.Node.(Word).Text)
		}
	}
	return i, j, ok && i >= 0 && i < j
}

// oneRun reports whether s is one run of Hangul, Han or kana.
func oneRun(s string) bool {
	words := analysis.Words(s)
	return len(words) == 1 && words[0].CJK
}

func (r *reader) alias(p taxonomy.Place, words row) Node {
	whole := span{words[0].start, words[len(words)-1].end}
	r.note(whole, NoteExpanded, "Read as the "+p.Facet+" "+p.Label+".", r.quotedWords(words))
	a := Alias{Written: words[0].Node, Tag: Tag{p.Facet, p.Value, p.Label}}
	if len(words) > 1 {
		a.Written = Group{Kids: words.nodes(), Min: len(words)}
	}
	return a
}

// quotedWords returns the query with words in straight quotes: in one pair
// where they stand side by side, else each in its own.
func (r *reader) quotedWords(words row) string {
	whole := true
	for i := 1; i < len(words); i++ {
		between := r.text[min(words[i-1].end, words[i].start):words[i].start]
		whole = whole && strings.TrimFunc(between, isSpace) == ""
	}
	if whole {
		at := span{words[0].start, words[len(words)-1].end}
		return r.replaced(at, `"`+r.text[at.start:at.end]+`"`)
	}
	out, last := r.text, len(r.text)+1
	for i := len(words) - 1; i >= 0; i-- {
		at := words[i].span
		if at.end > last || !utf8.ValidString(out[at.start:at.end]) {
			return ""
		}
		out = out[:at.start] + `"` + out[at.start:at.end] + `"` + out[at.end:]
		last = at.start
	}
	return out
}
