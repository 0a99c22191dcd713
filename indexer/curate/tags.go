package curate

import (
	"cmp"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
)

// maxEvidence is the most spans that one tag keeps, as of the tagger.
const maxEvidence = 20

// change is an override of a tag that is to be applied.
type change struct {
	*Result
	span corpus.Span
}

// editor changes the tags of one document.
type editor struct {
	taxonomy *taxonomy.Taxonomy
	tags     []corpus.Tag
	changes  []change
}

// edit applies the changes from the smallest area to the largest. A country
// follows its cities, and a region its countries: those of which one has
// changed are renewed, before what a curator says of them themselves.
func (e *editor) edit() []corpus.Tag {
	cities, countries := e.of(corpus.City), e.of(corpus.Country)
	e.apply(corpus.City)
	e.follow(corpus.Country, corpus.City, cities, e.country)
	e.apply(corpus.Country)
	e.follow(corpus.Region, corpus.Country, countries, e.region)
	e.apply(corpus.Region)
	e.apply(corpus.Theme)
	facets := corpus.TagFacets()
	slices.SortStableFunc(e.tags, func(a, b corpus.Tag) int {
		if a.Facet == b.Facet && a.Facet == corpus.Theme { // the surest first
			return cmp.Compare(b.Confidence, a.Confidence)
		}
		return cmp.Compare(slices.Index(facets, a.Facet), slices.Index(facets, b.Facet))
	})
	return e.tags
}

func (e *editor) country(city string) string {
	c, _ := e.taxonomy.City(city)
	return c.Country
}

func (e *editor) region(country string) string {
	c, _ := e.taxonomy.Country(country)
	return c.Region
}

// of returns the tags of a facet as they are now.
func (e *editor) of(facet corpus.TagFacet) []corpus.Tag {
	d := corpus.Document{Tags: e.tags}
	return d.TagsOf(facet)
}

// at returns the place of a tag, or -1.
func (e *editor) at(facet corpus.TagFacet, value string) int {
	return slices.IndexFunc(e.tags, func(t corpus.Tag) bool { return t.Facet == facet && t.Value == value })
}

// apply adds and removes the tags of a facet.
func (e *editor) apply(facet corpus.TagFacet) {
	for _, c := range e.changes {
		if c.Field != string(facet) {
			continue
		}
		i := e.at(facet, c.Value)
		switch {
		case c.Action == Remove && i < 0:
			c.done(false, "the page has no such tag")
		case c.Action == Remove:
			e.tags = slices.Delete(e.tags, i, i+1)
			c.done(true, "")
		default:
			t := corpus.Tag{Facet: facet, Value: c.Value, Role: c.Role, Rule: Rule, Confidence: 1, Evidence: []corpus.Span{c.span}}
			if i >= 0 {
				t.Evidence = withSpan(e.tags[i].Evidence, c.span)
			}
			e.put(i, t)
			c.done(true, "")
		}
	}
}

// put sets the tag at i, or appends one where i is below 0.
func (e *editor) put(i int, t corpus.Tag) {
	if i < 0 {
		e.tags = append(e.tags, t)
		return
	}
	e.tags[i] = t
}

// withSpan returns the spans and one more in the order of the text. The one is
// among those that are kept.
func withSpan(spans []corpus.Span, one corpus.Span) []corpus.Span {
	rest := slices.DeleteFunc(slices.Clone(spans), func(s corpus.Span) bool { return s == one })
	rest = append(rest[:min(len(rest), maxEvidence-1)], one)
	sortSpans(rest)
	return rest
}

func sortSpans(spans []corpus.Span) {
	slices.SortFunc(spans, func(a, b corpus.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
}
