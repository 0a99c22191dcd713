package curate

import (
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
)

// named is the rule of an area that stands in the text itself, where the tagger
// has noted only that it follows from a part of it.
const named = "name"

// follow renews the areas whose parts are no longer as they were before. What
// follows from a part that is gone goes too, unless another part or the text
// itself names the area.
func (e *editor) follow(facet, part corpus.TagFacet, before []corpus.Tag, areaOf func(string) string) {
	after := e.of(part)
	for _, area := range changedAreas(before, after, areaOf) {
		inside := func(t corpus.Tag) bool { return areaOf(t.Value) == area }
		i := e.at(facet, area)
		var renewed []corpus.Tag
		for _, t := range filter(after, inside) {
			up := corpus.Tag{Facet: facet, Value: area, Role: t.Role, Rule: string(part), Confidence: t.Confidence, Evidence: t.Evidence}
			renewed = append(renewed, up)
		}
		if i >= 0 {
			if own, ok := ownReason(e.tags[i], string(part), filter(before, inside)); ok {
				renewed = append(renewed, own)
			}
		}
		switch {
		case len(renewed) > 0:
			e.put(i, merge(renewed))
		case i >= 0:
			e.tags = slices.Delete(e.tags, i, i+1)
		}
	}
}

func filter(tags []corpus.Tag, keep func(corpus.Tag) bool) []corpus.Tag {
	return slices.DeleteFunc(slices.Clone(tags), func(t corpus.Tag) bool { return !keep(t) })
}

// changedAreas returns the areas of parts that have come, gone or changed, in
// the order in which they stood or stand.
func changedAreas(before, after []corpus.Tag, areaOf func(string) string) []string {
	var out []string
	differ := func(these, those []corpus.Tag) {
		for _, t := range these {
			area := areaOf(t.Value)
			if area != "" && !slices.Contains(out, area) && !slices.ContainsFunc(those, func(o corpus.Tag) bool { return equal(t, o) }) {
				out = append(out, area)
			}
		}
	}
	differ(before, after)
	differ(after, before)
	return out
}

func equal(a, b corpus.Tag) bool {
	return a.Facet == b.Facet && a.Value == b.Value && a.Role == b.Role && a.Rule == b.Rule && a.Confidence == b.Confidence && slices.Equal(a.Evidence, b.Evidence)
}

// ownReason returns what is left of the tag of an area without its parts: the
// rules that are not theirs, and the evidence that none of them has. The tagger
// keeps one rule where the roles differ; evidence of its own then tells that the
// text names the area.
func ownReason(t corpus.Tag, part string, parts []corpus.Tag) (own corpus.Tag, ok bool) {
	others := slices.DeleteFunc(strings.Split(t.Rule, ", "), func(r string) bool { return r == part })
	spans := slices.DeleteFunc(slices.Clone(t.Evidence), func(s corpus.Span) bool {
		return slices.ContainsFunc(parts, func(p corpus.Tag) bool { return slices.Contains(p.Evidence, s) })
	})
	if len(others) == 0 && len(spans) == 0 {
		return corpus.Tag{}, false
	}
	own = t
	own.Rule = strings.Join(others, ", ")
	if len(others) == 0 {
		// Of a page that is about a part the text only mentions the area, else
		// the rule would stand there.
		own.Rule, own.Role = named, corpus.Mention
	}
	if len(spans) > 0 { // else a part and the area share a name, as in city states
		own.Evidence = spans
	}
	return own, true
}

// merge makes one tag of several of one value, as the tagger does: the role
// about wins, and with it the rule; the evidence of all is kept.
func merge(tags []corpus.Tag) corpus.Tag {
	out := tags[0]
	for _, t := range tags[1:] {
		switch {
		case out.Role != t.Role && t.Role == corpus.About:
			out.Role, out.Rule, out.Confidence = t.Role, t.Rule, t.Confidence
		case out.Role == t.Role:
			out.Confidence = max(out.Confidence, t.Confidence)
			if !slices.Contains(strings.Split(out.Rule, ", "), t.Rule) {
				out.Rule += ", " + t.Rule
			}
		}
		out.Evidence = union(out.Evidence, t.Evidence)
	}
	return out
}

// union returns the spans of both in the order of the text, as many as a tag
// keeps.
func union(a, b []corpus.Span) []corpus.Span {
	all := slices.Concat(a, b)
	sortSpans(all)
	all = slices.Compact(all)
	return all[:min(len(all), maxEvidence)]
}
