package analysis

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// class says what a character does to a word.
type class byte

const (
	classBreak  class = iota // separates words
	classLetter              // letter or digit of a script written with spaces
	classCJK                 // Han, Hangul or kana
	classIgnore              // invisible: neither shown nor searched
)

// tatweel stretches an Arabic word without meaning anything.
const tatweel = 'ـ'

// letterFolds maps letters that have no decomposition to what people type for
// them.
var letterFolds = map[rune]string{
	'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ß': "ss",
	'ħ': "h", 'ı': "i", 'ŋ': "n", 'ŧ': "t", 'ə': "e", 'ɓ': "b", 'ɗ': "d", 'ƙ': "k",
	'ς': "σ", 'ĸ': "k",
	// Arabic: the final form of ya and the Persian forms of ya and kaf.
	'ى': "ي", 'ی': "ي", 'ک': "ك", 'ٱ': "ا",
}

// Fold returns s as it is compared: compatibility forms replaced, accents and
// case dropped, and every run of anything else as one space. Two strings that
// fold alike have the same words.
func Fold(s string) string {
	var b strings.Builder
	for i, w := range Words(s) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Term)
	}
	return b.String()
}

// foldSegment returns the class of one normalisation segment, its folded form
// and its form in lower case with accents.
func foldSegment(seg string) (c class, folded, lower string) {
	r, size := utf8.DecodeRuneInString(seg)
	if size == len(seg) && r < tabled {
		f := &foldTable()[r]
		return f.class, f.folded, f.lower
	}
	if size == len(seg) {
		if c, folded, lower, ok := foldCommon(r); ok {
			return c, folded, lower
		}
	}
	return foldSlow(seg, r)
}

// tabled is the number of characters whose folding is kept in a table: those
// of Latin, Greek, Cyrillic and Arabic text.
const tabled = 0x700

// folding is what foldSegment returns for one character.
type folding struct {
	class         class
	folded, lower string
}

var foldTable = sync.OnceValue(func() *[tabled]folding {
	var table [tabled]folding
	for r := range rune(tabled) {
		f := &table[r]
		f.class, f.folded, f.lower = foldSlow(string(r), r)
	}
	return &table
})

// foldSlow folds a segment that begins with r by the Unicode tables.
func foldSlow(seg string, r rune) (c class, folded, lower string) {
	c = classOf(r)
	if c == classBreak || c == classIgnore {
		return c, "", ""
	}
	folded = foldRunes(seg)
	if c = classOfAll(folded); c == classBreak || c == classIgnore {
		return c, "", ""
	}
	if beginsWithMark(folded) && !beginsWithMark(seg) {
		return classIgnore, "", "" // a sign that is a mark by another name
	}
	return c, folded, norm.NFC.String(strings.ToLower(seg))
}

// foldCommon answers without any table for Han, Hangul and punctuation.
func foldCommon(r rune) (c class, folded, lower string, ok bool) {
	switch {
	case 0xAC00 <= r && r <= 0xD7A3, 0x4E00 <= r && r <= 0x9FFF:
		return classCJK, string(r), "", true
	case 0x2010 <= r && r <= 0x2027:
		return classBreak, "", "", true
	}
	return 0, "", "", false
}

// classOfAll returns the class of what a segment folds to: signs such as ㈠
// become letters of another class, and the few that become letters of two
// classes separate words.
func classOfAll(folded string) class {
	all := classIgnore
	for _, r := range folded {
		switch c := classOf(r); {
		case all == classIgnore:
			all = c
		case c != all && c != classIgnore:
			return classBreak
		}
	}
	return all
}

func classOf(r rune) class {
	switch {
	case r == utf8.RuneError:
		return classBreak
	case r == 0xAD || r == tatweel || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
		return classIgnore
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) && unicode.In(r, unicode.L, unicode.Nl):
		return classCJK
	case r == 'ー' || r == 'ｰ':
		return classCJK
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return classLetter
	case droppedMark(0, r) || unicode.Is(unicode.Me, r):
		return classIgnore
	case unicode.IsMark(r):
		return classLetter // the vowel signs of Indic scripts, for one
	}
	return classBreak
}

// foldRunes drops accents and case from one segment.
func foldRunes(seg string) string {
	var b strings.Builder
	var base rune
	for _, r := range norm.NFKD.String(seg) {
		switch {
		case droppedMark(base, r):
			continue
		case unicode.IsMark(r):
			b.WriteRune(r)
			continue
		case r == tatweel || !unicode.IsLetter(r) && !unicode.IsNumber(r):
			continue
		}
		base = r
		r = unicode.ToLower(r)
		if s, ok := letterFolds[r]; ok {
			b.WriteString(s)
			continue
		}
		b.WriteRune(westernDigit(r))
	}
	return norm.NFC.String(b.String())
}

// droppedMark reports whether the combining mark r is an accent that readers
// leave out when they type: the marks of Latin, Greek and Cyrillic, Hebrew
// points and Arabic vowels. The breve of Cyrillic й makes another letter and
// stays, as do the vowel signs of Indic scripts and the voicing of kana.
func droppedMark(base, r rune) bool {
	switch {
	case r == 0x306 && (base == 'и' || base == 'И'):
		return false
	case 0x300 <= r && r <= 0x36F, 0x591 <= r && r <= 0x5C7,
		0x610 <= r && r <= 0x61A, 0x64B <= r && r <= 0x65F, r == 0x670, 0x6D6 <= r && r <= 0x6DC, 0x6DF <= r && r <= 0x6ED:
		return true
	}
	return false
}

// digitZeros are the zeros of decimal digits that are not ASCII and that
// compatibility forms do not replace.
var digitZeros = []rune{0x660, 0x6F0, 0x966, 0x9E6}

func westernDigit(r rune) rune {
	for _, zero := range digitZeros {
		if zero <= r && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}
