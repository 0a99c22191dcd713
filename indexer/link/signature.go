package link

import (
	"math/bits"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

const (
	// bands and rows are the shape of a signature: bands words of rows values
	// each. See nearShare for what follows from them.
	bands = 64
	rows  = 4
	// values is the number of values of a signature.
	values = bands * rows
	// shingle is the number of words, or of characters of Han, Hangul or kana,
	// that are hashed together.
	shingle = 3
)

// signature stands for the set of shingles of a text, in 512 bytes whatever its
// length. Each of its values is the least of one hash over all shingles, cut
// to 16 bits; two texts agree in a value as often as a shingle of either is one
// of both (Broder, On the resemblance and containment of documents, 1997), and
// by chance in one of 65,536 (Li and König, b-bit minwise hashing, 2010). The
// values of one band stand in one word.
type signature [bands]uint64

// factors make as many hashes out of one: each multiplies it by an odd number.
var factors = newFactors(0x75696c7365617263)

// newFactors draws odd numbers from a seed.
func newFactors(seed uint64) *[values]uint64 {
	var out [values]uint64
	for i := range out {
		seed += 0x9e3779b97f4a7c15
		out[i] = scatter(seed) | 1
	}
	return &out
}

// scatter spreads the bits of a number over all of it.
func scatter(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// newSignature reads the headings and paragraphs of a document. The title stays
// out: a page whose text stands under another title too is a near-duplicate.
func newSignature(d *corpus.Document) *signature {
	var s signer
	s.reset()
	for _, section := range d.Sections {
		s.add(section.Heading)
		for _, p := range section.Paragraphs {
			s.add(p)
		}
	}
	return s.signature(d)
}

// signer takes the shingles of a text one after the other.
type signer struct {
	least [values]uint64
	// last holds the hashes of the last words, the newest at the end.
	last  [shingle]uint64
	words int
}

func (s *signer) reset() {
	*s = signer{}
	for i := range s.least {
		s.least[i] = ^uint64(0)
	}
}

// add reads the words of one passage. A shingle may reach into the next.
func (s *signer) add(text string) {
	for _, w := range analysis.Words(text) {
		if !w.CJK {
			s.word(w.Term)
			continue
		}
		for i, r := range w.Term {
			s.word(w.Term[i : i+utf8.RuneLen(r)])
		}
	}
}

func (s *signer) word(term string) {
	copy(s.last[:], s.last[1:])
	s.last[shingle-1] = hashOf(term)
	if s.words++; s.words >= shingle {
		s.keep()
	}
}

// keep takes the last words as one shingle.
func (s *signer) keep() {
	var h uint64
	for _, w := range s.last {
		h = scatter(h*31 + w)
	}
	for i := range s.least {
		s.least[i] = min(s.least[i], h*factors[i])
	}
}

// signature returns what the shingles come to. A text that is too short for a
// shingle is one as a whole, and so is one without words, such as a formula.
func (s *signer) signature(d *corpus.Document) *signature {
	if s.words == 0 {
		for _, section := range d.Sections {
			for _, p := range section.Paragraphs {
				s.word(p)
			}
		}
	}
	if s.words < shingle {
		s.keep()
	}
	var out signature
	for i, least := range s.least {
		out[i/rows] |= scatter(least) >> 48 << (16 * (i % rows))
	}
	return &out
}

// hashOf is FNV-1a of 64 bits.
func hashOf(term string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(term) {
		h = (h ^ uint64(term[i])) * 1099511628211
	}
	return h
}

// marks is a set of the values of a signature, a bit for each.
type marks [values / 64]uint64

func (m *marks) count() int {
	n := 0
	for _, w := range m {
		n += bits.OnesCount64(w)
	}
	return n
}

// and returns the values that are in both.
func (m *marks) and(o *marks) marks {
	both := *m
	for i := range both {
		both[i] &= o[i]
	}
	return both
}

// set marks value i.
func (m *marks) set(i int) { m[i/64] |= 1 << (i % 64) }

// value returns value i of a signature.
func (s *signature) value(i int) uint16 { return uint16(s[i/rows] >> (16 * (i % rows))) }

// agree returns in which values two signatures agree.
func (s *signature) agree(t *signature) marks {
	const low, ends = 0x7fff7fff7fff7fff, 0x0001000100010001
	var m marks
	for i := range s {
		// The highest of each 16 bits is set where all of them are equal; then
		// the four are brought together.
		x := s[i] ^ t[i]
		equal := ^((x&low + low) | x | low) >> 15 & ends
		together := equal * 0x0001000200040008 >> 48 & 0xf
		m[i*rows/64] |= together << (i * rows % 64)
	}
	return m
}

// isEqual reports whether two texts are so alike that they are of one page.
func (s *signature) isEqual(t *signature) bool {
	same := s.agree(t)
	return 100*same.count() >= equalShare*values
}
