package search

import (
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
)

// maxQuote is about how many bytes a quotation has at most on either side of
// what it marks.
const maxQuote = 160

// Quote returns the sentence of text around span, with span marked: what is
// shown as the evidence for a tag. A quotation never leaves the passage that
// the span stands in; a long sentence is cut between words.
func Quote(text string, passages []corpus.Passage, span corpus.Span) Fragment {
	start, end, page := 0, len(text), 0
	for _, p := range passages {
		if p.Start <= span.Start && span.End <= p.End {
			start, end, page = p.Start, p.End, p.Page
		}
	}
	if span.Start < start || span.End > end || span.Start > span.End {
		return Fragment{}
	}
	from, before := sentenceStart(text, start, span.Start)
	to, after := sentenceEnd(text, span.End, end)
	return Fragment{
		Text:   text[from:to],
		Marks:  []Mark{{span.Start - from, span.End - from}},
		Page:   page,
		Before: before,
		After:  after,
	}
}

// sentenceStart returns where the sentence that goes on at at begins, not
// before low, and whether it had to be cut.
func sentenceStart(text string, low, at int) (from int, cut bool) {
	for i := at; i > low; {
		r, size := utf8.DecodeLastRuneInString(text[low:i])
		next, _ := utf8.DecodeRuneInString(text[i:])
		if endsSentence(r, next) {
			return i + len(text[i:at]) - len(strings.TrimLeft(text[i:at], " ")), false
		}
		if at-i >= maxQuote && r == ' ' {
			return i, true
		}
		i -= size
		if at-i >= 2*maxQuote { // a script without spaces
			return i, true
		}
	}
	return low, false
}

// sentenceEnd returns where the sentence that stands at at ends, not after
// high, and whether it had to be cut.
func sentenceEnd(text string, at, high int) (to int, cut bool) {
	for i := at; i < high; {
		r, size := utf8.DecodeRuneInString(text[i:high])
		if i-at >= maxQuote && r == ' ' || i-at >= 2*maxQuote {
			return i, true
		}
		i += size
		next, _ := utf8.DecodeRuneInString(text[i:high])
		if endsSentence(r, next) {
			return i, false
		}
	}
	return high, false
}

// endsSentence reports whether r ends a sentence where next follows it: a stop
// before a space, or a stop of a script that writes none.
func endsSentence(r, next rune) bool {
	switch r {
	case '.', '!', '?', '؟', '…':
		return next == ' ' || next == '\u00a0'
	case '。', '！', '？':
		return true
	}
	return false
}
