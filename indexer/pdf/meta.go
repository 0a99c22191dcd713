package pdf

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
)

// pdfDate is how metadata writes a date: a year, and as much of the rest as is
// known.
var pdfDate = regexp.MustCompile(`^(?:D:)?\s*(\d{4})-?(\d{2})?-?(\d{2})?`)

// dateOf reads a date of the metadata. What is none gives the zero Date.
func dateOf(s string) corpus.Date {
	m := pdfDate.FindStringSubmatch(s)
	if m == nil {
		return corpus.Date{}
	}
	text := strings.TrimRight(strings.Join(m[1:], "-"), "-")
	d, err := corpus.ParseDate(text)
	if err != nil {
		return corpus.Date{}
	}
	d.Source = "pdf"
	return d
}

// fileName is the title that programs give a file which has none.
var fileName = regexp.MustCompile(`(?i)^(microsoft \w+ - .*|untitled.*|unbenannt.*|sans titre.*|sin título.*|(document|presentation|slide|powerpoint presentation)\s*\d*|\S*_\S*|.*\.(docx?|rtf|odt|pptx?|xlsx?|indd|qxp|qxd|pmd?|ai|eps|pdf|tmp|html?|txt))$`)

// titleOf returns a title of the metadata if it is one, else "".
func titleOf(s string) string {
	s = corpus.NormalSpace(strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s), "\uFFFD"))
	switch {
	case utf8.RuneCountInString(s) < 4, !strings.ContainsFunc(s, unicode.IsLetter):
		if !strings.ContainsFunc(s, unspaced) {
			return ""
		}
	case fileName.MatchString(s), strings.ContainsRune(s, unicode.ReplacementChar):
		return ""
	}
	return s
}

// maxTitleLine bounds a first line that stands for a title, in characters.
const maxTitleLine = 200

// setTitle gives the document the title of its metadata, or its headline, or
// its first line. The text does not begin with it once more.
func (d *Document) setTitle(meta, headline string) {
	d.Title = meta
	if d.Title == "" {
		d.Title = headline
	}
	if len(d.Sections) == 0 {
		return
	}
	first := &d.Sections[0]
	if d.Title == "" && first.Heading != "" {
		d.Title = first.Heading
	}
	if d.Title == "" && len(first.Paragraphs) > 0 {
		d.Title = first.Paragraphs[0]
		if utf8.RuneCountInString(d.Title) <= maxTitleLine && d.lines() > 1 {
			first.Paragraphs = first.Paragraphs[1:]
		}
		return
	}
	page := first.Page
	for i := range d.Sections {
		if s := &d.Sections[i]; s.Page == page && strings.EqualFold(s.Heading, d.Title) {
			s.Heading = ""
			return
		}
	}
	if len(first.Paragraphs) > 0 && strings.EqualFold(first.Paragraphs[0], d.Title) && d.lines() > 1 {
		first.Paragraphs = first.Paragraphs[1:]
	}
}

// lines counts the paragraphs and headings.
func (d *Document) lines() int {
	n := 0
	for _, s := range d.Sections {
		n += len(s.Paragraphs)
		if s.Heading != "" {
			n++
		}
	}
	return n
}
