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

// detectable are the languages that pages are expected in.
var detectable = map[whatlanggo.Lang]string{
	whatlanggo.Eng: "en", whatlanggo.Fra: "fr", whatlanggo.Spa: "es", whatlanggo.Por: "pt", whatlanggo.Deu: "de",
	whatlanggo.Rus: "ru", whatlanggo.Arb: "ar", whatlanggo.Cmn: "zh", whatlanggo.Kor: "ko",
}

// others are the further languages that detection may answer: those that are
// seldom taken for one that whatlanggo does not know, or for each other.
var others = map[whatlanggo.Lang]string{
	whatlanggo.Nld: "nl", whatlanggo.Ita: "it", whatlanggo.Ron: "ro", whatlanggo.Pol: "pl", whatlanggo.Ces: "cs", whatlanggo.Swe: "sv",
	whatlanggo.Fin: "fi", whatlanggo.Hun: "hu", whatlanggo.Tur: "tr", whatlanggo.Ind: "id", whatlanggo.Vie: "vi", whatlanggo.Ukr: "uk",
	whatlanggo.Jpn: "ja", whatlanggo.Pes: "fa", whatlanggo.Urd: "ur", whatlanggo.Ell: "el", whatlanggo.Heb: "he", whatlanggo.Tha: "th",
	whatlanggo.Khm: "km", whatlanggo.Mya: "my", whatlanggo.Kat: "ka", whatlanggo.Amh: "am", whatlanggo.Hin: "hi", whatlanggo.Ben: "bn",
	whatlanggo.Tam: "ta", whatlanggo.Tel: "te", whatlanggo.Kan: "kn", whatlanggo.Mal: "ml", whatlanggo.Sin: "si", whatlanggo.Guj: "gu", whatlanggo.Pan: "pa",
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
// long enough is sure of another language; a text in other letters than those of
// the said language needs no length. A said language that pages are not expected
// in is believed. Of a short text detection must be sure, and it does not judge
// noise. A text that is surely in none of the languages that detection knows is
// of an unknown one, whatever of them the page says.
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
	enough := n >= minUnsure || sure && otherLetters(said, text)
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
var ownScript = map[string]*unicode.RangeTable{"ar": unicode.Arabic, "ko": unicode.Hangul, "ru": unicode.Cyrillic, "zh": unicode.Han}

// otherLetters reports whether a text is in other letters than those of a
// language of the nine.
func otherLetters(lang, text string) bool {
	letters := ownScript[lang]
	if letters == nil {
		letters = unicode.Latin
	}
	of := whatlanggo.DetectScript(text)
	return of != nil && of != letters
}

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
	switch {
	case sure && guess == "":
		return detectOther(text, n)
	case sure || n < minDetect:
		return guess, sure && (n >= minDetect || ownScript[guess] != nil)
	}
	info := whatlanggo.Detect(text)
	lang, expected := detectable[info.Lang]
	switch {
	case expected && (info.IsReliable() || guess == ""):
		return lang, info.IsReliable()
	case expected:
		return guess, guess == lang
	case info.IsReliable():
		// The words leave open what it is, and the letters say none of the nine.
		return code(info), false
	}
	return guess, false
}

// minLikely is the confidence from which detection by letters is believed where
// it need not be sure.
const minLikely = 0.1

// detectOther returns the language of a text that is none of the nine, or
// unknown where no other is likely. It may be one of the nine after all, where
// only names have the letters of another, as Moroccan towns in an Arabic text.
func detectOther(text string, n int) (lang string, sure bool) {
	if n < minDetect && !otherLetters("", text) {
		return "", false
	}
	info := whatlanggo.Detect(text)
	if info.Confidence < minLikely {
		return unknown, true
	}
	if lang := detectable[info.Lang]; ownScript[lang] != nil {
		return lang, true
	}
	return code(info), true
}

// code returns the code of a language that was detected and is none of the
// nine, or unknown.
func code(info whatlanggo.Info) string {
	if lang := others[info.Lang]; lang != "" {
		return lang
	}
	return unknown
}

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
