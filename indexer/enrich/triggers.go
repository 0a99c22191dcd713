package enrich

import (
	"slices"
	"strings"
	"unicode"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// trigger is a row of words that points to a theme.
type trigger struct {
	theme int
	// key is what the trigger is counted under; forms of one word share it.
	key    string
	pieces []string
	weight float64
	// shortest is the fewest bytes that the surface may have: "read" is no
	// form of "reading", although it has the same stem.
	shortest int
	// capitals says that only capitals match.
	capitals bool
}

// triggers are those of one language, by the stem of their first word; those
// in Han or Hangul, which stand anywhere in a run, are apart.
type triggers struct {
	lang    string
	byStem  map[string][]trigger
	running []trigger
}

// The weights of a trigger: a row of words says more than one word, and a weak
// one, common in pages about other themes, says little.
const (
	weightPhrase     = 2.0
	weightWord       = 1.0
	weightWeakPhrase = 0.6
	weightWeak       = 0.4
)

// maxShorter is how many bytes shorter than the trigger a form of it may be.
const maxShorter = 2

// newTriggers prepares the triggers of each language that has any. The names
// of a theme are triggers too.
func newTriggers(t *taxonomy.Taxonomy) map[string]triggers {
	out := map[string]triggers{}
	for _, lang := range []string{"en", "fr", "es", "ko", "ar"} {
		ts := triggers{lang: lang, byStem: map[string][]trigger{}}
		for i, theme := range t.Themes() {
			for _, tr := range theme.Triggers(lang) {
				ts.add(i, tr)
			}
			if lang == "en" || t.Label("theme", theme.ID, lang) != theme.Name {
				ts.add(i, taxonomy.Trigger{Text: t.Label("theme", theme.ID, lang)})
			}
		}
		out[lang] = ts
	}
	return out
}

func (ts *triggers) add(theme int, tr taxonomy.Trigger) {
	words := analysis.Words(tr.Text)
	if len(words) == 0 {
		return
	}
	t := trigger{theme: theme, capitals: isCapitals(tr.Text), shortest: len(analysis.Fold(tr.Text)) - maxShorter}
	for _, w := range words {
		t.pieces = append(t.pieces, analysis.Stem(ts.lang, w.Term))
	}
	t.key = strings.Join(t.pieces, " ")
	phrase := len(words) > 1 || words[0].CJK && len([]rune(words[0].Term)) > 3
	switch {
	case tr.Weak && phrase:
		t.weight = weightWeakPhrase
	case tr.Weak:
		t.weight = weightWeak
	case phrase:
		t.weight = weightPhrase
	default:
		t.weight = weightWord
	}
	if words[0].CJK {
		ts.running = append(ts.running, t)
		return
	}
	ts.byStem[t.pieces[0]] = append(ts.byStem[t.pieces[0]], t)
}

func isCapitals(s string) bool {
	return strings.ContainsFunc(s, unicode.IsUpper) && !strings.ContainsFunc(s, unicode.IsLower)
}

// hit is a trigger found in a text, from Start to End.
type hit struct {
	trigger
	start, end int
}

// find returns the triggers in a passage; of those of one theme that overlap,
// the longest.
func (ts *triggers) find(text string) []hit {
	words := analysis.Words(text)
	stems := make([]string, len(words))
	for i, w := range words {
		stems[i] = w.Term
		if !w.CJK {
			stems[i] = analysis.Stem(ts.lang, w.Term)
		}
	}
	var hits []hit
	for i, w := range words {
		for _, t := range ts.candidates(w, stems[i]) {
			start, end, ok := t.at(words, stems, i)
			if ok && end-start >= t.shortest && !(t.capitals && !isCapitals(text[start:end])) {
				hits = keepLongest(hits, hit{t, start, end})
			}
		}
	}
	return hits
}

// candidates returns the triggers that may begin with a word. An Arabic word
// is also read without the particle that is written together with it.
func (ts *triggers) candidates(w analysis.Word, stem string) []trigger {
	if w.CJK {
		return ts.running
	}
	found := ts.byStem[stem]
	if ts.lang != "ar" || len(found) > 0 {
		return found
	}
	for _, particle := range []string{"و", "ف", "ب", "ل", "ك"} {
		if rest, ok := strings.CutPrefix(w.Term, particle); ok {
			return ts.byStem[analysis.Stem("ar", rest)]
		}
	}
	return nil
}

// at reports whether a trigger stands at word i, and where. In a run of Han or
// Hangul it may be a part of the run.
func (t *trigger) at(words []analysis.Word, stems []string, i int) (start, end int, ok bool) {
	n := len(t.pieces)
	if i+n > len(words) {
		return 0, 0, false
	}
	if words[i].CJK {
		return t.inRun(words, i)
	}
	for k := 1; k < n; k++ {
		if stems[i+k] != t.pieces[k] {
			return 0, 0, false
		}
	}
	return words[i].Start, words[i+n-1].End, true
}

func (t *trigger) inRun(words []analysis.Word, i int) (start, end int, ok bool) {
	w, piece := words[i], t.pieces[0]
	at := strings.Index(w.Term, piece)
	if at < 0 {
		return 0, 0, false
	}
	from := len([]rune(w.Term[:at]))
	start, end = w.RuneSpan(from, from+len([]rune(piece)))
	for k := 1; k < len(t.pieces); k++ {
		next := words[i+k]
		if !next.CJK || !strings.HasPrefix(next.Term, t.pieces[k]) || !strings.HasSuffix(words[i+k-1].Term, t.pieces[k-1]) {
			return 0, 0, false
		}
		_, end = next.RuneSpan(0, len([]rune(t.pieces[k])))
	}
	return start, end, true
}

// recent is how many of the last hits can overlap the next one: a few for each
// word of the longest trigger.
const recent = 64

// keepLongest adds a hit, unless a hit of the same theme that overlaps is as
// long; those that are shorter go.
func keepLongest(hits []hit, h hit) []hit {
	overlaps := func(o hit) bool { return o.theme == h.theme && o.start < h.end && h.start < o.end }
	from := max(len(hits)-recent, 0)
	if slices.ContainsFunc(hits[from:], func(o hit) bool { return overlaps(o) && o.end-o.start >= h.end-h.start }) {
		return hits
	}
	kept := slices.DeleteFunc(hits[from:], overlaps)
	return append(hits[:from+len(kept)], h)
}
