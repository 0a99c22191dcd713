package main

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/uilsearch/uilsearch/internal/labelled"
)

// writeEvaluation writes the figures of an evaluation for people, and every
// mistake on request.
func writeEvaluation(w io.Writer, e *labelled.Evaluation, mistakes bool) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "pages %d, of which %d gave no document\n\n", e.All.Pages, e.Failed)
	fmt.Fprintln(t, "measure\tright\twrong\tmissed\tabstained\tspared\tprecision\trecall\tF1\t")
	for _, m := range labelled.Measures() {
		if s := e.All.Of(m); e.All.Measures[m] != nil {
			fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t\n", strings.ReplaceAll(string(m), "_", " "),
				s.Right, s.Wrong, s.Missed, s.Abstained, s.Spared, figure(s.Precision()), figure(s.Recall()), figure(s.F1()))
		}
	}
	fmt.Fprintf(t, "theme, mean of themes\t\t\t\t\t\t\t\t%s\t\n", figure(e.ThemeMacroF1()))
	for _, by := range []struct {
		name   string
		groups map[string]*labelled.Scores
	}{{"language", e.Langs}, {"script", e.Scripts}, {"trap", e.Traps}, {"kind of trap", e.Kinds}} {
		if len(by.groups) > 0 {
			writeGroups(t, by.name, by.groups)
		}
	}
	if len(e.Mistakes) > 0 && mistakes {
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil || !mistakes {
		return err
	}
	for _, m := range e.Mistakes {
		if _, err := fmt.Fprintln(w, mistakeLine(m)); err != nil {
			return err
		}
	}
	return nil
}

// writeGroups writes the main figures of some groups of pages.
func writeGroups(w io.Writer, name string, groups map[string]*labelled.Scores) {
	fmt.Fprintf(w, "\n%s\tpages\tcity P\tcity R\trole\tcountry F1\ttheme F1\ttype\tdate\tlang\t\n", name)
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		g := groups[group]
		fmt.Fprintf(w, "%s\t%d", group, g.Pages)
		for _, v := range []float64{
			g.Of(labelled.City).Precision(), g.Of(labelled.City).Recall(), g.Of(labelled.CityRole).Recall(), g.Of(labelled.Country).F1(),
			g.Of(labelled.Theme).F1(), g.Of(labelled.Type).Recall(), g.Of(labelled.Date).Recall(), g.Of(labelled.Lang).Recall(),
		} {
			fmt.Fprintf(w, "\t%s", figure(v))
		}
		fmt.Fprintln(w, "\t")
	}
}

// figure writes a figure, or a hyphen where there was nothing to judge.
func figure(v float64) string {
	if math.IsNaN(v) {
		return "-"
	}
	return fmt.Sprintf("%.3f", v)
}

// mistakeLine writes a mistake in one line, with all places it was seen at.
func mistakeLine(m labelled.Mistake) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", m.Page, m.Problem)
	if m.Measure != "" {
		fmt.Fprintf(&b, " %s", strings.ReplaceAll(string(m.Measure), "_", " "))
	}
	if m.Value != "" {
		fmt.Fprintf(&b, " %s", m.Value)
	}
	if m.Got != m.Value && m.Want != m.Value {
		fmt.Fprintf(&b, ": %q, want %q", m.Got, m.Want)
	}
	if m.Why != "" {
		fmt.Fprintf(&b, " (%s)", m.Why)
	}
	for _, e := range m.Evidence {
		fmt.Fprintf(&b, " “%s”", e.Context)
	}
	return b.String()
}
