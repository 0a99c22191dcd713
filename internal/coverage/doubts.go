package coverage

import (
	"cmp"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// Doubt is a name that stands in a document and was not taken, or a theme that
// the document says too little for, as tagging tells of them.
type Doubt struct {
	Facet corpus.TagFacet
	// Value is the tag that was not given, Form the name as it stands there.
	Value, Form string
	// Why is a sentence without a full stop.
	Why string
	// Start and End are the byte range of Form in Document.Text.
	Start, End int
}

// Form is a name of places that was seen and not taken, in all its spellings
// that are alike but for case and accents.
type Form struct {
	Facet corpus.TagFacet `json:"facet"`
	// Form is the most frequent spelling.
	Form string `json:"form"`
	// Seen is how often it stands in pages without being taken, Pages in how
	// many, and Untagged how many of those have no tag of any of Values.
	Seen     int `json:"seen"`
	Pages    int `json:"pages"`
	Untagged int `json:"pages_untagged"`
	// Values are the places that it may be.
	Values []Named `json:"values"`
	// Why are the reasons, the most frequent first.
	Why []Count `json:"why"`
	// Examples are the first places where it stands, each on another page.
	Examples []Example `json:"examples"`
}

// Named is a value of the taxonomy with what people call it.
type Named struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Example is where a name stands.
type Example struct {
	URL string `json:"url"`
	// Quote is the text around it, in one line.
	Quote string `json:"quote"`
}

// Theme is a theme that pages point to, and say too little for.
type Theme struct {
	Value string `json:"value"`
	Label string `json:"label"`
	// Pages is how many pages do so, Forms the words that do it there first, in
	// lower case.
	Pages int     `json:"pages"`
	Forms []Count `json:"forms"`
}

// formKey is a facet and a folded form.
type formKey struct {
	facet corpus.TagFacet
	form  string
}

// form is a Form while it is counted.
type form struct {
	Form
	spellings, why map[string]int
	values         map[string]bool
}

// weak is a Theme while it is counted.
type weak struct {
	pages int
	forms map[string]int
}

const (
	// maxExamples is the most examples of a form.
	maxExamples = 3
	// quoteBefore and quoteAfter are how many bytes of text are shown around a
	// form, at the most.
	quoteBefore, quoteAfter = 60, 60
)

// addDoubts counts the doubts about a document that has the tags of tagged.
func (c *Counter) addDoubts(d corpus.Document, doubts []Doubt, tagged map[key]bool) {
	type place struct {
		at         formKey
		start, end int
	}
	counted := map[place]bool{} // a form that may be several places is seen once
	onPage := map[formKey]bool{}
	taken := map[formKey]bool{}
	text := ""
	for _, doubt := range doubts {
		if doubt.Facet == corpus.Theme {
			c.addTheme(doubt)
			continue
		}
		at := formKey{doubt.Facet, analysis.Fold(doubt.Form)}
		f := c.form(at)
		f.values[doubt.Value] = true
		taken[at] = taken[at] || tagged[key{doubt.Facet, doubt.Value}]
		if p := (place{at, doubt.Start, doubt.End}); !counted[p] {
			counted[p] = true
			f.Seen++
			f.spellings[doubt.Form]++
			f.why[doubt.Why]++
		}
		if onPage[at] {
			continue
		}
		onPage[at] = true
		f.Pages++
		if len(f.Examples) < maxExamples {
			if text == "" {
				text = d.Text()
			}
			f.Examples = append(f.Examples, Example{URL: d.URL, Quote: quote(text, doubt.Start, doubt.End)})
		}
	}
	for at := range onPage {
		if !taken[at] {
			c.forms[at].Untagged++
		}
	}
}

func (c *Counter) form(at formKey) *form {
	f := c.forms[at]
	if f == nil {
		f = &form{Form: Form{Facet: at.facet}, spellings: map[string]int{}, why: map[string]int{}, values: map[string]bool{}}
		c.forms[at] = f
	}
	return f
}

func (c *Counter) addTheme(doubt Doubt) {
	w := c.themes[doubt.Value]
	if w == nil {
		w = &weak{forms: map[string]int{}}
		c.themes[doubt.Value] = w
	}
	w.pages++
	w.forms[strings.ToLower(doubt.Form)]++
}

// sortedForms returns the forms, the most frequent first.
func (c *Counter) sortedForms() []Form {
	out := make([]Form, 0, len(c.forms))
	for _, f := range c.forms {
		one := f.Form
		one.Form, one.Why = mostFrequent(f.spellings)[0].Value, mostFrequent(f.why)
		for value := range f.values {
			one.Values = append(one.Values, Named{value, c.taxonomy.Label(string(f.Facet), value, "en")})
		}
		slices.SortFunc(one.Values, func(a, b Named) int { return cmp.Compare(a.Value, b.Value) })
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b Form) int {
		return cmp.Or(
			cmp.Compare(b.Seen, a.Seen), cmp.Compare(b.Pages, a.Pages), cmp.Compare(a.Form, b.Form), cmp.Compare(a.Facet, b.Facet))
	})
	return out
}

// sortedThemes returns the themes, the most frequent first.
func (c *Counter) sortedThemes() []Theme {
	out := make([]Theme, 0, len(c.themes))
	for value, w := range c.themes {
		out = append(out, Theme{value, c.taxonomy.Label(string(corpus.Theme), value, "en"), w.pages, mostFrequent(w.forms)})
	}
	slices.SortFunc(out, func(a, b Theme) int { return cmp.Or(cmp.Compare(b.Pages, a.Pages), cmp.Compare(a.Value, b.Value)) })
	return out
}

// quote returns the text from start to end with some of its passage around it,
// and “…” where more of that is left out. It cuts between words where it can.
func quote(text string, start, end int) string {
	from, to := max(0, start-quoteBefore), min(len(text), end+quoteAfter)
	before, after := "", ""
	if i := strings.LastIndexByte(text[from:start], '\n'); i >= 0 {
		from += i + 1
	} else if from > 0 {
		from, before = edge(text, from, start), "… "
	}
	if i := strings.IndexByte(text[end:to], '\n'); i >= 0 {
		to = end + i
	} else if to < len(text) {
		to, after = lastEdge(text, end, to), " …"
	}
	return before + strings.TrimSpace(text[from:to]) + after
}

// edge returns where the first whole word from on begins, or the first whole
// rune.
func edge(text string, from, limit int) int {
	if i := strings.IndexByte(text[from:limit], ' '); i >= 0 {
		return from + i + 1
	}
	for from < limit && text[from]&0xC0 == 0x80 {
		from++
	}
	return from
}

// lastEdge returns where the last whole word before to ends, or the last whole
// rune.
func lastEdge(text string, limit, to int) int {
	if i := strings.LastIndexByte(text[limit:to], ' '); i >= 0 {
		return limit + i
	}
	for to > limit && text[to]&0xC0 == 0x80 {
		to--
	}
	return to
}
