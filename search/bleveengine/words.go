package bleveengine

import (
	"fmt"
	"slices"

	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// word matches a word in its exact form or by its stem in each document's own
// language.
func (v *evaluator) word(n querylang.Word) (*matches, error) {
	terms, _ := analysis.QueryTerms(n.Text)
	if len(terms) == 0 {
		return v.scratch.get(), nil
	}
	lists, err := v.wordLists(terms)
	if err != nil {
		return nil, err
	}
	if accented := accentedTerm(n.Text); accented != "" && !v.title {
		p, err := v.read(v.ctx, fieldText, accented, false)
		if err != nil {
			return nil, err
		}
		lists = append(lists, list{postings: p, kind: kindText, weight: exactWeight})
	}
	if n.Fuzzy && len(terms) == 1 {
		for _, t := range v.words.expandFuzzy(terms[0].Term) {
			if t == terms[0].Term {
				continue
			}
			more, err := v.exactLists([]analysis.Term{{Term: t}}, fuzzyWeight)
			if err != nil {
				return nil, err
			}
			lists = append(lists, more...)
		}
	}
	m := v.scratch.get()
	v.score(m, lists)
	v.record(fmt.Sprintf("word %s", n.Text), m)
	return m, nil
}

// accentedTerm returns the term under which the exact field holds a word with
// the accents as typed, or "" for a text without accents or of several words.
func accentedTerm(text string) string {
	words := analysis.Words(text)
	if len(words) != 1 || words[0].Lower == "" {
		return ""
	}
	return analysis.Variant(words[0].Term, words[0].Lower)
}

// wordLists returns the postings of a word: stemmed by language, and exact.
func (v *evaluator) wordLists(terms []analysis.Term) ([]list, error) {
	var lists []list
	stemmed := make([]bool, len(v.columns.languages()))
	for ordinal, lang := range v.columns.languages() {
		stems := stemTerms(lang, terms)
		if len(stems) == 0 {
			continue
		}
		stemmed[ordinal] = true
		for _, f := range v.fields(kindStem, kindStemTitle) {
			p, err := v.docs(stemField(f.name, lang), stems)
			if err != nil {
				return nil, err
			}
			lists = append(lists, list{postings: p, kind: f.kind, lang: lang, weight: f.weight})
		}
	}
	exact, err := v.exactLists(terms, 1)
	if err != nil {
		return nil, err
	}
	for i := range exact {
		exact[i].stemmed = stemmed
	}
	return append(lists, exact...), nil
}

// exactLists returns the postings of terms in the exact fields.
func (v *evaluator) exactLists(terms []analysis.Term, weight float32) ([]list, error) {
	var lists []list
	for _, f := range v.fields(kindText, kindTitle) {
		p, err := v.docs(f.name, terms)
		if err != nil {
			return nil, err
		}
		lists = append(lists, list{postings: p, kind: f.kind, weight: weight * f.weight})
	}
	return lists, nil
}

// docs returns the documents that have terms at their places, with positions
// only where these decide: reading them is most of the cost.
func (v *evaluator) docs(field string, terms []analysis.Term) (*postings, error) {
	if len(terms) == 1 {
		return v.read(v.ctx, field, terms[0].Term, false)
	}
	return v.phrase(v.ctx, field, terms)
}

type weightedField struct {
	name   string
	kind   fieldKind
	weight float32
}

// fields returns the fields that a word is looked for in.
func (v *evaluator) fields(text, title fieldKind) []weightedField {
	if v.title {
		return []weightedField{{fieldTitle, title, 1}}
	}
	return []weightedField{{fieldText, text, 1}, {fieldTitle, title, titleWeight}}
}

// stemTerms returns the stems of terms in a language without its stop words. It
// returns none if the language has no stemmer, or a term is in a script that
// has no words between spaces.
func stemTerms(lang string, terms []analysis.Term) []analysis.Term {
	if !analysis.HasStemmer(lang) {
		return nil
	}
	var stems []analysis.Term
	for _, t := range terms {
		if analysis.IsCJK(t.Term) {
			return nil
		}
		if !analysis.IsStop(lang, t.Term) {
			stems = append(stems, analysis.Term{Term: analysis.Stem(lang, t.Term), Pos: t.Pos})
		}
	}
	return stems
}

// quoted matches an exact phrase. Where accents make a difference, documents
// that have it with the accents as typed come before all others.
func (v *evaluator) quoted(n querylang.Phrase) (*matches, error) {
	terms, length := analysis.QueryTerms(n.Text)
	m := v.scratch.get()
	if len(terms) == 0 {
		return m, nil
	}
	var idf float32
	for _, f := range v.fields(kindText, kindTitle) {
		p, err := v.phraseOrWindow(f.name, terms, length, n.Slop)
		if err != nil {
			return nil, err
		}
		average, lengths := v.average[f.kind][""], v.columns.lengths[f.kind]
		for i, doc := range p.docs {
			m.add(doc, f.weight*saturate(p.freqs[i], lengths[doc], average))
		}
	}
	idf, err := v.sumIDF(terms)
	if err != nil {
		return nil, err
	}
	m.scale(idf)
	if n.Slop == 0 {
		if err := v.preferAccents(m, n.Text, terms, idf); err != nil {
			return nil, err
		}
	}
	v.record(fmt.Sprintf("phrase %q", n.Text), m)
	return m, nil
}

func (v *evaluator) phraseOrWindow(field string, terms []analysis.Term, length, slop int) (*postings, error) {
	if slop == 0 {
		return v.phrase(v.ctx, field, terms)
	}
	return v.within(v.ctx, field, terms, length+slop)
}

// sumIDF adds up the idf of the words of a phrase.
func (v *evaluator) sumIDF(terms []analysis.Term) (float32, error) {
	var sum float32
	for _, t := range terms {
		p, err := v.read(v.ctx, fieldText, t.Term, false)
		if err != nil {
			return 0, err
		}
		sum += inverseFrequency(len(p.docs), v.n)
	}
	return sum, nil
}

// preferAccents adds to the documents that have the phrase with the accents
// as typed more than any of them can have by frequency.
func (v *evaluator) preferAccents(m *matches, text string, terms []analysis.Term, idf float32) error {
	spellings, differ, err := v.spellings(text)
	if err != nil || !differ || len(spellings) != len(terms) || v.title {
		return err
	}
	found, err := v.phrase(v.ctx, fieldText, terms)
	if err != nil {
		return err
	}
	bonus := idf * (k1 + 1) * (1 + titleWeight)
	for i, doc := range found.docs {
		if err := atSteps(v.ctx, i); err != nil {
			return err
		}
		asTyped := func(start uint32) bool {
			for i, s := range spellings {
				if !s.asTyped(doc, start+uint32(terms[i].Pos)) {
					return false
				}
			}
			return true
		}
		if m.has(doc) && slices.ContainsFunc(found.in(doc), asTyped) {
			m.add(doc, bonus)
		}
	}
	return nil
}

// spelling says where a word of a phrase stands with which accents.
type spelling struct {
	accented bool // the word was typed with accents
	// same is the spelling as typed, if it has accents and occurs; other are
	// the accented spellings that differ.
	same  *postings
	other []*postings
}

// asTyped reports whether the word at a position has the accents as typed.
func (s spelling) asTyped(doc, pos uint32) bool {
	if s.accented {
		return stands(s.same, doc, pos)
	}
	return !slices.ContainsFunc(s.other, func(p *postings) bool { return stands(p, doc, pos) })
}

// spellings returns the spelling of each word of a text; differ says whether
// any of them occurs with accents at all.
func (v *evaluator) spellings(text string) (out []spelling, differ bool, err error) {
	for _, w := range analysis.Words(text) {
		s := spelling{accented: w.Lower != ""}
		for _, t := range v.words.variants(w.Term) {
			p, err := v.read(v.ctx, fieldText, t, true)
			if err != nil {
				return nil, false, err
			}
			differ = true
			if s.accented && t == analysis.Variant(w.Term, w.Lower) {
				s.same = p
			} else {
				s.other = append(s.other, p)
			}
		}
		out = append(out, s)
	}
	return out, differ, nil
}

func stands(p *postings, doc, pos uint32) bool {
	if p == nil {
		return false
	}
	_, found := slices.BinarySearch(p.in(doc), pos)
	return found
}

// prefix matches the exact words that begin with a text.
func (v *evaluator) prefix(n querylang.Prefix) (*matches, error) {
	m := v.scratch.get()
	var lists []list
	for _, t := range v.words.expandPrefix(analysis.Fold(n.Text)) {
		more, err := v.exactLists([]analysis.Term{{Term: t}}, 1)
		if err != nil {
			return nil, err
		}
		lists = append(lists, more...)
	}
	v.score(m, lists)
	v.record(fmt.Sprintf("words that begin with %s", n.Text), m)
	return m, nil
}
