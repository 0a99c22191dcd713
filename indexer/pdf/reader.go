// Package pdf reads the text of PDF files: titles, dates and paragraphs, with
// the page that each is from.
//
// The files are read by PDFium, compiled to WebAssembly, in a memory of its own
// that holds nothing but the one file: whatever a broken file makes it do ends
// there. What PDFium returns, characters and where they stand, is made into
// paragraphs here.
package pdf

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/uilsearch/uilsearch/corpus"
)

// Why a file gives no text. Read wraps one of them.
var (
	ErrBroken    = errors.New("broken, or no PDF")
	ErrEncrypted = errors.New("encrypted: it opens only with a password")
	ErrNoPages   = errors.New("it has no pages")
	ErrNoText    = errors.New("no text: its pages may be scanned pictures")
	ErrTooLarge  = errors.New("larger than is read")
	ErrTooSlow   = errors.New("takes too long to read")
	ErrClosed    = errors.New("the reader is closed")
)

// Options bound what reading a file may take. The zero value of a field stands
// for its default.
type Options struct {
	// CacheDir keeps the compiled PDFium, about 25 MB, so that only the first
	// run on a machine waits for the compiler. Where it is empty or cannot be
	// written, each process compiles anew.
	CacheDir string
	// MaxBytes, MaxPages and MaxChars bound a file: 64 MiB, 2,000 pages, and
	// 4 million characters. A larger file is refused.
	MaxBytes, MaxPages, MaxChars int
	// MaxMemory bounds the memory that PDFium takes for a file, in bytes; 512 MiB.
	// It comes on top of what Go's garbage collector knows of.
	MaxMemory int
	// MaxTime is how long one file may take; a minute.
	MaxTime time.Duration
}

// withDefaults returns the options with every field set but CacheDir.
func (o Options) withDefaults() Options {
	o.MaxBytes = cmp.Or(o.MaxBytes, 64<<20)
	o.MaxPages = cmp.Or(o.MaxPages, 2000)
	o.MaxChars = cmp.Or(o.MaxChars, 4_000_000)
	o.MaxMemory = cmp.Or(o.MaxMemory, 512<<20)
	o.MaxTime = cmp.Or(o.MaxTime, time.Minute)
	return o
}

// Document is what a PDF holds.
type Document struct {
	// Title is that of the metadata if it is one, else the largest line of the
	// first page, else the first line.
	Title string
	// Created and Modified are the days that the metadata names, with the
	// source "pdf"; zero where it names none.
	Created, Modified corpus.Date
	// Sections are one for each page with text, and one more for each heading
	// within it. All have their Page set.
	Sections []corpus.Section
	// Unread are the pages that were not read, or not to their end, in the order
	// of the file.
	Unread []Unread
}

// Unread is a page that was not read.
type Unread struct {
	// Page counts from 1.
	Page int
	// Why is ErrTooLarge or ErrBroken.
	Why error
}

// Reader reads PDFs, one at a time. Nothing is started before the first of them.
// It is safe for concurrent use.
type Reader struct {
	options Options
	// life is done when the Reader is closed, which ends what is being read.
	life context.Context
	end  context.CancelFunc
	// reads are the files being read, and those that wait for their turn.
	reads sync.WaitGroup
	// turn is held by the file that is being read, and guards memory.
	turn   chan struct{}
	memory *memory

	mu    sync.Mutex // guards what follows
	pool  pdfium.Pool
	cache wazero.CompilationCache
}

// New returns a Reader. The caller closes it.
func New(o Options) *Reader {
	r := &Reader{options: o.withDefaults(), turn: make(chan struct{}, 1)}
	r.memory = &memory{max: uint64(r.options.MaxMemory)}
	r.life, r.end = context.WithCancel(context.Background())
	return r
}

// Read returns what the PDF in body holds. It ends early when ctx is done, and
// waits while another file is read. A file of which some pages cannot be read is
// no error, unless no other page has text.
func (r *Reader) Read(ctx context.Context, body []byte) (Document, error) {
	d, err := r.read(ctx, body)
	if err != nil {
		return Document{}, fmt.Errorf("pdf: %w", err)
	}
	return d, nil
}

// maxLeader is how many bytes may stand before the mark of a PDF.
const maxLeader = 1024

func (r *Reader) read(ctx context.Context, body []byte) (Document, error) {
	if len(body) > r.options.MaxBytes {
		return Document{}, fmt.Errorf("%w: it has more than %d MiB", ErrTooLarge, r.options.MaxBytes>>20)
	}
	if !bytes.Contains(body[:min(len(body), maxLeader)], []byte("%PDF-")) {
		return Document{}, ErrBroken
	}
	pool, err := r.started()
	if err != nil {
		return Document{}, err
	}
	defer r.reads.Done()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(r.life, func() { cancel(ErrClosed) })()
	select {
	case r.turn <- struct{}{}:
	case <-ctx.Done():
		return Document{}, context.Cause(ctx)
	}
	defer func() { <-r.turn }()
	defer r.memory.release() // nothing runs in it any more
	worker, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return Document{}, errors.Join(context.Cause(ctx), err)
	}
	ctx, expire := context.WithTimeoutCause(ctx, r.options.MaxTime, ErrTooSlow)
	defer expire()
	raw, err := r.within(ctx, worker, body)
	if err != nil {
		return Document{}, err
	}
	return raw.document()
}

// within has a worker read a file, and ends the worker when ctx is done.
func (r *Reader) within(ctx context.Context, worker pdfium.Pdfium, body []byte) (raw, error) {
	var out raw
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("%w (%v)", r.memory.fault(), p)
			}
		}()
		out, err = readRaw(ctx, worker, r.memory, body, r.options)
	}()
	select {
	case <-done:
	case <-ctx.Done():
		killErr := worker.Kill()
		<-done // its calls fail from now on
		return raw{}, errors.Join(context.Cause(ctx), killErr)
	}
	if closeErr := worker.Close(); err == nil && closeErr != nil {
		err = fmt.Errorf("close: %w", closeErr)
	}
	return out, err
}

// started returns the workers, which the first call starts, and counts a read
// that the caller ends.
func (r *Reader) started() (pdfium.Pool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.life.Err() != nil {
		return nil, ErrClosed
	}
	if r.pool == nil {
		if err := r.start(); err != nil {
			return nil, fmt.Errorf("start PDFium: %w", err)
		}
	}
	r.reads.Add(1)
	return r.pool, nil
}

func (r *Reader) start() (err error) {
	if r.options.CacheDir != "" {
		// Without it the work is only slower.
		r.cache, _ = wazero.NewCompilationCacheWithDir(r.options.CacheDir)
	}
	if r.cache == nil {
		r.cache = wazero.NewCompilationCache()
	}
	r.pool, err = webassembly.Init(webassembly.Config{
		Context:  experimental.WithMemoryAllocator(context.Background(), r.memory),
		MaxIdle:  1,
		MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), // it sees no file of the machine
		Stdout:   io.Discard,
		Stderr:   io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
			WithCompilationCache(r.cache).
			WithCloseOnContextDone(true),
	})
	return err
}

// Close ends what is being read, and the workers. A closed Reader reads
// nothing.
func (r *Reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.end()
	r.reads.Wait()
	if r.pool == nil {
		return nil
	}
	pool := r.pool
	r.pool = nil
	if err := errors.Join(pool.Close(), r.cache.Close(context.Background())); err != nil {
		return fmt.Errorf("pdf: close: %w", err)
	}
	return nil
}
