package querylang

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

type tokenKind int

const (
	tokWord tokenKind = iota
	tokPhrase
	tokOpen
	tokClose
	tokAnd
	tokOr
	tokNot
	tokMinus
	tokPlus
	tokField
)

// span is a range of bytes of the query.
type span struct{ start, end int }

// token is one piece of a query.
type token struct {
	kind tokenKind
	span
	// inner is what stands between the quotes of a phrase, the value of a
	// field where it is a bare word, or the whole word.
	inner span
	// field is the lower-case name before the colon.
	field string
	slop  int
	quote quoting
}

// scanned is a query in pieces.
type scanned struct {
	text   string
	tokens []token
	// stray are the parentheses without a partner; tokens holds none of them.
	stray []span
}

// depth returns how many parentheses stand within each other at most.
func (s scanned) depth() int {
	depth, deepest := 0, 0
	for _, t := range s.tokens {
		switch t.kind {
		case tokOpen:
			depth++
			deepest = max(deepest, depth)
		case tokClose:
			depth--
		}
	}
	return deepest
}

// words returns where the words of a token stand that count towards a limit.
func (t token) words(text string) []span {
	switch t.kind {
	case tokWord, tokField:
		if t.field != atLeastField && hasWord(text[t.inner.start:t.inner.end]) {
			return []span{t.inner}
		}
	case tokPhrase:
		return wordsWithin(text, t.inner)
	}
	return nil
}

// wordsWithin returns the pieces between white space that hold a word.
func wordsWithin(text string, in span) []span {
	var out []span
	for at := in.start; at < in.end; {
		r, size := utf8.DecodeRuneInString(text[at:in.end])
		if isSpace(r) {
			at += size
			continue
		}
		n := strings.IndexFunc(text[at:in.end], isSpace)
		if n < 0 {
			n = in.end - at
		}
		if hasWord(text[at : at+n]) {
			out = append(out, span{at, at + n})
		}
		at += n
	}
	return out
}

func hasWord(s string) bool { return len(analysis.Words(s)) > 0 }

// validText returns text as UTF-8, never longer than it was.
func validText(text string) string { return strings.ToValidUTF8(text, " ") }

// isSpace reports whether r separates words: white space, and the stops of
// scripts that are written without spaces.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r > utf8.RuneSelf && strings.ContainsRune("，。、；！？", r)
}

func isOpen(r rune) bool  { return r == '(' || r == '（' }
func isClose(r rune) bool { return r == ')' || r == '）' }

// scanner cuts a query into tokens.
type scanner struct {
	text string
	at   int
	// fresh says that a word may begin here, so that a sign or a single quote
	// is syntax.
	fresh  bool
	tokens []token
}

// scan cuts text, which is UTF-8, into tokens.
func scan(text string) scanned {
	s := scanner{text: text, fresh: true}
	for s.at < len(text) {
		s.next()
	}
	return pairParens(text, s.tokens)
}

func (s *scanner) next() {
	r, size := utf8.DecodeRuneInString(s.text[s.at:])
	switch {
	case isSpace(r):
		s.at, s.fresh = s.at+size, true
	case isOpen(r):
		s.emit(token{kind: tokOpen, span: span{s.at, s.at + size}})
		s.fresh = true
	case isClose(r):
		s.emit(token{kind: tokClose, span: span{s.at, s.at + size}})
	case isDoubleQuote(r):
		s.doubleQuoted(size)
	case s.fresh && isSingleQuote(r) && s.singleQuoted(size):
	case s.fresh && s.signed(r):
	default:
		s.chunk()
	}
}

// emit adds a token and goes on behind it.
func (s *scanner) emit(t token) {
	s.tokens = append(s.tokens, t)
	s.at, s.fresh = t.end, false
}

// signed reads a + or - that stands directly before something.
func (s *scanner) signed(r rune) bool {
	kind := tokMinus
	switch r {
	case '+':
		kind = tokPlus
	case '-':
	default:
		return false
	}
	after, _ := utf8.DecodeRuneInString(s.text[s.at+1:])
	if s.at+1 == len(s.text) || isSpace(after) || isClose(after) || after == '+' || after == '-' {
		return false
	}
	s.emit(token{kind: kind, span: span{s.at, s.at + 1}})
	s.fresh = true
	return true
}

// chunk reads up to the next white space, double quote or parenthesis.
func (s *scanner) chunk() {
	end := len(s.text)
	if n := strings.IndexFunc(s.text[s.at:], endsChunk); n >= 0 {
		end = s.at + n
	}
	raw := s.text[s.at:end]
	if s.particle(raw) {
		s.at = end
		return
	}
	if name, colon, ok := fieldPrefix(raw); ok && s.field(name, s.at+colon+1, end) {
		return
	}
	kind := tokWord
	switch raw {
	case "AND":
		kind = tokAnd
	case "OR":
		kind = tokOr
	case "NOT":
		kind = tokNot
	}
	s.emit(token{kind: kind, span: span{s.at, end}, inner: span{s.at, end}})
}

func endsChunk(r rune) bool {
	return isSpace(r) || isDoubleQuote(r) || isOpen(r) || isClose(r)
}

// particle reports whether raw is what Korean joins to a quotation, such as
// 은 and 에서. It belongs to the sentence that the phrase was taken from.
func (s *scanner) particle(raw string) bool {
	if len(s.tokens) == 0 || utf8.RuneCountInString(raw) > 2 {
		return false
	}
	last := s.tokens[len(s.tokens)-1]
	notHangul := func(r rune) bool { return !unicode.Is(unicode.Hangul, r) }
	return last.kind == tokPhrase && last.end == s.at && !strings.ContainsFunc(raw, notHangul)
}

// field reads a field whose value begins at value, where the chunk it stands
// in ends at end. It reports false where there is no value.
func (s *scanner) field(name string, value, end int) bool {
	t := token{kind: tokField, span: span{s.at, end}, inner: span{value, end}, field: name}
	follows, _ := utf8.DecodeRuneInString(s.text[end:])
	switch {
	case name == atLeastField:
		if !isOpen(follows) || !isCount(s.text[value:end]) {
			return false
		}
	case value == end && (isOpen(follows) || isDoubleQuote(follows)), s.closesSingle(value) > 0:
		t.end, t.inner = value, span{value, value}
	case !hasWord(s.text[value:end]):
		return false
	}
	s.emit(t)
	s.fresh = t.inner.start == t.inner.end
	return true
}

// pairParens takes the parentheses without a partner out of tokens.
func pairParens(text string, tokens []token) scanned {
	var open []int
	stray := map[int]bool{}
	for i, t := range tokens {
		switch {
		case t.kind == tokOpen:
			open = append(open, i)
		case t.kind == tokClose && len(open) == 0:
			stray[i] = true
		case t.kind == tokClose:
			open = open[:len(open)-1]
		}
	}
	for _, i := range open {
		stray[i] = true
	}
	s := scanned{text: text}
	for i, t := range tokens {
		if stray[i] {
			s.stray = append(s.stray, t.span)
		} else {
			s.tokens = append(s.tokens, t)
		}
	}
	return s
}
