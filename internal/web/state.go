package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

// The parameters of a search page besides the facets. A facet's name with a
// minus before it leaves values out.
const (
	paramText     = "q"
	paramFrom     = "from"
	paramTo       = "to"
	paramMentions = "mentions"
	paramListings = "listings"
	paramSort     = "sort"
	paramPage     = "page"
	paramWhole    = "facet_all"
	paramFind     = "facet_find"
	exclude       = "-"
)

// state is a search page as its address says it. Its methods return changed
// copies; a change of what is searched leads back to the first page.
type state struct {
	text               string
	filters            []search.Filter
	from, to           corpus.Date
	mentions, listings bool
	sort               search.Sort
	page               int
	// whole is the facet that is listed in full, and find what to look for in
	// the names of its values.
	whole, find string
}

// readState reads any query string. What cannot be used is left out, and a
// sentence for people says so.
func readState(raw string) (state, []string) {
	values, err := url.ParseQuery(raw)
	var said []string
	if err != nil {
		said = append(said, "A part of the address could not be read and was left out.")
	}
	s := state{sort: search.Relevance, page: 1}
	text, notes := querylang.Cut(plain(values.Get(paramText)))
	for _, n := range notes {
		said = append(said, n.Detail)
	}
	s.text = strings.TrimSpace(text)
	s.mentions = isSet(values.Get(paramMentions))
	s.listings = isSet(values.Get(paramListings))
	if by := search.Sort(values.Get(paramSort)); slices.Contains(search.Sorts(), by) {
		s.sort = by
	}
	if whole := values.Get(paramWhole); slices.Contains(search.Facets(), whole) {
		s.whole = whole
		s.find = strings.TrimSpace(firstRunes(plain(values.Get(paramFind)), maxFind))
	}
	said = append(said, s.readDates(values)...)
	said = append(said, s.readFilters(values)...)
	said = append(said, s.readPage(values.Get(paramPage))...)
	return s, said
}

// maxFind bounds what is looked for in the names of values, in characters.
const maxFind = 64

// plain returns s as valid UTF-8 without control characters.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func isSet(v string) bool {
	set, err := strconv.ParseBool(v)
	return err == nil && set
}

func (s *state) readDates(values url.Values) []string {
	var said []string
	for param, to := range map[string]*corpus.Date{paramFrom: &s.from, paramTo: &s.to} {
		v := strings.TrimSpace(plain(values.Get(param)))
		if v == "" {
			continue
		}
		d, err := corpus.ParseDate(v)
		if err != nil {
			said = append(said, fmt.Sprintf("“%s” is not a date and was left out. Write 2016, 2016-07 or 2016-07-14.", cut(v, 40)))
			continue
		}
		*to = d
	}
	if !s.from.IsZero() && !s.to.IsZero() && s.to.Last().Before(s.from.First()) {
		said = append(said, fmt.Sprintf("The dates ended before they began, so they were turned round: %s to %s.", s.to, s.from))
		s.from, s.to = s.to, s.from
	}
	slices.Sort(said)
	return said
}

func (s *state) readFilters(values url.Values) []string {
	left := search.MaxFilters
	take := func(param string) []string {
		var out []string
		for _, v := range values[param] {
			if v = plain(v); v != "" {
				out = append(out, v)
			}
		}
		out = inOrder(out)
		kept := min(len(out), max(left, 0))
		left -= len(out)
		return out[:kept]
	}
	for _, facet := range search.Facets() {
		f := search.Filter{Facet: facet, Values: take(facet), Exclude: take(exclude + facet)}
		if len(f.Values)+len(f.Exclude) > 0 {
			s.filters = append(s.filters, f)
		}
	}
	if left < 0 {
		return []string{fmt.Sprintf("Only the first %d filters were used.", search.MaxFilters)}
	}
	return nil
}

func (s *state) readPage(v string) []string {
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		return nil
	}
	s.page = min(n, lastPage)
	if n > lastPage {
		return []string{fmt.Sprintf("Pages end at hit %d. Add a word or a filter to see what lies beyond.", search.MaxWindow)}
	}
	return nil
}

// lastPage is the last page that can be asked for by number.
const lastPage = search.MaxWindow / search.DefaultPerPage

// query returns what the page asks the Searcher, without facets.
func (s state) query() search.Query {
	return search.Query{
		Text: s.text, Filters: s.filters, From: s.from, To: s.to,
		Mentions: s.mentions, Listings: s.listings, Sort: s.sort,
		Page: s.page, PerPage: search.DefaultPerPage, Snippets: true,
	}
}

// url returns the address of the page: parameters in one order, and none that
// says what would be so without it.
func (s state) url() string {
	var b strings.Builder
	add := func(name, value string) {
		if value == "" {
			return
		}
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(name + "=" + url.QueryEscape(value))
	}
	add(paramText, s.text)
	for _, f := range s.filters {
		for _, v := range f.Values {
			add(f.Facet, v)
		}
		for _, v := range f.Exclude {
			add(exclude+f.Facet, v)
		}
	}
	add(paramFrom, s.from.String())
	add(paramTo, s.to.String())
	add(paramMentions, flag(s.mentions))
	add(paramListings, flag(s.listings))
	if s.sort != search.Relevance {
		add(paramSort, string(s.sort))
	}
	add(paramWhole, s.whole)
	add(paramFind, s.find)
	if s.page > 1 {
		add(paramPage, strconv.Itoa(s.page))
	}
	if b.Len() == 0 {
		return "/search"
	}
	return "/search?" + b.String()
}

func flag(set bool) string {
	if set {
		return "1"
	}
	return ""
}
