package publish

import (
	"fmt"
	"strings"
)

// Gate says how much worse than the live generation a new one may be, in
// shares from 0 to 1. With 0 nothing may be lost.
type Gate struct {
	// MaxShrink bounds the loss of documents and of text.
	MaxShrink float64
	// MaxLoss bounds the loss of documents of each city and theme.
	MaxLoss float64
}

const (
	// lossFloor is how many documents a city or theme had at least, if their
	// loss is to count: shares of fewer say nothing.
	lossFloor = 5
	// collapseFloor and collapseShare are how many pages, and which share of
	// all, may not come to have one and the same text.
	collapseFloor = 3
	collapseShare = 0.01
	// judgedPage is how far down people look: a judged page that stood so high
	// must still be found.
	judgedPage = 10
)

// reasons returns all that speaks against publishing. The diff may be nil:
// then nothing was compared.
func (g Gate) reasons(d *Diff, judged []judged) []string {
	var all []string
	if d != nil {
		all = append(all, g.shrinkage(d)...)
		all = append(all, g.losses("city", d.Cities)...)
		all = append(all, g.losses("theme", d.Themes)...)
		all = append(all, collapses(d)...)
	}
	return append(all, misplaced(judged)...)
}

// shrinkage compares documents and text.
func (g Gate) shrinkage(d *Diff) (reasons []string) {
	if beyond(d.DocumentsBefore, d.DocumentsAfter, g.MaxShrink) {
		reasons = append(reasons, fmt.Sprintf("the documents fell from %d to %d, %s fewer; reindex.max_shrink allows %s",
			d.DocumentsBefore, d.DocumentsAfter, percent(lostShare(d.DocumentsBefore, d.DocumentsAfter)), percent(g.MaxShrink)))
	}
	if beyond(d.TextBefore, d.TextAfter, g.MaxShrink) {
		reasons = append(reasons, fmt.Sprintf("the text fell from %d to %d bytes, %s less; reindex.max_shrink allows %s",
			d.TextBefore, d.TextAfter, percent(lostShare(d.TextBefore, d.TextAfter)), percent(g.MaxShrink)))
	}
	return reasons
}

// losses compares the documents of each city or theme.
func (g Gate) losses(facet string, changes List[ValueChange]) (reasons []string) {
	for _, v := range changes.First {
		if v.Before >= lossFloor && beyond(v.Before, v.After, g.MaxLoss) {
			reasons = append(reasons, fmt.Sprintf("the %s %s fell from %d documents to %d, %s fewer; reindex.max_loss allows %s",
				facet, v.Value, v.Before, v.After, percent(lostShare(v.Before, v.After)), percent(g.MaxLoss)))
		}
	}
	return reasons
}

// collapses looks for pages that are delivered with the text of an error page.
func collapses(d *Diff) (reasons []string) {
	for _, c := range d.Collapsed.First {
		if c.Texts >= collapseFloor && float64(c.Texts) >= collapseShare*float64(d.DocumentsBefore) {
			reasons = append(reasons, fmt.Sprintf("%d pages gave way to one and the same text, %q at %s: is it an error page?", c.Texts, c.Title, c.URL))
		}
	}
	return reasons
}

// misplaced looks at the judged queries.
func misplaced(judged []judged) (reasons []string) {
	for _, j := range judged {
		was := ""
		if j.compared {
			was = ", before " + place(j.before)
		}
		switch {
		case j.Lowest > 0 && (j.Place == 0 || j.Place > j.Lowest):
			reasons = append(reasons, fmt.Sprintf("the query %q must find %s at place %d or higher, and finds it %s%s", j.Query, j.URL, j.Lowest, place(j.Place), was))
		case j.Lowest == 0 && j.compared && j.before >= 1 && j.before <= judgedPage && j.Place == 0:
			reasons = append(reasons, fmt.Sprintf("the query %q finds %s %s%s", j.Query, j.URL, place(j.Place), was))
		}
	}
	return reasons
}

// place says where a page stands.
func place(n int) string {
	if n == 0 {
		return "not among the first 100"
	}
	return fmt.Sprintf("at place %d", n)
}

// beyond reports whether more than a share is lost. A hair is left for
// rounding: 3 of 10 are not beyond 0.3.
func beyond[T int | int64](before, after T, share float64) bool {
	return float64(before-after) > share*float64(before)+1e-9
}

func lostShare[T int | int64](before, after T) float64 {
	return float64(before-after) / float64(before)
}

// percent returns a share for people, with one decimal at most.
func percent(share float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", share*100), ".0") + "%"
}
