package link

import (
	"slices"
	"unicode"

	"github.com/uilsearch/uilsearch/corpus"
)

const (
	// sketchSize is how many hashes are kept of a text: half a kibibyte.
	sketchSize = 64
	// nearEqual is the least share of common shingles of two texts that are
	// one page, in percent.
	nearEqual = 80
	// shingle is the number of words that are hashed together.
	shingle = 3
)

// sketch is the smallest hashes of the shingles of a text, in order. Two texts
// that share most of their shingles share most of these.
type sketch []uint64

// newSketch reads the paragraphs of a document. Where words are not parted by
// spaces, each character is a word.
func newSketch(d *corpus.Document) sketch {
	var s sketcher
	for _, section := range d.Sections {
		s.add(section.Heading)
		for _, p := range section.Paragraphs {
			s.add(p)
		}
	}
	if s.words > 0 && s.words < shingle {
		s.keep(s.mix())
	}
	return s.least
}

// sketcher reads words and keeps the least hashes of their shingles.
type sketcher struct {
	least sketch
	// last holds the hashes of the last words, the newest at the end.
	last  [shingle]uint64
	words int
}

func (s *sketcher) add(text string) {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	hash, open := uint64(offset), false
	for _, r := range text {
		alone := unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
		word := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if open && (alone || !word) {
			s.word(hash)
			hash, open = offset, false
		}
		if word {
			hash = (hash ^ uint64(unicode.ToLower(r))) * prime
			open = true
		}
		if alone {
			s.word(hash)
			hash, open = offset, false
		}
	}
	if open {
		s.word(hash)
	}
}

func (s *sketcher) word(hash uint64) {
	copy(s.last[:], s.last[1:])
	s.last[shingle-1] = hash
	if s.words++; s.words >= shingle {
		s.keep(s.mix())
	}
}

// mix hashes the last words, so that every bit counts.
func (s *sketcher) mix() uint64 {
	var h uint64
	for _, w := range s.last {
		h = (h ^ w) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	h *= 0xbf58476d1ce4e5b9
	return h ^ h>>32
}

func (s *sketcher) keep(hash uint64) {
	if len(s.least) == sketchSize && hash >= s.least[sketchSize-1] {
		return
	}
	i, known := slices.BinarySearch(s.least, hash)
	if known {
		return
	}
	s.least = slices.Insert(s.least, i, hash)
	if len(s.least) > sketchSize {
		s.least = s.least[:sketchSize]
	}
}

// near reports whether two texts are so alike that they are of one page: it
// estimates their common shingles from the least hashes of both together.
func (s sketch) near(t sketch) bool {
	common, all := 0, 0
	for i, j := 0, 0; all < sketchSize && (i < len(s) || j < len(t)); all++ {
		switch {
		case j == len(t) || i < len(s) && s[i] < t[j]:
			i++
		case i == len(s) || t[j] < s[i]:
			j++
		default:
			common++
			i, j = i+1, j+1
		}
	}
	return all > 0 && 100*common >= nearEqual*all
}
