package guard

import (
	"maps"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/search"
)

// kind says how answers of one type are handled.
type kind[T any] struct {
	edition func(T) string
	// trimmed returns the answer without the hold that it has on memory which
	// sizeOf does not see.
	trimmed func(T) T
	// copied returns the answer with its own copy of what callers change.
	copied func(T) T
}

var answers = kind[search.Answer]{
	edition: func(a search.Answer) string { return a.Edition },
	trimmed: trimAnswer,
	copied:  copyAnswer,
}

var documents = kind[search.DocumentAnswer]{
	edition: func(d search.DocumentAnswer) string { return d.Edition },
	trimmed: func(d search.DocumentAnswer) search.DocumentAnswer { return d },
	copied:  func(d search.DocumentAnswer) search.DocumentAnswer { return d },
}

// trimAnswer cuts what is shown of a document loose from the document's whole
// text, of which it is a piece.
func trimAnswer(a search.Answer) search.Answer {
	a.Hits = slices.Clone(a.Hits)
	for i := range a.Hits {
		h := &a.Hits[i]
		h.Title.Text = strings.Clone(h.Title.Text)
		h.Snippets = slices.Clone(h.Snippets)
		for j := range h.Snippets {
			h.Snippets[j].Text = strings.Clone(h.Snippets[j].Text)
		}
	}
	return a
}

func copyAnswer(a search.Answer) search.Answer {
	a.Hits = slices.Clone(a.Hits)
	a.Suggestions = slices.Clone(a.Suggestions)
	a.Executed.Notes = slices.Clone(a.Executed.Notes)
	a.Query.Filters = slices.Clone(a.Query.Filters)
	a.Facets = maps.Clone(a.Facets)
	for name, values := range a.Facets {
		a.Facets[name] = slices.Clone(values)
	}
	return a
}
