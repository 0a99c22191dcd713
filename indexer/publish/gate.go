package publish

import (
	"fmt"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/internal/failpoint"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// Gate says how much worse than the live generation a new one may be, in
// shares from 0 to 1. With 0 nothing may be lost.
type Gate struct {
	// MaxShrink bounds the loss of documents and of text, and the share of
	// documents that give way to others.
	MaxShrink float64
	// MaxLoss bounds the loss of documents of each city and theme, and that of
	// cities and themes.
	MaxLoss float64
}

const (
	// lossFloor is how many documents a city or theme had at least, if their
	// loss is to count, and how many cities or themes there were: shares of
	// fewer say nothing.
	lossFloor = 5
	// collapseFloor and collapseShare are how many pages, and which share of
	// all, may not come to have one and the same text or title.
	collapseFloor = 3
	collapseShare = 0.01
	// reasonLimit is how many reasons of a kind are named.
	reasonLimit = 5
)

// pass asks the gate.
func (o Options) pass(from base, counts tally, judged []placing, out *Outcome) error {
	if err := failpoint.Hit("gate"); err != nil {
		return err
	}
	most, err := o.peak()
	if err != nil {
		return err
	}
	d := out.Diff
	if from.counts != nil {
		before := from.counts.tally
		d = counted(before, counts, net(before.Cities, counts.Cities), net(before.Themes, counts.Themes))
	}
	reasons := o.Gate.reasons(out.Manifest, d, most)
	lost, excused := misplaced(judged)
	out.Skipped = append(out.Skipped, excused...)
	reasons = append(reasons, lost...)
	for _, r := range rolledBackOf(o.Store, o.Log) {
		if !r.Over && same(r.Manifest, out.Manifest) {
			reasons = append(reasons, fmt.Sprintf("its documents and settings are those of %s, which was rolled back on %s", r.Generation, r.Time.Format(time.DateOnly)))
		}
	}
	switch {
	case len(reasons) == 0:
		return nil
	case !o.Force:
		return &RefusedError{Reasons: reasons, Diff: out.Diff}
	}
	out.Forced, out.Manifest.Forced = reasons, reasons
	o.Log.Warn("the gate was overridden", "reasons", reasons)
	return nil
}

// reasons returns all that speaks against publishing. The diff may be nil: then
// nothing was compared.
func (g Gate) reasons(m generation.Manifest, d *Diff, most peak) []string {
	all := g.shrinkage(m, d, most)
	if d == nil {
		return all
	}
	all = append(all, g.losses("city", "cities", d.Cities)...)
	all = append(all, g.losses("theme", "themes", d.Themes)...)
	all = append(all, g.extinct("cities", d.CitiesBefore, d.CitiesGone)...)
	all = append(all, g.extinct("themes", d.ThemesBefore, d.ThemesGone)...)
	return append(all, collapses(d)...)
}

// firstOf returns the first texts of a kind, and how many more there are.
func firstOf(texts []string, kind string) []string {
	if len(texts) <= reasonLimit+1 {
		return texts
	}
	return append(texts[:reasonLimit:reasonLimit], fmt.Sprintf("and %d more %s", len(texts)-reasonLimit, kind))
}

// shrinkage compares documents and text with what they were, and with the most
// that there was of them lately.
func (g Gate) shrinkage(m generation.Manifest, d *Diff, most peak) (reasons []string) {
	if d == nil {
		d = &Diff{}
	}
	if why := g.fallen("the documents fell from %s to %d, %s fewer", int64(d.DocumentsBefore), int64(m.Documents), int64(most.documents), most.documentsIn); why != "" {
		reasons = append(reasons, why)
	} else if left := d.DocumentsBefore - d.Gone; beyond(d.DocumentsBefore, left, g.MaxShrink) {
		reasons = append(reasons, fmt.Sprintf("%d of %d documents are gone, with their addresses and their texts, %s; reindex.max_shrink allows %s",
			d.Gone, d.DocumentsBefore, percent(lostShare(d.DocumentsBefore, left)), percent(g.MaxShrink)))
	}
	if why := g.fallen("the text fell from %s to %d bytes, %s less", d.TextBefore, m.Text, most.text, most.textIn); why != "" {
		reasons = append(reasons, why)
	}
	return reasons
}

// fallen says that there is too little of something now, or nothing. It was so
// much before, and so much at most, in another generation.
func (g Gate) fallen(form string, before, now, most int64, in string) string {
	from := fmt.Sprint(before)
	if !beyond(before, now, g.MaxShrink) {
		before, from = most, fmt.Sprintf("%d in %s", most, in)
	}
	if !beyond(before, now, g.MaxShrink) {
		return ""
	}
	return fmt.Sprintf(form, from, now, percent(lostShare(before, now))) + "; reindex.max_shrink allows " + percent(g.MaxShrink)
}

// losses compares the documents of each city or theme.
func (g Gate) losses(facet, plural string, changes List[ValueChange]) (reasons []string) {
	for _, v := range changes.First {
		if v.Before >= lossFloor && beyond(v.Before, v.After, g.MaxLoss) {
			reasons = append(reasons, fmt.Sprintf("the %s %s fell from %d documents to %d, %s fewer; reindex.max_loss allows %s",
				facet, v.Value, v.Before, v.After, percent(lostShare(v.Before, v.After)), percent(g.MaxLoss)))
		}
	}
	return firstOf(reasons, plural)
}

// extinct counts the cities or themes that have no document any more: many may
// have had fewer than losses looks at.
func (g Gate) extinct(plural string, before, gone int) []string {
	if before < lossFloor || !beyond(before, before-gone, g.MaxLoss) {
		return nil
	}
	return []string{fmt.Sprintf("%d of %d %s have no document any more, %s; reindex.max_loss allows %s",
		gone, before, plural, percent(lostShare(before, before-gone)), percent(g.MaxLoss))}
}

// collapses looks for pages that are delivered with the text of an error page,
// or where that has a number in it, with its title.
func collapses(d *Diff) []string {
	tooMany := func(c Collapse) bool {
		return c.Before >= collapseFloor && float64(c.Before) >= collapseShare*float64(d.DocumentsBefore)
	}
	named := map[string]bool{}
	var texts, titles []string
	for _, c := range d.Collapsed.First {
		if tooMany(c) {
			named[c.Title] = true
			texts = append(texts, fmt.Sprintf("%d pages gave way to one and the same text, %q at %s: is it an error page?", c.Before, c.Title, c.URL))
		}
	}
	for _, c := range d.Retitled.First {
		if tooMany(c) && !named[c.Title] {
			titles = append(titles, fmt.Sprintf("%d pages have come to have one and the same title, %q at %s: is it an error page?", c.Before, c.Title, c.URL))
		}
	}
	return append(firstOf(texts, "texts"), firstOf(titles, "titles")...)
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
