package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// ErrIncomplete says that a page gave no usable document: it has no title or
// no text. Callers count it and go on.
var ErrIncomplete = errors.New("no title or no text")

// Document is a page as it is searched and shown: its text without menus and
// credits, its dates, its language, and its tags. A Document is a plain
// value; share its slices only for reading.
type Document struct {
	ID  ID     `json:"id"`
	URL string `json:"url"`
	// OtherURLs are further addresses of the same page, sorted.
	OtherURLs []string  `json:"other_urls,omitempty"`
	Title     string    `json:"title"`
	Sections  []Section `json:"sections"`
	// Lang is the language of the text as a lower-case ISO 639-1 code, or
	// "und" where it could not be told.
	Lang string `json:"lang"`
	// LangSource says where Lang was learnt: "html", "hreflang" or "detected".
	LangSource string `json:"lang_source,omitempty"`
	Type       Type   `json:"type"`
	Published  Date   `json:"published"`
	Modified   Date   `json:"modified"`
	// Crawled is when the page was captured, in UTC.
	Crawled time.Time `json:"crawled"`
	// Credits are lines about pictures and authors, kept out of the text.
	Credits []string `json:"credits,omitempty"`
	// ContentHash binds the evidence to the text; see HashContent.
	ContentHash string `json:"content_hash"`
	// Translations are the same article in other languages.
	Translations []Link `json:"translations,omitempty"`
	// NearDuplicates are other documents with almost the same text.
	NearDuplicates []Link `json:"near_duplicates,omitempty"`
	Tags           []Tag  `json:"tags,omitempty"`
}

// Section is a heading and the paragraphs below it. The heading of the first
// section is often empty. No paragraph is empty or holds a line break.
type Section struct {
	Heading    string   `json:"heading,omitempty"`
	Paragraphs []string `json:"paragraphs"`
	// Page is the page of a PDF that the section is from, counted from 1; 0
	// where there are no pages.
	Page int `json:"page,omitempty"`
}

// Passage is one paragraph, heading or title within Document.Text.
type Passage struct {
	Zone Zone
	// Start and End are byte offsets into Document.Text.
	Start, End int
	// Page is that of the section, and 0 for the title.
	Page int
}

// passageBreak stands between two passages of a text.
const passageBreak = "\n\n"

// Text returns the whole text that is searched: the title, then each heading
// and paragraph in order, with an empty line between them. Evidence spans are
// byte ranges of it.
func (d *Document) Text() string {
	var b strings.Builder
	first := true
	d.walk(func(_ Zone, s string, _ int) {
		if !first {
			b.WriteString(passageBreak)
		}
		first = false
		b.WriteString(s)
	})
	return b.String()
}

// Passages returns where each part of Text stands. The first paragraph of the
// document is the lead.
func (d *Document) Passages() []Passage {
	var out []Passage
	at := 0
	d.walk(func(z Zone, s string, page int) {
		if len(out) > 0 {
			at += len(passageBreak)
		}
		out = append(out, Passage{Zone: z, Start: at, End: at + len(s), Page: page})
		at += len(s)
	})
	return out
}

// walk calls f for each part of the text in reading order, with its page; empty
// headings are passed over, and so is an empty title.
func (d *Document) walk(f func(z Zone, s string, page int)) {
	if d.Title != "" {
		f(ZoneTitle, d.Title, 0)
	}
	lead := true
	for _, s := range d.Sections {
		if s.Heading != "" {
			f(ZoneHeading, s.Heading, s.Page)
		}
		for _, p := range s.Paragraphs {
			if lead {
				f(ZoneLead, p, s.Page)
			} else {
				f(ZoneBody, p, s.Page)
			}
			lead = false
		}
	}
}

// TagsOf returns the tags of one facet, in their order.
func (d *Document) TagsOf(f TagFacet) []Tag {
	var out []Tag
	for _, t := range d.Tags {
		if t.Facet == f {
			out = append(out, t)
		}
	}
	return out
}

// HashContent returns the SHA-256, in hexadecimal, of the document's Text.
func HashContent(d *Document) string {
	return hexDigest(d.Text())
}

// Validate reports the first thing that would make the document unfit to be
// indexed: ErrIncomplete, text that is not UTF-8, a hash of other text, an
// unknown type, or a tag whose evidence is not where it says.
func (d *Document) Validate() error {
	text := d.Text()
	switch {
	case d.URL == "" || d.ID == "":
		return errors.New("document has no address")
	case d.ID != NewID(d.URL):
		return fmt.Errorf("id %s is not that of %s", d.ID, d.URL)
	case strings.TrimSpace(d.Title) == "" || len(text) == len(d.Title):
		return ErrIncomplete
	case !utf8.ValidString(text):
		return errors.New("text is not UTF-8")
	case d.ContentHash != hexDigest(text):
		return errors.New("content hash is not that of the text")
	case !ValidType(d.Type):
		return fmt.Errorf("unknown type %q", d.Type)
	case d.Lang == "":
		return errors.New("document has no language; \"und\" says that it is not known")
	}
	for _, t := range d.Tags {
		if err := t.validate(text); err != nil {
			return err
		}
	}
	return nil
}

func hexDigest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
