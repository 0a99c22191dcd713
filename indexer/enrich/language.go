package enrich

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// detectable are the languages that detection may answer.
var detectable = map[whatlanggo.Lang]string{
	whatlanggo.Eng: "en", whatlanggo.Fra: "fr", whatlanggo.Spa: "es", whatlanggo.Por: "pt", whatlanggo.Deu: "de",
	whatlanggo.Rus: "ru", whatlanggo.Arb: "ar", whatlanggo.Cmn: "zh", whatlanggo.Kor: "ko",
}

// unknown is the language of a document whose language cannot be told.
const unknown = "und"

// The shortest texts, in characters, that detection may judge: by their script,
// by their words, and where it is not sure or a said language of the same script
// would be overruled.
const (
	minScript = 4
	minDetect = 20
	minUnsure = 80
)

// The parts of a text that may be control or replacement characters: in more
// no language is told, and in yet more the document is not text at all.
const (
	maxNoise = 0.05
	maxJunk  = 0.33
)

// errJunk is the answer to documents that are no text.
var errJunk = errors.New("the text is mostly control or replacement characters")

// language returns the language of a document and where it was learnt. What
// the page says counts, unless it is nothing, or detection on a text that is
// long enough is sure of another language. A said language that detection does
// not know is believed. Of a short text detection must be sure, and it does
// not judge noise.
func language(doc corpus.Document) (lang, source string) {
	said := strings.ToLower(doc.Lang)
	if said == "" {
		said = unknown
	}
	text := sample(doc)
	n := utf8.RuneCountInString(text)
	if n < minScript || noise(text) > maxNoise || strings.ContainsRune(text, 0) {
		return said, doc.LangSource
	}
	found, sure := detect(text, n)
	enough := n >= minUnsure || sure && ownScript[found]
	switch {
	case found == "" || found == said:
		return said, doc.LangSource
	case said == unknown && (sure || n >= minUnsure):
		return found, "detected"
	case isDetectable(said) && sure && enough:
		return found, "detected"
	}
	return said, doc.LangSource
}

// ownScript are the languages that no other of the nine shares its letters with.
var ownScript = map[string]bool{"ar": true, "ko": true, "ru": true, "zh": true}

func isDetectable(lang string) bool {
	for _, code := range detectable {
		if code == lang {
			return true
		}
	}
	return false
}

// detect returns the language of a text of n characters, and whether it is sure.
// Scripts and function words tell most texts; what they leave open is told by
// how often letters follow each other, which takes many times as long.
func detect(text string, n int) (lang string, sure bool) {
	guess, sure := analysis.Language(text)
	if sure || n < minDetect {
		return guess, sure && (n >= minDetect || ownScript[guess])
	}
	info := whatlanggo.DetectWithOptions(text, options)
	if info.IsReliable() || guess == "" || guess == detectable[info.Lang] {
		return detectable[info.Lang], info.IsReliable() || guess != ""
	}
	return guess, false
}

var options = whatlanggo.Options{Whitelist: func() map[whatlanggo.Lang]bool {
	out := map[whatlanggo.Lang]bool{}
	for l := range detectable {
		out[l] = true
	}
	return out
}()}

// What detection reads: pieces of the text from several places, of bytes.
const (
	samplePieces = 3
	samplePiece  = 400
)

// minProse is how many bytes a paragraph has at least that is running text and
// no entry of a menu.
const minProse = 60

// sample returns pieces of the paragraphs of a document, which headings and
// titles in another language do not disturb. Where there is running text enough,
// short lines are left out.
func sample(doc corpus.Document) string {
	var long, all []string
	size := 0
	for _, s := range doc.Sections {
		for _, p := range s.Paragraphs {
			if all = append(all, p); len(p) >= minProse {
				long = append(long, p)
				size += len(p)
			}
		}
	}
	if size >= 2*minUnsure {
		all = long
	}
	return pieces(strings.Join(all, "\n"))
}

// pieces returns a text, or what stands at its beginning, at its end and in
// between if it is longer.
func pieces(text string) string {
	if len(text) <= samplePieces*samplePiece {
		return text
	}
	var b strings.Builder
	for i := range samplePieces {
		from := i * (len(text) - samplePiece) / (samplePieces - 1)
		for from > 0 && !utf8.RuneStart(text[from]) {
			from--
		}
		to := from + samplePiece
		for to < len(text) && !utf8.RuneStart(text[to]) {
			to++
		}
		b.WriteString(text[from:to])
		b.WriteByte('\n')
	}
	return b.String()
}

// noise returns the part of a text's characters that are control or replacement
// characters; those of lines and tabs are none.
func noise(text string) float64 {
	n, bad := 0, 0
	for _, r := range text {
		n++
		if r == unicode.ReplacementChar || unicode.IsControl(r) && !strings.ContainsRune("\n\r\t\f", r) {
			bad++
		}
	}
	return float64(bad) / float64(max(n, 1))
}
