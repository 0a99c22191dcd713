// Package extract reads a document out of a page: its address, title,
// sections, dates, language, type and credits.
//
// HTML of a known shape is read with the selectors of a site profile, other
// HTML by what its text looks like; Markdown and plain text by a few
// conventions, which their files describe; PDF by a reader that is handed in.
package extract

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
)

// Version changes whenever the same page and profile would give another
// document, what the reader of PDFs makes of a file included.
const Version = 5

// Caps on what is read out of a page. Larger pages are rejected, longer titles
// are cut.
const (
	maxBody       = 16 << 20 // bytes; the reader of PDFs has a cap of its own
	maxText       = 4 << 20  // bytes
	maxParagraphs = 50_000
	maxTitle      = 300 // characters
	maxCredits    = 50
)

var errTooLarge = errors.New("larger than any page of text")

// Extractor reads documents as one profile says. It is safe for concurrent use.
type Extractor struct {
	// PDF reads PDF files. Where it is nil they are refused. Set it before the
	// first page is read.
	PDF PDFReader
	// Warn is told what of a page was not read although there is a document. It
	// may be nil. Set it before the first page is read.
	Warn func(url, what string)

	rules  rules
	finder finder
}

// New returns an Extractor for a profile. It fails on a profile with a bad
// selector, pattern or type, which the error names.
func New(p Profile) (*Extractor, error) {
	r, err := p.compile()
	if err != nil {
		return nil, fmt.Errorf("extract: profile: %w", err)
	}
	return &Extractor{rules: r, finder: newArticle()}, nil
}

// content is what one kind of page gives.
type content struct {
	notes    *notes
	address  address
	title    string
	sections []corpus.Section
	credits  []string
	lang     string
	// langSource says where lang was learnt.
	langSource string
	// american says that the page is in the English of the United States.
	american bool
	typ      corpus.Type
	// loose says that typ is only a guess by the address.
	loose bool
	// kinds are the words by which pages call what they are, lineKind what a line
	// with a date below the title calls this one.
	kinds     kinds
	lineKind  corpus.Type
	published []candidate
	modified  []candidate
	// further are dates that the text calls those of publication, but not at its
	// top, doubted those below the title of an event.
	further, doubted []candidate
	// before is the line of the text before the one that is read.
	before       string
	translations []corpus.Link
}

// Document reads the document out of a page. Its language is empty where the
// page does not name one, and it has no tags. The error wraps corpus.ErrIncomplete
// if the page has no title or no text.
func (e *Extractor) Document(p corpus.Page) (corpus.Document, error) {
	d, err := e.document(p, nil)
	if err != nil {
		return corpus.Document{}, fmt.Errorf("extract %s: %w", p.URL, err)
	}
	return d, nil
}

func (e *Extractor) document(p corpus.Page, n *notes) (corpus.Document, error) {
	if len(p.Body) > maxBody && p.MediaType != corpus.PDF {
		return corpus.Document{}, errTooLarge
	}
	var c content
	var err error
	switch p.MediaType {
	case corpus.HTML:
		c, err = e.readHTML(p, n)
	case corpus.Markdown:
		n.is("markdown")
		c, err = e.readMarkdown(p, n)
	case corpus.Text:
		n.is("text")
		c, err = e.readText(p, n)
	case corpus.PDF:
		n.is("pdf")
		c, err = e.readPDF(p, n)
	default:
		err = fmt.Errorf("cannot read media type %q", p.MediaType)
	}
	if err != nil {
		return corpus.Document{}, err
	}
	return c.document(p)
}

// finish decides what needs the whole page: its dates, and the type of a page
// whose markup and address name none. Something with a date is news.
func (e *Extractor) finish(c *content, p corpus.Page) {
	c.settleDates(p.Captured)
	if c.typ != "" {
		return
	}
	published := choose(c.published, p.Captured)
	dated := !published.IsZero()
	t, named := c.kinds.ofTitle(c.title)
	if named {
		c.setType(t, "the title says so before its colon")
		return
	}
	if c.setTypeBy(e.rules.types, nil, facts{dated: &dated}); c.typ != "" {
		return
	}
	switch published.Precision() {
	case corpus.Unknown:
		c.setType(corpus.Other, "no rule holds, and there is no date")
	case corpus.Year:
		c.setType(corpus.Publication, "no rule holds, and of its date only the year is given")
	default:
		c.setType(corpus.News, "no rule holds, and there is a date")
	}
}

func (c *content) setType(t corpus.Type, why string) {
	c.typ, c.loose = t, false
	c.notes.add("type", string(t), why)
}

func (c *content) setTitle(title, why string) {
	c.title = title
	c.notes.add("title", title, why)
}

// document makes a corpus.Document of what was read.
func (c content) document(p corpus.Page) (corpus.Document, error) {
	d := corpus.Document{
		ID:           corpus.NewID(c.address.shown),
		URL:          c.address.shown,
		OtherURLs:    c.address.others,
		Title:        cutTitle(clean(c.title)),
		Sections:     cleanSections(c.sections),
		Lang:         c.lang,
		LangSource:   c.langSource,
		Type:         c.typ,
		Published:    choose(c.published, p.Captured),
		Modified:     choose(c.modified, p.Captured),
		Crawled:      p.Captured,
		Credits:      cleanCredits(c.credits),
		Translations: c.translations,
	}
	c.noteResult(&d)
	if d.Title == "" || !hasText(d.Sections) {
		return d, corpus.ErrIncomplete
	}
	if err := checkSize(d.Sections); err != nil {
		return d, err
	}
	d.ContentHash = corpus.HashContent(&d)
	return d, nil
}

// clean returns s as valid UTF-8 on one line, without control characters.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == 0xFEFF || r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' && r != '\v' || r == 0x7F {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return corpus.NormalSpace(s)
}

// cleanSections drops what is empty: paragraphs, and headings at the end with
// nothing below them.
func cleanSections(in []corpus.Section) []corpus.Section {
	var out []corpus.Section
	for _, s := range in {
		kept := corpus.Section{Heading: clean(s.Heading), Paragraphs: []string{}, Page: s.Page}
		for _, p := range s.Paragraphs {
			if p = clean(p); p != "" {
				kept.Paragraphs = append(kept.Paragraphs, p)
			}
		}
		if kept.Heading != "" || len(kept.Paragraphs) > 0 {
			out = append(out, kept)
		}
	}
	for len(out) > 0 && len(out[len(out)-1].Paragraphs) == 0 {
		out = out[:len(out)-1]
	}
	return out
}

func cleanCredits(in []string) []string {
	var out []string
	for _, c := range in {
		if c = cutTitle(clean(c)); c != "" && len(out) < maxCredits {
			out = append(out, c)
		}
	}
	return out
}

// cutTitle shortens a title that is none, at a space where there is one.
func cutTitle(s string) string {
	if utf8.RuneCountInString(s) <= maxTitle {
		return s
	}
	end, n := 0, 0
	for end = range s {
		if n == maxTitle {
			break
		}
		n++
	}
	s = s[:end]
	if space := strings.LastIndexByte(s, ' '); space > 0 {
		s = s[:space]
	}
	return s + "…"
}

func hasText(sections []corpus.Section) bool {
	for _, s := range sections {
		if len(s.Paragraphs) > 0 {
			return true
		}
	}
	return false
}

func checkSize(sections []corpus.Section) error {
	size, count := 0, 0
	for _, s := range sections {
		size += len(s.Heading)
		count += len(s.Paragraphs) + 1
		for _, p := range s.Paragraphs {
			size += len(p)
		}
	}
	if size > maxText || count > maxParagraphs {
		return errTooLarge
	}
	return nil
}
