package link

import (
	"maps"
	"slices"

	"github.com/uilsearch/uilsearch/corpus"
)

// maxCompared bounds how many different texts under one canonical address a page
// is compared with. Further ones count as different.
const maxCompared = 64

// groups returns the entries of each document, every group and the list of
// groups in order of the page.
func (l *Linker) groups() [][]entry {
	pages := slices.Sorted(maps.Keys(l.entries))
	sets := newSets(len(pages))
	first := map[string]int{}
	claims := map[string][]int{}
	for i, page := range pages {
		e := l.entries[page]
		keys := []string{"text\x00" + e.hash + "\x00" + e.title}
		for _, a := range e.addresses {
			same := corpus.AddressKey(a)
			if e.capturedAt(same) {
				keys = append(keys, "address\x00"+same)
			}
			claims[same] = append(claims[same], i)
		}
		for _, k := range keys {
			if j, ok := first[k]; ok {
				sets.union(i, j)
			} else {
				first[k] = i
			}
		}
	}
	for _, same := range slices.Sorted(maps.Keys(claims)) {
		l.joinNear(pages, claims[same], sets)
	}
	return l.members(pages, sets)
}

// capturedAt reports whether the page of an entry was captured at the address.
func (e entry) capturedAt(same string) bool { return corpus.AddressKey(e.page) == same }

// joinNear joins those of the pages that share an address whose texts are almost
// equal.
func (l *Linker) joinNear(pages []string, claim []int, sets sets) {
	var texts []int
	for _, i := range claim {
		near := slices.IndexFunc(texts, func(j int) bool {
			return sets.find(i) == sets.find(j) || l.entries[pages[i]].text.isEqual(l.entries[pages[j]].text)
		})
		switch {
		case near >= 0:
			sets.union(i, texts[near])
		case len(texts) < maxCompared:
			texts = append(texts, i)
		}
	}
}

func (l *Linker) members(pages []string, sets sets) [][]entry {
	byRoot := map[int][]entry{}
	var order []int
	for i, page := range pages {
		root := sets.find(i)
		if byRoot[root] == nil {
			order = append(order, root)
		}
		byRoot[root] = append(byRoot[root], l.entries[page])
	}
	out := make([][]entry, len(order))
	for i, root := range order {
		out[i] = byRoot[root]
	}
	return out
}

// owner is the group that has an address.
type owner struct {
	group int
	// captured says that a page of the group was captured there.
	captured bool
}

// ownersOf gives each address to one group: to that which was captured there, or
// else to the first that names it.
func ownersOf(groups [][]entry) map[string]owner {
	owners := map[string]owner{}
	for i, group := range groups {
		for _, e := range group {
			for _, a := range append([]string{e.page}, e.addresses...) {
				same := corpus.AddressKey(a)
				captured := e.capturedAt(same)
				if o, ok := owners[same]; !ok || captured && !o.captured {
					owners[same] = owner{i, captured}
				}
			}
		}
	}
	return owners
}
