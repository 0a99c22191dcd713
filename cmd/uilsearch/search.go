package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

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
	flags.IntVar(&o.page, "page", 1, "which `page` of hits")
	flags.IntVar(&o.perPage, "per-page", search.DefaultPerPage, "how `many` hits a page")
	for _, f := range search.Facets() {
		flags.StringArrayVar(o.filter(f), f, nil, "keep pages with this `value` of the facet; may be repeated")
	}
	return c
}

// searchOptions are the flags of search.
type searchOptions struct {
	json, explain, mentions bool
	sort                    string
	page, perPage           int
	filters                 map[string]*[]string
}

func (o *searchOptions) filter(facet string) *[]string {
	if o.filters == nil {
		o.filters = map[string]*[]string{}
	}
	o.filters[facet] = new([]string)
	return o.filters[facet]
}

// query returns the question that the options ask.
func (o *searchOptions) query(text string) search.Query {
	q := search.Query{
		Text: text, Sort: search.Sort(o.sort), Page: o.page, PerPage: o.perPage,
		Mentions: o.mentions, Explain: o.explain, Snippets: true,
	}
	for _, f := range search.Facets() {
		q.Facets = append(q.Facets, search.FacetRequest{Facet: f, Size: search.DefaultPerPage})
		if values := *o.filters[f]; len(values) > 0 {
			q.Filters = append(q.Filters, search.Filter{Facet: f, Values: values})
		}
	}
	return q
}

func (a *app) search(ctx context.Context, text string, o searchOptions) (err error) {
	index, err := a.openLive(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	answer, err := index.Search(ctx, o.query(text))
	var param *search.ParamError
	var limit *querylang.CapError
	if errors.As(err, &param) || errors.As(err, &limit) {
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

func writeFacet(b *strings.Builder, name string, values []search.FacetValue) {
	if len(values) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:", name)
	for i, v := range values {
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
	return s
}
