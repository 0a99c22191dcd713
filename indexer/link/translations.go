package link

import (
	"cmp"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
)

// joinTranslations resolves the links of each group to documents, and makes
// them mutual: a page that is named as a translation names the other in turn.
// Links that lead nowhere known are kept as they are, links to the document
// itself are dropped.
func joinTranslations(kept map[string]*resolved, groups [][]entry, byAddress map[string]*resolved) {
	for _, group := range groups {
		var from *resolved
		for _, e := range group {
			if r, ok := kept[e.page]; ok {
				from = r
			}
		}
		for _, e := range group {
			for _, link := range e.links {
				to, known := byAddress[corpus.AddressKey(link.URL)]
				switch {
				case !known:
					from.translations = append(from.translations, corpus.Link{URL: link.URL, Lang: link.Lang})
				case to != from:
					from.translations = append(from.translations, to.link())
					to.translations = append(to.translations, from.link())
				}
			}
		}
	}
	for _, r := range kept {
		slices.SortFunc(r.translations, compareLinks)
		r.translations = slices.CompactFunc(r.translations, func(a, b corpus.Link) bool { return a.URL == b.URL })
	}
}

func (r *resolved) link() corpus.Link {
	return corpus.Link{ID: r.id, URL: r.url, Title: r.title, Lang: r.lang}
}

// nearLinks returns the links to the near-duplicates in order.
func (r *resolved) nearLinks() []corpus.Link {
	var links []corpus.Link
	for _, other := range r.near {
		links = append(links, other.link())
	}
	slices.SortFunc(links, compareLinks)
	return links
}

func compareLinks(a, b corpus.Link) int {
	return cmp.Or(cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.URL, b.URL), cmp.Compare(a.Title, b.Title))
}
