package querylang

import (
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// named returns the kids of a row, with the names of places in it as Aliases.
// Places are looked for in the words as they are printed, one space between
// them, so that a printed query has the same names. Titles hold no tags, so
// none are looked for there.
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
	var text strings.Builder
	at := make([]span, len(words))
	for i, t := range words {
		if i > 0 {
			text.WriteByte(' ')
		}
		at[i].start = text.Len()
		text.WriteString(t.Node.(Word).Text)
		at[i].end = text.Len()
	}
	var kids []Node
	next := 0
	for _, p := range r.gazetteer.FindPlaces(text.String()) {
		i, j, ok := wordsOf(p, text.String(), at)
		if !ok || i < next {
			continue
		}
		kids = append(kids, words[next:i].nodes()...)
		kids = append(kids, r.alias(p, words[i:j]))
		next = j
	}
	return append(kids, words[next:].nodes()...)
}

// wordsOf returns the words from i to j that a place covers. It must cover
// whole words, but for what follows a name written in Hangul, Han or kana,
// where particles and words like "city" are joined to it.
func wordsOf(p taxonomy.Place, text string, at []span) (i, j int, ok bool) {
	i, j = -1, -1
	for k, w := range at {
		if w.start == p.Start {
			i = k
		}
		if w.start < p.End && p.End <= w.end {
			j = k + 1
			ok = p.End == w.end || oneRun(text[w.start:w.end])
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
