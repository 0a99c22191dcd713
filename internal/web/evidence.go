package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// maxQuotes is how many sentences are shown for one tag.
const maxQuotes = 4

// tagGroup is the tags of one facet.
type tagGroup struct {
	Legend string
	Tags   []tagView
}

// tagView is one tag and why it is there.
type tagView struct {
	corpus.Tag
	Name string
	// Anchor is the identifier of its place on the page.
	Anchor string
	// URL finds every page with this tag.
	URL string
	// Why is the rule in plain words; empty where the tag only follows.
	Why string
	// From are the tags that it follows from.
	From   []tagLink
	Quotes []quote
	// More is how many places are not shown.
	More int
}

// tagLink leads to another tag on the page.
type tagLink struct{ Name, URL string }

// quote is one sentence with all that is in it marked.
type quote struct {
	Where string
	Quote search.Fragment
	// from and to are where it stands in the text.
	from, to int
}

// below says which facets a tag of a facet can follow from.
var below = map[corpus.TagFacet][]corpus.TagFacet{
	corpus.Country: {corpus.City}, corpus.Region: {corpus.Country, corpus.City},
}

func tagGroups(d *search.DocumentAnswer) []tagGroup {
	text, passages := d.Text(), d.Passages()
	var out []tagGroup
	for _, facet := range corpus.TagFacets() {
		group := tagGroup{Legend: legends[string(facet)]}
		for _, t := range d.TagsOf(facet) {
			group.Tags = append(group.Tags, newTagView(d, t, text, passages))
		}
		if len(group.Tags) > 0 {
			out = append(out, group)
		}
	}
	return out
}

func newTagView(d *search.DocumentAnswer, t corpus.Tag, text string, passages []corpus.Passage) tagView {
	st := state{sort: search.Relevance, mentions: t.Role == corpus.Mention}.with(string(t.Facet), t.Value)
	v := tagView{Tag: t, Name: d.Label(t), Anchor: anchor(t), URL: st.url()}
	from, own := origin(d, t)
	for _, o := range from {
		v.From = append(v.From, tagLink{d.Label(o), "#" + anchor(o)})
	}
	slices.SortFunc(v.From, func(a, b tagLink) int { return cmp.Compare(a.Name, b.Name) })
	v.Why = ruleText(ownRule(t, len(from) > 0))
	v.Quotes, v.More = quotes(text, passages, own)
	return v
}

func anchor(t corpus.Tag) string { return "tag-" + string(t.Facet) + "-" + t.Value }

// origin returns the tags that t follows from, which are those it shares
// evidence with, and the evidence that is its own. A region follows from its
// countries where it can, since those lead on to the cities.
func origin(d *search.DocumentAnswer, t corpus.Tag) (from []corpus.Tag, own []corpus.Span) {
	own = t.Evidence
	for _, facet := range below[t.Facet] {
		if !slices.Contains(rules(t.Rule), string(facet)) {
			continue
		}
		for _, lower := range d.TagsOf(facet) {
			rest := slices.DeleteFunc(slices.Clone(own), func(s corpus.Span) bool { return slices.Contains(lower.Evidence, s) })
			if len(rest) < len(own) {
				from, own = append(from, lower), rest
			}
		}
	}
	return from, own
}

// rules returns the single rules of a tag.
func rules(rule string) []string { return strings.Split(rule, ", ") }

// ownRule returns the rule of t, without what it follows from where that is
// named beside it.
func ownRule(t corpus.Tag, named bool) string {
	if !named {
		return t.Rule
	}
	return strings.Join(slices.DeleteFunc(rules(t.Rule), func(rule string) bool {
		return slices.Contains(below[t.Facet], corpus.TagFacet(rule))
	}), ", ")
}

// quotes returns the first sentences that spans stand in, each once and with
// every span in it marked, and how many spans are in none of them.
func quotes(text string, passages []corpus.Passage, spans []corpus.Span) (out []quote, more int) {
	spans = slices.Clone(spans)
	slices.SortStableFunc(spans, func(a, b corpus.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	for _, span := range slices.Compact(spans) {
		if n := len(out) - 1; n >= 0 && out[n].from <= span.Start && span.End <= out[n].to {
			out[n].mark(span)
			continue
		}
		if len(out) == maxQuotes {
			more++
			continue
		}
		f := search.Quote(text, passages, span)
		if len(f.Marks) == 0 {
			continue // it does not stand in the text
		}
		from := span.Start - f.Marks[0].Start
		out = append(out, quote{Where: where(span.Zone, f.Page), Quote: f, from: from, to: from + len(f.Text)})
	}
	return out, more
}

// mark marks a span that begins where the last mark ends or behind it.
func (q *quote) mark(span corpus.Span) {
	if m := (search.Mark{Start: span.Start - q.from, End: span.End - q.from}); m.Start >= q.Quote.Marks[len(q.Quote.Marks)-1].End {
		q.Quote.Marks = append(q.Quote.Marks, m)
	}
}

// where says in which part of a document a quote stands.
func where(z corpus.Zone, page int) string {
	if page == 0 {
		return zoneText(z)
	}
	return zoneText(z) + ", p. " + strconv.Itoa(page)
}

func zoneText(z corpus.Zone) string {
	switch z {
	case corpus.ZoneTitle:
		return "In the title"
	case corpus.ZoneLead:
		return "In the first paragraph"
	case corpus.ZoneHeading:
		return "In a heading"
	}
	return "In the text"
}
