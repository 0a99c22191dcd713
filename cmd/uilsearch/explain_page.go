package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/indexer/extract"
	"github.com/uilsearch/uilsearch/indexer/ingest"
	"github.com/uilsearch/uilsearch/indexer/pdf"
)

// explainFile reads the page of a file, or of the record of an address in a file
// of many. The page is nil where ingest would pass the file over.
func (a *app) explainFile(ctx context.Context, name, record string, x *explanation) (page *corpus.Page, err error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, &exitError{exitUsage, fmt.Errorf("explain-url: there is no file %s; an address begins with https:// or http://", name)}
	case info.IsDir():
		return nil, &exitError{exitUsage, fmt.Errorf("explain-url: %s is a folder; name one file in it", name)}
	case ingest.HoldsPages(name) && record == "":
		return nil, &exitError{exitUsage, fmt.Errorf("explain-url: %s holds many pages; name one with --record ADDRESS", name)}
	case !ingest.HoldsPages(name) && record != "":
		return nil, &exitError{exitUsage, fmt.Errorf("explain-url: --record is for a file of many pages, and %s is one page", name)}
	}
	dir, base := filepath.Split(filepath.Clean(name))
	root, err := os.OpenRoot(filepath.Clean(dir))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	if record != "" {
		return findRecord(ctx, root, base, record)
	}
	p, err := ingest.File(root.FS(), base, time.Now)
	var bad *ingest.FileError
	if errors.As(err, &bad) {
		x.NoDocument = bad.Reason
		return nil, nil
	}
	return &p, err
}

// findRecord returns the last page of an address in a file of many pages, which
// is the one that ingest would leave in the archive of a file in the order of
// time.
func findRecord(ctx context.Context, root *os.Root, name, address string) (*corpus.Page, error) {
	var found *corpus.Page
	reason := "there is no page of that address in it"
	for p, err := range ingest.FilePages(ctx, root.FS(), name, time.Now) {
		var bad *ingest.FileError
		switch {
		case errors.As(err, &bad):
			if bad.URL == address {
				reason = bad.Reason
			}
		case err != nil:
			return nil, err
		case p.URL == address && (found == nil || !p.Captured.Before(found.Captured)):
			found = &p
		}
	}
	if found == nil {
		return nil, &exitError{exitUsage, fmt.Errorf("explain-url: %s: --record %s: %s", name, address, reason)}
	}
	return found, nil
}

// explainPage extracts and tags a page.
func (a *app) explainPage(ctx context.Context, page corpus.Page, x *explanation) (err error) {
	s, err := a.newSteps()
	if err != nil {
		return err
	}
	if _, err := os.Stat(a.config.Data); err != nil {
		// No directory is made for the sake of a cache.
		s.pdf = pdf.New(pdf.Options{})
		s.extract.PDF = s.pdf
	}
	defer func() { err = errors.Join(err, s.close()) }()
	defer context.AfterFunc(ctx, func() { _ = s.close() })()
	x.Page = &explainedPage{URL: page.URL, MediaType: page.MediaType, Charset: page.Charset, Bytes: len(page.Body), Digest: page.Digest()}
	d, reading, err := s.extract.Explain(page)
	x.Reading = newExplainedReading(reading)
	if err != nil {
		return x.without(ctx, err)
	}
	// What was extracted is shown even if it cannot be tagged.
	x.Document = &d
	tagged, doubts, err := s.enrich.Explain(d)
	if err != nil {
		return x.without(ctx, err)
	}
	x.Overrides = s.curator.Apply(page.URL, &tagged)
	x.Document = &tagged
	x.addTags(s.taxonomy, tagged, doubts)
	return nil
}

// without notes why there is no document. It returns an error only where the
// context has ended.
func (x *explanation) without(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	x.NoDocument = err.Error()
	return nil
}

func newExplainedReading(r extract.Reading) *extract.Reading {
	if r.Decisions == nil {
		r.Decisions = []extract.Decision{}
	}
	return &r
}
