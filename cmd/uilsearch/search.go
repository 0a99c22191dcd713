package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/api"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
)

func (a *app) newSearch() *cobra.Command {
	var o searchOptions
	c := &cobra.Command{
		Use:   "search QUERY",
		Short: "Search the live generation from the command line",
		RunE: a.configured(func(ctx context.Context, args []string) error {
			return a.search(ctx, strings.Join(args, " "), o)
		}),
	}
	flags := c.Flags()
	flags.BoolVar(&o.json, "json", false, "write the answer as the API does")
	flags.BoolVar(&o.explain, "explain", false, "say why each hit stands where it stands")
	flags.BoolVar(&o.mentions, "mentions", false, "count pages that only mention a value")
	flags.StringVar(&o.sort, "sort", string(search.Relevance), "`order`: relevance, newest, oldest or title")
	flags.StringVar(&o.from, "from", "", "first `date`: 2016, 2016-07 or 2016-07-14")
	flags.StringVar(&o.to, "to", "", "last `date`")
	flags.StringVar(&o.cursor, "cursor", "", "go on behind an earlier answer's `next_cursor`")
	flags.BoolVar(&o.listings, "listings", false, "search listing pages too")
	flags.IntVar(&o.page, "page", 1, "which `page` of hits")
	flags.IntVar(&o.perPage, "per-page", search.DefaultPerPage, "how `many` hits a page")
	for _, f := range search.Facets() {
		flags.StringArrayVar(&o.filter(f).Values, f, nil, "keep pages with this `value` of the facet; may be repeated")
		flags.StringArrayVar(&o.filter(f).Exclude, "not-"+f, nil, "leave out pages with this `value`; may be repeated")
	}
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return fmt.Errorf("%w; put -- before a query that begins with a minus", plainFlagError(err))
	})
	return c
}

// searchOptions are the flags of search.
type searchOptions struct {
	json, explain, mentions, listings bool
	sort, cursor, from, to            string
	page, perPage                     int
	filters                           map[string]*search.Filter
}

// filter returns the filter of a facet, for flags to fill in.
func (o *searchOptions) filter(facet string) *search.Filter {
	if o.filters == nil {
		o.filters = map[string]*search.Filter{}
	}
	if o.filters[facet] == nil {
		o.filters[facet] = &search.Filter{Facet: facet}
	}
	return o.filters[facet]
}

// query returns the question that the options ask.
func (o *searchOptions) query(text string) (search.Query, error) {
	q := search.Query{
		Text: text, Sort: search.Sort(o.sort), Page: o.page, PerPage: o.perPage, Cursor: o.cursor,
		Mentions: o.mentions, Listings: o.listings, Explain: o.explain, Snippets: true,
	}
	if !utf8.ValidString(text) {
		return q, errors.New("the query is not UTF-8 text")
	}
	for _, bound := range []struct {
		text string
		date *corpus.Date
	}{{o.from, &q.From}, {o.to, &q.To}} {
		if bound.text == "" {
			continue
		}
		d, err := corpus.ParseDate(bound.text)
		if err != nil {
			return q, err
		}
		*bound.date = d
	}
	for _, f := range search.Facets() {
		q.Facets = append(q.Facets, search.FacetRequest{Facet: f})
		if filter := *o.filters[f]; len(filter.Values)+len(filter.Exclude) > 0 {
			q.Filters = append(q.Filters, filter)
		}
	}
	return q, nil
}

func (a *app) search(ctx context.Context, text string, o searchOptions) (err error) {
	q, err := o.query(text)
	if err != nil {
		return &exitError{exitUsage, fmt.Errorf("search: %w", err)}
	}
	index, err := a.openLive(ctx, "search")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	answer, err := index.Search(ctx, q)
	var param *search.ParamError
	var limit *querylang.CapError
	if errors.As(err, &param) || errors.As(err, &limit) || errors.Is(err, search.ErrCursorGone) {
		return &exitError{exitUsage, err}
	}
	if err != nil {
		return err
	}
	if o.json {
		return writeJSON(a.stdout, api.NewAnswer(answer))
	}
	return writeAnswer(a.stdout, answer)
}

// writeAnswer writes hits and counts for reading in a terminal.
func writeAnswer(w io.Writer, a search.Answer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d pages", a.Total, a.Documents)
	if a.Executed.Query != "" {
		fmt.Fprintf(&b, " match %s", a.Executed.Query)
	}
	b.WriteString("\n")
	for _, n := range a.Executed.Notes {
		fmt.Fprintf(&b, "  %s: %s\n", n.Text, n.Detail)
	}
	for _, s := range a.Suggestions {
		fmt.Fprintf(&b, "  also: %s (%d)\n", s.Query, s.Total)
	}
	first := (a.Query.Page - 1) * a.Query.PerPage
	for i, h := range a.Hits {
		fmt.Fprintf(&b, "\n%d. %s\n   %s\n", first+i+1, h.Title.Text, h.URL)
		facts := []string{string(h.Type), h.Published.String(), h.Lang, labels(h.Cities), labels(h.Themes)}
		fmt.Fprintf(&b, "   %s\n", strings.Join(slices.DeleteFunc(facts, func(s string) bool { return s == "" }), " · "))
		for _, s := range h.Snippets {
			fmt.Fprintf(&b, "   %s\n", marked(s))
		}
		for _, why := range h.Why {
			fmt.Fprintf(&b, "   %8.3f  %s\n", why.Score, why.What)
		}
	}
	for _, f := range search.Facets() {
		writeFacet(&b, f, a.Facets[f])
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// shownValues is how many values of a facet are written for people.
const shownValues = 10

func writeFacet(b *strings.Builder, name string, values []search.FacetValue) {
	if len(values) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:", name)
	for i, v := range values {
		if i == shownValues {
			fmt.Fprintf(b, " and %d more", len(values)-i)
			break
		}
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(b, " %s (%d)", v.Label, v.Count)
	}
	b.WriteString("\n")
}

func labels(named []search.Named) string {
	out := make([]string, len(named))
	for i, n := range named {
		out[i] = n.Label
	}
	return strings.Join(out, ", ")
}

// marked returns a fragment with square brackets around what matched.
func marked(f search.Fragment) string {
	var b strings.Builder
	at := 0
	for _, m := range f.Marks {
		b.WriteString(f.Text[at:m.Start] + "[" + f.Text[m.Start:m.End] + "]")
		at = m.End
	}
	b.WriteString(f.Text[at:])
	s := b.String()
	if f.Before {
		s = "… " + s
	}
	if f.After {
		s += " …"
	}
	if f.Page > 0 {
		s += fmt.Sprintf(" (p. %d)", f.Page)
	}
	return s
}
