// Package coverage says how the documents of a generation cover the member
// cities, which rules tagged them, and which names and themes were seen and not
// taken.
package coverage

import (
	"cmp"
	"slices"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
)

// Report is what documents hold. Its lists are never nil, and the same documents
// in the same order give the same report.
type Report struct {
	// Pages is how many documents were counted, Listings how many listing pages
	// were left out, as searches leave them out.
	Pages    int `json:"pages"`
	Listings int `json:"listings"`
	// Since is the first day of what counts as recent.
	Since string `json:"since"`
	// Cities are all member cities in the order of the taxonomy. The lists after
	// it hold identifiers: of those that no page is about, the most mentioned
	// first; of those whose pages are all in one language, as far as it is known,
	// those with the most pages first; and of those of whose pages none was
	// published since, as far as they are dated, the longest silent first.
	Cities      []City   `json:"cities"`
	WithoutPage []string `json:"cities_without_page"`
	OneLanguage []string `json:"cities_in_one_language"`
	Silent      []string `json:"cities_without_recent_page"`
	// Rules are by facet, and in it the most frequent first; so are Forms and
	// Themes by what was seen.
	Rules  []Rule  `json:"rules"`
	Forms  []Form  `json:"abstained_forms"`
	Themes []Theme `json:"weak_themes"`
}

// City is a member city and how often pages speak of it.
type City struct {
	Value   string `json:"value"`
	Label   string `json:"label"`
	Country string `json:"country"`
	// Pages is how many pages are about the city, Mentions how many besides
	// mention it.
	Pages    int `json:"pages"`
	Mentions int `json:"mentions"`
	// Languages are those of the pages about it, the most frequent first.
	Languages []Count `json:"languages"`
	// Newest is when the newest page about it was published, empty where no page
	// has a date.
	Newest string `json:"newest"`

	newest corpus.Date
	recent bool
}

// Count is how often something is so.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Rule is how many tags a rule gave in one facet.
type Rule struct {
	Facet    corpus.TagFacet `json:"facet"`
	Rule     string          `json:"rule"`
	About    int             `json:"about"`
	Mentions int             `json:"mentions"`
}

// Counter counts documents one after the other. It is for one goroutine.
type Counter struct {
	taxonomy *taxonomy.Taxonomy
	since    time.Time
	report   Report
	cities   map[string]*City
	langs    map[string]map[string]int
	rules    map[ruleKey]*Rule
	forms    map[formKey]*form
	themes   map[string]*weak
}

type ruleKey struct {
	facet corpus.TagFacet
	rule  string
}

// New returns a Counter for the documents of a taxonomy. A page counts as recent
// if it may have been published on the day of since or later.
func New(t *taxonomy.Taxonomy, since time.Time) *Counter {
	c := &Counter{
		taxonomy: t, since: since, cities: map[string]*City{}, langs: map[string]map[string]int{},
		rules: map[ruleKey]*Rule{}, forms: map[formKey]*form{}, themes: map[string]*weak{},
	}
	c.report.Since = since.Format(time.DateOnly)
	return c
}

// Add counts a document with its tags, and the doubts about it.
func (c *Counter) Add(d corpus.Document, doubts []Doubt) {
	if d.Type == corpus.Listing {
		c.report.Listings++
		return
	}
	c.report.Pages++
	tagged := map[key]bool{}
	for _, t := range d.Tags {
		tagged[key{t.Facet, t.Value}] = true
		c.addRule(t)
	}
	for _, t := range onePerValue(d.TagsOf(corpus.City)) {
		c.addCity(t, d)
	}
	c.addDoubts(d, doubts, tagged)
}

// key names a value of a facet.
type key struct {
	facet corpus.TagFacet
	value string
}

// onePerValue returns the tags with each value once, about before mention.
func onePerValue(tags []corpus.Tag) []corpus.Tag {
	tags = slices.Clone(tags)
	slices.SortStableFunc(tags, func(a, b corpus.Tag) int {
		return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Role, b.Role)) // "about" is before "mention"
	})
	return slices.CompactFunc(tags, func(a, b corpus.Tag) bool { return a.Value == b.Value })
}

func (c *Counter) addRule(t corpus.Tag) {
	k := ruleKey{t.Facet, t.Rule}
	r := c.rules[k]
	if r == nil {
		r = &Rule{Facet: t.Facet, Rule: t.Rule}
		c.rules[k] = r
	}
	if t.Role == corpus.About {
		r.About++
	} else {
		r.Mentions++
	}
}

func (c *Counter) addCity(t corpus.Tag, d corpus.Document) {
	city := c.cities[t.Value]
	if city == nil {
		city = &City{}
		c.cities[t.Value], c.langs[t.Value] = city, map[string]int{}
	}
	if t.Role != corpus.About {
		city.Mentions++
		return
	}
	city.Pages++
	c.langs[t.Value][d.Lang]++
	if d.Published.IsZero() {
		return
	}
	city.recent = city.recent || !d.Published.Last().Before(c.since)
	if city.newest.IsZero() || d.Published.First().After(city.newest.First()) {
		city.newest = d.Published
	}
}

// Report returns what was counted so far.
func (c *Counter) Report() Report {
	r := c.report
	r.Cities = []City{}
	for _, member := range c.taxonomy.Cities() {
		r.Cities = append(r.Cities, c.city(member))
	}
	r.WithoutPage = chosen(r.Cities, func(c City) bool { return c.Pages == 0 }, func(a, b City) int { return cmp.Compare(b.Mentions, a.Mentions) })
	r.OneLanguage = chosen(r.Cities, func(c City) bool { return c.known() == 1 }, func(a, b City) int { return cmp.Compare(b.Pages, a.Pages) })
	r.Silent = chosen(r.Cities, func(c City) bool { return c.Pages > 0 && !c.recent }, func(a, b City) int { return cmp.Compare(a.Newest, b.Newest) })
	r.Rules = c.sortedRules()
	r.Forms = c.sortedForms()
	r.Themes = c.sortedThemes()
	return r
}

// chosen returns the identifiers of the cities that are wanted, in an order;
// those that are equal in it stay in the order of the taxonomy.
func chosen(cities []City, wanted func(City) bool, order func(a, b City) int) []string {
	cities = slices.DeleteFunc(slices.Clone(cities), func(c City) bool { return !wanted(c) })
	slices.SortStableFunc(cities, order)
	out := make([]string, len(cities))
	for i, c := range cities {
		out[i] = c.Value
	}
	return out
}

// city returns a member with what was counted of it.
func (c *Counter) city(member taxonomy.City) City {
	var out City
	if counted := c.cities[member.ID]; counted != nil {
		out = *counted
	}
	out.Value, out.Label, out.Country = member.ID, member.Name, member.Country
	out.Languages = mostFrequent(c.langs[member.ID])
	out.Newest = out.newest.String()
	return out
}

// known is in how many languages there are pages. Pages whose language is not
// known are in none.
func (c City) known() int {
	n := 0
	for _, l := range c.Languages {
		if l.Value != "und" {
			n++
		}
	}
	return n
}

func (c *Counter) sortedRules() []Rule {
	out := make([]Rule, 0, len(c.rules))
	for _, r := range c.rules {
		out = append(out, *r)
	}
	facets := corpus.TagFacets()
	slices.SortFunc(out, func(a, b Rule) int {
		return cmp.Or(
			cmp.Compare(slices.Index(facets, a.Facet), slices.Index(facets, b.Facet)),
			cmp.Compare(b.About+b.Mentions, a.About+a.Mentions), cmp.Compare(a.Rule, b.Rule))
	})
	return out
}

// mostFrequent returns the values with their counts, the most frequent first.
func mostFrequent(counts map[string]int) []Count {
	out := make([]Count, 0, len(counts))
	for value, n := range counts {
		out = append(out, Count{value, n})
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value)) })
	return out
}
