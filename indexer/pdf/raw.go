package pdf

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium"
	pdfium_errors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// raw is a PDF as PDFium reads it.
type raw struct {
	title, created, modified string
	// pages hold the lines of each page in reading order.
	pages [][]line
	// unread are the pages that were not read to their end.
	unread []Unread
}

// line is one line of a page. Distances are in points from the lower left
// corner of the page.
type line struct {
	text string
	// left and right are where it begins and ends, bottom is where it stands.
	left, right, bottom float64
	// size is that of its letters.
	size float64
}

// session reads one file with one worker.
type session struct {
	pdfium.Pdfium
	doc     references.FPDF_DOCUMENT
	memory  *memory
	options Options
	chars   int // left to be read
}

// readRaw reads a file with a worker that works in m. It looks at ctx between
// pages.
func readRaw(ctx context.Context, worker pdfium.Pdfium, m *memory, body []byte, o Options) (raw, error) {
	opened, err := worker.OpenDocument(&requests.OpenDocument{File: &body})
	if err != nil {
		return raw{}, m.reason(err)
	}
	s := &session{Pdfium: worker, doc: opened.Document, memory: m, options: o, chars: o.MaxChars}
	counted, err := worker.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: s.doc})
	switch {
	case err != nil:
		return raw{}, m.reason(err)
	case counted.PageCount <= 0:
		return raw{}, ErrNoPages
	case counted.PageCount > o.MaxPages:
		return raw{}, fmt.Errorf("%w: it has %d pages, more than %d", ErrTooLarge, counted.PageCount, o.MaxPages)
	}
	out := raw{title: s.meta("Title"), created: s.meta("CreationDate"), modified: s.meta("ModDate")}
	for i := range counted.PageCount {
		if ctx.Err() != nil {
			return raw{}, context.Cause(ctx)
		}
		m.refused = false
		lines, err := s.page(i)
		switch {
		case errors.Is(err, ErrTooLarge): // the file, and not the page
			return raw{}, fmt.Errorf("page %d: %w", i+1, err)
		case err != nil || m.refused:
			out.unread = append(out.unread, Unread{Page: i + 1, Why: m.fault()})
		}
		out.pages = append(out.pages, lines)
	}
	return out, nil
}

// reason turns what PDFium says of a file that it cannot open into one of our
// errors.
func (m *memory) reason(err error) error {
	switch {
	case errors.Is(err, pdfium_errors.ErrPassword), errors.Is(err, pdfium_errors.ErrSecurity):
		return ErrEncrypted
	case m.refused, errors.Is(err, pdfium_errors.ErrFormat), errors.Is(err, pdfium_errors.ErrFile):
		return m.fault()
	}
	return fmt.Errorf("%w (%w)", ErrBroken, err)
}

// meta returns a field of the metadata, or "".
func (s *session) meta(tag string) string {
	got, err := s.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: s.doc, Tag: tag})
	if err != nil {
		return ""
	}
	return got.Value
}

// page reads one page, counted from 0. The error wraps ErrTooLarge where the file
// has too many characters, and is else that of PDFium.
func (s *session) page(i int) ([]line, error) {
	page, err := s.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: s.doc, Index: i})
	if err != nil {
		return nil, err
	}
	defer s.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: page.Page})
	text, err := s.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: requests.Page{ByReference: &page.Page}})
	if err != nil {
		return nil, err
	}
	defer s.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	count, err := s.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return nil, err
	}
	if s.chars -= count.Count; s.chars < 0 {
		return nil, fmt.Errorf("%w: more than %d characters", ErrTooLarge, s.options.MaxChars)
	}
	return s.lines(text.TextPage, count.Count)
}

// lines reads the text of a page and parts it where lines end. Where each stands
// is asked for its first and last character only: a question to PDFium costs more
// than a line.
func (s *session) lines(page references.FPDF_TEXTPAGE, count int) ([]line, error) {
	if count == 0 {
		return nil, nil
	}
	got, err := s.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: page, Count: count})
	if err != nil {
		return nil, err
	}
	var out []line
	at := 0 // counts characters as PDFium does
	for text := range strings.SplitSeq(got.Text, "\n") {
		first, last, end := -1, -1, at
		for _, r := range text {
			if !unicode.IsSpace(r) && !unicode.IsControl(r) {
				last = end
				if first < 0 {
					first = end
				}
			}
			end++
		}
		at = end + 1
		l := line{text: clean(text)}
		if first < 0 || l.text == "" {
			continue
		}
		if err := s.place(page, &l, first, last); err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// place notes where a line stands from the first to the last of its characters.
func (s *session) place(page references.FPDF_TEXTPAGE, l *line, first, last int) error {
	a, err := s.box(page, first)
	if err != nil {
		return err
	}
	b, err := s.box(page, last)
	if err != nil {
		return err
	}
	l.left, l.right = float64(min(a.Left, b.Left)), float64(max(a.Right, b.Right))
	l.bottom = float64(a.Bottom)
	// The middle is asked for the size: the first may be a bullet or an initial.
	l.size, err = s.size(page, (first+last)/2)
	return err
}

// box returns the box around a character of the text of a page.
func (s *session) box(page references.FPDF_TEXTPAGE, text int) (structs.FPDF_FS_RECTF, error) {
	i, err := s.index(page, text)
	if err != nil {
		return structs.FPDF_FS_RECTF{}, err
	}
	got, err := s.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: page, Index: i})
	if err != nil {
		return structs.FPDF_FS_RECTF{}, nil // it is drawn nowhere
	}
	return got.Rect, nil
}

// size returns the size of a character of the text of a page, in points.
func (s *session) size(page references.FPDF_TEXTPAGE, text int) (float64, error) {
	i, err := s.index(page, text)
	if err != nil {
		return 0, err
	}
	font, err := s.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: page, Index: i})
	if err != nil {
		return 0, err
	}
	scaled, err := s.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: page, Index: i})
	if err != nil {
		return font.FontSize, nil // a space that PDFium adds has none
	}
	return font.FontSize * math.Hypot(float64(scaled.Matrix.C), float64(scaled.Matrix.D)), nil
}

// index returns the number that a character of the text has on its page, where
// characters without meaning are counted too.
func (s *session) index(page references.FPDF_TEXTPAGE, text int) (int, error) {
	got, err := s.FPDFText_GetCharIndexFromTextIndex(&requests.FPDFText_GetCharIndexFromTextIndex{TextPage: page, NTextIndex: text})
	if err != nil {
		return 0, err
	}
	return max(0, got.CharIndex), nil
}

// softHyphens are what stands for a hyphen where a word is parted between lines.
const softHyphens = "\u00ad\ufffe\u0002"

// clean returns a line as text: with a hyphen that parts a word only at its end,
// and without what is no character.
func clean(s string) string {
	s = strings.TrimRightFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == 0 })
	r, size := utf8.DecodeLastRuneInString(s)
	parted := size > 0 && strings.ContainsRune(softHyphens, r)
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case strings.ContainsRune(softHyphens, r), unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	if s = strings.TrimSpace(s); parted && s != "" {
		s += string(softHyphen)
	}
	return s
}

// softHyphen ends a line whose last word goes on in the next.
const softHyphen = '\u00ad'
