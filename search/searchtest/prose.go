package searchtest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
)

// proseWords is how many words a document of Prose has, about 5 kB.
const proseWords = 800

// Prose returns n documents for benchmarks, the same for the same seed: made-up
// words that are as frequent as words are in real text, the words that the
// benchmarks ask for among them, and tags.
func Prose(n int, seed uint64) []corpus.Document {
	g := generator{rand.New(rand.NewPCG(seed, 11))}
	words := g.lexicon(30_000)
	zipf := rand.NewZipf(g.Rand, 1.1, 3, uint64(len(words)-1))
	docs := make([]corpus.Document, n)
	for i := range docs {
		var paragraphs []string
		for range 8 {
			paragraphs = append(paragraphs, g.paragraph(words, zipf, proseWords/8))
		}
		docs[i] = New(fmt.Sprintf("prose-%d", i), pick(g, corpus.Types()[:6]), pick(g, []string{"en", "en", "fr", "es"}),
			pick(g, dateValues), g.paragraph(words, zipf, 8), paragraphs...)
		for _, facet := range filterValues[:2] {
			for _, v := range facet.values[1:] {
				if g.IntN(4) == 0 {
					docs[i].Tags = append(docs[i].Tags, NewTag(&docs[i], corpus.TagFacet(facet.name), corpus.About, v))
				}
			}
		}
	}
	return docs
}

// lexicon returns made-up words, the most frequent first; a few real ones
// stand at ranks where real text has them.
func (g generator) lexicon(n int) []string {
	syllables := strings.Fields("ba be co da de en er fi ga ha in ka le li ma me na no on or pa ra re sa se si ta te ti to un va ve vi")
	words := make([]string, n)
	for i := range words {
		for range 2 + g.IntN(3) {
			words[i] += pick(g, syllables)
		}
	}
	for rank, w := range map[int]string{3: "learning", 12: "lifelong", 25: "policy", 60: "library", 90: "museum", 150: "garden", 200: "infrastructure"} {
		words[rank] = w
	}
	return words
}

func (g generator) paragraph(words []string, zipf *rand.Zipf, n int) string {
	out := make([]string, 0, n+3)
	for range n {
		out = append(out, words[zipf.Uint64()])
	}
	if g.IntN(100) == 0 {
		out = append(out, "lifelong", "learning", "infrastructure")
	}
	return strings.Join(out, " ")
}
