package publish

import (
	"cmp"
	"context"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// removedPage is what is remembered of a page that is gone.
type removedPage struct {
	content, title string
	// at is its place in diff.Removed.First, which may have no room for it.
	at int
	// followed says that one of its addresses has been found, kept that its
	// text has.
	followed, kept bool
}

// followRemoved looks for the pages that are gone among the addresses and texts
// of the new generation: pages with equal texts become one document, error pages
// too, and those name no canonical address any more.
func (c *comparison) followRemoved(ctx context.Context, newDir string) error {
	if len(c.lost) == 0 {
		return nil
	}
	texts := map[string][]*removedPage{}
	for _, r := range c.lost {
		texts[r.content] = append(texts[r.content], r)
	}
	for e, err := range generation.Catalog(newDir) {
		if err := cmp.Or(ctx.Err(), err); err != nil {
			return err
		}
		for _, r := range texts[e.Content] {
			r.kept = true
		}
		for _, address := range e.Addresses() {
			c.follow(corpus.AddressKey(address), e)
		}
	}
	return nil
}

// follow takes note of the document that has an address now.
func (c *comparison) follow(key string, e generation.CatalogEntry) {
	r, ok := c.removed[key]
	if !ok || r.followed {
		return
	}
	r.followed = true
	if r.at < len(c.diff.Removed.First) {
		c.diff.Removed.First[r.at].Into = e.URL
	}
	c.succeeds(r.content, r.title, e)
}

// gone counts the pages of which neither an address nor the text is left.
func (c *comparison) gone() (n int) {
	for _, r := range c.lost {
		if !r.followed && !r.kept {
			n++
		}
	}
	return n
}

// gathering is a document that has come to stand under several addresses.
type gathering struct {
	generation.CatalogEntry
	// fresh are the keys of the addresses that it did not have before.
	fresh []string
}

// gatheringOf returns what b has gathered since it was a.
func gatheringOf(a, b generation.CatalogEntry) gathering {
	had := map[string]bool{}
	for _, address := range a.Addresses() {
		had[corpus.AddressKey(address)] = true
	}
	g := gathering{CatalogEntry: b}
	for _, address := range b.Addresses() {
		if key := corpus.AddressKey(address); !had[key] {
			g.fresh = append(g.fresh, key)
		}
	}
	return g
}

// gatherings returns what followRemoved cannot see: files that named an address
// of the web before and are error pages now have no address in common with what
// they were. A text that has come under several addresses which no page had is
// taken to stand in the place of as many pages that are gone and were not found,
// unless one that is gone had that text. Greater ones come first, and no page is taken
// twice.
func (c *comparison) gatherings() (all []succession) {
	texts, lost := map[string]bool{}, []string(nil)
	for _, r := range c.lost {
		texts[r.content] = true
		if !r.followed && !r.kept {
			lost = append(lost, r.content)
		}
	}
	for i, g := range c.gathered {
		c.gathered[i].fresh = slices.DeleteFunc(g.fresh, func(key string) bool { return c.removed[key] != nil })
	}
	slices.SortStableFunc(c.gathered, func(a, b gathering) int { return cmp.Compare(len(b.fresh), len(a.fresh)) })
	slices.Sort(lost)
	for _, g := range c.gathered {
		if texts[g.Content] {
			continue
		}
		taken := lost[:min(len(lost), len(g.fresh))]
		lost = lost[len(taken):]
		for _, old := range taken {
			all = append(all, succession{now: g.Content, old: old, title: g.Title, url: g.URL})
		}
	}
	return all
}
