package curate

import (
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// find returns the first place where words stand in one passage of a document,
// whatever their accents, capitals and punctuation. A run of Han, Hangul or kana
// may begin and end within a longer one.
func find(d *corpus.Document, words string) (corpus.Span, bool) {
	want := analysis.Words(words)
	if len(want) == 0 {
		return corpus.Span{}, false
	}
	text := d.Text()
	for _, p := range d.Passages() {
		have := analysis.Words(text[p.Start:p.End])
		for i := range len(have) - len(want) + 1 {
			if from, to, ok := match(have[i:i+len(want)], want); ok {
				from, to = p.Start+from, p.Start+to
				return corpus.Span{Zone: p.Zone, Start: from, End: to, Surface: text[from:to]}, true
			}
		}
	}
	return corpus.Span{}, false
}

// match reports whether words are those wanted, and from where to where they
// stand.
func match(have, want []analysis.Word) (from, to int, ok bool) {
	last := len(want) - 1
	from, to = have[0].Start, have[last].End
	for i, w := range want {
		h := have[i]
		if h.Term == w.Term {
			continue
		}
		if !h.CJK || !w.CJK {
			return 0, 0, false
		}
		at := -1
		switch {
		case last == 0:
			at = strings.Index(h.Term, w.Term)
		case i == 0 && strings.HasSuffix(h.Term, w.Term):
			at = len(h.Term) - len(w.Term)
		case i == last && strings.HasPrefix(h.Term, w.Term):
			at = 0
		}
		if at < 0 {
			return 0, 0, false
		}
		first := utf8.RuneCountInString(h.Term[:at])
		start, end := h.RuneSpan(first, first+utf8.RuneCountInString(w.Term))
		if i == 0 {
			from = start
		}
		if i == last {
			to = end
		}
	}
	return from, to, true
}
