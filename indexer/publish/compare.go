package publish

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// compare reads the catalogs of two generations side by side. What it keeps in
// memory grows with the pages that have changed, not with all.
func compare(ctx context.Context, oldDir, newDir string) (*Diff, error) {
	c := comparison{
		diff:    &Diff{},
		values:  map[corpus.TagFacet]map[string]*ValueChange{corpus.City: {}, corpus.Theme: {}},
		removed: map[string]*removedPage{},
	}
	if err := c.merge(ctx, oldDir, newDir); err != nil {
		return nil, err
	}
	if err := c.followRemoved(ctx, newDir); err != nil {
		return nil, err
	}
	c.diff.Cities = changesOf(c.values[corpus.City])
	c.diff.Themes = changesOf(c.values[corpus.Theme])
	c.diff.Collapsed = collapsed(append(c.succeeded, c.gatherings()...))
	return c.diff, nil
}

// comparison is the state of one compare.
type comparison struct {
	diff   *Diff
	values map[corpus.TagFacet]map[string]*ValueChange
	// removed holds the pages that are gone, by the keys of their addresses.
	removed map[string]*removedPage
	// succeeded has an entry for each page with another text than before.
	succeeded []succession
	// gathered are the new documents that stand under several addresses.
	gathered []generation.CatalogEntry
}

// succession says that one text came in the place of another.
type succession struct {
	content, old string
	title, url   string
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
			c.count(a, &c.diff.DocumentsBefore, &c.diff.TextBefore, func(v *ValueChange) { v.Before++ })
			a, errA, moreA = nextOld()
		}
		if takeB {
			c.count(b, &c.diff.DocumentsAfter, &c.diff.TextAfter, func(v *ValueChange) { v.After++ })
			b, errB, moreB = nextNew()
		}
	}
	return nil
}

// count adds a document of one side to its sums.
func (c *comparison) count(e generation.CatalogEntry, documents *int, text *int64, add func(*ValueChange)) {
	*documents++
	*text += int64(e.Text)
	for facet := range c.values {
		for _, v := range e.About[string(facet)] {
			add(c.value(facet, v))
		}
	}
}

func (c *comparison) value(facet corpus.TagFacet, v string) *ValueChange {
	change, ok := c.values[facet][v]
	if !ok {
		change = &ValueChange{Value: v}
		c.values[facet][v] = change
	}
	return change
}

// goes takes a document that is not in the new generation.
func (c *comparison) goes(a generation.CatalogEntry) {
	gone := &removedPage{content: a.Content, at: c.diff.Removed.Count}
	for _, address := range slices.Concat([]string{a.URL}, a.Others) {
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
		c.gathered = append(c.gathered, b)
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
		c.succeeded = append(c.succeeded, succession{content: b.Content, old: a.Content, title: b.Title, url: b.URL})
	}
	c.diff.Changed.add(change)
}

// tags counts the cities and themes that are only in one of two states of a
// document, and returns them.
func (c *comparison) tags(a, b generation.CatalogEntry) (gained, lost []string) {
	for _, facet := range []corpus.TagFacet{corpus.City, corpus.Theme} {
		before, after := a.About[string(facet)], b.About[string(facet)]
		for _, v := range after {
			if _, had := slices.BinarySearch(before, v); !had {
				c.value(facet, v).Gained++
				gained = append(gained, string(facet)+":"+v)
			}
		}
		for _, v := range before {
			if _, has := slices.BinarySearch(after, v); !has {
				c.value(facet, v).Lost++
				lost = append(lost, string(facet)+":"+v)
			}
		}
	}
	return gained, lost
}

func pageOf(e generation.CatalogEntry) PageChange {
	return PageChange{ID: e.ID, URL: e.URL, Title: e.Title}
}

// changesOf returns the values that are not what they were, greatest loss
// first.
func changesOf(values map[string]*ValueChange) List[ValueChange] {
	changed := slices.DeleteFunc(slices.Collect(maps.Values(values)), func(v *ValueChange) bool { return v.Gained+v.Lost == 0 })
	slices.SortFunc(changed, func(a, b *ValueChange) int {
		return cmp.Or(cmp.Compare(b.Before-b.After, a.Before-a.After), cmp.Compare(b.Lost, a.Lost), cmp.Compare(a.Value, b.Value))
	})
	var l List[ValueChange]
	for _, v := range changed {
		l.add(*v)
	}
	return l
}

// collapsed returns the texts that came in the place of two or more others,
// most first.
func collapsed(all []succession) List[Collapse] {
	slices.SortFunc(all, func(a, b succession) int {
		return cmp.Or(cmp.Compare(a.content, b.content), cmp.Compare(a.old, b.old), cmp.Compare(a.url, b.url))
	})
	var found []Collapse
	for i, s := range all {
		switch {
		case i == 0 || s.content != all[i-1].content:
			found = append(found, Collapse{Title: s.title, URL: s.url, Texts: 1})
		case s.old != all[i-1].old:
			found[len(found)-1].Texts++
		}
	}
	found = slices.DeleteFunc(found, func(c Collapse) bool { return c.Texts < 2 })
	slices.SortStableFunc(found, func(a, b Collapse) int {
		return cmp.Or(cmp.Compare(b.Texts, a.Texts), cmp.Compare(a.URL, b.URL))
	})
	var l List[Collapse]
	for _, c := range found {
		l.add(c)
	}
	return l
}
