// Package analysis turns text into terms with offsets back to the text:
// folding, word breaks, bigrams for Han, Hangul and kana, and stemmers. It also
// tells the language of a text.
// Enrichment, query parsing, highlighting and every engine use this one
// analysis, so that a word is the same word everywhere.
package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Version changes whenever the same text would give other terms. A generation
// made with another version cannot be served.
const Version = 1

// Word is one run of letters and digits, or one run of Han, Hangul or kana.
type Word struct {
	// Term is the folded form; see Fold.
	Term string
	// Start and End are byte offsets into the text.
	Start, End int
	// CJK says that the word is a run of Han, Hangul or kana.
	CJK bool
	// Lower is the word in lower case with its accents where that differs
	// from Term; otherwise it is empty.
	Lower string
	// starts holds, for CJK words, the byte offset in the text of each rune of
	// Term, and last the end of the word.
	starts []int
}

// RuneSpan returns the byte range in the text of the runes from i to j
// (exclusive) of the Term of a CJK word.
func (w Word) RuneSpan(i, j int) (start, end int) {
	return w.starts[i], w.starts[j]
}

// Words splits text into words. Everything that is neither letter nor digit
// separates: so 1-2-3 is three words, and Bucheon’s is the two words bucheon
// and s. A change between Han, Hangul or kana and any other letter separates
// too. Soft hyphens and other invisible characters are passed over.
func Words(text string) []Word {
	words := make([]Word, 0, len(text)/6+1)
	for i := 0; i < len(text); {
		if end, ok := asciiWord(text, i); ok {
			words = append(words, Word{Term: lowerASCII(text[i:end]), Start: i, End: end})
			i = end
			continue
		}
		var w Word
		var next int
		w, next = nextWord(text, i)
		if w.Term != "" {
			words = append(words, w)
		}
		i = next
	}
	return words
}

// asciiWord returns the end of the word at i if all of it, and what follows
// it, is ASCII. It is the fast path of Words.
func asciiWord(text string, i int) (int, bool) {
	j := i
	for j < len(text) && isASCIIWord(text[j]) {
		j++
	}
	if j == i {
		return 0, false
	}
	if j < len(text) && text[j] >= utf8.RuneSelf {
		r, _ := utf8.DecodeRuneInString(text[j:])
		return j, r == 0xA0 || r == 0xBB || 0x2010 <= r && r <= 0x2027
	}
	return j, true
}

// segment returns the length of the normalisation segment that text begins
// with. Most characters are followed by one that never combines with what is
// before it, which saves the look into the tables.
func segment(text string) int {
	_, size := utf8.DecodeRuneInString(text)
	if size == len(text) || text[size] < utf8.RuneSelf {
		return size
	}
	if r, _ := utf8.DecodeRuneInString(text[size:]); standsAlone(r) {
		return size
	}
	return norm.NFC.NextBoundaryInString(text, true)
}

// standsAlone reports whether r belongs to the blocks of Latin, Cyrillic and
// Arabic letters, punctuation, Han, Hangul syllables and kana that hold no
// combining characters.
func standsAlone(r rune) bool {
	return 0xA0 <= r && r < 0x300 || 0x400 <= r && r <= 0x481 || 0x621 <= r && r <= 0x64A ||
		0x2010 <= r && r <= 0x2027 || 0x3041 <= r && r <= 0x3096 || 0x30A1 <= r && r <= 0x30FA ||
		0x4E00 <= r && r <= 0x9FFF || 0xAC00 <= r && r <= 0xD7A3
}

func isASCIIWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

func lowerASCII(s string) string {
	return strings.ToLower(s)
}

// nextWord reads the word that begins at or after i and returns where to go
// on. It goes forward by normalisation segments (a letter with its combining
// marks), so that composed and decomposed text give the same words.
func nextWord(text string, i int) (Word, int) {
	var w Word
	var term, lower strings.Builder
	class := classBreak
	for i < len(text) {
		n := segment(text[i:])
		seg := text[i : i+n]
		c, folded, low := foldSegment(seg)
		switch {
		case c == classIgnore, class == classBreak && c == classLetter && beginsWithMark(seg):
			i += n
			continue
		case class == classBreak && c == classBreak:
			return Word{}, i + n
		case class == classBreak:
			class = c
			w.Start, w.CJK = i, c == classCJK
		case c != class:
			return w.finish(term.String(), lower.String()), i
		}
		if w.CJK {
			for range utf8.RuneCountInString(folded) {
				w.starts = append(w.starts, i)
			}
		}
		term.WriteString(folded)
		lower.WriteString(low)
		i += n
		w.End = i
	}
	if class == classBreak {
		return Word{}, i
	}
	return w.finish(term.String(), lower.String()), i
}

// beginsWithMark reports whether a segment is a mark without the letter that it
// belongs to. No word begins so.
func beginsWithMark(seg string) bool {
	r, _ := utf8.DecodeRuneInString(seg)
	return r >= utf8.RuneSelf && unicode.IsMark(r)
}

func (w Word) finish(term, lower string) Word {
	w.Term = term
	if w.CJK {
		w.starts = append(w.starts, w.End)
	} else if lower != term {
		w.Lower = lower
	}
	return w
}
