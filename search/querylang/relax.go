package querylang

import (
	"fmt"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// minRun is the fewest characters of a run of Han, Hangul or kana that is
// relaxed: below that it is one word.
const minRun = 4

// Relax returns the next looser reading of a query that finds too little, or
// false where nothing can be loosened. It lowers how many words typed side by
// side are required, at the top of the query and beside its required parts;
// what the reader has asked for by an operator, in quotes, with a plus, by a
// field or with atleast: stays as it is.
func Relax(r Reading) (Reading, bool) {
	out := Reading{Notes: append([]Note(nil), r.Notes...)}
	switch root := r.Root.(type) {
	case Word:
		g, ok := relaxRun(root)
		if !ok {
			return r, false
		}
		out.Root = g
		out.Notes = append(out.Notes, Note{
			Kind:   NoteRelaxed,
			Text:   root.Text,
			Detail: fmt.Sprintf("Too few pages have it as one word; these have at least %d of its %d pairs of characters.", g.Min, len(g.Kids)),
			Undo:   `"` + root.Text + `"`,
		})
		return out, true
	case Group:
		g, ok := relaxGroup(root)
		if !ok {
			return r, false
		}
		out.Root = g
		out.Notes = append(out.Notes, relaxNote(root, g, allRequired(r.Root)))
		return out, true
	case And:
		kids := append([]Node(nil), root.Kids...)
		relaxed := false
		for i, k := range kids {
			typed, isGroup := k.(Group)
			if g, ok := relaxGroup(typed); isGroup && ok {
				kids[i], relaxed = g, true
				out.Notes = append(out.Notes, relaxNote(typed, g, allRequired(r.Root)))
			}
		}
		out.Root = And{kids}
		return out, relaxed
	}
	return r, false
}

// relaxGroup lowers Min where it is that of the match rule.
func relaxGroup(g Group) (Group, bool) {
	n := g.counted()
	if n < 2 || n > 8 || g.Min != g.rule() {
		return g, false
	}
	looser := Group{Kids: g.Kids, Min: percent(30, n)}
	if n <= 4 {
		looser.Min = max(1, min(n-1, percent(60, n)))
	}
	return looser, looser.Min < g.Min
}

// relaxRun takes a run apart into its bigrams, of which six in ten must match.
func relaxRun(w Word) (Group, bool) {
	words := analysis.Words(w.Text)
	if len(words) != 1 || !words[0].CJK || utf8.RuneCountInString(words[0].Term) < minRun {
		return Group{}, false
	}
	terms, _ := analysis.QueryTerms(w.Text)
	var g Group
	for _, t := range terms {
		g.Kids = append(g.Kids, Word{Text: t.Term})
	}
	g.Min = percent(60, len(g.Kids))
	return g, true
}

func relaxNote(was, now Group, undo string) Note {
	n := now.counted()
	detail := fmt.Sprintf("Too few pages have all the words; these have at least %d of %d.", now.Min, n)
	if was.Min < n {
		detail = fmt.Sprintf("Too few pages have at least %d of the %d words; these have at least %d.", was.Min, n, now.Min)
	}
	return Note{Kind: NoteRelaxed, Text: Print(was), Detail: detail, Undo: undo}
}

// allRequired returns the query with AND between the words that groups
// require, which is never relaxed; empty where that is over a cap.
func allRequired(n Node) string {
	kids := []Node{n}
	if a, ok := n.(And); ok {
		kids = a.Kids
	}
	var out []Node
	for _, k := range kids {
		if g, ok := k.(Group); ok {
			out = append(out, Content(g.Kids)...)
		} else {
			out = append(out, k)
		}
	}
	text := Print(and(out))
	if Check(text) != nil {
		return ""
	}
	return text
}
