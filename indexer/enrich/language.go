package enrich

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"github.com/uilsearch/uilsearch/corpus"
)

// detectable are the languages that detection may answer.
var detectable = map[whatlanggo.Lang]string{
	whatlanggo.Eng: "en", whatlanggo.Fra: "fr", whatlanggo.Spa: "es", whatlanggo.Por: "pt", whatlanggo.Deu: "de",
	whatlanggo.Rus: "ru", whatlanggo.Arb: "ar", whatlanggo.Cmn: "zh", whatlanggo.Kor: "ko",
}

// unknown is the language of a document whose language cannot be told.
const unknown = "und"

// The shortest texts, in characters, that detection may judge: at all, and
// where it is not sure or a said language would be overruled.
const (
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
	text := prose(doc)
	n := utf8.RuneCountInString(text)
	if n < minDetect || noise(text) > maxNoise || strings.ContainsRune(text, 0) {
		return said, doc.LangSource
	}
	options := whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{}}
	known := false
	for l, code := range detectable {
		options.Whitelist[l] = true
		known = known || code == said
	}
	info := whatlanggo.DetectWithOptions(text, options)
	found := detectable[info.Lang]
	switch {
	case found == "" || found == said:
		return said, doc.LangSource
	case said == unknown && (n >= minUnsure || info.IsReliable()):
		return found, "detected"
	case known && n >= minUnsure && info.IsReliable():
		return found, "detected"
	}
	return said, doc.LangSource
}

// maxProse is how many bytes of text detection reads.
const maxProse = 3 << 10

// prose returns the paragraphs of a document, which headings and titles in
// another language do not disturb; at most about maxProse bytes.
func prose(doc corpus.Document) string {
	var b strings.Builder
	for _, s := range doc.Sections {
		for _, p := range s.Paragraphs {
			b.WriteString(p)
			b.WriteByte('\n')
			if b.Len() > maxProse {
				return b.String()
			}
		}
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
