package generation

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
)

// CatalogName is a file of every generation: a line of JSON for each document,
// in order of ID. Runs compare generations by it, and the server finds
// documents by their addresses in it.
const CatalogName = "catalog.ndjson"

// CatalogEntry is a document as the catalog has it.
type CatalogEntry struct {
	ID  string `json:"id"`
	URL string `json:"url"`
	// Others are further addresses of the same page.
	Others []string `json:"others,omitempty"`
	Title  string   `json:"title"`
	Type   string   `json:"type"`
	// Content is the hash of the text, Text its length in bytes.
	Content string `json:"content"`
	Text    int    `json:"text"`
	// Digest is the SHA-256 of all that is said of the document, but for when
	// it was crawled.
	Digest string `json:"digest"`
	// About maps a facet to the values that the document is about, in order.
	About map[string][]string `json:"about,omitempty"`
}

// Addresses returns every address of the document, its own first.
func (e *CatalogEntry) Addresses() []string { return append([]string{e.URL}, e.Others...) }

// CatalogWriter writes a catalog. Its methods are for one goroutine.
type CatalogWriter struct {
	file *os.File
	buf  *bufio.Writer
	last string
}

// NewCatalogWriter creates the catalog of a generation that is built in dir.
func NewCatalogWriter(dir string) (*CatalogWriter, error) {
	f, err := os.OpenFile(filepath.Join(dir, CatalogName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("catalog: %w", err)
	}
	return &CatalogWriter{file: f, buf: bufio.NewWriterSize(f, 1<<16)}, nil
}

// Add writes a document, whose ID comes after the one before.
func (w *CatalogWriter) Add(e CatalogEntry) error {
	if e.ID <= w.last {
		return fmt.Errorf("catalog: document %s comes after %s", e.ID, w.last)
	}
	w.last = e.ID
	line, err := json.Marshal(e)
	if err == nil {
		_, err = w.buf.Write(append(line, '\n'))
	}
	if err != nil {
		return fmt.Errorf("catalog: %w", err)
	}
	return nil
}

// Close writes what is left. It must be called once.
func (w *CatalogWriter) Close() error {
	if err := errors.Join(w.buf.Flush(), w.file.Close()); err != nil {
		return fmt.Errorf("catalog: %w", err)
	}
	return nil
}

// Catalog yields the documents of the generation in dir, in order of ID. After
// an error nothing more is yielded.
func Catalog(dir string) iter.Seq2[CatalogEntry, error] {
	return func(yield func(CatalogEntry, error) bool) {
		f, err := os.Open(filepath.Join(dir, CatalogName))
		if err != nil {
			yield(CatalogEntry{}, fmt.Errorf("catalog: %w", err))
			return
		}
		defer f.Close()
		dec := json.NewDecoder(bufio.NewReaderSize(f, 1<<16))
		for {
			var e CatalogEntry
			err := dec.Decode(&e)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				err = fmt.Errorf("catalog: %w", err)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}
