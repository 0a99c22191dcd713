package indexer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// MaxListed is how many rejected pages a Report lists and the log names; all
// are counted.
const MaxListed = 100

// Report says what a run did.
type Report struct {
	// Pages is how many pages were read, Cached how many of them had their
	// document kept from an earlier run.
	Pages  int `json:"pages"`
	Cached int `json:"cached"`
	// LeftOut is how many pages the source has besides, which the restriction
	// of the run did not take.
	LeftOut int `json:"left_out,omitempty"`
	// Rejected is how many pages gave no document, Rejections the first of them.
	Rejected   int         `json:"rejected"`
	Rejections []Rejection `json:"rejections,omitempty"`
	// Merged is how many documents turned out to be another under a further
	// address, Documents how many were handed to the sink.
	Merged    int `json:"merged"`
	Documents int `json:"documents"`
	// Conflicts is how many pages call an address their own that a page with
	// another text has.
	Conflicts int `json:"conflicts"`
	// Types and Langs count those documents.
	Types map[corpus.Type]int `json:"types,omitempty"`
	Langs map[string]int      `json:"langs,omitempty"`
	// ReadTime and BuildTime are how long the two passes took, in nanoseconds.
	ReadTime  time.Duration `json:"read_ns"`
	BuildTime time.Duration `json:"build_ns"`
	// Built is what the sink said of its files.
	Built generation.Built `json:"built"`
}

// Rejection is a page that gave no document.
type Rejection struct {
	URL    string `json:"url"`
	Reason string `json:"reason"`
}

func (r *Report) count(d corpus.Document) {
	if r.Types == nil {
		r.Types, r.Langs = map[corpus.Type]int{}, map[string]int{}
	}
	r.Documents++
	r.Types[d.Type]++
	r.Langs[d.Lang]++
}

// measure starts a clock; what it returns stops it.
func measure(d *time.Duration) func() {
	start := time.Now()
	return func() { *d = time.Since(start) }
}

// reject counts a page that gave no document, and returns an error only if the
// run cannot go on.
func (r *run) reject(ctx context.Context, url string, cause error) error {
	reason := cause.Error()
	r.report.Rejected++
	if len(r.report.Rejections) < MaxListed {
		r.report.Rejections = append(r.report.Rejections, Rejection{URL: url, Reason: reason})
	}
	if r.report.Rejected <= MaxListed {
		r.Logger.Warn("page rejected", "url", url, "reason", reason)
	}
	if r.Rejected != nil {
		if err := r.Rejected(ctx, url, reason); err != nil {
			return fmt.Errorf("index: %w", err)
		}
	}
	if r.MaxRejects >= 0 && r.report.Rejected > r.MaxRejects {
		return fmt.Errorf("index: %w: %d, and %d are allowed; the last is %s: %s", ErrRejects, r.report.Rejected, r.MaxRejects, url, reason)
	}
	return nil
}

// tellRejected says how many rejected pages have no line of their own.
func (r *run) tellRejected() {
	if more := r.report.Rejected - MaxListed; more > 0 {
		r.Logger.Warn("more pages were rejected", "more", more)
	}
}

// tellConflicts counts the pages that lay claim to the address of another; the
// first of them are logged. It is no warning: both are found, every night anew.
func (r *run) tellConflicts() {
	for page, address := range r.Linker.Conflicts() {
		if r.report.Conflicts++; r.report.Conflicts <= MaxListed {
			r.Logger.Info("two pages with one canonical address and other texts; both stay", "url", page, "canonical", address)
		}
	}
}

// log writes the one line of a run that went well.
func (r *run) log() {
	r.Logger.Info("documents indexed", "pages", r.report.Pages, "cached", r.report.Cached, "left_out", r.report.LeftOut, "rejected", r.report.Rejected,
		"merged", r.report.Merged, "conflicts", r.report.Conflicts, "documents", r.report.Documents,
		"read", r.report.ReadTime.Round(time.Millisecond), "build", r.report.BuildTime.Round(time.Millisecond))
}

// cacheKey stands for everything that a document is made from.
func cacheKey(p corpus.Page, version string) string {
	h := sha256.New()
	for _, s := range []string{version, p.URL, p.MediaType, p.Charset, p.Digest()} {
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil))
}
