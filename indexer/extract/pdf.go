package extract

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/indexer/pdf"
)

// PDFReader reads PDF files, as a *pdf.Reader does. Its errors reject the page.
type PDFReader interface {
	Read(ctx context.Context, body []byte) (pdf.Document, error)
}

var _ PDFReader = (*pdf.Reader)(nil)

var errNoPDF = errors.New("PDF files are not read here")

// readPDF reads a PDF. Its dates are those of its metadata, its type is that of
// its address, else publication, and its sections know their pages.
func (e *Extractor) readPDF(p corpus.Page, n *notes) (content, error) {
	if e.PDF == nil {
		return content{}, errNoPDF
	}
	// The reader bounds its own time.
	d, err := e.PDF.Read(context.Background(), p.Body)
	if err != nil {
		return content{}, err
	}
	c := content{notes: n, address: newAddress(p.URL, ""), sections: d.Sections}
	n.plainAddress(c.address, p.URL, "")
	n.add("lang", "", "the page names none")
	e.unread(p.URL, d.Unread, n)
	c.setTitle(d.Title, "the reader of PDFs: metadata, or else the first lines")
	for _, date := range []struct {
		corpus.Date
		to *[]candidate
	}{{d.Created, &c.published}, {d.Modified, &c.modified}} {
		if !date.IsZero() {
			*date.to = append(*date.to, candidate{Date: date.Date})
		}
	}
	if c.setTypeBy(e.rules.types, nil, facts{}); c.typ == "" {
		c.setType(corpus.Publication, "no rule of the profile holds for this PDF")
	}
	return c, nil
}

// unread tells of the pages of a file that were not read. They are told of one
// below the other, and together to Warn.
func (e *Extractor) unread(url string, pages []pdf.Unread, n *notes) {
	for _, u := range pages {
		n.add("dropped", "page "+strconv.Itoa(u.Page), "not read to its end: "+u.Why.Error())
	}
	if len(pages) > 0 && e.Warn != nil {
		first := pages[0]
		e.Warn(url, fmt.Sprintf("pages not read to their end: %d, the first is page %d, which is %v", len(pages), first.Page, first.Why))
	}
}
