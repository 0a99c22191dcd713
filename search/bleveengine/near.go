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
			m.each(func(doc uint32) {
				if d := distance(before.in(doc), p.in(doc)); d > 0 {
					near.add(doc, weight/float32(d))
				}
			})
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
	stem  map[string]*postings // by language
	lang  []string             // language of each document
	idf   float32
}

func (p *places) in(doc uint32) []uint32 {
	if s := p.stem[p.lang[doc]]; s != nil {
		return s.in(doc)
	}
	return p.exact.in(doc)
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
	p := &places{stem: map[string]*postings{}, lang: v.columns.lang}
	var err error
	if p.exact, err = v.phrase(v.ctx, fieldText, terms); err != nil {
		return nil, err
	}
	df := len(p.exact.docs)
	for _, lang := range analysis.StemmedLanguages() {
		stems := stemTerms(lang, terms)
		if len(stems) == 0 {
			continue
		}
		s, err := v.phrase(v.ctx, stemField(fieldText, lang), stems)
		if err != nil {
			return nil, err
		}
		p.stem[lang] = s
		df += len(s.docs)
	}
	p.idf = inverseFrequency(min(df, v.n), v.n)
	return p, nil
}

// distance returns the smallest distance between two places up to nearReach,
// where going backwards costs one more, or 0 where they are further apart.
func distance(a, b []uint32) uint32 {
	best := uint32(nearReach + 1)
	for i, j := 0, 0; i < len(a) && j < len(b); {
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
