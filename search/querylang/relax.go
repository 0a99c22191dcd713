package querylang

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// minRun is the fewest characters of a run of Han, Hangul or kana that is
// relaxed: below that it is one word.
const minRun = 4

// Relax returns a looser reading of a query that finds too little, looser with
// each step from 1 up, or false where nothing can be loosened so far. It lowers
// how many words typed side by side are required, at the top of the query and
// beside its required parts; what the reader has asked for by an operator, in
// quotes, with a plus, by a field or with atleast: stays as it is.
func Relax(r Reading, step int) (Reading, bool) {
	root, notes := loosened(r.Root, step)
	if len(notes) == 0 {
		return r, false
	}
	return Reading{Root: root, Notes: slices.Concat(r.Notes, notes)}, true
}

// loosened returns a looser tree and what to say about it, which is nothing
// where it could not be loosened.
func loosened(root Node, step int) (Node, []Note) {
	switch root := root.(type) {
	case Word:
		if g, ok := relaxRun(root, step); ok {
			return g, []Note{runNote(root, g)}
		}
	case Group:
		if g, ok := relaxGroup(root, step); ok {
			return g, []Note{relaxNote(root, g, allRequired(root))}
		}
	case And:
		return loosenedKids(root, step)
	}
	return root, nil
}

// loosenedKids is loosened for the groups among required parts.
func loosenedKids(root And, step int) (Node, []Note) {
	kids := slices.Clone(root.Kids)
	var notes []Note
	for i, k := range kids {
		typed, ok := k.(Group)
		if !ok {
			continue
		}
		if g, ok := relaxGroup(typed, step); ok {
			kids[i] = g
			notes = append(notes, relaxNote(typed, g, allRequired(root)))
		}
	}
	return And{kids}, notes
}

// relaxGroup lowers Min where it is that of the match rule, and the words are no
// date: at the first step
// to 60 % of up to four words and 30 % of up to eight, at each further step by
// one, down to a single word.
func relaxGroup(g Group, step int) (Group, bool) {
	n := g.counted()
	if n < 2 || n > 8 || g.Min != g.rule() || analysis.IsDate(Print(g)) {
		return g, false
	}
	first := percent(30, n)
	if n <= 4 {
		first = max(1, min(n-1, percent(60, n)))
	}
	looser := Group{Kids: g.Kids, Min: first - (step - 1)}
	return looser, 1 <= looser.Min && looser.Min < g.Min
}

// relaxRun takes a run apart into its bigrams, of which six in ten must match,
// and one fewer at each further step, down to three in ten.
func relaxRun(w Word, step int) (Group, bool) {
	words := analysis.Words(w.Text)
	if len(words) != 1 || !words[0].CJK || utf8.RuneCountInString(words[0].Term) < minRun {
		return Group{}, false
	}
	terms, _ := analysis.QueryTerms(w.Text)
	var g Group
	for _, t := range terms {
		g.Kids = append(g.Kids, Word{Text: t.Term})
	}
	g.Min = percent(60, len(g.Kids)) - (step - 1)
	return g, g.Min >= percent(30, len(g.Kids))
}

func runNote(was Word, now Group) Note {
	return Note{
		Kind:   NoteRelaxed,
		Text:   was.Text,
		Detail: fmt.Sprintf("Too few pages have it as one word; these have at least %d of its %d pairs of characters.", now.Min, len(now.Kids)),
		Undo:   `"` + was.Text + `"`,
	}
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
