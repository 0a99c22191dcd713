package publish

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// compare reads the catalogs of two generations side by side. What it keeps in
// memory grows with the pages that have changed, not with all.
func compare(ctx context.Context, oldDir, newDir string) (*Diff, error) {
	c := comparison{
		diff: &Diff{}, before: newTally(), after: newTally(),
		moved:   map[corpus.TagFacet]map[string]turnover{corpus.City: {}, corpus.Theme: {}},
		removed: map[string]*removedPage{},
	}
	if err := c.merge(ctx, oldDir, newDir); err != nil {
		return nil, err
	}
	if err := c.followRemoved(ctx, newDir); err != nil {
		return nil, err
	}
	d := counted(c.before, c.after, c.moved[corpus.City], c.moved[corpus.Theme])
	d.Added, d.Removed, d.Changed, d.TextChanged = c.diff.Added, c.diff.Removed, c.diff.Changed, c.diff.TextChanged
	d.Gone = c.gone()
	d.Collapsed = collapsed(append(c.succeeded, c.gatherings()...))
	d.Retitled = collapsed(c.retitled)
	return d, nil
}

// comparison is the state of one compare.
type comparison struct {
	diff          *Diff // its lists of pages
	before, after tally
	moved         map[corpus.TagFacet]map[string]turnover
	// lost are the pages that are gone, removed the same by the keys of their
	// addresses.
	lost    []*removedPage
	removed map[string]*removedPage
	// succeeded has an entry for each page with another text than before,
	// retitled one for each with another title.
	succeeded, retitled []succession
	// gathered are the documents that have come to stand under several
	// addresses.
	gathered []gathering
}

// succession says that one text, or title, came in the place of another.
type succession struct {
	now, old   string
	title, url string
}

// merge joins the two catalogs, which are in order of ID.
func (c *comparison) merge(ctx context.Context, oldDir, newDir string) error {
	nextOld, stopOld := iter.Pull2(generation.Catalog(oldDir))
	defer stopOld()
	nextNew, stopNew := iter.Pull2(generation.Catalog(newDir))
	defer stopNew()
	a, errA, moreA := nextOld()
	b, errB, moreB := nextNew()
	for moreA || moreB {
		if err := cmp.Or(ctx.Err(), errA, errB); err != nil {
			return err
		}
		order := cmp.Compare(a.ID, b.ID)
		takeA, takeB := moreA && (!moreB || order <= 0), moreB && (!moreA || order >= 0)
		switch {
		case !takeB:
			c.goes(a)
		case !takeA:
			c.comes(b)
		default:
			c.stays(a, b)
		}
		if takeA {
			c.before.add(a)
			a, errA, moreA = nextOld()
		}
		if takeB {
			c.after.add(b)
			b, errB, moreB = nextNew()
		}
	}
	return nil
}

// goes takes a document that is not in the new generation.
func (c *comparison) goes(a generation.CatalogEntry) {
	gone := &removedPage{content: a.Content, title: a.Title, at: c.diff.Removed.Count}
	c.lost = append(c.lost, gone)
	for _, address := range a.Addresses() {
		c.removed[corpus.AddressKey(address)] = gone
	}
	c.diff.Removed.add(pageOf(a))
	c.tags(a, generation.CatalogEntry{})
}

// comes takes a document that is only in the new generation.
func (c *comparison) comes(b generation.CatalogEntry) {
	c.diff.Added.add(pageOf(b))
	c.tags(generation.CatalogEntry{}, b)
	if len(b.Others) > 0 {
		c.gathered = append(c.gathered, gatheringOf(generation.CatalogEntry{}, b))
	}
}

// stays takes a document that is in both.
func (c *comparison) stays(a, b generation.CatalogEntry) {
	if a.Digest == b.Digest {
		return
	}
	change := pageOf(b)
	change.Gained, change.Lost = c.tags(a, b)
	if a.Content != b.Content {
		change.Text = true
		c.diff.TextChanged++
	}
	c.succeeds(a.Content, a.Title, b)
	if len(b.Others) > len(a.Others) {
		c.gathered = append(c.gathered, gatheringOf(a, b))
	}
	c.diff.Changed.add(change)
}

// succeeds takes note of what a document has in the place of a text and a title.
func (c *comparison) succeeds(content, title string, e generation.CatalogEntry) {
	if content != e.Content {
		c.succeeded = append(c.succeeded, succession{now: e.Content, old: content, title: e.Title, url: e.URL})
	}
	if title != e.Title {
		c.retitled = append(c.retitled, succession{now: e.Title, old: title, title: e.Title, url: e.URL})
	}
}

// tags counts the cities and themes that are only in one of two states of a
// document, and returns them.
func (c *comparison) tags(a, b generation.CatalogEntry) (gained, lost []string) {
	for _, facet := range []corpus.TagFacet{corpus.City, corpus.Theme} {
		moved := c.moved[facet]
		before, after := a.About[string(facet)], b.About[string(facet)]
		for _, v := range after {
			if _, had := slices.BinarySearch(before, v); !had {
				moved[v] = turnover{moved[v].gained + 1, moved[v].lost}
				gained = append(gained, string(facet)+":"+v)
			}
		}
		for _, v := range before {
			if _, has := slices.BinarySearch(after, v); !has {
				moved[v] = turnover{moved[v].gained, moved[v].lost + 1}
				lost = append(lost, string(facet)+":"+v)
			}
		}
	}
	return gained, lost
}

func pageOf(e generation.CatalogEntry) PageChange {
	return PageChange{ID: e.ID, URL: e.URL, Title: e.Title}
}

// collapsed returns the texts, or titles, that came in the place of two or more
// others, most first.
func collapsed(all []succession) List[Collapse] {
	slices.SortFunc(all, func(a, b succession) int {
		return cmp.Or(cmp.Compare(a.now, b.now), cmp.Compare(a.old, b.old), cmp.Compare(a.url, b.url))
	})
	var found []Collapse
	for i, s := range all {
		switch {
		case i == 0 || s.now != all[i-1].now:
			found = append(found, Collapse{Title: s.title, URL: s.url, Before: 1})
		case s.old != all[i-1].old:
			found[len(found)-1].Before++
		}
	}
	found = slices.DeleteFunc(found, func(c Collapse) bool { return c.Before < 2 })
	slices.SortStableFunc(found, func(a, b Collapse) int {
		return cmp.Or(cmp.Compare(b.Before, a.Before), cmp.Compare(a.URL, b.URL))
	})
	return listOf(found)
}
