package snippet

import (
	"cmp"
	"math/bits"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// width is about how many characters a fragment has.
const width = 220

// piece is a fragment to be: a range within one passage.
type piece struct {
	passage    marked
	start, end int
	// leaves and marks say what the range from first to last match shows.
	leaves uint64
	marks  int
}

// Fragments returns at most n pieces of the document's text below the title,
// in reading order and never overlapping: those that show the most parts of
// the query, parts not shown yet before others. Where nothing matches it is
// the beginning of the text.
func (m *Marker) Fragments(doc *corpus.Document, n int) []search.Fragment {
	if n <= 0 {
		return nil
	}
	m.read(doc)
	var candidates []piece
	for _, p := range m.passages {
		if p.Zone != corpus.ZoneTitle {
			candidates = appendPieces(candidates, m.text, p)
		}
	}
	chosen := choose(m.text, candidates, n)
	if len(chosen) == 0 {
		chosen = opening(m.text, m.passages)
	}
	out := make([]search.Fragment, len(chosen))
	for i, c := range chosen {
		out[i] = search.Fragment{
			Text:   m.text[c.start:c.end],
			Marks:  marksWithin(c.passage.found, c.start, c.end),
			Page:   c.passage.Page,
			Before: c.start > c.passage.Start,
			After:  c.end < c.passage.End,
		}
	}
	return out
}

// appendPieces appends, for each match of a passage, the piece that begins
// with it and shows what follows within the width.
func appendPieces(dst []piece, text string, p marked) []piece {
	for i, first := range p.found {
		c := piece{passage: p, start: first.start}
		limit := forward(text, first.start, p.End, width)
		for _, f := range p.found[i:] {
			if f.end > limit && c.marks > 0 {
				break
			}
			c.end = f.end
			c.leaves |= f.leaves
			c.marks++
		}
		dst = append(dst, c)
	}
	return dst
}

// choose takes the best n candidates that do not overlap and widens them.
func choose(text string, candidates []piece, n int) []piece {
	var chosen []piece
	var shown uint64
	for len(chosen) < n {
		best := -1
		for i, c := range candidates {
			if !overlaps(c, chosen) && (best < 0 || better(c, candidates[best], shown)) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		shown |= candidates[best].leaves
		chosen = append(chosen, widen(text, candidates[best], chosen))
	}
	slices.SortFunc(chosen, func(a, b piece) int { return cmp.Compare(a.start, b.start) })
	return chosen
}

func overlaps(c piece, chosen []piece) bool {
	return slices.ContainsFunc(chosen, func(o piece) bool { return c.start < o.end && o.start < c.end })
}

// better reports whether c is to be shown before d, which comes earlier.
func better(c, d piece, shown uint64) bool {
	return cmp.Or(
		cmp.Compare(bits.OnesCount64(c.leaves&^shown), bits.OnesCount64(d.leaves&^shown)),
		cmp.Compare(bits.OnesCount64(c.leaves), bits.OnesCount64(d.leaves)),
		cmp.Compare(c.marks, d.marks),
	) > 0
}

// widen adds text around a piece up to the width, within its passage and
// beside the pieces chosen before.
func widen(text string, c piece, chosen []piece) piece {
	low, high := c.passage.Start, c.passage.End
	for _, o := range chosen {
		if o.end <= c.start {
			low = max(low, o.end)
		}
		if o.start >= c.end {
			high = min(high, o.start)
		}
	}
	spare := max(0, width-utf8.RuneCountInString(text[c.start:c.end]))
	start := backward(text, c.start, low, spare/3)
	spare -= utf8.RuneCountInString(text[start:c.start])
	end := forward(text, c.end, high, spare)
	if spare -= utf8.RuneCountInString(text[c.end:end]); spare > 0 {
		start = backward(text, start, low, spare)
	}
	c.start, c.end = cutStart(text, start, c.start, low), cutEnd(text, c.end, end, high)
	return c
}

// opening returns the beginning of the lead, or of what else comes first.
func opening(text string, passages []marked) []piece {
	best := -1
	for i, p := range passages {
		if p.Zone == corpus.ZoneLead || best < 0 && p.Zone != corpus.ZoneTitle {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	p := passages[best]
	limit := forward(text, p.Start, p.End, width)
	c := piece{passage: p, start: p.Start, end: cutEnd(text, p.Start, limit, p.End)}
	if c.end == c.start {
		c.end = limit
	}
	return []piece{c}
}

// forward returns where n characters after at end, at most high.
func forward(text string, at, high, n int) int {
	for ; n > 0 && at < high; n-- {
		_, size := utf8.DecodeRuneInString(text[at:high])
		at += size
	}
	return at
}

// backward returns where n characters before at begin, at least low.
func backward(text string, at, low, n int) int {
	for ; n > 0 && at > low; n-- {
		_, size := utf8.DecodeLastRuneInString(text[low:at])
		at -= size
	}
	return at
}

// cutStart returns the first place from start to match at which a fragment can
// begin.
func cutStart(text string, start, match, low int) int {
	if start == low {
		return skipSpace(text, start, match)
	}
	for at := start; at < match; {
		if canCut(text, at, low, match) {
			return skipSpace(text, at, match)
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return match
}

func skipSpace(text string, at, limit int) int {
	for at < limit {
		r, size := utf8.DecodeRuneInString(text[at:limit])
		if !unicode.IsSpace(r) {
			break
		}
		at += size
	}
	return at
}

// cutEnd returns the last place from end down to match at which a fragment can
// end.
func cutEnd(text string, match, end, high int) int {
	for at := end; at > match; {
		if at == high || canCut(text, at, match, high) {
			for at > match {
				r, size := utf8.DecodeLastRuneInString(text[match:at])
				if !unicode.IsSpace(r) {
					break
				}
				at -= size
			}
			return at
		}
		_, size := utf8.DecodeLastRuneInString(text[match:at])
		at -= size
	}
	return match
}

// canCut reports whether text can be cut at at: between words, or between the
// characters of a script that is written without spaces.
func canCut(text string, at, low, high int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[low:at])
	after, _ := utf8.DecodeRuneInString(text[at:high])
	return unicode.IsSpace(before) || unicode.IsSpace(after) || unspaced(before) && unspaced(after)
}

func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) && !unicode.IsMark(r)
}
