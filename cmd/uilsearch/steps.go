package main

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/indexer"
	"github.com/uilsearch/uilsearch/indexer/curate"
	"github.com/uilsearch/uilsearch/indexer/enrich"
	"github.com/uilsearch/uilsearch/indexer/extract"
	"github.com/uilsearch/uilsearch/indexer/link"
	"github.com/uilsearch/uilsearch/indexer/pdf"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/bleveengine"
)

// runTime is the layout of the time in the name that a run has in the archive.
const runTime = "20060102T150405.000Z"

// steps are what takes a page to a document, by the settings.
type steps struct {
	extract  *extract.Extractor
	enrich   *enrich.Enricher
	taxonomy *taxonomy.Taxonomy
	// curator changes documents after all others, outside of what is kept.
	curator *curate.Curator
	// pdf reads PDF files for extract; nothing is started before the first.
	pdf *pdf.Reader
	// hash stands for the settings that shape a document, the taxonomy left
	// out.
	hash string
}

// pdfCache is where the compiled reader of PDFs is kept, below the data
// directory. It can be deleted.
const pdfCache = "cache/pdf"

// newSteps reads profile, taxonomy and overrides. What is wrong in them is a problem of
// the settings. The caller closes the steps.
func (a *app) newSteps() (*steps, error) {
	profile, err := loadProfile(a.config.Extract.Profile)
	if err != nil {
		return nil, &exitError{exitConfig, err}
	}
	extractor, err := extract.New(profile)
	if err != nil {
		return nil, &exitError{exitConfig, err}
	}
	t, err := loadTaxonomy(a.config.Taxonomy)
	if err != nil {
		return nil, &exitError{exitConfig, err}
	}
	curator, err := curate.Load(a.config.Taxonomy.Overrides, t)
	if err != nil {
		return nil, &exitError{exitConfig, firstProblem(err)}
	}
	hash := generation.HashFiles(map[string][]byte{
		"extract": []byte(profile.Fingerprint()),
		"enrich":  []byte(strconv.Itoa(enrich.Version)),
	})
	reader := pdf.New(pdf.Options{CacheDir: filepath.Join(a.config.Data, filepath.FromSlash(pdfCache))})
	extractor.PDF = reader
	extractor.Warn = func(url, what string) { a.log.Warn("not all of a page was read", "url", url, "what", what) }
	return &steps{extract: extractor, enrich: enrich.New(t), taxonomy: t, curator: curator, pdf: reader, hash: hash}, nil
}

// close ends what the steps have started.
func (s *steps) close() error { return s.pdf.Close() }

// pipeline returns a run over pages of the archive that lacks only its sink.
func (s *steps) pipeline(ar *archive.Archive, pages indexer.Source, name string, maxRejects int, log *slog.Logger) *indexer.Pipeline {
	return &indexer.Pipeline{
		Source:       pages,
		Spool:        ar,
		Extract:      s.extract.Document,
		Enrich:       s.enrich.Document,
		Linker:       link.New(),
		CacheVersion: s.hash + s.taxonomy.Hash(),
		MaxRejects:   maxRejects,
		Logger:       log,
		Rejected: func(ctx context.Context, url, reason string) error {
			return ar.Record(ctx, name, archive.Outcome{URL: url, Result: archive.Rejected, Reason: reason, Time: time.Now()})
		},
	}
}

// recordedSink builds with an engine and lets publish take note of each
// document on its way there.
type recordedSink struct {
	bleveengine.Builder
	record func(publish.Documents) publish.Documents
}

// Build passes the documents through record.
func (s recordedSink) Build(ctx context.Context, dir string, docs iter.Seq2[corpus.Document, error]) (generation.Built, error) {
	return s.Builder.Build(ctx, dir, s.record(docs))
}

// checkEngine opens what was built as the server will, and counts it.
func checkEngine(ctx context.Context, dir string, m generation.Manifest) (err error) {
	e, err := bleveengine.Open(filepath.Join(dir, generation.EngineDir), m, bleveengine.Options{})
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := e.Close(); err == nil {
			err = closeErr
		}
	}()
	r, err := e.Search(ctx, search.Query{Listings: true, Sort: search.Newest, Page: 1, PerPage: 1})
	if err != nil {
		return err
	}
	if r.Total != m.Documents {
		return fmt.Errorf("the engine finds %d documents of %d", r.Total, m.Documents)
	}
	return nil
}

// loadProfile returns the site profile of a file, or the built-in one.
func loadProfile(path string) (extract.Profile, error) {
	if path == "" {
		return extract.DefaultProfile(), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return extract.Profile{}, err
	}
	defer f.Close()
	p, err := extract.LoadProfile(f)
	if err != nil {
		return p, fmt.Errorf("%s: %w", path, err)
	}
	return p, nil
}
