package pdf

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// flow is how the running text of a document is set.
type flow struct {
	// size is that of most characters, leading the distance from line to line
	// as a multiple of the size. Both are 0 where there is nothing to measure.
	size, leading float64
}

// How lines are told apart. Sizes and distances are multiples of the size of
// the running text.
const (
	sameSize    = 0.08 // sizes that differ by less are one
	headingSize = 1.15 // the least of a heading
	gapSize     = 1.35 // of the leading, is more than the distance of two lines
	indentSize  = 0.8  // the least indent of a paragraph
	maxHeading  = 200  // characters
	neighbours  = 12   // lines on either side that show how wide a column is
)

// flowOf measures a document.
func flowOf(pages [][]line) flow {
	weight := map[float64]int{}
	for _, lines := range pages {
		for _, l := range lines {
			weight[math.Round(2*l.size)/2] += utf8.RuneCountInString(l.text)
		}
	}
	var f flow
	for _, size := range slices.Sorted(maps.Keys(weight)) {
		if weight[size] > weight[f.size] {
			f.size = size
		}
	}
	var steps []float64
	for _, lines := range pages {
		for i := 1; i < len(lines); i++ {
			step := lines[i-1].bottom - lines[i].bottom
			if f.alike(lines[i-1], lines[i]) && step > 0.5*f.size && step < 3*f.size {
				steps = append(steps, step)
			}
		}
	}
	f.leading = 1.3 * f.size
	if len(steps) > 0 {
		// The lines of paragraphs are nearer to each other than paragraphs.
		slices.Sort(steps)
		f.leading = steps[len(steps)/4]
	}
	return f
}

// alike reports whether two lines are of one size.
func (f flow) alike(a, b line) bool { return math.Abs(a.size-b.size) <= sameSize*max(a.size, b.size) }

// parts reports whether lines[i] begins a paragraph.
func (f flow) parts(lines []line, i int) bool {
	a, b := lines[i-1], lines[i]
	step := a.bottom - b.bottom
	switch {
	case !f.alike(a, b):
		return true
	case step < -f.size || step > 6*f.size: // another column, or another place
		return !goesOn(a.text, b.text)
	case f.leading > 0 && step > gapSize*f.leading*max(1, b.size/max(f.size, 1)):
		return true
	case isItem(b.text):
		return true
	case !endsSentence(a.text):
		return false
	}
	left, right := column(lines, i)
	indented := b.left-left > indentSize*f.size && b.left-a.left > indentSize*f.size
	short := right-a.right > 0.15*(right-left)
	return indented || short
}

// column returns between which margins the text around a line stands.
func column(lines []line, i int) (left, right float64) {
	left, right = lines[i].left, lines[i].right
	for _, l := range lines[max(0, i-neighbours):min(len(lines), i+neighbours)] {
		if l.left < lines[i].right && l.right > lines[i].left {
			left, right = min(left, l.left), max(right, l.right)
		}
	}
	return left, right
}

// goesOn reports whether the second line continues a sentence of the first.
func goesOn(a, b string) bool {
	return !endsSentence(a) && (unicode.IsLower(firstRune(b)) || unspaced(lastRune(a)) && unspaced(firstRune(b)))
}

// endsSentence reports whether a line ends with a stop, quotation marks and
// brackets behind it left aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]」』）0123456789")
	return strings.ContainsRune(".!?:;…。！？؟", lastRune(s))
}

// isItem reports whether a line begins as the items of lists do.
func isItem(s string) bool {
	first, rest, ok := strings.Cut(s, " ")
	return ok && rest != "" && strings.Contains(" • ‣ ▪ ● ○ ◦ – — - * · ", " "+first+" ")
}

// isHeading reports whether a paragraph is set as one.
func (f flow) isHeading(lines []line, text string) bool {
	return f.size > 0 && lines[0].size >= headingSize*f.size &&
		utf8.RuneCountInString(text) <= maxHeading && strings.ContainsFunc(text, unicode.IsLetter)
}

// headline returns the largest text of the first page that has any, if it is
// larger than the running text.
func (f flow) headline(pages [][]line) string {
	for _, lines := range pages {
		if len(lines) == 0 {
			continue
		}
		largest := slices.MaxFunc(lines, func(a, b line) int {
			return cmp.Compare(rank(a), rank(b))
		})
		if largest.size < headingSize*f.size || f.size == 0 {
			return ""
		}
		at := slices.Index(lines, largest)
		end := at + 1
		for end < len(lines) && f.alike(lines[end], largest) && !f.parts(lines, end) {
			end++
		}
		return join(lines[at:end], nil)
	}
	return ""
}

// rank is the size of a line that can be a title.
func rank(l line) float64 {
	if !strings.ContainsFunc(l.text, unicode.IsLetter) || utf8.RuneCountInString(l.text) < 3 {
		return 0
	}
	return l.size
}
