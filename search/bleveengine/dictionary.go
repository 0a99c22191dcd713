package bleveengine

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"

	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// dictionary holds the terms of the exact field in order, so that prefixes and
// spellings are looked up without asking Bleve.
type dictionary struct {
	terms  []string
	counts []uint32 // documents of each term
}

func readDictionary(r index.IndexReader) (*dictionary, error) {
	d := &dictionary{}
	dict, err := r.FieldDict(fieldText)
	if err != nil {
		return nil, err
	}
	defer dict.Close()
	for {
		entry, err := dict.Next()
		if err != nil {
			return nil, err
		}
		if entry == nil {
			return d, nil
		}
		d.terms = append(d.terms, strings.Clone(entry.Term))
		d.counts = append(d.counts, uint32(entry.Count))
	}
}

// withPrefix returns the range of terms that begin with prefix.
func (d *dictionary) withPrefix(prefix string) (from, to int) {
	from = sort.SearchStrings(d.terms, prefix)
	to = from
	for to < len(d.terms) && strings.HasPrefix(d.terms[to], prefix) {
		to++
	}
	return from, to
}

// variants returns the accented spellings of a folded word, as terms.
func (d *dictionary) variants(folded string) []string {
	from, to := d.withPrefix(analysis.VariantPrefix(folded))
	return d.terms[from:to]
}

// expandPrefix returns the words that begin with prefix, at most
// search.MaxPrefixTerms: those of most documents, then by spelling.
func (d *dictionary) expandPrefix(prefix string) []string {
	from, to := d.withPrefix(prefix)
	return d.most(from, to, func(string) bool { return true })
}

// expandFuzzy returns the words within the edits that querylang allows for
// term, the word itself included.
func (d *dictionary) expandFuzzy(term string) []string {
	limit, length := querylang.MaxEdits(term), utf8.RuneCountInString(term)
	return d.most(0, len(d.terms), func(t string) bool {
		// The length alone rules out most words at a tenth of the cost.
		n := utf8.RuneCountInString(t)
		return length-limit <= n && n <= length+limit && querylang.WithinEdits(term, t, limit)
	})
}

func (d *dictionary) most(from, to int, keep func(string) bool) []string {
	var found []int
	for i := from; i < to; i++ {
		if !analysis.IsVariant(d.terms[i]) && keep(d.terms[i]) {
			found = append(found, i)
		}
	}
	slices.SortFunc(found, func(a, b int) int {
		if d.counts[a] != d.counts[b] {
			return int(d.counts[b]) - int(d.counts[a])
		}
		return a - b
	})
	terms := make([]string, 0, min(len(found), search.MaxPrefixTerms))
	for _, i := range found[:min(len(found), search.MaxPrefixTerms)] {
		terms = append(terms, d.terms[i])
	}
	return terms
}
