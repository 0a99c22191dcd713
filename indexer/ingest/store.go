package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
)

// Store keeps pages and what became of each address. An archive.Run is one.
type Store interface {
	// PutFrom fails with an *archive.HeldError if another root has the address.
	PutFrom(ctx context.Context, from archive.Origin, p corpus.Page) (changed bool, err error)
	Record(ctx context.Context, o archive.Outcome) error
	Gone(ctx context.Context, url, reason string, at time.Time) error
	// GoneFrom marks a page as gone because a file says so, unless it was seen
	// since. It fails as PutFrom does.
	GoneFrom(ctx context.Context, from archive.Origin, url, reason string, at time.Time) (archive.Standing, time.Time, error)
	// Standing says whether a page that comes with a time is newer than what is
	// known of its address, and when that was last seen.
	Standing(ctx context.Context, p corpus.Page) (archive.Standing, time.Time, error)
}

var (
	// ErrNothing says that a mirrored folder gave no page at all. That is more
	// often a folder in the wrong place than an order to forget every page.
	ErrNothing = errors.New("no page in it that could be kept; nothing was marked as gone")
	// ErrNotFolder says that a single file was to be mirrored, which says
	// nothing about the files beside it.
	ErrNotFolder = errors.New("--mirror wants folders, not single files; nothing was marked as gone")
)

// maxLeftOut bounds the files that a Summary lists; all are counted.
const maxLeftOut = 100

// LeftOut is a file that gave no page.
type LeftOut struct {
	URL string `json:"url"`
	// Result is archive.Skipped or archive.Failed.
	Result archive.Result `json:"result"`
	Reason string         `json:"reason"`
}

// Summary counts what became of the files.
type Summary struct {
	Ingested  int `json:"ingested"`
	Unchanged int `json:"unchanged"`
	Skipped   int `json:"skipped"`
	Failed    int `json:"failed"`
	Gone      int `json:"gone"`
	// LeftOut lists the first of the files skipped and failed.
	LeftOut []LeftOut `json:"left_out,omitempty"`
}

// Pages is how many pages the files gave, changed or not.
func (s Summary) Pages() int { return s.Ingested + s.Unchanged }

// Ingester puts the pages of folders and files into a store, and records an
// outcome for every file.
type Ingester struct {
	Store Store
	// Now gives the time.
	Now func() time.Time
	// Failed, which may be nil, is told of each file that could not be read or
	// kept, and Skipped of each that a rule passed over.
	Failed, Skipped func(*FileError)
	// Force takes over addresses that another root holds, and those of which a
	// newer capture is known, and lets Mirror mark any number of pages as gone.
	Force bool

	summary Summary
	// seen are the addresses of files that were met, which are not gone; files are
	// those that a file of this run had for itself.
	seen, files map[string]bool
	told        told
	kept        lastKept
	roots       []string
	// single says that a file was ingested that was named by itself.
	single bool
}

// Roots returns what the pages of this run come from: the absolute path of each
// folder and the name of each file system.
func (in *Ingester) Roots() []string { return slices.Clone(in.roots) }

// enter begins a root: further pages come from it.
func (in *Ingester) enter(root string) {
	in.roots = append(slices.DeleteFunc(in.roots, func(r string) bool { return r == root }), root)
}

// Paths ingests folders and files of this machine, each with its path below the
// folder as its address. Links do not lead out of a folder. A path that does not
// exist is an error before anything is read.
func (in *Ingester) Paths(ctx context.Context, paths ...string) (Summary, error) {
	for _, p := range paths {
		if _, err := os.Stat(p); err != nil {
			return in.summary, err
		}
	}
	for _, p := range paths {
		if err := in.path(ctx, p); err != nil {
			return in.summary, fmt.Errorf("%s: %w", p, err)
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
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	in.enter(abs)
	if base == "" {
		return in.keep(ctx, folder(ctx, tree{root}, in.Now))
	}
	in.single = true
	return in.keep(ctx, file(ctx, tree{root}, base, in.Now))
}

// FS ingests a file system, such as the bundled sample, under the name that
// stands for it as a root.
func (in *Ingester) FS(ctx context.Context, name string, fsys fs.FS) (Summary, error) {
	in.enter(name)
	err := in.keep(ctx, folder(ctx, fsys, in.Now))
	return in.summary, err
}

func (in *Ingester) keep(ctx context.Context, all iter.Seq[found]) error {
	for f := range all {
		var err error
		if f.record {
			err = in.record(ctx, f)
		} else {
			err = in.page(ctx, f.page, f.err)
		}
		if err != nil {
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
	first := !in.files[p.URL]
	if bad == nil && !first {
		bad = &FileError{URL: p.URL, Reason: "another file of this run has the same path below its folder"}
	}
	if in.files == nil {
		in.files = map[string]bool{}
	}
	in.files[p.URL] = true
	in.meet(p.URL)
	if bad != nil {
		return in.without(ctx, bad, first)
	}
	from := archive.Origin{Root: in.roots[len(in.roots)-1], TakeOver: in.Force}
	changed, err := in.Store.PutFrom(ctx, from, p)
	var held *archive.HeldError
	if errors.As(err, &held) {
		return in.without(ctx, &FileError{URL: p.URL, Reason: heldReason(held)}, true)
	}
	if err != nil {
		return err
	}
	return in.outcomeOfFile(ctx, p.URL, in.count(changed), "")
}

// meet notes that the file of an address is not gone.
func (in *Ingester) meet(url string) {
	if in.seen == nil {
		in.seen = map[string]bool{}
	}
	in.seen[url] = true
}

// outcomeOfFile keeps the outcome of a file, which stands whatever a record said
// or will say of the address.
func (in *Ingester) outcomeOfFile(ctx context.Context, url string, result archive.Result, reason string) error {
	in.told.first(url, archive.Gone)
	return in.outcome(ctx, url, result, reason)
}

// count counts a page that was kept, and returns what became of it.
func (in *Ingester) count(changed bool) archive.Result {
	if changed {
		in.summary.Ingested++
		return archive.Ingested
	}
	in.summary.Unchanged++
	return archive.Unchanged
}

// without records a file that gave no page. The outcome of an address is that
// of its first file.
func (in *Ingester) without(ctx context.Context, bad *FileError, first bool) error {
	result := in.leaveOut(bad)
	if !first {
		return nil
	}
	return in.outcomeOfFile(ctx, bad.URL, result, bad.Reason)
}

// leaveOut counts what gave no page and tells of it.
func (in *Ingester) leaveOut(bad *FileError) archive.Result {
	result := archive.Failed
	if bad.Skipped {
		result = archive.Skipped
		in.summary.Skipped++
		if in.Skipped != nil {
			in.Skipped(bad)
		}
	} else {
		in.summary.Failed++
		if in.Failed != nil {
			in.Failed(bad)
		}
	}
	if len(in.summary.LeftOut) < maxLeftOut {
		in.summary.LeftOut = append(in.summary.LeftOut, LeftOut{URL: bad.URL, Result: result, Reason: bad.Reason})
	}
	return result
}

func (in *Ingester) outcome(ctx context.Context, url string, result archive.Result, reason string) error {
	return in.Store.Record(ctx, archive.Outcome{URL: url, Result: result, Reason: reason, Time: in.Now()})
}
