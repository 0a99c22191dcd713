package api

import (
	"fmt"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// QueryParams are the parameters that say which documents match. Every
// operation that takes a query embeds them; huma reads exported embedded
// types only.
type QueryParams struct {
	Q string `query:"q" doc:"What to search for, in the query language; at most 256 characters and 16 words. Empty browses." example:"\"1-2-3 Lifelong Learning Infrastructure\""`

	City    []string `query:"city,explode" maxItems:"50" doc:"City, by identifier or any of its names. Several values of one facet are OR, facets are AND."`
	Country []string `query:"country,explode" maxItems:"50" doc:"Country, by identifier or name"`
	Region  []string `query:"region,explode" maxItems:"50" doc:"Region, by identifier or name"`
	Theme   []string `query:"theme,explode" maxItems:"50" doc:"Theme, by identifier or name"`
	Type    []string `query:"type,explode" maxItems:"50" enum:"news,case-study,city-profile,event,publication,programme,listing,other" doc:"Kind of page"`
	Lang    []string `query:"lang,explode" maxItems:"50" pattern:"^[a-z]{2,3}$" patternDescription:"a language code such as en" doc:"Language of the page, as an ISO 639 code; und where it is not known"`
	Year    []string `query:"year,explode" maxItems:"50" pattern:"^([0-9]{4}|none)$" patternDescription:"a year of four digits, or none" doc:"Year of publication; none for pages without a date"`

	NotCity    []string `query:"-city,explode" maxItems:"50" doc:"City to leave out"`
	NotCountry []string `query:"-country,explode" maxItems:"50" doc:"Country to leave out"`
	NotRegion  []string `query:"-region,explode" maxItems:"50" doc:"Region to leave out"`
	NotTheme   []string `query:"-theme,explode" maxItems:"50" doc:"Theme to leave out"`
	NotType    []string `query:"-type,explode" maxItems:"50" enum:"news,case-study,city-profile,event,publication,programme,listing,other" doc:"Kind of page to leave out"`
	NotLang    []string `query:"-lang,explode" maxItems:"50" pattern:"^[a-z]{2,3}$" patternDescription:"a language code such as en" doc:"Language to leave out"`
	NotYear    []string `query:"-year,explode" maxItems:"50" pattern:"^([0-9]{4}|none)$" patternDescription:"a year of four digits, or none" doc:"Year to leave out"`

	From     string `query:"from" pattern:"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" patternDescription:"a date such as 2016, 2016-07 or 2016-07-14" doc:"First year, month or day" example:"2016-07"`
	To       string `query:"to" pattern:"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" patternDescription:"a date such as 2016, 2016-07 or 2016-07-14" doc:"Last year, month or day" example:"2016-07-14"`
	Mentions bool   `query:"mentions" doc:"Let city, country, region and theme take pages that only mention them"`
	Listings bool   `query:"listings" doc:"Keep listing pages in"`
}

// query returns the part of a search.Query that says which documents match.
func (p *QueryParams) query() (search.Query, error) {
	q := search.Query{
		Text:     p.Q,
		Mentions: p.Mentions,
		Listings: p.Listings,
		Sort:     search.Relevance,
		Page:     1,
		PerPage:  search.DefaultPerPage,
	}
	for _, f := range []search.Filter{
		{Facet: search.FacetCity, Values: p.City, Exclude: p.NotCity},
		{Facet: search.FacetCountry, Values: p.Country, Exclude: p.NotCountry},
		{Facet: search.FacetRegion, Values: p.Region, Exclude: p.NotRegion},
		{Facet: search.FacetTheme, Values: p.Theme, Exclude: p.NotTheme},
		{Facet: search.FacetType, Values: p.Type, Exclude: p.NotType},
		{Facet: search.FacetYear, Values: p.Year, Exclude: p.NotYear},
		{Facet: search.FacetLang, Values: p.Lang, Exclude: p.NotLang},
	} {
		f.Values, f.Exclude = distinct(f.Values), distinct(f.Exclude)
		if len(f.Values)+len(f.Exclude) > 0 {
			q.Filters = append(q.Filters, f)
		}
	}
	var err error
	if q.From, err = readDate("from", p.From); err != nil {
		return q, err
	}
	q.To, err = readDate("to", p.To)
	return q, err
}

// distinct returns values sorted and each once, so that equal questions are
// equal queries.
func distinct(values []string) []string {
	values = slices.Clone(values)
	slices.Sort(values)
	return slices.Compact(values)
}

func readDate(param, s string) (corpus.Date, error) {
	if s == "" {
		return corpus.Date{}, nil
	}
	d, err := corpus.ParseDate(s)
	if err != nil {
		return d, &search.ParamError{Param: param, Reason: err.Error()}
	}
	return d, nil
}

// searchParams are the parameters of a search.
type searchParams struct {
	QueryParams
	Sort      string   `query:"sort" enum:"relevance,newest,oldest,title" default:"relevance" doc:"Order of the hits; undated pages come last by date"`
	Page      int      `query:"page" minimum:"1" default:"1" doc:"Page, from 1; page × per_page is at most 10000, beyond that follow next_cursor"`
	PerPage   int      `query:"per_page" minimum:"1" maximum:"100" default:"10" doc:"Hits a page"`
	Cursor    string   `query:"cursor" doc:"The next_cursor of an answer to the same query; replaces page"`
	Facets    []string `query:"facets,explode" doc:"Facets to count, separated by commas or repeated: city, country, region, theme, type, year, lang, or none; all by default"`
	FacetSize int      `query:"facet_size" minimum:"1" maximum:"200" default:"20" doc:"Most values of each facet; selected ones come besides"`
	Highlight bool     `query:"highlight" default:"true" doc:"Send marked fragments of the text"`
	Explain   bool     `query:"explain" doc:"Say why each hit stands where it stands"`

	Conditional
}

func (p *searchParams) query() (search.Query, error) {
	q, err := p.QueryParams.query()
	if err != nil {
		return q, err
	}
	q.Sort = search.Sort(p.Sort)
	q.Page, q.PerPage, q.Cursor = p.Page, p.PerPage, p.Cursor
	q.Snippets, q.Explain = p.Highlight, p.Explain
	q.Facets, err = facetRequests(p.Facets, p.FacetSize)
	return q, err
}

// noFacets asks for none.
const noFacets = "none"

func facetRequests(asked []string, size int) ([]search.FacetRequest, error) {
	var names []string
	for _, list := range asked {
		for name := range strings.SplitSeq(list, ",") {
			name = strings.TrimSpace(name)
			if name == "" || slices.Contains(names, name) {
				continue
			}
			if name != noFacets && !slices.Contains(search.Facets(), name) {
				return nil, noSuchFacet(name)
			}
			names = append(names, name)
		}
	}
	switch {
	case len(names) == 0:
		names = search.Facets()
	case len(names) == 1 && names[0] == noFacets:
		return nil, nil
	case slices.Contains(names, noFacets):
		return nil, noSuchFacet(noFacets)
	}
	requests := make([]search.FacetRequest, len(names))
	for i, name := range names {
		requests[i] = search.FacetRequest{Facet: name, Size: size}
	}
	return requests, nil
}

func noSuchFacet(name string) error {
	return &search.ParamError{Param: "facets", Reason: fmt.Sprintf("no facet %q; there are %s", name, strings.Join(search.Facets(), ", "))}
}

// facetParams are the parameters of the values of one facet.
type facetParams struct {
	Name string `path:"name" enum:"city,country,region,theme,type,year,lang" doc:"The facet"`
	QueryParams
	Contains string `query:"contains" doc:"Only values whose label has this in it, whatever the case and accents"`
	Prefix   string `query:"prefix" doc:"Only values whose label begins with this, whatever the case and accents"`
	Size     int    `query:"size" minimum:"1" maximum:"200" default:"50" doc:"Most values"`

	Conditional
}

// documentParams name one document.
type documentParams struct {
	ID string `path:"id" doc:"The identifier of a hit"`

	Conditional
}
