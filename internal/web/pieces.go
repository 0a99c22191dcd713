package web

import "github.com/uilsearch/uilsearch/search"

// piece is a run of text that is marked or not.
type piece struct {
	Text   string
	Marked bool
}

// pieces cuts a fragment at its marks, for the template to escape piece by
// piece. Marks that do not lie in the text, or overlap, are passed over.
func pieces(f search.Fragment) []piece {
	var out []piece
	at := 0
	for _, m := range f.Marks {
		if m.Start < at || m.End <= m.Start || m.End > len(f.Text) {
			continue
		}
		if m.Start > at {
			out = append(out, piece{Text: f.Text[at:m.Start]})
		}
		out = append(out, piece{f.Text[m.Start:m.End], true})
		at = m.End
	}
	if at < len(f.Text) {
		out = append(out, piece{Text: f.Text[at:]})
	}
	return out
}
