package extract

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

var near = cmpopts.EquateApprox(0, 1e-12)

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name, wanted, found string
		want                Overlap
	}{
		{"the same", "a b c d e", "a b c d e", Overlap{1, 0, 0}},
		{"signs are no words", "a, b – c. d", "a b c\nd", Overlap{1, 0, 0}},
		{"case is", "A b c d", "a b c d", Overlap{0, 0.5, 0.5}},
		// abcd bcde | abcd bcdx
		{"half", "a b c d e", "a b c d x", Overlap{1. / 3, 1. / 3, 1. / 3}},
		// abcd bcde cdef | abcd
		{"the beginning", "a b c d e f", "a b c d", Overlap{1. / 3, 0, 2. / 3}},
		// abcd bcda cdab dabc abcd | abcd
		{"repeated", "a b c d a b c d", "a b c d", Overlap{1. / 5, 0, 4. / 5}},
		{"few words are one shingle", "a b", "a b", Overlap{1, 0, 0}},
		{"few words, others", "a b", "a b c", Overlap{0, 0.5, 0.5}},
		{"nothing found", "a b c d", "", Overlap{0, 0, 1}},
		{"nothing wanted", "", "a b c d", Overlap{0, 1, 0}},
		{"nothing at all", "–", "", Overlap{}},
		// a vowel sign is no letter, and parts two words: م دينة b c | م دينة b c
		{"signs above letters", "مَدينة b c", "م دينة b c", Overlap{1, 0, 0}},
		// aaaa twice | aaaa once
		{"one word", "a a a a a", "a a a a", Overlap{0.5, 0, 0.5}},
		// a run of Han without signs is one word: two words, one shingle each
		{"running text", "学习型城市，网络", "学习型城市。", Overlap{0, 0.5, 0.5}},
		{"letters and numbers of any script", "남양주 2016年 ½ snake_case", "남양주 2016年 ½ snake_case", Overlap{1, 0, 0}},
	} {
		if diff := cmp.Diff(c.want, Compare(c.wanted, c.found), near); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestAverage(t *testing.T) {
	for _, c := range []struct {
		name  string
		texts []Overlap
		want  Scores
	}{
		{"none", nil, Scores{}},
		{"one", []Overlap{{0.5, 0.25, 0.25}}, Scores{2. / 3, 2. / 3, 2. / 3}},
		// precision (1 + .5)/2, recall (.5 + 1)/2
		{"two", []Overlap{{0.5, 0, 0.5}, {0.5, 0.5, 0}}, Scores{0.75, 0.75, 0.75}},
		// a text of which nothing was found has no precision
		{"one lost", []Overlap{{1, 0, 0}, {0, 0, 1}}, Scores{1, 0.5, 2. / 3}},
		// and one that should not be there no recall
		{"one too many", []Overlap{{1, 0, 0}, {0, 1, 0}}, Scores{0.5, 1, 2. / 3}},
		{"empty ones do not count", []Overlap{{1, 0, 0}, {}}, Scores{1, 1, 1}},
		{"all wrong", []Overlap{{0, 0.5, 0.5}}, Scores{}},
	} {
		if diff := cmp.Diff(c.want, Average(c.texts), near); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestCompareIsSound(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 20).Draw(t, "words"), " ")
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		ab, ba := Compare(a, b), Compare(b, a)
		if diff := cmp.Diff(Overlap{ab.Both, ab.Lost, ab.Extra}, ba, near); diff != "" {
			t.Fatalf("%q, %q are not those of %q, %q:\n%s", a, b, b, a, diff)
		}
		if sum := ab.Both + ab.Extra + ab.Lost; a+b != "" && math.Abs(sum-1) > 1e-9 || a == b && ab.Extra+ab.Lost > 0 {
			t.Fatalf("%q, %q: %+v", a, b, ab)
		}
	})
}
