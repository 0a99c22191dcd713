package searchtest

import (
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// entry is a document with its tokens, one slice for each passage; the first
// passage is the title. The ways to write its date are passages too.
type entry struct {
	*corpus.Document
	exact, stemmed [][]analysis.Token
}

func newEntry(d *corpus.Document) entry {
	e := entry{Document: d}
	text := d.Text()
	for _, p := range d.Passages() {
		exact, _ := analysis.Exact(nil, text[p.Start:p.End], 0, 0)
		stemmed, _ := analysis.Stemmed(nil, d.Lang, text[p.Start:p.End], 0, 0)
		e.exact, e.stemmed = append(e.exact, exact), append(e.stemmed, stemmed)
	}
	for _, date := range analysis.DateTexts(d.Published.Year, d.Published.Month, d.Published.Day, d.Lang) {
		exact, _ := analysis.Exact(nil, date, 0, 0)
		stemmed, _ := analysis.Stemmed(nil, d.Lang, date, 0, 0)
		e.exact, e.stemmed = append(e.exact, exact), append(e.stemmed, stemmed)
	}
	return e
}

// view is the part of a document that is looked at.
type view struct {
	doc             entry
	title, mentions bool
}

// passages returns the passages that are looked at.
func (v view) passages(of [][]analysis.Token) [][]analysis.Token {
	if v.title {
		return of[:1]
	}
	return of
}

// matches reports whether a tree matches, by looking at every token. It is the
// plain meaning of the tree, written without regard to speed.
func matches(n querylang.Node, v view) bool {
	switch n := n.(type) {
	case nil:
		return true
	case querylang.Word:
		return v.hasWord(n)
	case querylang.Phrase:
		return v.hasPhrase(n)
	case querylang.Prefix:
		return v.hasTerm(func(t string) bool { return strings.HasPrefix(t, analysis.Fold(n.Text)) })
	case querylang.Group:
		hit := 0
		for _, k := range querylang.Content(n.Kids) {
			if matches(k, v) {
				hit++
			}
		}
		return hit >= n.Min
	case querylang.And:
		return !slices.ContainsFunc(n.Kids, func(k querylang.Node) bool { return !matches(k, v) })
	case querylang.Or:
		return slices.ContainsFunc(n.Kids, func(k querylang.Node) bool { return matches(k, v) })
	case querylang.Not:
		return !matches(n.Kid, v)
	case querylang.Title:
		v.title = true
		return matches(n.Kid, v)
	case querylang.Tag:
		return slices.Contains(values(v.doc.Document, n.Facet, v.mentions), n.Value)
	case querylang.Dates:
		return !v.doc.Published.IsZero() && overlaps(v.doc.Published, n.From, n.To)
	case querylang.Alias:
		return matches(n.Written, v) || !v.title && matches(n.Tag, view{doc: v.doc, mentions: true})
	}
	panic("unknown node")
}

func (v view) hasWord(w querylang.Word) bool {
	terms, _ := analysis.QueryTerms(w.Text)
	if len(terms) == 0 {
		return false
	}
	for _, passage := range v.passages(v.doc.exact) {
		if stands(passage, terms) {
			return true
		}
	}
	if w.Fuzzy && len(terms) == 1 && v.hasTerm(func(t string) bool {
		return querylang.WithinEdits(terms[0].Term, t, querylang.MaxEdits(terms[0].Term))
	}) {
		return true
	}
	return v.hasStems(terms)
}

// hasStems looks for the stems of the terms in the document's own language.
func (v view) hasStems(terms []analysis.Term) bool {
	lang := v.doc.Lang
	var stems []analysis.Term
	for _, t := range terms {
		if analysis.IsCJK(t.Term) {
			return false
		}
		if !analysis.IsStop(lang, t.Term) {
			stems = append(stems, analysis.Term{Term: analysis.Stem(lang, t.Term), Pos: t.Pos})
		}
	}
	if len(stems) == 0 || !analysis.HasStemmer(lang) {
		return false
	}
	for _, passage := range v.passages(v.doc.stemmed) {
		if stands(passage, stems) {
			return true
		}
	}
	return false
}

func (v view) hasTerm(ok func(string) bool) bool {
	for _, passage := range v.passages(v.doc.exact) {
		for _, t := range passage {
			if !analysis.IsVariant(t.Term) && ok(t.Term) {
				return true
			}
		}
	}
	return false
}

func (v view) hasPhrase(p querylang.Phrase) bool {
	terms, length := analysis.QueryTerms(p.Text)
	for _, passage := range v.passages(v.doc.exact) {
		if len(terms) > 0 && (p.Slop == 0 && stands(passage, terms) || p.Slop > 0 && standsWithin(passage, terms, length+p.Slop)) {
			return true
		}
	}
	return false
}

// stands reports whether the terms stand at their places somewhere.
func stands(passage []analysis.Token, terms []analysis.Term) bool {
	for _, first := range passage {
		if first.Term == terms[0].Term && !slices.ContainsFunc(terms, func(t analysis.Term) bool {
			return !slices.ContainsFunc(passage, func(k analysis.Token) bool {
				return k.Term == t.Term && k.Pos == first.Pos+t.Pos-terms[0].Pos
			})
		}) {
			return true
		}
	}
	return false
}

// standsWithin reports whether some stretch of reach positions holds all the
// terms, each as often as the phrase has it.
func standsWithin(passage []analysis.Token, terms []analysis.Term, reach int) bool {
	for _, first := range passage {
		ok := true
		for _, t := range terms {
			need, have := 0, 0
			for _, u := range terms {
				if u.Term == t.Term {
					need++
				}
			}
			for _, k := range passage {
				if k.Term == t.Term && k.Pos >= first.Pos && k.Pos < first.Pos+reach {
					have++
				}
			}
			ok = ok && have >= need
		}
		if ok {
			return true
		}
	}
	return false
}

// leaves returns the parts of a tree that are not below a Not.
func leaves(n querylang.Node) []querylang.Node {
	var kids []querylang.Node
	switch n := n.(type) {
	case querylang.Group:
		kids = n.Kids
	case querylang.And:
		kids = n.Kids
	case querylang.Or:
		kids = n.Kids
	case nil, querylang.Not:
		return nil
	default:
		return []querylang.Node{n}
	}
	var out []querylang.Node
	for _, k := range kids {
		out = append(out, leaves(k)...)
	}
	return out
}
