package ingest

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// KnownPrefix begins the addresses of all pages that come from files.
const KnownPrefix = addressPrefix

// minShrink is the least number of pages that a mirror is refused for losing.
const minShrink = 10

// ShrinkError says that a mirror would mark more than half of the pages as gone,
// which is more often a folder that is only half there. Nothing was marked.
type ShrinkError struct {
	// Gone of the Known pages would be gone.
	Gone, Known int
}

// Error gives the figures and the remedy.
func (e *ShrinkError) Error() string {
	return fmt.Sprintf("%d of %d pages would be gone, which is more than half; nothing was marked as gone: look whether the folder is complete, or repeat with --force", e.Gone, e.Known)
}

// Mirror marks as gone every known address whose file was not met in this run.
// A file that was there but could not be read is not gone, nor is anything below
// a folder that could not be read. The known addresses are to be those of the
// Roots of the run. Nothing is marked if no file gave a page, which is
// ErrNothing, if a single file was ingested, ErrNotFolder, or if too much would be
// gone, a *ShrinkError.
func (in *Ingester) Mirror(ctx context.Context, known iter.Seq2[string, error]) (Summary, error) {
	if in.single {
		return in.summary, ErrNotFolder
	}
	if in.summary.Pages() == 0 {
		return in.summary, ErrNothing
	}
	var gone []string
	all := 0
	for url, err := range known {
		if err != nil {
			return in.summary, err
		}
		if !strings.HasPrefix(url, addressPrefix) {
			continue
		}
		if all++; !in.met(url) {
			gone = append(gone, url)
		}
	}
	if len(gone) >= minShrink && 2*len(gone) > all && !in.Force {
		return in.summary, &ShrinkError{Gone: len(gone), Known: all}
	}
	const reason = "no longer in the folder"
	for _, url := range gone {
		at := in.Now()
		if err := in.Store.Gone(ctx, url, reason, at); err != nil {
			return in.summary, err
		}
		in.summary.Gone++
		if err := in.outcome(ctx, url, archive.Gone, reason); err != nil {
			return in.summary, err
		}
	}
	return in.summary, nil
}

// met reports whether the file of an address, or a folder above it that was
// not entered, was met in this run. Folders that were entered are not noted.
func (in *Ingester) met(url string) bool {
	for {
		if in.seen[url] {
			return true
		}
		slash := strings.LastIndexByte(url, '/')
		if slash < len(addressPrefix) {
			return false
		}
		url = url[:slash]
	}
}
