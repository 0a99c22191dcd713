package extract

import (
	"strings"
	"unicode"

	"github.com/uilsearch/uilsearch/corpus"
)

// shingle is how many words stand together where two texts are compared.
const shingle = 4

// Overlap says how much of a text was found: the shares of its shingles, runs of
// four words, that are in both texts, only in what was found, and only in what
// was wanted. They add up to 1, or are 0 where both texts are empty.
type Overlap struct {
	Both  float64 `json:"both"`
	Extra float64 `json:"extra"`
	Lost  float64 `json:"lost"`
}

// Compare counts the shingles of what was wanted and what was found, repeated
// ones as often as they stand there. A text of fewer than four words is one
// shingle.
func Compare(wanted, found string) Overlap {
	left := shingles(wanted)
	var both, extra, lost float64
	for s, n := range shingles(found) {
		common := min(n, left[s])
		both += float64(common)
		extra += float64(n - common)
		left[s] -= common
	}
	for _, n := range left {
		lost += float64(n)
	}
	all := both + extra + lost
	if all == 0 {
		return Overlap{}
	}
	return Overlap{both / all, extra / all, lost / all}
}

// Scores are means over texts, each 0 to 1.
type Scores struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Average returns the precision over the texts of which something was found,
// the recall over those of which something was wanted, and the F1 of these two
// means. A mean over nothing is 0.
func Average(texts []Overlap) Scores {
	var s Scores
	var found, wanted float64
	for _, o := range texts {
		if o.Both+o.Extra > 0 {
			found++
			s.Precision += o.Both / (o.Both + o.Extra)
		}
		if o.Both+o.Lost > 0 {
			wanted++
			s.Recall += o.Both / (o.Both + o.Lost)
		}
	}
	s.Precision /= max(1, found)
	s.Recall /= max(1, wanted)
	if sum := s.Precision + s.Recall; sum > 0 {
		s.F1 = 2 * s.Precision * s.Recall / sum
	}
	return s
}

// Body returns the text of a document below its title, as articles are compared.
func Body(d *corpus.Document) string {
	var b strings.Builder
	for _, s := range d.Sections {
		b.WriteString(s.Heading + "\n")
		for _, p := range s.Paragraphs {
			b.WriteString(p + "\n")
		}
	}
	return b.String()
}

// shingles counts the runs of words in a text. A word is letters, numbers and
// underscores; upper and lower case differ.
func shingles(text string) map[[shingle]string]int {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_' })
	out := map[[shingle]string]int{}
	if len(words) == 0 {
		return out
	}
	for i := range max(1, len(words)-shingle+1) {
		var s [shingle]string
		copy(s[:], words[i:])
		out[s]++
	}
	return out
}
