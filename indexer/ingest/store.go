package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
)

// Store keeps pages and what became of each address. An archive.Run is one.
type Store interface {
	Put(ctx context.Context, p corpus.Page) (changed bool, err error)
	Record(ctx context.Context, o archive.Outcome) error
	Gone(ctx context.Context, url, reason string, at time.Time) error
}

// ErrNothing says that a mirrored folder gave no page at all. That is more
// often a folder in the wrong place than an order to forget every page.
var ErrNothing = errors.New("there is no page in the folder; nothing was marked as gone")

// Summary counts what became of the files.
type Summary struct {
	Ingested  int `json:"ingested"`
	Unchanged int `json:"unchanged"`
	Skipped   int `json:"skipped"`
	Failed    int `json:"failed"`
	Gone      int `json:"gone"`
}

// Pages is how many pages the files gave, changed or not.
func (s Summary) Pages() int { return s.Ingested + s.Unchanged }

// Ingester puts the pages of folders and files into a store, and records an
// outcome for every file.
type Ingester struct {
	Store Store
	// Now gives the time.
	Now func() time.Time
	// Failed, which may be nil, is told of each file that could not be read.
	Failed func(*FileError)

	summary Summary
	seen    map[string]bool
}

// Paths ingests folders and files of this machine, each with its path below the
// folder as its address. Links do not lead out of a folder. A path that does not
// exist is an error before anything is read.
func (in *Ingester) Paths(ctx context.Context, paths ...string) (Summary, error) {
	for _, p := range paths {
		if _, err := os.Stat(p); err != nil {
			return in.summary, fmt.Errorf("ingest: %w", err)
		}
	}
	for _, p := range paths {
		if err := in.path(ctx, p); err != nil {
			return in.summary, fmt.Errorf("ingest %s: %w", p, err)
		}
	}
	return in.summary, nil
}

func (in *Ingester) path(ctx context.Context, name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	dir, base := name, ""
	if !info.IsDir() {
		dir, base = filepath.Split(filepath.Clean(name))
	}
	root, err := os.OpenRoot(filepath.Clean(dir))
	if err != nil {
		return err
	}
	defer root.Close()
	if base == "" {
		return in.keep(ctx, Folder(ctx, root.FS(), in.Now))
	}
	p, err := File(root.FS(), base, in.Now)
	return in.page(ctx, p, err)
}

// FS ingests a file system, such as the bundled sample.
func (in *Ingester) FS(ctx context.Context, fsys fs.FS) (Summary, error) {
	err := in.keep(ctx, Folder(ctx, fsys, in.Now))
	return in.summary, err
}

func (in *Ingester) keep(ctx context.Context, pages iter.Seq2[corpus.Page, error]) error {
	for p, err := range pages {
		if err := in.page(ctx, p, err); err != nil {
			return err
		}
	}
	return nil
}

// page keeps one page or the reason why there is none. It returns an error only
// if nothing further can be kept.
func (in *Ingester) page(ctx context.Context, p corpus.Page, err error) error {
	var bad *FileError
	if err != nil && !errors.As(err, &bad) {
		return err
	}
	if bad == nil && in.seen[p.URL] {
		bad = &FileError{URL: p.URL, Reason: "another file of this run has the same path below its folder"}
	}
	if in.seen == nil {
		in.seen = map[string]bool{}
	}
	first := !in.seen[p.URL]
	in.seen[p.URL] = true
	if bad != nil {
		return in.without(ctx, bad, first)
	}
	changed, err := in.Store.Put(ctx, p)
	if err != nil {
		return err
	}
	result := archive.Unchanged
	if changed {
		result = archive.Ingested
		in.summary.Ingested++
	} else {
		in.summary.Unchanged++
	}
	return in.record(ctx, p.URL, result, "")
}

// without records a file that gave no page. The outcome of an address is that
// of its first file.
func (in *Ingester) without(ctx context.Context, bad *FileError, first bool) error {
	result := archive.Failed
	if bad.Skipped {
		result = archive.Skipped
		in.summary.Skipped++
	} else {
		in.summary.Failed++
		if in.Failed != nil {
			in.Failed(bad)
		}
	}
	if !first {
		return nil
	}
	return in.record(ctx, bad.URL, result, bad.Reason)
}

func (in *Ingester) record(ctx context.Context, url string, result archive.Result, reason string) error {
	return in.Store.Record(ctx, archive.Outcome{URL: url, Result: result, Reason: reason, Time: in.Now()})
}
