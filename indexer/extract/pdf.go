package extract

import (
	"cmp"
	"context"
	"errors"

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
func (e *Extractor) readPDF(p corpus.Page) (content, error) {
	if e.PDF == nil {
		return content{}, errNoPDF
	}
	// The reader bounds its own time.
	d, err := e.PDF.Read(context.Background(), p.Body)
	if err != nil {
		return content{}, err
	}
	c := content{address: newAddress(p.URL, ""), title: d.Title, sections: d.Sections}
	for _, date := range []struct {
		corpus.Date
		to *[]candidate
	}{{d.Created, &c.published}, {d.Modified, &c.modified}} {
		if !date.IsZero() {
			*date.to = append(*date.to, candidate{Date: date.Date})
		}
	}
	c.typ, _ = typeOf(e.rules.types, nil, c.address.shown, nil)
	c.typ = cmp.Or(c.typ, corpus.Publication)
	return c, nil
}
