package enrich

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// The score of a theme is made of the weights of its triggers. The thresholds
// in themes.tsv belong to these numbers: whoever changes one chooses new
// thresholds, see there.
const (
	// usualLength is the length in words of a text to which the thresholds apply
	// as they are; longer ones need more, with a power of their length, up to
	// longestLength.
	usualLength   = 120
	longestLength = 2000
	lengthPower   = 0.8
	// mentionShare is the part of the threshold which a mention needs.
	mentionShare = 0.35
	// titleFactor multiplies the weight of triggers in the title, leadFactor
	// those in the lead.
	titleFactor = 1.2
	leadFactor  = 1.1
	// besideFactor multiplies triggers beside the best one of their sentence, and
	// againFactor those that stood before, once for each time.
	besideFactor = 0.5
	againFactor  = 0.5
	// spreadScore is added for each further sentence with a trigger that is not weak.
	spreadScore = 0.3
	// manyThemes is the number of themes in a sentence from which it is taken for
	// an enumeration; manyFactor multiplies what is not strong there.
	manyThemes = 3
	manyFactor = 0.6
	// maxWeak is the most that weak triggers add up to, maxWeakAlone where there
	// are no others, which is not enough for a mention.
	maxWeak      = 1.0
	maxWeakAlone = 0.3
	// sectionScore is added where the address lies in the theme's section.
	sectionScore = 1.0
)

// again is what a trigger counts when it stands for the first time, the second,
// and so on; the last value holds for all further ones.
var again = func() (out [12]float64) {
	for i := range out {
		out[i] = math.Pow(againFactor, float64(i))
	}
	return out
}()

// evidence is what a page says for one theme.
type evidence struct {
	spans []corpus.Span
	// seen counts how often each trigger stands.
	seen map[string]int
	// firm is the score of triggers that are not weak, weak that of those that are.
	firm, weak float64
	// sentence is the one that is being read, best the highest weight in it.
	sentence int
	best     float64
	// sentences counts those with a trigger that is not weak, the last of which is
	// firmSentence.
	sentences, firmSentence int
}

// themeTags returns the themes of a page.
func (e *Enricher) themeTags(p *page) []corpus.Tag {
	return e.judge(p, e.weigh(p))
}

// ThemeScores returns how much a document says for each theme that it says
// anything for, by identifier. The document is about those whose score is not
// below their Threshold, unless it is a listing. Thresholds are chosen by it.
func (e *Enricher) ThemeScores(doc corpus.Document) (map[string]float64, error) {
	_, p, err := e.read(doc)
	if err != nil {
		return nil, err
	}
	out := map[string]float64{}
	for i, ev := range e.weigh(p) {
		if ev != nil {
			out[e.taxonomy.Themes()[i].ID], _ = e.score(p, i, ev)
		}
	}
	return out, nil
}

// weigh gathers the evidence for each theme, by its place among the themes; nil
// where there is none.
func (e *Enricher) weigh(p *page) []*evidence {
	ts := e.triggersFor(p)
	all := make([]*evidence, len(e.taxonomy.Themes()))
	sentence := 0
	p.length = 0
	for i, part := range p.passages {
		text := p.text[part.Start:part.End]
		if part.Zone == corpus.ZoneHeading && (p.profile || e.headings[analysis.Fold(text)]) {
			continue
		}
		words := analysis.Words(text)
		p.length += lengthOf(words)
		hits := ts.find(text, words)
		for len(hits) > 0 {
			sentence++
			n := sameSentence(text, hits)
			crowded := countThemes(hits[:n]) >= manyThemes
			for _, h := range hits[:n] {
				if all[h.theme] == nil {
					all[h.theme] = &evidence{seen: map[string]int{}}
				}
				ev := all[h.theme]
				ev.spans = append(ev.spans, p.span(i, part.Start+h.start, part.Start+h.end))
				ev.add(h, sentence, part.Zone, crowded)
			}
			hits = hits[n:]
		}
	}
	return all
}

// maxGuess is how many characters of a text are looked at for the language of its
// triggers.
const maxGuess = 2 << 10

// triggersFor returns the triggers of the language of a page; where they have no
// such language, or it is not known, those of which the page's beginning holds
// most by weight.
func (e *Enricher) triggersFor(p *page) *triggers {
	if ts, ok := e.triggers[p.doc.Lang]; ok {
		return ts
	}
	text := p.text[:prefix(p.text, min(len(p.text), maxGuess))]
	words := analysis.Words(text)
	var best *triggers
	most := -1.0
	for _, lang := range taxonomy.ThemeLanguages() {
		sum := 0.0
		for _, h := range e.triggers[lang].find(text, words) {
			sum += h.weight
		}
		if sum > most {
			best, most = e.triggers[lang], sum
		}
	}
	return best
}

// sameSentence returns how many of the hits stand in the sentence of the first.
func sameSentence(text string, hits []hit) int {
	end := hits[0].end + sentenceEnd(text[hits[0].end:])
	n := 1
	for n < len(hits) && hits[n].start < end {
		n++
	}
	return n
}

// sentenceEnd returns where the sentence that text begins in ends.
func sentenceEnd(text string) int {
	for i, r := range text {
		switch r {
		case '。', '！', '？', '؟', '!', '?':
			return i + utf8.RuneLen(r)
		case '.':
			if i+1 == len(text) || text[i+1] == ' ' {
				return i + 1
			}
		}
	}
	return len(text)
}

func countThemes(hits []hit) int {
	var themes uint64
	n := 0
	for _, h := range hits {
		if bit := uint64(1) << (h.theme % 64); themes&bit == 0 {
			themes |= bit
			n++
		}
	}
	return n
}

// add counts a hit. Of a sentence the best trigger counts in full and the others
// in part; each time that one stands again it says less.
func (ev *evidence) add(h hit, sentence int, zone corpus.Zone, crowded bool) {
	w := h.weight * again[min(ev.seen[h.key], len(again)-1)]
	ev.seen[h.key]++
	switch {
	case zone == corpus.ZoneTitle:
		w *= titleFactor
	case zone == corpus.ZoneLead:
		w *= leadFactor
	}
	if crowded && h.weight < weightStrong {
		w *= manyFactor
	}
	if sentence != ev.sentence {
		ev.sentence, ev.best = sentence, 0
	}
	gain := w * besideFactor
	if w > ev.best {
		gain = w - ev.best*(1-besideFactor)
		ev.best = w
	}
	if h.weight <= weightWeak {
		ev.weak += gain
		return
	}
	ev.firm += gain
	if sentence != ev.firmSentence {
		ev.firmSentence = sentence
		ev.sentences++
	}
}

// score returns the score of a theme, divided by what the length of the text
// asks for, and the rule that made it.
func (e *Enricher) score(p *page, theme int, ev *evidence) (score float64, rule string) {
	most := maxWeak
	if ev.firm == 0 {
		most = maxWeakAlone
	}
	score = ev.firm + min(ev.weak, most) + spreadScore*float64(max(ev.sentences-1, 0))
	score /= math.Pow(float64(min(max(p.length, usualLength), longestLength))/usualLength, lengthPower)
	if e.inSection(p, theme) {
		return score + sectionScore, "triggers+section"
	}
	return score, "triggers"
}

// judge makes tags of the themes whose score is high enough, the highest
// first.
func (e *Enricher) judge(p *page, all []*evidence) []corpus.Tag {
	var tags []corpus.Tag
	for i, theme := range e.taxonomy.Themes() {
		ev := all[i]
		if ev == nil {
			continue
		}
		score, rule := e.score(p, i, ev)
		if score < theme.Threshold*mentionShare {
			p.weak = append(p.weak, weakTheme{theme: theme.ID, score: score, need: theme.Threshold * mentionShare, first: ev.spans[0], words: len(ev.seen)})
			continue
		}
		role := corpus.Mention
		if score >= theme.Threshold && p.doc.Type != corpus.Listing {
			role = corpus.About
		}
		tags = append(tags, corpus.Tag{
			Facet: corpus.Theme, Value: theme.ID, Role: role, Rule: rule,
			Confidence: round(score / (score + theme.Threshold)), Evidence: trim(ev.spans),
		})
	}
	slices.SortStableFunc(tags, func(a, b corpus.Tag) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return tags
}
