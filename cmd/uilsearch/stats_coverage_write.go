package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/coverage"
)

// lastCoverage is how much of each list is written for people.
const lastCoverage = 20

// write tells a person; all says to write whole lists.
func (s *coverageStats) write(out io.Writer, all bool) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "index %s, built %s\n", s.Generation, s.BuiltAt.UTC().Format(time.RFC3339))
	fmt.Fprintf(&b, "%d pages; %d listing pages and %d hidden pages are left out\n", s.Pages, s.Listings, s.Hidden)
	fmt.Fprintf(&b, "%d member cities, of which %d have a page about them\n", len(s.Cities), len(s.Cities)-len(s.WithoutPage))
	for _, section := range s.sections() {
		section.write(&b, all)
	}
	_, err := b.WriteTo(out)
	return err
}

// section is a list with a heading.
type section struct {
	heading string
	columns []string
	rows    [][]string
	// whole says that no row is left out: there are not many, or the last are
	// as good to know as the first.
	whole bool
}

// write writes a section: its heading, and its rows in columns.
func (s section) write(out io.Writer, all bool) {
	fmt.Fprintf(out, "\n%s: %d\n", s.heading, len(s.rows))
	if len(s.rows) == 0 {
		return
	}
	shown := s.rows
	if !all && !s.whole {
		shown = shown[:min(len(shown), lastCoverage)]
	}
	writeTable(out, append([][]string{s.columns}, shown...))
	if left := len(s.rows) - len(shown); left > 0 {
		fmt.Fprintf(out, "  and %d more; --all shows them\n", left)
	}
}

// writeTable writes rows of the same length below each other. What they hold may
// be from pages.
func writeTable(out io.Writer, rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i := range row {
			row[i] = printable(row[i])
			widths[i] = max(widths[i], columns(row[i]))
		}
	}
	for _, row := range rows {
		line := "  "
		for i, cell := range row {
			line += pad(cell, widths[i]+2)
		}
		fmt.Fprintln(out, strings.TrimRight(line, " "))
	}
}

func (s *coverageStats) sections() []section {
	byID := map[string]coverage.City{}
	for _, c := range s.Cities {
		byID[c.Value] = c
	}
	rows := func(ids []string, cells func(coverage.City) []string) (out [][]string) {
		for _, id := range ids {
			c := byID[id]
			out = append(out, append([]string{c.Label, s.label(corpus.Country, c.Country)}, cells(c)...))
		}
		return out
	}
	return []section{
		{heading: "Cities without a page", columns: []string{"city", "country", "mentions"}, rows: rows(s.WithoutPage, func(c coverage.City) []string {
			return []string{strconv.Itoa(c.Mentions)}
		})},
		{heading: "Cities in one language only", columns: []string{"city", "country", "pages", "language"}, rows: rows(s.OneLanguage, func(c coverage.City) []string {
			return []string{strconv.Itoa(c.Pages), counts(c.Languages, len(c.Languages), false)}
		})},
		{heading: "Cities with nothing since " + s.Since, columns: []string{"city", "country", "pages", "newest"}, rows: rows(s.Silent, func(c coverage.City) []string {
			return []string{strconv.Itoa(c.Pages), cmp.Or(c.Newest, "no date")}
		})},
		s.rules(), s.forms(), s.themes(),
	}
}

func (s *coverageStats) rules() section {
	out := section{heading: "Rules that gave tags", columns: []string{"facet", "rule", "about", "mentions"}, whole: true}
	for _, r := range s.Rules {
		out.rows = append(out.rows, []string{string(r.Facet), r.Rule, strconv.Itoa(r.About), strconv.Itoa(r.Mentions)})
	}
	return out
}

func (s *coverageStats) forms() section {
	out := section{heading: "Names that were seen and not taken", columns: []string{"seen", "pages", "untagged", "name", "may be", "why, most often"}}
	for _, f := range s.Forms {
		places := make([]string, len(f.Values))
		for i, v := range f.Values {
			places[i] = v.Label
		}
		why, _, _ := strings.Cut(f.Why[0].Value, ";")
		out.rows = append(out.rows, []string{
			strconv.Itoa(f.Seen), strconv.Itoa(f.Pages), strconv.Itoa(f.Untagged), f.Form, string(f.Facet) + " " + strings.Join(places, " or "), why,
		})
	}
	return out
}

// shownForms is how many words of a theme are written for people.
const shownForms = 5

func (s *coverageStats) themes() section {
	out := section{heading: "Themes that pages say too little for", columns: []string{"pages", "theme", "words"}, whole: true}
	for _, t := range s.Themes {
		out.rows = append(out.rows, []string{strconv.Itoa(t.Pages), t.Label, counts(t.Forms, shownForms, true)})
	}
	return out
}

// counts writes the first values of a list, with how often each is there where
// that is asked for.
func counts(list []coverage.Count, shown int, often bool) string {
	var parts []string
	for _, c := range list[:min(shown, len(list))] {
		part := c.Value
		if often {
			part = fmt.Sprintf("%s (%d)", c.Value, c.Count)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

func (s *coverageStats) label(facet corpus.TagFacet, value string) string {
	return s.taxonomy.Label(string(facet), value, "en")
}
