package labelled

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/uilsearch/uilsearch/corpus"
)

// Doubt is a value that was seen on a page and not taken.
type Doubt struct {
	Facet corpus.TagFacet
	Value string
	// Why is the reason for people.
	Why string
	// Start and End are byte offsets into the text of the document; both are 0
	// where the doubt has no place.
	Start, End int
}

// Tagger makes a document of a page, with its tags and with what was doubted.
type Tagger func(corpus.Page) (corpus.Document, []Doubt, error)

// Evaluate takes the pages of a set through a tagger and compares the documents
// with what the reader said, by these measures:
//
//   - city: the cities of a page in either role; judged where both roles are;
//   - city_about, city_mention: those of one role;
//   - city_role: of the cities that reader and program both give, those with the
//     same role. Another role counts as wrong and as missed, so that precision,
//     recall and F1 are all the accuracy;
//   - country: the countries that a page is about. Mentions are not judged;
//   - theme: the themes that a page is about;
//   - type: one for each page, so that all three figures are the accuracy;
//   - date: of publication. Only the same date in the same precision is right;
//     another is wrong and missed. Recall is the part that is exact of the pages
//     on which a date stands, precision falls also by dates where none stands;
//   - lang: as type, on pages with at least 80 characters of text below the title
//     and headings, and lang_short on shorter ones. To give no language is to
//     abstain;
//   - address: the canonical one, on pages whose row has a file and an address.
//
// All counts are sums over values (micro-averages). What a page's row does not
// judge is not counted. A page without a document misses all that is judged.
//
// The pages may come in any order. A page that has no row, a row that has no
// page, and an error among the pages end the evaluation. It stops when ctx is done.
func Evaluate(ctx context.Context, set []Page, pages iter.Seq2[corpus.Page, error], tag Tagger) (Evaluation, error) {
	rows := map[string]int{}
	for i := range set {
		rows[set[i].Address()] = i
	}
	var e Evaluation
	mistakes := make([][]Mistake, len(set))
	for p, err := range pages {
		if err := errors.Join(err, ctx.Err()); err != nil {
			return Evaluation{}, fmt.Errorf("evaluate: %w", err)
		}
		i, ok := rows[p.URL]
		if !ok {
			return Evaluation{}, fmt.Errorf("evaluate: page %s has no line in %s, or is there twice; write one, or remove the page", p.URL, File)
		}
		delete(rows, p.URL)
		mistakes[i] = e.page(&set[i], p, tag)
	}
	for i := range set {
		if _, left := rows[set[i].Address()]; left {
			return Evaluation{}, fmt.Errorf("evaluate: %s:%d: there is no page %s; add it, or remove the line", File, set[i].Line, set[i].Address())
		}
		e.Mistakes = append(e.Mistakes, mistakes[i]...)
	}
	return e, nil
}

// page counts one page, and returns what is wrong with it.
func (e *Evaluation) page(row *Page, p corpus.Page, tag Tagger) []Mistake {
	d, doubts, err := tag(p)
	j := &judge{row: row, doc: d, text: d.Text(), doubts: doubts}
	if err != nil {
		e.Failed++
		j.doc, j.text, j.doubts = corpus.Document{}, "", nil
	}
	j.groups = e.groupsOf(row, &j.doc, j.text)
	j.themes = &e.Themes
	if err != nil {
		j.note(Mistake{Problem: NoDocument, Why: err.Error()})
	}
	j.all()
	return j.mistakes
}

// undetermined is the language of documents whose language cannot be told.
const undetermined = "und"

// groupsOf returns the scores that a page counts for.
func (e *Evaluation) groupsOf(row *Page, d *corpus.Document, text string) []*Scores {
	lang, script := row.Lang.First(), row.Script.First()
	if lang == "" {
		lang = d.Lang
	}
	if lang == "" {
		lang = undetermined
	}
	if script == "" {
		script = scriptOf(text)
	}
	out := []*Scores{&e.All, group(&e.Langs, lang), group(&e.Scripts, script)}
	switch {
	case row.Trap.Judged && len(row.Trap.All) > 0:
		out = append(out, group(&e.Traps, "trap"))
		for _, kind := range row.Trap.All {
			out = append(out, group(&e.Kinds, kind))
		}
	case row.Trap.Judged:
		out = append(out, group(&e.Traps, "plain"))
	}
	for _, s := range out {
		s.Pages++
	}
	return out
}

func group(of *map[string]*Scores, name string) *Scores {
	if *of == nil {
		*of = map[string]*Scores{}
	}
	if (*of)[name] == nil {
		(*of)[name] = &Scores{}
	}
	return (*of)[name]
}
