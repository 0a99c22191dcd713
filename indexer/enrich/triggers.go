package enrich

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// trigger is a row of words that points to a theme, or a negative cue.
type trigger struct {
	// theme is its place among the themes, or everyTheme.
	theme int
	// key is what the trigger is counted under; forms of one word share it.
	key    string
	pieces []piece
	weight float64
	// not says that the trigger is a negative cue.
	not bool
	// capitals says that only capitals match.
	capitals bool
}

// everyTheme is the theme of negative cues that hold for all.
const everyTheme = -1

// piece is one word of a trigger.
type piece struct {
	// text is the stem, or the folded word where it is open or CJK.
	text string
	// word is the folded word of a stem, without what Arabic writes before it. A
	// form of it begins with at least its first least bytes: "cada" is no form of
	// "cadeia", nor "read" of "reading", although their stems are the same.
	word  string
	least int
	// open says that the word may go on, inside that something may be before it.
	open, inside bool
	cjk          bool
}

// triggers are those of one language.
type triggers struct {
	lang string
	// byStem holds those whose first word matches by its stem, grams those whose
	// first word may be a part of a longer one, by its first characters.
	byStem, grams map[string][]*trigger
	// inside says that some of grams may stand inside a word that is not CJK.
	inside bool
	themes int
}

// The weights of triggers; the score of a theme is made of them.
const (
	weightStrong = 2.0
	weightNormal = 1.0
	weightWeak   = 0.4
)

// gramLength and gramLengthCJK are how many characters triggers are found by.
const (
	gramLength    = 3
	gramLengthCJK = 2
)

// newTriggers prepares the triggers of each language. The names of a theme are
// strong triggers too.
func newTriggers(t *taxonomy.Taxonomy) map[string]*triggers {
	out := map[string]*triggers{}
	for _, lang := range taxonomy.ThemeLanguages() {
		ts := &triggers{lang: lang, byStem: map[string][]*trigger{}, grams: map[string][]*trigger{}, themes: len(t.Themes())}
		for i, theme := range t.Themes() {
			for _, tr := range theme.Triggers(lang) {
				ts.add(i, tr)
			}
			if label := t.Label("theme", theme.ID, lang); lang == "en" || label != theme.Name {
				ts.add(i, taxonomy.Trigger{Text: label, Weight: taxonomy.Strong})
			}
		}
		for _, tr := range t.Boilerplate(lang) {
			ts.add(everyTheme, tr)
		}
		out[lang] = ts
	}
	return out
}

// add adds a trigger. One of several words in Hangul is added without its
// spaces too, which writers put or leave out.
func (ts *triggers) add(theme int, tr taxonomy.Trigger) {
	t := &trigger{theme: theme, capitals: isCapitals(tr.Text), not: tr.Weight == taxonomy.Not}
	spaced := true
	for field := range strings.FieldsSeq(tr.Text) {
		open, inside := strings.HasSuffix(field, "*"), strings.HasPrefix(field, "*")
		for _, w := range analysis.Words(strings.Trim(field, "*")) {
			t.pieces = append(t.pieces, ts.newPiece(w, open, inside))
			spaced = spaced && w.CJK
		}
	}
	if len(t.pieces) == 0 {
		return
	}
	texts := make([]string, len(t.pieces))
	for i, p := range t.pieces {
		texts[i] = p.text
	}
	t.key = strings.Join(texts, " ")
	switch tr.Weight {
	case taxonomy.Strong:
		t.weight = weightStrong
	case taxonomy.Normal:
		t.weight = weightNormal
	case taxonomy.Weak:
		t.weight = weightWeak
	}
	ts.index(t)
	if spaced && len(t.pieces) > 1 {
		joined := *t
		joined.pieces = []piece{{text: strings.Join(texts, ""), cjk: true, inside: t.pieces[0].inside}}
		ts.index(&joined)
	}
}

// stem returns the stem of a folded word. Function words, of which texts are full,
// are left as they are, because stemming takes most of the time.
func (ts *triggers) stem(term string) string {
	if analysis.IsStop(ts.lang, term) {
		return term
	}
	return analysis.Stem(ts.lang, term)
}

// leastOf returns how many bytes of a word all of its forms begin with. Endings
// of short words have one letter, those of long ones several, most in Russian.
func (ts *triggers) leastOf(word string) int {
	n := utf8.RuneCountInString(word)
	ending := 1
	switch {
	case n >= 8 && ts.lang == "ru":
		ending = 4
	case n >= 8:
		ending = 3
	case n >= 6 || ts.lang == "ru" || ts.lang == "ar" && n >= 5:
		ending = 2
	}
	return prefix(word, n-ending)
}

// bare returns an Arabic word without the particles and the article that are
// written together with it, as far as three letters are left; other words are
// bare.
func (ts *triggers) bare(word string) string {
	if ts.lang != "ar" {
		return word
	}
	rest := word
	for _, particle := range []string{"و", "ف"} {
		rest = cut(rest, particle)
	}
	if r := cut(rest, "لل"); r != rest {
		return r
	}
	for _, particle := range []string{"ب", "ل", "ك"} {
		if r := strings.TrimPrefix(rest, particle); strings.HasPrefix(r, "ال") {
			rest = r
		}
	}
	return cut(rest, "ال")
}

// cut removes a beginning from a word that keeps three letters.
func cut(word, beginning string) string {
	if rest, ok := strings.CutPrefix(word, beginning); ok && utf8.RuneCountInString(rest) >= 3 {
		return rest
	}
	return word
}

// minInside is the fewest syllables of a word in Hangul that is found inside
// another one: two may well be the end of one word and the beginning of the next.
const minInside = 3

func (ts *triggers) newPiece(w analysis.Word, open, inside bool) piece {
	if w.CJK {
		first, _ := utf8.DecodeRuneInString(w.Term)
		hangul := unicode.Is(unicode.Hangul, first)
		return piece{text: w.Term, cjk: true, inside: inside || !hangul || utf8.RuneCountInString(w.Term) >= minInside}
	}
	if open || inside {
		return piece{text: w.Term, open: open, inside: inside}
	}
	bare := ts.bare(w.Term)
	return piece{text: ts.stem(w.Term), word: bare, least: ts.leastOf(bare)}
}

func (ts *triggers) index(t *trigger) {
	first := t.pieces[0]
	if !first.cjk && !first.open && !first.inside {
		ts.byStem[first.text] = append(ts.byStem[first.text], t)
		return
	}
	n := gramLength
	if first.cjk {
		n = gramLengthCJK
	} else {
		ts.inside = ts.inside || first.inside
	}
	gram := first.text[:prefix(first.text, n)]
	ts.grams[gram] = append(ts.grams[gram], t)
}

// prefix returns the length in bytes of the first n characters of s, or of all.
func prefix(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

func isCapitals(s string) bool {
	return strings.ContainsFunc(s, unicode.IsUpper) && !strings.ContainsFunc(s, unicode.IsLower)
}
