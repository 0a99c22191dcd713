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
	content string
	// at is its place in diff.Removed.First, which may have no room for it.
	at int
	// followed says that one of its addresses has been found.
	followed bool
}

// followRemoved looks for the pages that are gone among the addresses of the
// new generation: pages with equal texts become one document, error pages too,
// and those name no canonical address any more.
func (c *comparison) followRemoved(ctx context.Context, newDir string) error {
	if len(c.removed) == 0 {
		return nil
	}
	for e, err := range generation.Catalog(newDir) {
		if err := cmp.Or(ctx.Err(), err); err != nil {
			return err
		}
		for _, address := range slices.Concat([]string{e.URL}, e.Others) {
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
	if r.content != e.Content {
		c.succeeded = append(c.succeeded, succession{content: e.Content, old: r.content, title: e.Title, url: e.URL})
	}
}

// gatherings returns what followRemoved cannot see: files that named an address
// of the web before and are error pages now have no address in common with what
// they were. A new text under several addresses is taken to stand in the place of
// as many pages that are gone and were not found, if none of those had that text.
func (c *comparison) gatherings() (all []succession) {
	gone := map[*removedPage]bool{}
	texts := map[string]bool{}
	for _, r := range c.removed {
		gone[r] = !r.followed
		texts[r.content] = true
	}
	lost := slices.Sorted(func(yield func(string) bool) {
		for r, unseen := range gone {
			if unseen && !yield(r.content) {
				return
			}
		}
	})
	for _, e := range c.gathered {
		if texts[e.Content] {
			continue
		}
		for _, old := range lost[:min(len(lost), 1+len(e.Others))] {
			all = append(all, succession{content: e.Content, old: old, title: e.Title, url: e.URL})
		}
	}
	return all
}
