package publish

import (
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/uilsearch/uilsearch/corpus"
)

func byID(docs []corpus.Document) map[string]corpus.Document {
	m := map[string]corpus.Document{}
	for _, d := range docs {
		m[string(d.ID)] = d
	}
	return m
}

// holder returns the document that has the address of another one, or else the
// first by ID that has one of its other addresses.
func holder(of corpus.Document, docs []corpus.Document) (corpus.Document, bool) {
	if d, ok := byID(docs)[string(of.ID)]; ok {
		return d, true
	}
	docs = slices.SortedFunc(slices.Values(docs), func(a, b corpus.Document) int { return strings.Compare(string(a.ID), string(b.ID)) })
	for _, d := range docs {
		for _, address := range append(slices.Clone(d.OtherURLs), d.URL) {
			for _, known := range append(slices.Clone(of.OtherURLs), of.URL) {
				if corpus.AddressKey(address) == corpus.AddressKey(known) {
					return d, true
				}
			}
		}
	}
	return corpus.Document{}, false
}

// bruteCompare is compare in the plainest way, without Collapsed.
func bruteCompare(before, after []corpus.Document) *Diff {
	d := &Diff{DocumentsBefore: len(before), DocumentsAfter: len(after)}
	a, b := byID(before), byID(after)
	for _, id := range strings.Split("abcdefgh", "") {
		x, had := a[id]
		y, has := b[id]
		if had {
			d.TextBefore += int64(len(x.Text()))
		}
		if has {
			d.TextAfter += int64(len(y.Text()))
		}
		switch {
		case had && !has:
			into, _ := holder(x, after)
			d.Removed.add(PageChange{ID: id, URL: x.URL, Title: x.Title, Into: into.URL})
		case has && !had:
			d.Added.add(PageChange{ID: id, URL: y.URL, Title: y.Title})
		case has && !cmp.Equal(x, y, cmpopts.EquateEmpty()):
			p := PageChange{ID: id, URL: y.URL, Title: y.Title, Text: x.ContentHash != y.ContentHash}
			p.Gained, p.Lost = missing(x, y), missing(y, x)
			if p.Text {
				d.TextChanged++
			}
			d.Changed.add(p)
		}
	}
	for _, x := range before {
		_, stays := b[string(x.ID)]
		_, held := holder(x, after)
		if !stays && !held && !slices.ContainsFunc(after, func(y corpus.Document) bool { return y.ContentHash == x.ContentHash }) {
			d.Gone++
		}
	}
	d.Cities, d.CitiesBefore, d.CitiesGone = bruteValues("city", before, after)
	d.Themes, d.ThemesBefore, d.ThemesGone = bruteValues("theme", before, after)
	return d
}

// missing returns the cities and themes of b that a does not have.
func missing(a, b corpus.Document) (values []string) {
	for _, facet := range []string{"city", "theme"} {
		for _, v := range aboutOf(b)[facet] {
			if !slices.Contains(aboutOf(a)[facet], v) {
				values = append(values, facet+":"+v)
			}
		}
	}
	return values
}

func bruteValues(facet string, before, after []corpus.Document) (l List[ValueChange], had, gone int) {
	holders := func(docs []corpus.Document, v string) (ids []string) {
		for _, d := range docs {
			if slices.Contains(aboutOf(d)[facet], v) {
				ids = append(ids, string(d.ID))
			}
		}
		return ids
	}
	var all []ValueChange
	for _, v := range []string{"cork", "esd", "health", "suwon", "tunis"} {
		a, b := holders(before, v), holders(after, v)
		c := ValueChange{Value: v, Before: len(a), After: len(b)}
		if len(a) > 0 {
			had++
			if len(b) == 0 {
				gone++
			}
		}
		for _, id := range b {
			if !slices.Contains(a, id) {
				c.Gained++
			}
		}
		for _, id := range a {
			if !slices.Contains(b, id) {
				c.Lost++
			}
		}
		if c.Gained+c.Lost > 0 {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b ValueChange) int {
		if order := (b.Before - b.After) - (a.Before - a.After); order != 0 {
			return order
		}
		return b.Lost - a.Lost
	})
	return listOf(all), had, gone
}

// giveWay is what gave way to a text or title.
type giveWay map[string]map[string]bool

func (g giveWay) add(to, from string) {
	if to == from {
		return
	}
	if g[to] == nil {
		g[to] = map[string]bool{}
	}
	g[to][from] = true
}

// counts returns how many gave way, if two or more did.
func (g giveWay) counts() map[string]int {
	counts := map[string]int{}
	for to, from := range g {
		if len(from) > 1 {
			counts[to] = len(from)
		}
	}
	return counts
}

func bruteRetitle(before, after []corpus.Document) map[string]int {
	gone := giveWay{}
	for _, x := range before {
		if y, ok := holder(x, after); ok {
			gone.add(y.Title, x.Title)
		}
	}
	return gone.counts()
}

// bruteCollapse counts the texts that gave way, by the hash of the one that
// came.
func bruteCollapse(before, after []corpus.Document) map[string]int {
	gone := giveWay{}
	var removed, lost []string
	known := map[string]bool{} // addresses of what was removed
	for _, x := range before {
		y, ok := holder(x, after)
		if _, stays := byID(after)[string(x.ID)]; !stays {
			removed = append(removed, x.ContentHash)
			for _, address := range append(slices.Clone(x.OtherURLs), x.URL) {
				known[corpus.AddressKey(address)] = true
			}
		}
		switch {
		case ok:
			gone.add(y.ContentHash, x.ContentHash)
		case !slices.ContainsFunc(after, func(y corpus.Document) bool { return y.ContentHash == x.ContentHash }):
			lost = append(lost, x.ContentHash)
		}
	}
	slices.Sort(lost)
	for _, g := range bruteGatherings(before, after, known) {
		if slices.Contains(removed, g.content) {
			continue
		}
		for range min(g.fresh, len(lost)) {
			gone.add(g.content, lost[0])
			lost = lost[1:]
		}
	}
	return gone.counts()
}

type bruteGathering struct {
	content string
	fresh   int
}

// bruteGatherings returns the documents with more addresses than before, and how
// many addresses of each are neither theirs nor among the known.
func bruteGatherings(before, after []corpus.Document, known map[string]bool) (all []bruteGathering) {
	after = slices.SortedFunc(slices.Values(after), func(a, b corpus.Document) int { return strings.Compare(string(a.ID), string(b.ID)) })
	for _, y := range after {
		x, had := byID(before)[string(y.ID)]
		if len(y.OtherURLs) <= len(x.OtherURLs) {
			continue
		}
		g := bruteGathering{content: y.ContentHash}
		own := []string{}
		if had {
			for _, address := range append(slices.Clone(x.OtherURLs), x.URL) {
				own = append(own, corpus.AddressKey(address))
			}
		}
		for _, address := range append(slices.Clone(y.OtherURLs), y.URL) {
			if key := corpus.AddressKey(address); !known[key] && !slices.Contains(own, key) {
				g.fresh++
			}
		}
		all = append(all, g)
	}
	slices.SortStableFunc(all, func(a, b bruteGathering) int { return b.fresh - a.fresh })
	return all
}

// collapseTexts returns the same of a Diff.
func collapseTexts(d *Diff, after []corpus.Document) map[string]int {
	counts := map[string]int{}
	for _, c := range d.Collapsed.First {
		i := slices.IndexFunc(after, func(d corpus.Document) bool { return d.URL == c.URL && d.Title == c.Title })
		counts[after[i].ContentHash] = c.Before
	}
	return counts
}
