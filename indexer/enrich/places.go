package enrich

import (
	"slices"
	"sort"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
)

// named is a value of a facet and where the page names it.
type named struct {
	value   string
	matches []taxonomy.Match
	// at is the passage of each match.
	at   []int
	role corpus.Role
	// place says where a value that the page is about stands out, such as
	// "title".
	place string
}

// placeTags returns the tags of cities, countries and regions. Countries and
// regions follow from their cities or are named themselves.
func (e *Enricher) placeTags(p *page) []corpus.Tag {
	sure, unsure := e.taxonomy.Settle(taxonomy.Page{Text: p.text, Passages: p.passages, Slug: p.slug, Profile: p.profile, Lang: p.doc.Lang})
	p.unsure = unsure
	cities := p.collect(sure, corpus.City)
	countries := p.collect(sure, corpus.Country)
	regions := p.collect(sure, corpus.Region)
	p.setCityRoles(cities)
	local := slices.ContainsFunc(cities, func(c *named) bool { return c.role == corpus.About }) || newReading(p, cities).lists()
	hosts := e.hosts(cities)
	p.setAreaRoles(countries, local, hosts)
	p.setAreaRoles(regions, local, hosts)

	var tags []corpus.Tag
	for _, c := range cities {
		tags = append(tags, p.placeTag(corpus.City, c))
	}
	ofCities := e.derive(tags, corpus.Country, func(id string) string {
		city, _ := e.taxonomy.City(id)
		return city.Country
	})
	countryTags := merge(ofCities, p.areaTags(corpus.Country, countries))
	ofCountries := e.derive(countryTags, corpus.Region, func(id string) string {
		country, _ := e.taxonomy.Country(id)
		return country.Region
	})
	regionTags := merge(ofCountries, p.areaTags(corpus.Region, regions))
	return slices.Concat(tags, countryTags, regionTags)
}

// collect gathers the matches of a facet by value, in the order of the text.
func (p *page) collect(sure []taxonomy.Match, facet corpus.TagFacet) []*named {
	byValue := map[string]*named{}
	var all []*named
	for _, m := range sure {
		if m.Facet != string(facet) {
			continue
		}
		n := byValue[m.Value]
		if n == nil {
			n = &named{value: m.Value, role: corpus.Mention}
			byValue[m.Value] = n
			all = append(all, n)
		}
		n.matches = append(n.matches, m)
		n.at = append(n.at, p.passageAt(m.Start))
	}
	return all
}

// passageAt returns the passage that holds an offset of the text.
func (p *page) passageAt(offset int) int {
	return max(sort.Search(len(p.passages), func(i int) bool { return p.passages[i].Start > offset })-1, 0)
}

// placeTag makes the tag of a value that the page names.
func (p *page) placeTag(facet corpus.TagFacet, n *named) corpus.Tag {
	best, rule := 0.0, ""
	var spans []corpus.Span
	for i, m := range n.matches {
		spans = append(spans, p.span(n.at[i], m.Start, m.End))
		if c := certainty(m); c > best {
			best, rule = c, m.Rule
			if m.Cue != "" {
				rule += "+" + m.Cue
			}
		}
	}
	if n.place != "" {
		rule += "+" + n.place
	}
	if n.role == corpus.Mention {
		best *= 0.9
	}
	return corpus.Tag{Facet: facet, Value: n.value, Role: n.role, Rule: rule, Confidence: round(best), Evidence: trim(spans)}
}

func (p *page) areaTags(facet corpus.TagFacet, all []*named) []corpus.Tag {
	var tags []corpus.Tag
	for _, n := range all {
		tags = append(tags, p.placeTag(facet, n))
	}
	return tags
}

// certainty says how sure one match is, from 0 to 1.
func certainty(m taxonomy.Match) float64 {
	switch {
	case m.Rule == taxonomy.RuleFuzzy:
		return 0.75
	case m.Cue != "":
		return 0.85
	case m.Rule == taxonomy.RuleMisspelling || m.Rule == taxonomy.RuleAdjective:
		return 0.9
	case m.Rule == taxonomy.RuleAlias:
		return 0.95
	}
	return 0.97
}

// derive returns the tags of the facet that contains that of tags: a country
// has the role and the evidence of its cities, a region those of its
// countries.
func (e *Enricher) derive(tags []corpus.Tag, facet corpus.TagFacet, parent func(string) string) []corpus.Tag {
	var out []corpus.Tag
	for _, t := range tags {
		value := parent(t.Value)
		if value == "" {
			continue
		}
		up := corpus.Tag{Facet: facet, Value: value, Role: t.Role, Rule: string(t.Facet), Confidence: t.Confidence, Evidence: t.Evidence}
		out = merge(out, []corpus.Tag{up})
	}
	return out
}

// merge joins tags of the same value: the role about wins, and with it the
// rule; the evidence of both is kept, about first.
func merge(into, more []corpus.Tag) []corpus.Tag {
	for _, t := range more {
		i := slices.IndexFunc(into, func(o corpus.Tag) bool { return o.Facet == t.Facet && o.Value == t.Value })
		if i < 0 {
			into = append(into, t)
			continue
		}
		old := &into[i]
		if old.Role != t.Role && t.Role == corpus.About {
			old.Role, old.Rule, old.Confidence = t.Role, t.Rule, t.Confidence
		} else if old.Role == t.Role {
			old.Confidence = max(old.Confidence, t.Confidence)
			if !strings.Contains(old.Rule, t.Rule) {
				old.Rule += ", " + t.Rule
			}
		}
		old.Evidence = union(old.Evidence, t.Evidence)
	}
	return into
}

// union returns the spans of both in the order of the text.
func union(a, b []corpus.Span) []corpus.Span {
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(x, y corpus.Span) int { return x.Start - y.Start })
	return trim(slices.Compact(all))
}

// round keeps two decimals, which is all that a confidence can mean.
func round(x float64) float64 { return float64(int(x*100+0.5)) / 100 }
