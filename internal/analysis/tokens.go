package analysis

import (
	"strings"
	"unicode/utf8"
)

// PassageGap is the number of positions left free between two passages, so
// that no phrase and no nearness reaches from one into the next.
const PassageGap = 100

// variantMark separates the folded form from the accented form in the term of
// a Variant. It sorts before every letter and stands in no other term.
const variantMark = "\x00"

// Token is one term of a field.
type Token struct {
	Term string
	// Start and End are byte offsets into the text.
	Start, End int
	// Pos is the place of the token in the field. Several tokens can share
	// one: a character and the bigram that begins with it, or a word and its
	// accented variant.
	Pos int
	// Extra says that the token is a second reading of its position and does
	// not count towards the length of the field.
	Extra bool
}

// Exact appends the tokens of the exact field, which serves all languages:
// each word folded; each word with accents also as a Variant; each run of Han,
// Hangul or kana as its single characters and its bigrams. Offsets begin at
// offset and positions at pos; the second result is the position after the
// last.
func Exact(dst []Token, text string, offset, pos int) ([]Token, int) {
	for _, w := range Words(text) {
		if w.CJK {
			dst = appendCJK(dst, w, offset, pos)
			pos += len(w.starts) - 1
			continue
		}
		dst = append(dst, Token{Term: w.Term, Start: offset + w.Start, End: offset + w.End, Pos: pos})
		if w.Lower != "" {
			dst = append(dst, Token{Term: Variant(w.Term, w.Lower), Start: offset + w.Start, End: offset + w.End, Pos: pos, Extra: true})
		}
		pos++
	}
	return dst, pos
}

// appendCJK appends the characters and bigrams of one run.
func appendCJK(dst []Token, w Word, offset, pos int) []Token {
	runes := []rune(w.Term)
	for i := range runes {
		start, end := w.RuneSpan(i, i+1)
		dst = append(dst, Token{Term: string(runes[i]), Start: offset + start, End: offset + end, Pos: pos + i})
		if i+1 < len(runes) {
			_, end = w.RuneSpan(i+1, i+2)
			dst = append(dst, Token{Term: string(runes[i : i+2]), Start: offset + start, End: offset + end, Pos: pos + i, Extra: true})
		}
	}
	return dst
}

// Variant returns the term under which the exact field also holds a word that
// is written with accents: folded is what everybody finds, lower what is
// written there. VariantPrefix(folded) begins all variants of a word.
func Variant(folded, lower string) string { return folded + variantMark + lower }

// VariantPrefix returns the beginning that all variants of a folded word have.
func VariantPrefix(folded string) string { return folded + variantMark }

// Stemmed appends the tokens of the stemmed field of a language: every word
// that is written with spaces and is no stop word of that language, as its
// stem. Positions are those of Exact, so that phrases keep their distances.
func Stemmed(dst []Token, lang, text string, offset, pos int) ([]Token, int) {
	for _, w := range Words(text) {
		if w.CJK {
			pos += len(w.starts) - 1
			continue
		}
		if !IsStop(lang, w.Term) {
			dst = append(dst, Token{Term: Stem(lang, w.Term), Start: offset + w.Start, End: offset + w.End, Pos: pos})
		}
		pos++
	}
	return dst, pos
}

// Term is one term of a query word with its place relative to the first.
type Term struct {
	Term string
	Pos  int
}

// QueryTerms returns the terms that a query text must match one after the
// other in the exact field: its words, and for a run of Han, Hangul or kana
// the bigrams that cover it, or the character if it is only one. length is
// the number of positions that the text takes.
func QueryTerms(text string) (terms []Term, length int) {
	pos := 0
	for _, w := range Words(text) {
		if !w.CJK {
			terms = append(terms, Term{w.Term, pos})
			pos++
			continue
		}
		runes := []rune(w.Term)
		if len(runes) == 1 {
			terms = append(terms, Term{w.Term, pos})
		}
		for i := 0; i+1 < len(runes); i++ {
			terms = append(terms, Term{string(runes[i : i+2]), pos + i})
		}
		pos += len(runes)
	}
	return terms, pos
}

// IsVariant reports whether a term was made by Variant.
func IsVariant(term string) bool { return strings.Contains(term, variantMark) }

// IsCJK reports whether a term consists of Han, Hangul or kana.
func IsCJK(term string) bool {
	r, _ := utf8.DecodeRuneInString(term)
	return classOf(r) == classCJK
}
