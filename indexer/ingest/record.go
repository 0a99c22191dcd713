package ingest

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// told is what was said of each address of a record, by a hash of the address,
// so that a million of them need little memory.
type told struct {
	seed    maphash.Seed
	results map[uint64]archive.Result
}

// weight orders results: what says most of an address is its outcome.
var weight = map[archive.Result]int{archive.Skipped: 1, archive.Failed: 2, archive.Unchanged: 3, archive.Ingested: 4}

// first reports whether a result says more of an address than was said before.
func (t *told) first(url string, result archive.Result) bool {
	if t.results == nil {
		t.seed, t.results = maphash.MakeSeed(), map[uint64]archive.Result{}
	}
	key := maphash.String(t.seed, url)
	if weight[result] <= weight[t.results[key]] {
		return false
	}
	t.results[key] = result
	return true
}

// record keeps the page of a record. Further records of an address are
// further versions of it. A page of the web belongs to no root, and so does one
// of a file on another machine.
func (in *Ingester) record(ctx context.Context, f found) error {
	if strings.HasPrefix(f.page.URL, addressPrefix) {
		if in.seen == nil {
			in.seen = map[string]bool{}
		}
		in.seen[f.page.URL] = true // so that a mirror does not take it for gone
	}
	var bad *FileError
	switch {
	case f.err == nil:
	case errors.As(f.err, &bad):
		return in.recordOutcome(ctx, bad.URL, in.leaveOut(bad), bad.Reason)
	default:
		return f.err
	}
	standing, last, err := in.Store.Standing(ctx, f.page)
	switch {
	case err != nil:
		return err
	case standing == archive.Kept:
		return in.recordOutcome(ctx, f.page.URL, in.count(false), "")
	case standing == archive.Outdated && !in.Force:
		bad := &FileError{URL: f.page.URL, Skipped: true, Reason: fmt.Sprintf("captured %s, which is before %s, when the archive last heard of the page; put it in its place with --force",
			f.page.Captured.Format(time.RFC3339), last.Format(time.RFC3339))}
		return in.recordOutcome(ctx, bad.URL, in.leaveOut(bad), bad.Reason)
	}
	changed, err := in.Store.PutFrom(ctx, archive.Origin{TakeOver: in.Force, Status: f.status}, f.page)
	var held *archive.HeldError
	if errors.As(err, &held) {
		bad := &FileError{URL: f.page.URL, Reason: heldReason(held)}
		return in.recordOutcome(ctx, bad.URL, in.leaveOut(bad), bad.Reason)
	}
	if err != nil {
		return err
	}
	return in.recordOutcome(ctx, f.page.URL, in.count(changed), "")
}

// heldReason says who has the address of a page, and what to do.
func heldReason(held *archive.HeldError) string {
	return fmt.Sprintf("%s already has a page of this path; rename one of them, or replace it with --force", held.Root)
}

// recordOutcome keeps the outcome of a record if it says more than those before.
func (in *Ingester) recordOutcome(ctx context.Context, url string, result archive.Result, reason string) error {
	if !in.told.first(url, result) {
		return nil
	}
	return in.outcome(ctx, url, result, reason)
}
