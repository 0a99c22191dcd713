package publish

import (
	"cmp"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// tally is what can be counted of a generation.
type tally struct {
	// Documents counts documents, Text the bytes of their text.
	Documents int   `json:"documents"`
	Text      int64 `json:"text"`
	// Cities and Themes count the documents that are about each.
	Cities map[string]int `json:"cities"`
	Themes map[string]int `json:"themes"`
}

func newTally() tally { return tally{Cities: map[string]int{}, Themes: map[string]int{}} }

// add counts a document.
func (t *tally) add(e generation.CatalogEntry) {
	t.Documents++
	t.Text += int64(e.Text)
	for _, v := range e.About[string(corpus.City)] {
		t.Cities[v]++
	}
	for _, v := range e.About[string(corpus.Theme)] {
		t.Themes[v]++
	}
}

// turnover is how many documents came to be about a value, and how many are no
// longer.
type turnover struct{ gained, lost int }

// counted returns a Diff that holds what two tallies say, and which values the
// documents of which took on or lost.
func counted(before, after tally, cities, themes map[string]turnover) *Diff {
	d := &Diff{
		DocumentsBefore: before.Documents, DocumentsAfter: after.Documents,
		TextBefore: before.Text, TextAfter: after.Text,
		CitiesBefore: len(before.Cities), ThemesBefore: len(before.Themes),
		CitiesGone: missingOf(before.Cities, after.Cities), ThemesGone: missingOf(before.Themes, after.Themes),
	}
	d.Cities, d.Themes = changesOf(before.Cities, after.Cities, cities), changesOf(before.Themes, after.Themes, themes)
	return d
}

// missingOf counts the values that no document is about any more.
func missingOf(before, after map[string]int) (n int) {
	for v := range before {
		if after[v] == 0 {
			n++
		}
	}
	return n
}

// net returns the turnover that there was at least.
func net(before, after map[string]int) map[string]turnover {
	moved := map[string]turnover{}
	for v := range before {
		moved[v] = turnover{lost: max(before[v]-after[v], 0)}
	}
	for v := range after {
		moved[v] = turnover{gained: max(after[v]-before[v], 0), lost: moved[v].lost}
	}
	return moved
}

// changesOf returns the values that are not what they were, greatest loss
// first.
func changesOf(before, after map[string]int, moved map[string]turnover) List[ValueChange] {
	var changed []ValueChange
	for v, m := range moved {
		if m != (turnover{}) {
			changed = append(changed, ValueChange{Value: v, Before: before[v], After: after[v], Gained: m.gained, Lost: m.lost})
		}
	}
	slices.SortFunc(changed, func(a, b ValueChange) int {
		return cmp.Or(cmp.Compare(b.Before-b.After, a.Before-a.After), cmp.Compare(b.Lost, a.Lost), cmp.Compare(a.Value, b.Value))
	})
	return listOf(changed)
}
