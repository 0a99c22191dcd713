package querylang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// quoting says how a phrase was quoted.
type quoting int

const (
	// straight double quotes, which need no word to the reader.
	straight quoting = iota
	// otherQuotes are all others, mixed ones included.
	otherQuotes
	// unclosed quotes reach to the end of the query.
	unclosed
)

// maxSlop is the most that a phrase can be loosened.
const maxSlop = 50

// isDoubleQuote reports whether r is a quotation mark wherever it stands. Any
// of them closes what any of them opened, since keyboards and word processors
// mix them.
func isDoubleQuote(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '"'
	}
	return strings.ContainsRune("“”„‟«»‹›「」『』＂″〝〞〟", r)
}

// isSingleQuote reports whether r is a quotation mark or an apostrophe,
// depending on where it stands.
func isSingleQuote(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '\''
	}
	return strings.ContainsRune("‘’‚‛＇′", r)
}

// doubleQuoted reads from a double quote to the one that closes it. One that
// is never closed quotes the rest if that is two words or more; otherwise, and
// where it stands behind a word like the sign for inches, it is passed over.
func (s *scanner) doubleQuoted(size int) {
	in := span{s.at + size, len(s.text)}
	before, _ := utf8.DecodeLastRuneInString(s.text[:s.at])
	after, _ := utf8.DecodeRuneInString(s.text[in.start:])
	if joinsWord(before) && (isSpace(after) || in.start == len(s.text)) {
		s.at, s.fresh = in.start, true
		return
	}
	nested := s.quotesAt(s.at)
	if first, _ := utf8.DecodeRuneInString(s.text[nested.end:]); nested.end < len(s.text) && !isSpace(first) {
		in.start = nested.end
	}
	if n := strings.IndexFunc(s.text[in.start:], isDoubleQuote); n >= 0 {
		in.end = in.start + n
		s.phrase(in, s.text[s.at:in.start] == `"` && s.text[in.end] == '"')
		return
	}
	if len(wordsWithin(s.text, in)) < 2 {
		s.at, s.fresh = in.start, true
		return
	}
	s.emit(token{kind: tokPhrase, span: span{s.at, in.end}, inner: in, quote: unclosed})
}

// quotesAt returns the double quotes that stand one behind the other at at.
func (s *scanner) quotesAt(at int) span {
	n := strings.IndexFunc(s.text[at:], func(r rune) bool { return !isDoubleQuote(r) })
	if n < 0 {
		return span{at, len(s.text)}
	}
	return span{at, at + n}
}

// singleQuoted reads from a single quote of size bytes at the start of a word
// to one at the end of a word, and reports false where there is none.
func (s *scanner) singleQuoted(size int) bool {
	end := s.closesSingle(s.at)
	if end <= 0 {
		return false
	}
	s.phrase(span{s.at + size, end}, false)
	return true
}

// phrase emits the phrase whose words stand at in, closed by as many quotes
// as opened it if they are there, with the slop behind it.
func (s *scanner) phrase(in span, plain bool) {
	t := token{kind: tokPhrase, span: span{s.at, in.end}, inner: in, quote: otherQuotes}
	for i := range utf8.RuneCountInString(s.text[s.at:in.start]) {
		r, size := utf8.DecodeRuneInString(s.text[t.end:])
		if i == 0 || t.end < len(s.text) && isDoubleQuote(r) {
			t.end += size
		}
	}
	if plain {
		t.quote = straight
	}
	if rest := s.text[t.end:]; strings.HasPrefix(rest, "~") {
		digits := len(rest[1:]) - len(strings.TrimLeft(rest[1:], "0123456789"))
		t.slop = readSlop(rest[1 : 1+digits])
		t.end += 1 + digits
	}
	s.emit(t)
}

func readSlop(digits string) int {
	n := 0
	for _, d := range digits {
		n = min(maxSlop, n*10+int(d-'0'))
	}
	return n
}

// closesSingle returns where the single quote stands that closes the one at
// at, or 0 where at holds none or nothing closes it. It must stand behind
// something and before no letter or digit; particles of scripts without spaces
// may follow.
func (s *scanner) closesSingle(at int) int {
	first, size := utf8.DecodeRuneInString(s.text[at:])
	if at >= len(s.text) || !isSingleQuote(first) {
		return 0
	}
	before := ' '
	for i := at + size; i < len(s.text); {
		r, n := utf8.DecodeRuneInString(s.text[i:])
		if isDoubleQuote(r) {
			return 0
		}
		after, _ := utf8.DecodeRuneInString(s.text[i+n:])
		if isSingleQuote(r) && !isSpace(before) && (i+n == len(s.text) || !joinsWord(after)) {
			return i
		}
		before = r
		i += n
	}
	return 0
}

// joinsWord reports whether r goes on with the word before it.
func joinsWord(r rune) bool {
	if unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) {
		return false
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}
