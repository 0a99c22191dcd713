package enrich

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
)

// Doubt is a name that stands in a document and was not taken for a place, or a
// theme that the document says too little for.
type Doubt struct {
	Facet corpus.TagFacet
	// Value is the tag that was not given.
	Value string
	// Form is the name as it stands in the text; of a theme, the first of the
	// words that point to it.
	Form string
	// Why is a sentence, without a full stop, for somebody who looks after the
	// pages.
	Why string
	// Start and End are the byte range of Form in Document.Text.
	Start, End int
}

// weakTheme is a theme whose score is below that of a mention.
type weakTheme struct {
	theme       string
	score, need float64
	first       corpus.Span
	// words counts the triggers that stand in the page.
	words int
}

// doubts puts into words what a page that has been read says and has no tag
// for.
func (e *Enricher) doubts(p *page) []Doubt {
	var out []Doubt
	for _, m := range p.unsure {
		out = append(out, Doubt{
			Facet: corpus.TagFacet(m.Facet), Value: m.Value, Form: p.text[m.Start:m.End], Why: e.whyNot(m), Start: m.Start, End: m.End,
		})
	}
	weak := slices.Clone(p.weak)
	slices.SortStableFunc(weak, func(a, b weakTheme) int { return cmp.Compare(a.first.Start, b.first.Start) })
	for _, w := range weak {
		out = append(out, Doubt{
			Facet: corpus.Theme, Value: w.theme, Form: w.first.Surface, Why: w.why(), Start: w.first.Start, End: w.first.End,
		})
	}
	return out
}

// why says how far a theme is from a mention.
func (w weakTheme) why() string {
	expressions := fmt.Sprintf("%d expressions of this theme stand", w.words)
	if w.words == 1 {
		expressions = "one expression of this theme stands"
	}
	return fmt.Sprintf("%s in the text and the score is %.2f; a mention needs %.2f", expressions, w.score, w.need)
}

// barred says why a name does not count whatever stands near it.
var barred = map[string]string{
	taxonomy.BarSmall:  "it is written without a capital letter, as a common word would be",
	taxonomy.BarHyphen: "a hyphen joins it to another word, so that it is a part of a longer name or word",
	taxonomy.BarPerson: "a title or a given name stands beside it, so that it is the name of a person",
	taxonomy.BarAbroad: "the text puts it in another country or state, so that it is another place of that name",
	taxonomy.BarThing:  "it is a part of the name of a thing that is called after the place, such as a street, a river or a university",
	taxonomy.BarTaken:  "another place of that name counts there",
}

// unsafe says what else a form may be, by Match.Why.
var unsafe = map[string]string{
	"word":      "it is also a common word",
	"place":     "other places have that name",
	"person":    "people have that name too",
	"opening":   "it is also a common word, which has a capital where a sentence begins",
	"accent":    "without its accents it may be something else",
	"short":     "it has two characters only and may be a part of another word",
	"shared":    "more than one place of the taxonomy has that name",
	"fuzzy":     "it has one letter other than the name",
	"adjective": "it is an adjective, and may be a language or a people",
}

// The cues that were looked for and not found.
const (
	noCityCue    = "no word such as “city of”, no country near by, no list of cities and no other name of %s says that it is meant"
	noCountryCue = "no word such as “cities”, no city of the country and no list of countries says that %s is meant"
)

// whyNot says why a name did not count, in words.
func (e *Enricher) whyNot(m taxonomy.Match) string {
	if why, ok := barred[m.Barred]; ok {
		return why
	}
	cue := noCountryCue
	if m.Facet == string(corpus.City) {
		cue = noCityCue
	}
	return unsafe[m.Why] + "; " + fmt.Sprintf(cue, e.taxonomy.Label(m.Facet, m.Value, "en"))
}
