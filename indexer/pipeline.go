// Package indexer is the loop of one run: it takes every page of a source to a
// document, lets the documents be linked to each other, and hands them to a
// sink that builds a generation. The steps themselves are given to it.
package indexer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/failpoint"
	"github.com/uilsearch/uilsearch/internal/generation"
)

var (
	// ErrEmpty says that the source has no page. Nothing was built.
	ErrEmpty = errors.New("there is no page to index; run ingest or crawl first")
	// ErrNoneTaken says that the source has pages, and that the restriction of
	// the run takes none of them. Nothing was built.
	ErrNoneTaken = errors.New("the restriction of the run takes none of the pages")
	// ErrRejects says that more pages were rejected than the run allows.
	// Nothing was built.
	ErrRejects = errors.New("too many pages were rejected")
)

// Source yields the pages of a run, in the same order each time. An error ends
// the run. The archive is one.
type Source interface {
	Pages(ctx context.Context) iter.Seq2[corpus.Page, error]
}

// Spool keeps documents outside memory between the two passes, and from run to
// run: what was put for a URL and key is what comes back. The archive is one.
type Spool interface {
	Document(ctx context.Context, url, key string) (d corpus.Document, ok bool, err error)
	PutDocument(ctx context.Context, url, key string, d corpus.Document) error
}

// Linker looks over all documents of a run. It is told of each document
// once, by the address its page was captured under, and then says which
// documents stay, in order of their IDs, and how each of them changes. It
// remembers little of a document. A link.Linker is one.
type Linker interface {
	Add(page string, d corpus.Document)
	Kept() []string
	Apply(page string, d *corpus.Document)
	// Conflicts yields the pages that call an address their own which a page
	// with another text has, in order. They stay apart.
	Conflicts() iter.Seq2[string, string]
}

// Sink builds the files of a generation in a directory out of documents, which
// come in order of their IDs. An error from docs ends the build with that error.
// Nothing that a failed Build leaves behind is ever served.
type Sink interface {
	Build(ctx context.Context, dir string, docs iter.Seq2[corpus.Document, error]) (generation.Built, error)
}

// Pipeline is one run. Every field without "may be" is needed.
type Pipeline struct {
	Source Source
	Spool  Spool
	// Extract reads a document out of a page. An error rejects the page.
	Extract func(corpus.Page) (corpus.Document, error)
	// Enrich completes a document. An error rejects its page.
	Enrich func(corpus.Document) (corpus.Document, error)
	// Linker is new: it has seen no document.
	Linker Linker
	// Curate, which may be nil, changes a document after Linker has, and is told
	// the address that its page was captured under. What it does is not kept
	// in Spool. An error ends the run.
	Curate func(page string, d *corpus.Document) error
	Sink   Sink
	// CacheVersion stands for everything but the page that Extract and Enrich
	// depend on. Documents kept under another one are made afresh.
	CacheVersion string
	// Fresh makes every document afresh.
	Fresh bool
	// Only, which may be nil, restricts the run to the pages whose address it
	// takes, and Limit, where it is above zero, to the first so many of those.
	// Extract and Enrich never see the others.
	Only  func(url string) bool
	Limit int
	// Total is how many pages Source has, for Progress and for Report.LeftOut; 0
	// where that is not known.
	Total int
	// Progress, which may be nil, is told before each page and each document
	// how many of the total are done; the stage is ReadingStage or BuildingStage.
	// At the end of a stage all are done. A total of 0 is not known.
	Progress func(stage string, done, total int)
	// MaxRejects is how many pages may be rejected before the run gives up, or
	// below zero if any number may.
	MaxRejects int
	// Rejected, which may be nil, is told of each rejected page.
	Rejected func(ctx context.Context, url, reason string) error
	Logger   *slog.Logger
}

// The stages that Progress is told of: pages become documents, documents become
// a generation.
const (
	ReadingStage  = "reading"
	BuildingStage = "building"
)

// Run makes the documents and builds the generation's files in dir. The Report
// tells how far it came even where there is an error, which wraps ErrEmpty,
// ErrNoneTaken or ErrRejects where one of those is the cause.
func (p *Pipeline) Run(ctx context.Context, dir string) (Report, error) {
	r := &run{Pipeline: p, spooled: map[string]spooled{}}
	err := r.readPages(ctx)
	if err == nil {
		err = r.build(ctx, dir)
	}
	if err == nil {
		r.log()
	}
	return r.report, err
}

// run is the state of one Run.
type run struct {
	*Pipeline
	report Report
	// spooled holds each page that gave a document.
	spooled map[string]spooled
}

// spooled is what is remembered of a page between the passes.
type spooled struct {
	key      string
	captured time.Time
}

// readPages is the first pass: each page becomes a document in the spool, and
// the linker is told of it.
func (r *run) readPages(ctx context.Context) error {
	defer measure(&r.report.ReadTime)()
	defer r.tellRejected()
	looked := 0
	for page, err := range r.Source.Pages(ctx) {
		if err == nil {
			err = cmp.Or(ctx.Err(), failpoint.Hit("read-page"))
		}
		if err != nil {
			return fmt.Errorf("index: read pages: %w", err)
		}
		r.progress(ReadingStage, looked, r.Total)
		looked++
		if r.Only != nil && !r.Only(page.URL) {
			r.report.LeftOut++
			continue
		}
		r.report.Pages++
		if err := r.readPage(ctx, page); err != nil {
			return err
		}
		if r.report.Pages == r.Limit {
			r.report.LeftOut += max(0, r.Total-looked)
			break
		}
	}
	r.progress(ReadingStage, max(looked, r.Total), max(looked, r.Total))
	switch {
	case looked == 0:
		return ErrEmpty
	case r.report.Pages == 0:
		return fmt.Errorf("index: %w: %d are there", ErrNoneTaken, looked)
	}
	return nil
}

func (r *run) progress(stage string, done, total int) {
	if r.Progress != nil {
		r.Progress(stage, done, total)
	}
}

// readPage returns an error only if the run cannot go on.
func (r *run) readPage(ctx context.Context, page corpus.Page) error {
	key := cacheKey(page, r.CacheVersion)
	if !r.Fresh {
		d, ok, err := r.Spool.Document(ctx, page.URL, key)
		if err != nil {
			return fmt.Errorf("index: %w", err)
		}
		if ok {
			r.report.Cached++
			r.accept(page, key, d)
			return nil
		}
	}
	d, err := r.document(page)
	if err != nil {
		return r.reject(ctx, page.URL, err)
	}
	if err := failpoint.Hit("spool"); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	if err := r.Spool.PutDocument(ctx, page.URL, key, d); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	r.accept(page, key, d)
	return nil
}

// document takes one page through extraction and enrichment. A step that
// panics has failed on this page, and need not fail on the next.
func (r *run) document(page corpus.Page) (d corpus.Document, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			r.Logger.Error("panic on a page", "url", page.URL, "panic", cause, "stack", string(debug.Stack()))
			err = fmt.Errorf("a step panicked: %v", cause)
		}
	}()
	d, err = r.Extract(page)
	if err != nil {
		return d, err
	}
	if d, err = r.Enrich(d); err != nil {
		return d, err
	}
	if d.Lang == "" {
		d.Lang = "und"
	}
	return d, d.Validate()
}

func (r *run) accept(page corpus.Page, key string, d corpus.Document) {
	r.spooled[page.URL] = spooled{key, page.Captured}
	// A kept document may have been made from an earlier capture of this text.
	d.Crawled = page.Captured
	r.Linker.Add(page.URL, d)
}

// build is the second pass: the documents that stay go to the sink.
func (r *run) build(ctx context.Context, dir string) error {
	defer measure(&r.report.BuildTime)()
	if err := failpoint.Hit("link"); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	kept := r.Linker.Kept()
	r.report.Merged = len(r.spooled) - len(kept)
	r.tellConflicts()
	built, err := r.Sink.Build(ctx, dir, r.documents(ctx, kept))
	if err != nil {
		return fmt.Errorf("index: build: %w", err)
	}
	if built.Documents != r.report.Documents {
		return fmt.Errorf("index: build: the sink holds %d documents of %d", built.Documents, r.report.Documents)
	}
	r.report.Built = built
	return nil
}

// documents reads the documents of the kept pages back from the spool.
func (r *run) documents(ctx context.Context, kept []string) iter.Seq2[corpus.Document, error] {
	return func(yield func(corpus.Document, error) bool) {
		for i, page := range kept {
			r.progress(BuildingStage, i, len(kept))
			d, err := r.keptDocument(ctx, page)
			if err != nil {
				yield(corpus.Document{}, err)
				return
			}
			r.report.count(d)
			if !yield(d, nil) {
				return
			}
		}
		r.progress(BuildingStage, len(kept), len(kept))
	}
}

// keptDocument returns the document of a page as the sink gets it.
func (r *run) keptDocument(ctx context.Context, page string) (corpus.Document, error) {
	if err := failpoint.Hit("build-document"); err != nil {
		return corpus.Document{}, err
	}
	d, ok, err := r.Spool.Document(ctx, page, r.spooled[page].key)
	if err == nil && !ok {
		err = fmt.Errorf("the document of %s was replaced during the run", page)
	}
	if err == nil {
		err = ctx.Err()
	}
	d.Crawled = r.spooled[page].captured
	r.Linker.Apply(page, &d)
	if err == nil && r.Curate != nil {
		err = r.Curate(page, &d)
	}
	return d, err
}
