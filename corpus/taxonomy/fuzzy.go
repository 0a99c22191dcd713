package taxonomy

// minFuzzy is the fewest letters of a name, and of its misspelling, that are
// told to be the same with one letter wrong. Shorter names are too near to
// words.
const minFuzzy = 8

// fuzzy finds the safe names of cities that are one word by a spelling with one
// letter too many, too few, wrong or changed with its neighbour.
type fuzzy struct {
	// near maps each name, and each name less one letter, to its forms.
	near map[string][]int
	// terms are the names themselves, values their cities.
	terms, values map[int]string
}

func newFuzzy(f *forms) fuzzy {
	z := fuzzy{near: map[string][]int{}, terms: map[int]string{}, values: map[int]string{}}
	for term, n := range f.root.next {
		if !isLong(term) || len(n.forms) != 1 {
			continue
		}
		id := n.forms[0]
		if known := f.all[id]; known.facet != facetCity || known.danger != safe {
			continue
		}
		z.terms[id], z.values[id] = term, f.all[id].value
		for _, key := range append(shortened(term), term) {
			z.near[key] = append(z.near[key], id)
		}
	}
	return z
}

// find returns a form of the city that term misspells, unless several cities
// have such a name. The first and the last letter must be right, so that no
// ending makes another name of a word.
func (z *fuzzy) find(term string) (id int, ok bool) {
	if !isLong(term) {
		return 0, false
	}
	for _, key := range append(shortened(term), term) {
		for _, near := range z.near[key] {
			switch {
			case !sameEnds(z.terms[near], term) || !oneEdit(z.terms[near], term):
				continue
			case ok && z.values[near] != z.values[id]:
				return 0, false
			}
			id, ok = near, true
		}
	}
	return id, ok
}

// isLong reports whether a folded term is long enough and all of it is of the
// letters a to z.
func isLong(term string) bool {
	if len(term) < minFuzzy {
		return false
	}
	for i := range len(term) {
		if term[i] < 'a' || term[i] > 'z' {
			return false
		}
	}
	return true
}

// shortened returns a term of the letters a to z less each of its letters.
func shortened(term string) []string {
	out := make([]string, 0, len(term)+1)
	for i := range len(term) {
		out = append(out, term[:i]+term[i+1:])
	}
	return out
}

func sameEnds(a, b string) bool { return a[0] == b[0] && a[len(a)-1] == b[len(b)-1] }

// oneEdit reports whether one letter was added, left out or replaced, or two
// neighbours were changed.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(b)-len(a) == 1:
		return a[i:] == b[i+1:]
	case len(a) != len(b) || i == len(a):
		return false
	case a[i+1:] == b[i+1:]:
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// misspelt records the city that word i misspells, where the word has a capital
// and is no name itself. Such a match is never safe alone.
func (s *scan) misspelt(i int) {
	w := s.words[i]
	if s.query || !s.isCapital(i) || isFunctionWord(w.Term) || s.t.affixes.given[w.Term] {
		return
	}
	id, ok := s.t.forms.fuzzy.find(w.Term)
	if !ok {
		return
	}
	f := s.t.forms.all[id]
	m := Match{
		Facet: f.facet, Value: f.value, Start: w.Start, End: w.End, Rule: RuleFuzzy, Unsafe: true, Why: string(asFuzzy),
		first: i, last: i, cased: true, hyphened: s.hyphened(w.Start, w.End), opening: s.opens(w.Start),
	}
	s.lookAround(&m)
	s.matches = append(s.matches, m)
}
