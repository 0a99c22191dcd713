package bleveengine

import (
	"strings"

	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// nearness lifts the documents of m by how near together they have words that
// stand side by side in the query.
func (v *evaluator) nearness(m *matches, kids []querylang.Node) error {
	if v.title || len(kids) < 2 {
		return nil
	}
	var before *places
	near := v.scratch.get()
	defer v.scratch.put(near)
	for _, kid := range kids {
		p, err := v.placesOf(kid)
		if err != nil {
			return err
		}
		if before != nil && p != nil {
			weight := nearWeight * min(before.idf, p.idf)
			a, b := before.walk(), p.walk()
			err := m.visit(v.ctx, func(doc uint32) {
				if d := distance(a.to(doc), b.to(doc)); d > 0 {
					near.add(doc, weight/float32(d))
				}
			})
			if err != nil {
				return err
			}
		}
		before = p
	}
	m.or(near)
	v.record("words near together", near)
	return nil
}

// together lifts the documents of m that have all the words of a group side by
// side in their order, as if they had been typed in quotes.
func (v *evaluator) together(m *matches, kids []querylang.Node) error {
	var typed []string
	for _, kid := range kids {
		if alias, ok := kid.(querylang.Alias); ok {
			kid = alias.Written
		}
		w, ok := kid.(querylang.Word)
		if !ok {
			return nil
		}
		typed = append(typed, w.Text)
	}
	if v.title || len(typed) < 2 {
		return nil
	}
	terms, _ := analysis.QueryTerms(strings.Join(typed, " "))
	p, err := v.phrase(v.ctx, fieldText, terms)
	if err != nil || len(p.docs) == 0 {
		return err
	}
	idf, err := v.sumIDF(terms)
	if err != nil {
		return err
	}
	all := v.scratch.get()
	defer v.scratch.put(all)
	for _, doc := range p.docs {
		if m.has(doc) {
			all.add(doc, togetherWeight*idf)
		}
	}
	m.or(all)
	v.record("all words side by side", all)
	return nil
}

// places says where a word stands in each document.
type places struct {
	exact *postings
	stem  []*postings // by the ordinal of the language; nil for none
	lang  []uint32    // the language of each document
	idf   float32
}

// walk returns a way through the places in the order of documents.
func (p *places) walk() *walk {
	return &walk{places: p, at: make([]int, len(p.stem)+1)}
}

// walk remembers how far it has come in each postings list, the exact one last.
type walk struct {
	*places
	at []int
}

// to returns the positions in a document, which must come after those asked
// for before.
func (w *walk) to(doc uint32) []uint32 {
	i, p := len(w.at)-1, w.exact
	if s := w.stem[w.lang[doc]]; s != nil {
		i, p = int(w.lang[doc]), s
	}
	at := w.at[i]
	for at < len(p.docs) && p.docs[at] < doc {
		at++
	}
	w.at[i] = at
	if at == len(p.docs) || p.docs[at] != doc {
		return nil
	}
	return p.positions[p.starts[at]:p.starts[at+1]]
}

// placesOf returns the places of a word, or nil for anything else.
func (v *evaluator) placesOf(n querylang.Node) (*places, error) {
	if alias, ok := n.(querylang.Alias); ok {
		n = alias.Written
	}
	w, ok := n.(querylang.Word)
	if !ok {
		return nil, nil
	}
	terms, _ := analysis.QueryTerms(w.Text)
	if len(terms) == 0 {
		return nil, nil
	}
	languages := v.columns.languages()
	p := &places{stem: make([]*postings, len(languages)), lang: v.columns.lang}
	var err error
	if p.exact, err = v.phrase(v.ctx, fieldText, terms); err != nil {
		return nil, err
	}
	df := len(p.exact.docs)
	for ordinal, lang := range languages {
		stems := stemTerms(lang, terms)
		if len(stems) == 0 {
			continue
		}
		s, err := v.phrase(v.ctx, stemField(fieldText, lang), stems)
		if err != nil {
			return nil, err
		}
		p.stem[ordinal] = s
		df += len(s.docs)
	}
	p.idf = inverseFrequency(min(df, v.n), v.n)
	return p, nil
}

// distance returns the smallest distance between two places up to nearReach,
// where going backwards costs one more, or 0 where they are further apart.
func distance(a, b []uint32) uint32 {
	best := uint32(nearReach + 1)
	for i, j := 0, 0; i < len(a) && j < len(b) && best > 1; {
		if a[i] < b[j] {
			best = min(best, b[j]-a[i])
			i++
		} else {
			if a[i] > b[j] {
				best = min(best, a[i]-b[j]+1)
			}
			j++
		}
	}
	if best > nearReach {
		return 0
	}
	return best
}
