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

// Mirror marks as gone every known address whose file was not met in this run.
// A file that was there but could not be read is not gone, nor is anything below
// a folder that could not be read. The error wraps ErrNothing if no file gave
// a page.
func (in *Ingester) Mirror(ctx context.Context, known iter.Seq2[string, error]) (Summary, error) {
	if in.summary.Pages() == 0 {
		return in.summary, fmt.Errorf("ingest: %w", ErrNothing)
	}
	var gone []string
	for url, err := range known {
		if err != nil {
			return in.summary, fmt.Errorf("ingest: %w", err)
		}
		if strings.HasPrefix(url, addressPrefix) && !in.met(url) {
			gone = append(gone, url)
		}
	}
	const reason = "no longer in the folder"
	for _, url := range gone {
		at := in.Now()
		if err := in.Store.Gone(ctx, url, reason, at); err != nil {
			return in.summary, fmt.Errorf("ingest: %w", err)
		}
		in.summary.Gone++
		if err := in.record(ctx, url, archive.Gone, reason); err != nil {
			return in.summary, fmt.Errorf("ingest: %w", err)
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
