package enrich

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
)

const (
	// aboutScore is the score from which a page of up to usualLength words is about
	// a theme; longer pages need more, with the square root of their length.
	aboutScore  = 2.0
	usualLength = 400
	// mentionShare is the part of that score which a mention needs.
	mentionShare = 0.35
	// titleFactor multiplies the weight of triggers in the title, leadFactor
	// those in the lead.
	titleFactor = 2.0
	leadFactor  = 1.3
	// sectionScore is added where the address lies in the theme's section.
	sectionScore = 1.0
)

// evidence is what a page says for one theme.
type evidence struct {
	spans []corpus.Span
	// best is the highest weight of each trigger, count how often it stands.
	best  map[string]float64
	count map[string]int
	// strong says that one of the triggers is not weak.
	strong bool
}

// themeTags returns the themes of a page. Headings do not count, because every
// city profile has the same ones.
func (e *Enricher) themeTags(p *page) []corpus.Tag {
	ts, ok := e.triggers[p.doc.Lang]
	if !ok {
		ts = e.triggers["en"]
	}
	all := map[int]*evidence{}
	for i, part := range p.passages {
		if part.Zone == corpus.ZoneHeading {
			continue
		}
		for _, h := range ts.find(p.text[part.Start:part.End]) {
			ev := all[h.theme]
			if ev == nil {
				ev = &evidence{best: map[string]float64{}, count: map[string]int{}}
				all[h.theme] = ev
			}
			ev.spans = append(ev.spans, p.span(i, part.Start+h.start, part.Start+h.end))
			ev.best[h.key] = max(ev.best[h.key], h.weight*zoneFactor(part.Zone))
			ev.count[h.key]++
			ev.strong = ev.strong || h.weight >= weightWord
		}
	}
	return e.judge(p, all)
}

func zoneFactor(z corpus.Zone) float64 {
	switch z {
	case corpus.ZoneTitle:
		return titleFactor
	case corpus.ZoneLead:
		return leadFactor
	}
	return 1
}

// judge makes tags of the themes whose score is high enough, the highest
// first.
func (e *Enricher) judge(p *page, all map[int]*evidence) []corpus.Tag {
	need := aboutScore * math.Sqrt(max(float64(length(p.text)), usualLength)/usualLength)
	var tags []corpus.Tag
	for i, theme := range e.taxonomy.Themes() {
		ev := all[i]
		if ev == nil {
			continue
		}
		score, rule := ev.score(), "triggers"
		if e.inSection(p, i) {
			score, rule = score+sectionScore, "triggers+section"
		}
		if score < need*mentionShare {
			continue
		}
		role := corpus.Mention
		if score >= need && ev.tells() && p.doc.Type != corpus.Listing {
			role = corpus.About
		}
		slices.SortFunc(ev.spans, func(a, b corpus.Span) int { return a.Start - b.Start })
		tags = append(tags, corpus.Tag{
			Facet: corpus.Theme, Value: theme.ID, Role: role, Rule: rule,
			Confidence: round(score / (score + need)), Evidence: trim(ev.spans),
		})
	}
	slices.SortStableFunc(tags, func(a, b corpus.Tag) int { return cmp.Compare(b.Confidence, a.Confidence) })
	return tags
}

// tells reports whether the evidence is more than one weak trigger, however
// often it stands: a page may say lifelong learning in every line and be about
// something else.
func (ev *evidence) tells() bool { return ev.strong || len(ev.best) > 1 }

// score adds up the triggers; each time that one stands again says less.
func (ev *evidence) score() float64 {
	sum := 0.0
	for _, key := range slices.Sorted(maps.Keys(ev.best)) {
		sum += ev.best[key] * (1 + 0.7*math.Log(float64(ev.count[key])))
	}
	return sum
}

// inSection reports whether a part of the page's path is a trigger of the
// theme in any language.
func (e *Enricher) inSection(p *page, theme int) bool {
	for _, section := range p.sections {
		for _, ts := range e.triggers {
			for _, h := range ts.find(section) {
				if h.theme == theme && h.weight >= weightWord && h.start == 0 && h.end == len(section) {
					return true
				}
			}
		}
	}
	return false
}
