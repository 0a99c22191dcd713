// Package link looks over all documents of a run at once: it makes one
// document of a page that stands under several addresses, and joins
// translations and near-duplicates to each other.
//
// Two pages are the same if they were captured at addresses that differ only in
// http or https, a leading "www." or a slash at the end, or if their titles and
// texts are the same: so a node number and its alias meet. Pages that only name
// one canonical address are the same if their texts are almost equal; otherwise
// both stay, and one of them does not get the address.
//
// Pages at other addresses whose texts are almost equal stay two documents, each
// of which names the other; see nearShare for what almost is.
package link

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
)

// Version stands for how documents are linked. It changes whenever the same
// documents would be linked in another way.
const Version = 2

// Linker collects what it needs of each document, which is little: addresses,
// title, language, a hash, and a signature of 512 bytes whatever the length of
// the text. That is 900 to 1,200 bytes for a page (BenchmarkLinker), so at most 12
// MB for 10,000 pages and 120 MB for 100,000, beside the addresses and titles
// themselves. Add every document, then read Kept and Apply. The order of Add
// makes no difference. A Linker serves one goroutine.
type Linker struct {
	entries map[string]entry
	// kept is nil until it is computed from entries, with conflicts.
	kept map[string]*resolved
	// conflicts holds the address that a page has named and did not get.
	conflicts map[string]string
}

// entry is what is remembered of one document.
type entry struct {
	page      string
	addresses []string
	title     string
	lang      string
	hash      string
	text      *signature
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
	text         *signature
	near         []*resolved
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
		text:      newSignature(&d),
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

// Apply gives the document of a kept page its address, its other addresses, its
// translations and its near-duplicates, in place of those that it came with. It
// leaves the document of any other page as it is.
func (l *Linker) Apply(page string, d *corpus.Document) {
	l.resolve()
	r, ok := l.kept[page]
	if !ok {
		return
	}
	d.ID, d.URL = r.id, r.url
	d.OtherURLs = slices.Clone(r.others)
	d.Translations = slices.Clone(r.translations)
	d.NearDuplicates = r.nearLinks()
}

// Conflicts yields the pages that name as their own an address that a page with
// another text has, with that address, in order of the page.
func (l *Linker) Conflicts() iter.Seq2[string, string] {
	l.resolve()
	return func(yield func(string, string) bool) {
		for _, page := range slices.Sorted(maps.Keys(l.conflicts)) {
			if !yield(page, l.conflicts[page]) {
				return
			}
		}
	}
}

func (l *Linker) resolve() {
	if l.kept != nil {
		return
	}
	l.kept, l.conflicts = map[string]*resolved{}, map[string]string{}
	groups := l.groups()
	owners := ownersOf(groups)
	byAddress := map[string]*resolved{}
	for i, group := range groups {
		owned := func(a string) bool { return owners[corpus.AddressKey(a)].group == i }
		page, r := merge(group, owned)
		l.kept[page] = r
		for _, e := range group {
			if a := e.addresses[0]; !owned(a) {
				l.conflicts[e.page] = a
			}
			for _, a := range append([]string{r.url}, e.addresses...) {
				if a == r.url || owned(a) {
					byAddress[corpus.AddressKey(a)] = r
				}
			}
		}
	}
	joinTranslations(l.kept, groups, byAddress)
	joinNearDuplicates(slices.Collect(maps.Values(l.kept)))
}

// merge picks the text and the address of a group. They need not come from the
// same page: the newest capture has the text, the best address is shown.
func merge(group []entry, owned func(string) bool) (page string, r *resolved) {
	best := slices.MinFunc(group, func(a, b entry) int {
		return cmp.Or(b.crawled.Compare(a.crawled), compareAddress(a.addresses[0], b.addresses[0]), strings.Compare(a.page, b.page))
	})
	r = &resolved{url: shownAddress(group, owned), title: best.title, lang: best.lang, text: best.text}
	r.id = corpus.NewID(r.url)
	r.others = otherAddresses(group, r.url, owned)
	return best.page, r
}

// shownAddress returns the best of what the pages of a group call their own
// address; where another group has them all, the best at which one was captured.
func shownAddress(group []entry, owned func(string) bool) string {
	var named, captured, pages []string
	for _, e := range group {
		for i, a := range e.addresses {
			switch {
			case !owned(a):
			case i == 0:
				named = append(named, a)
			default:
				captured = append(captured, a)
			}
		}
		pages = append(pages, e.page)
	}
	for _, candidates := range [][]string{named, captured} {
		if len(candidates) > 0 {
			return slices.MinFunc(candidates, compareAddress)
		}
	}
	return slices.MinFunc(pages, compareAddress)
}

// otherAddresses returns the addresses of a group beside the one shown. A path
// on somebody's disk is none where there is a real one.
func otherAddresses(group []entry, shown string, owned func(string) bool) []string {
	_, isWeb := web(shown)
	var others []string
	for _, e := range group {
		for _, a := range e.addresses {
			if _, ok := web(a); a != shown && owned(a) && (ok || !isWeb) {
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
