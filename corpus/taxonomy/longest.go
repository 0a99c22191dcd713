package taxonomy

import "slices"

// prefix is a name that ends before a word.
type prefix struct {
	end int
	ids []int
}

// longest returns the longest name that begins at word i. A name that lacks
// its capital there gives way to a shorter one, or one within, that has it: in
// "Tak municipality" that is Tak, in "the republic of Korea" Korea.
func (s *scan) longest(i int) prefix {
	found := s.prefixesAt(i)
	if p := s.longestCased(i, found); p.end > 0 {
		return p
	}
	var p prefix
	for _, h := range found {
		if h.end > p.end {
			p = h
		}
	}
	for j := i + 1; j < p.end; j++ {
		if s.isCapital(j) && s.longestCased(j, s.prefixesAt(j)).end > 0 {
			return prefix{}
		}
	}
	return p
}

// longestCased returns the longest of the names at word i that has its
// capital.
func (s *scan) longestCased(i int, found []prefix) (p prefix) {
	for _, h := range found {
		if h.end > p.end && !s.isSmall(s.text[s.words[i].Start:s.words[h.end-1].End], h.ids) {
			p = h
		}
	}
	return p
}

// prefixesAt returns the names that begin at word i.
func (s *scan) prefixesAt(i int) []prefix {
	found := s.prefixesAs(i, s.words[i].Term)
	for _, opening := range s.t.affixes.openings(s.words[i].Term) {
		found = append(found, s.prefixesAs(i, opening)...)
	}
	return found
}

// isSmall reports whether a surface lacks the capital of each of the forms.
func (s *scan) isSmall(surface string, ids []int) bool {
	return !slices.ContainsFunc(ids, func(id int) bool {
		f := &s.t.forms.all[id]
		return f.facet == "" || !f.smallAs(surface)
	})
}

// smallAs reports whether a surface lacks the capitals of the form.
func (f *form) smallAs(surface string) bool {
	return isCased(surface) && (f.capital && !isCapital(surface) || f.acronym && !isAcronym(surface))
}

// prefixesAs returns the names that begin at word i, read as term, in the order
// of their length.
func (s *scan) prefixesAs(i int, term string) []prefix {
	var all []prefix
	at, comma := s.t.forms.root, false
	for j := i; ; term = s.words[j].Term {
		next := at.next[term]
		found := next.ending(s.t.forms.all, comma)
		if found == nil {
			found = s.inflected(at, j, term, comma)
		}
		if next == nil {
			next = s.declined(at, term)
		}
		if len(found) > 0 {
			all = append(all, prefix{j + 1, found})
		}
		if next == nil || next.next == nil {
			return all
		}
		ok, c := s.joined(j)
		if !ok {
			return all
		}
		at, comma = next, comma || c
		j++
	}
}

// ending returns the forms that end at a node; those written with a comma
// only where one was read, and the other way round.
func (n *node) ending(all []form, comma bool) []int {
	if n == nil || len(n.forms) == 0 {
		return nil
	}
	if !comma {
		return n.forms
	}
	var out []int
	for _, id := range n.forms {
		if all[id].comma {
			out = append(out, id)
		}
	}
	return out
}
