package enrich

import (
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// hit is a trigger found in a text, from start to end.
type hit struct {
	*trigger
	start, end int
}

// finder looks for the triggers of one language in one passage.
type finder struct {
	*triggers
	text  string
	words []analysis.Word
	stems []string
	hits  []hit
	// nots are the negative cues that were found.
	nots []hit
	// last is one more than the place in hits of the last one of each theme.
	last []int
}

// find returns the triggers in a passage, whose words are given, in the order of
// the text, without those that stand inside a negative cue; of those of one theme
// that overlap, the longest.
func (ts *triggers) find(text string, words []analysis.Word) []hit {
	f := finder{triggers: ts, text: text, words: words, last: make([]int, ts.themes)}
	f.stems = make([]string, len(f.words))
	for i, w := range f.words {
		if f.stems[i] = w.Term; !w.CJK {
			f.stems[i] = ts.stem(w.Term)
		}
	}
	for i, w := range f.words {
		for _, t := range ts.candidates(w, f.stems[i]) {
			if ts.isForm(t.pieces[0], w) {
				f.try(t, i, 0)
			}
		}
		f.parts(i)
	}
	return f.counted()
}

// candidates returns the triggers whose first word may be a word by its stem.
// An Arabic word is also read without the particle that is written together
// with it.
func (ts *triggers) candidates(w analysis.Word, stem string) []*trigger {
	found := ts.byStem[stem]
	if ts.lang != "ar" || len(found) > 0 {
		return found
	}
	if rest, ok := strings.CutPrefix(w.Term, "لل"); ok {
		return ts.byStem[analysis.Stem("ar", "ال"+rest)]
	}
	for _, particle := range []string{"و", "ف", "ب", "ل", "ك"} {
		if rest, ok := strings.CutPrefix(w.Term, particle); ok {
			return ts.byStem[analysis.Stem("ar", rest)]
		}
	}
	return nil
}

// parts tries the triggers whose first word may be a part of word i.
func (f *finder) parts(i int) {
	w := f.words[i]
	at := 0
	for offset := range w.Term {
		rest := w.Term[offset:]
		switch {
		case w.CJK:
			one := prefix(rest, 1)
			f.part(i, at, rest, rest[:one])
			if one < len(rest) {
				f.part(i, at, rest, rest[:one+prefix(rest[one:], gramLengthCJK-1)])
			}
		case offset > 0 && !f.inside:
			return
		default:
			if n := prefix(rest, gramLength); n >= gramLength {
				f.part(i, at, rest, rest[:n])
			}
		}
		at++
	}
}

// part tries the triggers that begin with a gram, of which the rest of word i
// from a character on is given.
func (f *finder) part(i, at int, rest, gram string) {
	for _, t := range f.grams[gram] {
		first := t.pieces[0]
		if first.cjk != f.words[i].CJK || at > 0 && !first.inside || !strings.HasPrefix(rest, first.text) {
			continue
		}
		if len(rest) == len(first.text) || first.open || first.cjk && len(t.pieces) == 1 {
			f.try(t, i, at)
		}
	}
}

// try adds the hit of a trigger whose first word was found in word i, at its
// character offset, if the other words follow.
func (f *finder) try(t *trigger, i, offset int) {
	n := len(t.pieces)
	if i+n > len(f.words) {
		return
	}
	for k := 1; k < n; k++ {
		if !f.follows(t.pieces[k], i+k, k == n-1) {
			return
		}
	}
	start, end := f.words[i].Start, f.words[i+n-1].End
	if w := f.words[i]; w.CJK {
		start, _ = w.RuneSpan(offset, offset)
	}
	if p := t.pieces[n-1]; p.cjk {
		from := 0
		if n == 1 {
			from = offset
		}
		_, end = f.words[i+n-1].RuneSpan(from, from+utf8.RuneCountInString(p.text))
	}
	surface := f.text[start:end]
	if t.capitals && !isCapitals(surface) {
		return
	}
	f.keep(hit{t, start, end})
}

// follows reports whether word i is a piece of a trigger after its first one,
// in the same sentence as the word before it. Of the last piece in Han or Hangul
// only the beginning is compared, since particles follow.
func (f *finder) follows(p piece, i int, last bool) bool {
	w := f.words[i]
	if p.cjk != w.CJK || strings.ContainsAny(f.text[f.words[i-1].End:w.Start], ".!?;:。！？；：؟") {
		return false
	}
	switch {
	case p.cjk && last, p.open && !p.inside:
		return strings.HasPrefix(w.Term, p.text)
	case p.cjk:
		return w.Term == p.text
	case p.open:
		return strings.Contains(w.Term, p.text)
	case p.inside:
		return strings.HasSuffix(w.Term, p.text)
	}
	return f.stems[i] == p.text && f.isForm(p, w)
}

// maxBefore is how many bytes of particles and article may stand before an Arabic
// word: four letters.
const maxBefore = 8

// isForm reports whether a word that has the stem of a piece begins as its forms
// do.
func (ts *triggers) isForm(p piece, w analysis.Word) bool {
	at := strings.Index(w.Term, p.word[:p.least])
	return at == 0 || ts.lang == "ar" && 0 < at && at <= maxBefore
}

// keep adds a hit, unless the last one of its theme overlaps and is as long; a
// shorter one goes. Hits come in the order of their first words, so that those
// before the last one of a theme end before it.
func (f *finder) keep(h hit) {
	if h.not {
		f.nots = append(f.nots, h)
		return
	}
	if n := f.last[h.theme]; n > 0 {
		if o := &f.hits[n-1]; o.start < h.end && h.start < o.end {
			if h.end-h.start > o.end-o.start {
				*o = h
			}
			return
		}
	}
	f.hits = append(f.hits, h)
	f.last[h.theme] = len(f.hits)
}

// counted returns the hits that stand inside no negative cue.
func (f *finder) counted() []hit {
	if len(f.nots) == 0 {
		return f.hits
	}
	kept := f.hits[:0]
	for _, h := range f.hits {
		if !f.denied(h) {
			kept = append(kept, h)
		}
	}
	return kept
}

func (f *finder) denied(h hit) bool {
	for _, n := range f.nots {
		if (n.theme == everyTheme || n.theme == h.theme) && n.start <= h.start && h.end <= n.end {
			return true
		}
	}
	return false
}
