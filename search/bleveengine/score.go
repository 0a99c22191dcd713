package bleveengine

import (
	"math"

	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// Weights of the order of hits. The score of a word in a document is
//
//	idf × (saturated frequency in the whole text + titleWeight × the same in the title)
//
// with the saturation of Robertson and Zaragoza, The Probabilistic Relevance
// Framework: BM25 and Beyond (2009), and the idf as Lucene writes it, which is
// never negative. The whole text is the stemmed field of the document's own
// language, or the exact field where that has no stemmer.
const (
	k1 = 1.2
	b  = 0.75

	titleWeight = 0.25
	// wholeTitleWeight lifts a page whose title is the word and nothing else: the
	// profile of a city, for one.
	wholeTitleWeight = 0.5
	// exactWeight lifts a document that has the word as it was typed above one
	// that only has the same stem.
	exactWeight = 0.1
	// nearWeight is what two query words standing next to each other add, as a
	// part of the smaller idf; further apart it falls with the distance.
	nearWeight = 0.3
	// nearReach is the largest distance that counts as near, in words.
	nearReach = 8
	// togetherWeight is what all query words standing side by side in their
	// order add, as a part of the sum of their idf.
	togetherWeight = 0.5
	// fuzzyWeight is what a word another spelling stands for counts.
	fuzzyWeight = 0.5
	// aboutBonus is what a document about a place asked for by name has, as a
	// part of its idf, before one that mentions it.
	aboutBonus = 0.5
)

// fieldKind is a field of a document, whatever its language.
type fieldKind int

const (
	kindText fieldKind = iota
	kindTitle
	kindStem
	kindStemTitle
	fieldKinds
)

// saturate turns a frequency into BM25's term weight; average is the mean
// length of the field.
func saturate(freq, length uint32, average float64) float32 {
	f := float64(freq)
	return float32(f * (k1 + 1) / (f + k1*(1-b+b*float64(length)/average)))
}

// inverseFrequency is BM25's idf of what df of n documents have.
func inverseFrequency(df, n int) float32 {
	return float32(math.Log(1 + (float64(n)-float64(df)+0.5)/(float64(df)+0.5)))
}

// averages reads the mean lengths of the fields out of the manifest.
func (e *Engine) averages(m generation.Manifest) {
	for k := range e.average {
		e.average[k] = map[string]float64{}
	}
	e.average[kindText][""] = m.Fields[fieldText].AverageLength()
	e.average[kindTitle][""] = m.Fields[fieldTitle].AverageLength()
	for _, lang := range analysis.StemmedLanguages() {
		e.average[kindStem][lang] = m.Fields[stemField(fieldText, lang)].AverageLength()
		e.average[kindStemTitle][lang] = m.Fields[stemField(fieldTitle, lang)].AverageLength()
	}
}

// list is a postings list and how its frequencies count.
type list struct {
	postings *postings
	kind     fieldKind
	lang     string // of stemmed fields
	weight   float32
	// stemmed says, by the ordinal of a document's language, where the list
	// counts by exactWeight only, because the stemmed field of that language
	// already has the word; nil for nowhere.
	stemmed []bool
}

// score adds up lists of one word and multiplies by its idf.
func (e *Engine) score(m *matches, lists []list) float32 {
	for _, l := range lists {
		average, lengths := e.average[l.kind][l.lang], e.columns.lengths[l.kind]
		for i, doc := range l.postings.docs {
			w := l.weight * saturate(l.postings.freqs[i], lengths[doc], average)
			if l.stemmed != nil && l.stemmed[e.columns.lang[doc]] {
				w *= exactWeight
			}
			if l.kind == kindTitle && l.postings.freqs[i] == lengths[doc] {
				w += wholeTitleWeight
			}
			m.add(doc, w)
		}
	}
	idf := inverseFrequency(m.count(), e.n)
	m.scale(idf)
	return idf
}
