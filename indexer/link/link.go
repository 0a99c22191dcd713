// Package link looks over all documents of a run at once: it makes one
// document of a page that stands under several addresses, and joins
// translations to each other.
//
// Two pages are the same if their addresses differ only in http or https, a
// leading "www." or a slash at the end, or if their titles and texts are the same:
// so a node number and its alias meet. Pages whose texts differ at all stay
// apart.
package link

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
)

// Linker collects what it needs of each document, which is little: addresses,
// title, language and a hash. Add every document, then read Kept and Apply. The
// order of Add makes no difference. A Linker serves one goroutine.
type Linker struct {
	entries map[string]entry
	// kept is nil until it is computed from entries.
	kept map[string]*resolved
}

// entry is what is remembered of one document.
type entry struct {
	page      string
	addresses []string
	title     string
	lang      string
	hash      string
	crawled   time.Time
	links     []corpus.Link
}

// resolved is what becomes of a document that stays.
type resolved struct {
	id           corpus.ID
	url          string
	title, lang  string
	others       []string
	translations []corpus.Link
}

// New returns a Linker that knows no document.
func New() *Linker { return &Linker{entries: map[string]entry{}} }

// Add takes note of the document of the page captured at the address page. A
// second document of the same page replaces the first. The document is complete:
// with its content hash and language.
func (l *Linker) Add(page string, d corpus.Document) {
	l.kept = nil
	l.entries[page] = entry{
		page:      page,
		addresses: append([]string{d.URL}, d.OtherURLs...),
		title:     d.Title,
		lang:      d.Lang,
		hash:      d.ContentHash,
		crawled:   d.Crawled,
		links:     slices.Clone(d.Translations),
	}
}

// Kept returns the pages whose documents stay, in the order of the IDs that
// their documents will have.
func (l *Linker) Kept() []string {
	l.resolve()
	return slices.SortedFunc(maps.Keys(l.kept), func(a, b string) int {
		return cmp.Or(cmp.Compare(l.kept[a].id, l.kept[b].id), cmp.Compare(a, b))
	})
}

// Apply gives the document of a kept page its address, its other addresses and
// its translations. It leaves the document of any other page as it is.
func (l *Linker) Apply(page string, d *corpus.Document) {
	l.resolve()
	r, ok := l.kept[page]
	if !ok {
		return
	}
	d.ID, d.URL = r.id, r.url
	d.OtherURLs = slices.Clone(r.others)
	d.Translations = slices.Clone(r.translations)
}

func (l *Linker) resolve() {
	if l.kept != nil {
		return
	}
	l.kept = map[string]*resolved{}
	groups := l.groups()
	byAddress := map[string]*resolved{}
	for _, group := range groups {
		page, r := merge(group)
		l.kept[page] = r
		for _, e := range group {
			for _, a := range e.addresses {
				byAddress[sameAddress(a)] = r
			}
		}
	}
	joinTranslations(groups, byAddress)
}

// groups returns the entries of each document, every group and the list of
// groups in order of the page.
func (l *Linker) groups() [][]entry {
	pages := slices.Sorted(maps.Keys(l.entries))
	sets := newSets(len(pages))
	first := map[string]int{}
	for i, page := range pages {
		e := l.entries[page]
		keys := []string{"text\x00" + e.hash + "\x00" + e.title}
		for _, a := range e.addresses {
			keys = append(keys, "address\x00"+sameAddress(a))
		}
		for _, k := range keys {
			if j, ok := first[k]; ok {
				sets.union(i, j)
			} else {
				first[k] = i
			}
		}
	}
	members := map[int][]entry{}
	var order []int
	for i, page := range pages {
		root := sets.find(i)
		if members[root] == nil {
			order = append(order, root)
		}
		members[root] = append(members[root], l.entries[page])
	}
	out := make([][]entry, len(order))
	for i, root := range order {
		out[i] = members[root]
	}
	return out
}

// merge picks the text and the address of a group. They need not come from the
// same page: the newest capture has the text, the best address is shown.
func merge(group []entry) (page string, r *resolved) {
	best := slices.MinFunc(group, func(a, b entry) int {
		return cmp.Or(b.crawled.Compare(a.crawled), compareAddress(a.addresses[0], b.addresses[0]), strings.Compare(a.page, b.page))
	})
	r = &resolved{url: group[0].addresses[0], title: best.title, lang: best.lang}
	for _, e := range group {
		// Only what a page calls its own address is a candidate.
		if betterAddress(e.addresses[0], r.url) {
			r.url = e.addresses[0]
		}
	}
	r.id = corpus.NewID(r.url)
	r.others = otherAddresses(group, r.url)
	return best.page, r
}

// otherAddresses returns the addresses of a group beside the one shown. A path
// on somebody's disk is none where there is a real one.
func otherAddresses(group []entry, shown string) []string {
	_, isWeb := web(shown)
	var others []string
	for _, e := range group {
		for _, a := range e.addresses {
			if _, ok := web(a); a != shown && (ok || !isWeb) {
				others = append(others, a)
			}
		}
	}
	slices.Sort(others)
	return slices.Compact(others)
}

func compareAddress(a, b string) int {
	switch {
	case a == b:
		return 0
	case betterAddress(a, b):
		return -1
	}
	return 1
}
