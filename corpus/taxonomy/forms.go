package taxonomy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// The rules of matches, which say what kind of name was found.
const (
	RuleName        = "name"
	RuleAlias       = "alias"
	RuleMisspelling = "misspelling"
	RuleAdjective   = "adjective"
	RuleFuzzy       = "fuzzy" // a long name with one letter wrong
)

// form is a folded name of one value.
type form struct {
	facet, value, rule string
	danger             danger
	// accented holds the spellings with accents, in lower case.
	accented []string
	// comma says that the name is written with a comma.
	comma bool
	// capital says that the name is written with a capital letter, and
	// acronym that it has nothing but capitals.
	capital, acronym bool
}

// node is a word of a form; the forms that end with it are indices.
type node struct {
	next  map[string]*node
	forms []int
}

// forms is a tree of all names by their folded words.
type forms struct {
	root *node
	all  []form
	// runes is the length of the longest word of Han, Hangul or kana.
	runes   int
	dangers map[string]danger
	fuzzy   fuzzy
}

func newForms(t *Taxonomy) forms {
	f := forms{root: &node{}, dangers: map[string]danger{}}
	for _, u := range t.unsafe {
		if key := analysis.Fold(u.form); f.dangers[key] == safe {
			f.dangers[key] = u.kind
		}
	}
	for _, c := range t.cities {
		f.add(facetCity, c.ID, RuleName, c.Name)
		for _, a := range c.Aliases {
			rule := RuleAlias
			if a.Kind == "misspelling" {
				rule = RuleMisspelling
			}
			f.add(facetCity, c.ID, rule, a.Name)
		}
	}
	for _, c := range t.countries {
		for _, name := range append([]string{c.Name}, c.Names...) {
			f.add(facetCountry, c.ID, RuleName, name)
		}
		for _, name := range c.Adjectives {
			f.add(facetCountry, c.ID, RuleAdjective, name)
		}
	}
	for _, r := range t.regions {
		for _, name := range append([]string{r.Name}, r.Names...) {
			f.add(facetRegion, r.ID, RuleName, name)
		}
	}
	for _, u := range t.unsafe {
		if u.kind == asOther {
			f.add("", u.form, "", u.form)
		}
	}
	f.fuzzy = newFuzzy(&f)
	return f
}

// add enters a name; further spellings of the same form are merged.
func (f *forms) add(facet, value, rule, name string) {
	words := analysis.Words(name)
	if len(words) == 0 {
		return
	}
	at := f.root
	for _, w := range words {
		if w.CJK {
			f.runes = max(f.runes, utf8.RuneCountInString(w.Term))
		}
		at = at.child(w.Term)
	}
	spelled := spelling(words)
	folded := analysis.Fold(name)
	id := slices.IndexFunc(at.forms, func(i int) bool { return f.all[i].facet == facet && f.all[i].value == value })
	if id < 0 {
		at.forms = append(at.forms, len(f.all))
		f.all = append(f.all, form{
			facet: facet, value: value, rule: rule, danger: f.dangerOf(facet, folded),
			comma: strings.ContainsAny(name, ",،"), capital: isCapital(name), acronym: isAcronym(name),
		})
		id = len(at.forms) - 1
	}
	if known := &f.all[at.forms[id]]; spelled != folded && !slices.Contains(known.accented, spelled) {
		known.accented = append(known.accented, spelled)
	}
}

// dangerOf says why a form is not safe alone. Names of countries that have two
// characters, such as 한국 and 中国, are safe unless unsafe.tsv has them.
func (f *forms) dangerOf(facet, folded string) danger {
	switch d := f.dangers[folded]; {
	case d == asSafe:
		return safe
	case d != safe:
		return d
	case facet == facetCity && isShort(folded):
		return asShort
	}
	return safe
}

func (n *node) child(term string) *node {
	if c := n.next[term]; c != nil {
		return c
	}
	if n.next == nil {
		n.next = map[string]*node{}
	}
	c := &node{}
	n.next[term] = c
	return c
}

// choose returns those of the forms that end at a node which the spelling may
// mean, and whether it names several values or lacks its accents. Forms of
// something else come alone.
func (f *forms) choose(ids []int, spelled string) (chosen []int, d danger) {
	for _, id := range ids {
		if f.all[id].facet == "" {
			return []int{id}, asOther
		}
	}
	if len(ids) > 1 {
		for _, id := range ids {
			if f.all[id].spelledAs(spelled) {
				return []int{id}, safe
			}
		}
		return ids, asShared
	}
	d = f.all[ids[0]].danger
	if d == asAccent && f.all[ids[0]].spelledAs(spelled) {
		d = safe
	}
	return ids, d
}

// spelledAs reports whether a spelling ends with one of the accented ones; an
// Arabic particle may stand before it.
func (f form) spelledAs(spelled string) bool {
	return slices.ContainsFunc(f.accented, func(a string) bool { return strings.HasSuffix(spelled, a) })
}

// spelling returns words in lower case with their accents.
func spelling(words []analysis.Word) string {
	if len(words) == 1 {
		return spelled(words[0])
	}
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(spelled(w))
	}
	return b.String()
}

func spelled(w analysis.Word) string {
	if w.Lower != "" {
		return w.Lower
	}
	return w.Term
}

// isCapital reports whether the longest word of a name begins with a capital
// letter, or has no cased letter at its beginning.
func isCapital(name string) bool {
	longest := ""
	for _, w := range analysis.Words(name) {
		if w.End-w.Start > len(longest) {
			longest = name[w.Start:w.End]
		}
	}
	r, _ := utf8.DecodeRuneInString(longest)
	return !unicode.IsLower(r)
}

func isAcronym(name string) bool {
	return strings.ContainsFunc(name, unicode.IsUpper) && !strings.ContainsFunc(name, unicode.IsLower)
}

// isCased reports whether a name has letters that could be capitals.
func isCased(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsLower(r) })
}
