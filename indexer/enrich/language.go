package enrich

import (
	"strings"
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

// The shortest texts, in characters, that detection may judge: where the
// language is not known, and where it is said and would be overruled.
const (
	minDetect   = 20
	minOverrule = 80
)

// language returns the language of a document and where it was learnt. What
// the page says counts, unless it is nothing, or detection on a text that is
// long enough is sure of another language. A said language that detection does
// not know is believed.
func language(doc corpus.Document) (lang, source string) {
	said := strings.ToLower(doc.Lang)
	if said == "" {
		said = unknown
	}
	text := prose(doc)
	n := utf8.RuneCountInString(text)
	if n < minDetect {
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
	case said == unknown:
		return found, "detected"
	case known && n >= minOverrule && info.IsReliable():
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
