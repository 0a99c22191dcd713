package extract

import (
	"cmp"
	"index/suffixarray"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/uilsearch/uilsearch/corpus"
)

// ownLines returns the lines of a page that a finder took, as the page has them:
// finders glue blocks together and leave out headings, so that they are asked
// which lines are text, and not what these say. page is the whole page in
// reading order, dense what stands around the densest part. It returns nil where
// what was found is not on the page.
func ownLines(page, dense, found []corpus.Section, isFact func(string) bool) []corpus.Section {
	t := newTaken(found)
	keep := t.takeAll(page)
	if 2*t.count < len(t.used) {
		return nil
	}
	inDense, headings := map[string]bool{}, map[string]bool{}
	for _, s := range dense {
		headings[s.Heading] = true
		for _, line := range s.Paragraphs {
			inDense[line] = true
		}
	}
	for _, s := range found {
		headings[s.Heading] = true
	}
	var out []corpus.Section
	begun := false
	for i, s := range page {
		kept := corpus.Section{Page: s.Page}
		if headings[s.Heading] {
			kept.Heading = s.Heading
		}
		for j, line := range s.Paragraphs {
			// Finders leave out short lines, and those of facts are short.
			if fact := !begun && looksLikeFact(line) || isFact(line); keep[i][j] || fact && inDense[line] {
				kept.Paragraphs = append(kept.Paragraphs, line)
			}
			begun = begun || keep[i][j]
		}
		if len(kept.Paragraphs) > 0 || kept.Heading != "" && len(s.Paragraphs) == 0 {
			out = append(out, kept)
		}
	}
	return out
}

// taken is the text that a finder found, without what stands between words, and
// which bytes of it are known to be those of a line.
type taken struct {
	text  string
	index *suffixarray.Index
	used  []bool
	count int
}

func newTaken(found []corpus.Section) *taken {
	var b strings.Builder
	for _, s := range found {
		b.WriteString(bare(s.Heading))
		for _, line := range s.Paragraphs {
			b.WriteString(bare(line))
		}
	}
	t := &taken{text: b.String(), used: make([]bool, b.Len())}
	t.index = suffixarray.New([]byte(t.text))
	return t
}

// bare returns the letters and figures of a line.
func bare(line string) string {
	return strings.Map(func(r rune) rune {
		if isWordRune(r) {
			return r
		}
		return -1
	}, line)
}

// takeAll reports which lines were found. Long ones are looked for first, and what
// is found is found once, so that no short line is taken for a part of a long one.
func (t *taken) takeAll(page []corpus.Section) [][]bool {
	type place struct {
		section, line int // line is -1 for the heading
		text          string
	}
	var all []place
	keep := make([][]bool, len(page))
	count := map[string]int{}
	for i, s := range page {
		keep[i] = make([]bool, len(s.Paragraphs))
		all = append(all, place{i, -1, bare(s.Heading)})
		for j, line := range s.Paragraphs {
			all = append(all, place{i, j, bare(line)})
		}
	}
	slices.SortStableFunc(all, func(a, b place) int { return cmp.Compare(len(b.text), len(a.text)) })
	for _, p := range all {
		count[p.text]++
	}
	at := map[string][]int{}
	for _, p := range all {
		if p.text == "" {
			continue
		}
		if _, ok := at[p.text]; !ok {
			at[p.text] = t.places(p.text, count[p.text])
		}
		ok := t.take(at, p.text)
		if !ok {
			ok = t.takeEnds(p.text)
		}
		if p.line >= 0 {
			keep[p.section][p.line] = ok
		}
	}
	return keep
}

// morePlaces is how many places of a line are looked at beyond those that it has
// on the page, because some may be parts of longer lines.
const morePlaces = 64

func (t *taken) places(text string, count int) []int {
	found := t.index.Lookup([]byte(text), count+morePlaces)
	slices.Sort(found)
	return found
}

// take marks the first place of a line that is free.
func (t *taken) take(at map[string][]int, text string) bool {
	for len(at[text]) > 0 {
		from := at[text][0]
		at[text] = at[text][1:]
		if !t.used[from] && !t.used[from+len(text)-1] {
			t.mark(from, from+len(text))
			return true
		}
	}
	return false
}

// endOfLine is how many bytes of a long line must be found at its beginning or its
// end where a finder left out something within it.
const endOfLine = 40

func (t *taken) takeEnds(text string) bool {
	if len(text) < 2*endOfLine {
		return false
	}
	ok := false
	for _, end := range []string{text[:endOfLine], text[len(text)-endOfLine:]} {
		for _, from := range t.places(end, 1) {
			if !t.used[from] && !t.used[from+len(end)-1] {
				t.mark(from, from+len(end))
				ok = true
				break
			}
		}
	}
	return ok
}

// hasAny reports whether one of the lines was found.
func (t *taken) hasAny(lines []corpus.Section) bool {
	for _, kept := range t.takeAll(lines) {
		if slices.Contains(kept, true) {
			return true
		}
	}
	return false
}

// missing returns the sections with the lines that were not found, with their
// headings.
func (t *taken) missing(sections []corpus.Section) []corpus.Section {
	keep := t.takeAll(sections)
	var out []corpus.Section
	for i, s := range sections {
		left := corpus.Section{Heading: s.Heading}
		for j, line := range s.Paragraphs {
			if !keep[i][j] {
				left.Paragraphs = append(left.Paragraphs, line)
			}
		}
		if len(left.Paragraphs) > 0 {
			out = append(out, left)
		}
	}
	return out
}

func (t *taken) mark(from, to int) {
	for i := from; i < to; i++ {
		if !t.used[i] {
			t.used[i] = true
			t.count++
		}
	}
}

// maxFact bounds a line of a fact, in characters.
const maxFact = 80

var fact = regexp.MustCompile(`^\pL[^.!?。！？؟]*\d`)

// looksLikeFact reports whether a line may give a fact about the subject of a page
// such as "Inhabitants: 106,000".
func looksLikeFact(line string) bool {
	return utf8.RuneCountInString(line) <= maxFact && fact.MatchString(line) && !strings.ContainsRune(".!?。！？؟", lastRune(line))
}

// isFact reports whether a rule tells types by a line.
func (r *rules) isFact(line string) bool {
	return len(line) <= maxDateLine && slices.ContainsFunc(r.types, func(t typeRule) bool { return t.line != nil && t.line.MatchString(line) })
}

// beside returns what stands around the body without the body.
func beside(around []*html.Node, body *html.Node) []*html.Node {
	return slices.DeleteFunc(slices.Clone(around), func(n *html.Node) bool { return n == body })
}
