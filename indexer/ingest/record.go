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
var weight = map[archive.Result]int{archive.Skipped: 1, archive.Failed: 2, archive.Unchanged: 3, archive.Ingested: 4, archive.Gone: 5}

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

// lastKept is what the last record was put under, if that is of the same file.
// The next record of the address follows it there, whatever the times of both say:
// who wrote several versions of a page one after the other knew their order, while
// clocks go wrong and old texts come back.
type lastKept struct {
	stream int
	url    string
}

// follows reports whether a record stands right behind one of its address that
// was put.
func (in *Ingester) follows(f found) bool {
	return in.kept == lastKept{f.stream, f.page.URL}
}

// record keeps the page of a record. Further records of an address are
// further versions of it. A page of the web belongs to no root, and so does one
// of a file on another machine.
func (in *Ingester) record(ctx context.Context, f found) error {
	if strings.HasPrefix(f.page.URL, addressPrefix) {
		in.meet(f.page.URL) // so that a mirror does not take it for gone
	}
	if !in.follows(f) {
		in.kept = lastKept{}
	}
	var bad *FileError
	switch {
	case f.err == nil:
	case errors.As(f.err, &bad):
		return in.leaveOutRecord(ctx, bad)
	default:
		return f.err
	}
	err := in.recordAll(ctx, f)
	var held *archive.HeldError
	if errors.As(err, &held) {
		return in.leaveOutRecord(ctx, &FileError{URL: f.page.URL, Reason: heldReason(held)})
	}
	return err
}

// maxAhead is how far in the future a time may be: clocks differ, and some people
// write the time of their zone.
const maxAhead = 24 * time.Hour

// recordAll keeps what a record says: the page, when it was last seen, and when
// it was found gone.
func (in *Ingester) recordAll(ctx context.Context, f found) error {
	for _, at := range []time.Time{f.page.Captured, f.seen, f.gone} {
		if at.After(in.Now().Add(maxAhead)) && !in.Force {
			return in.leaveOutRecord(ctx, &FileError{URL: f.page.URL, Reason: fmt.Sprintf("its time %s is in the future: a clock was wrong; correct it, or take it as it is with --force", at.Format(time.RFC3339))})
		}
	}
	if !f.known {
		if err := in.recordPage(ctx, f); err != nil {
			return err
		}
	}
	if !f.seen.IsZero() {
		if err := in.recordSeen(ctx, f); err != nil {
			return err
		}
	}
	if !f.gone.IsZero() {
		return in.recordGone(ctx, f)
	}
	return nil
}

// origin is where the pages of records come from.
func (in *Ingester) origin(f found) archive.Origin {
	return archive.Origin{TakeOver: in.Force, Status: f.status}
}

func (in *Ingester) recordPage(ctx context.Context, f found) error {
	standing, last, err := in.Store.Standing(ctx, f.page)
	switch {
	case err != nil:
		return err
	case standing == archive.Current, standing == archive.Kept && !in.follows(f):
		return in.recordOutcome(ctx, f.page.URL, in.count(false), "")
	case standing == archive.Outdated && !in.Force && !in.follows(f):
		return in.leaveOutRecord(ctx, &FileError{URL: f.page.URL, Skipped: true, Reason: fmt.Sprintf("captured %s, which is before %s, when the archive last heard of the page; put it in its place with --force",
			f.page.Captured.Format(time.RFC3339), last.Format(time.RFC3339))})
	}
	changed, err := in.Store.PutFrom(ctx, in.origin(f), f.page)
	if err != nil {
		return err
	}
	in.kept = lastKept{f.stream, f.page.URL}
	return in.recordOutcome(ctx, f.page.URL, in.count(changed), "")
}

// recordSeen notes that a page was seen again as it is, unless more is known of it
// than that. Right behind the page it is what was known last, even if it is earlier.
func (in *Ingester) recordSeen(ctx context.Context, f found) error {
	f.page.Captured = f.seen
	standing, _, err := in.Store.Standing(ctx, f.page)
	if err != nil || standing != archive.New && !in.follows(f) {
		return err
	}
	changed, err := in.Store.PutFrom(ctx, in.origin(f), f.page)
	if err != nil || !changed {
		return err
	}
	return in.recordOutcome(ctx, f.page.URL, in.count(true), "")
}

// recordGone marks a page as gone, unless it was seen since.
func (in *Ingester) recordGone(ctx context.Context, f found) error {
	if in.follows(f) {
		if err := in.Store.Gone(ctx, f.page.URL, f.reason, f.gone); err != nil {
			return err
		}
		in.summary.Gone++
		return in.recordOutcome(ctx, f.page.URL, archive.Gone, f.reason)
	}
	standing, last, err := in.Store.GoneFrom(ctx, in.origin(f), f.page.URL, f.reason, f.gone)
	switch {
	case err != nil:
		return err
	case standing == archive.Kept:
		return nil
	case standing == archive.Outdated:
		return in.leaveOutRecord(ctx, &FileError{URL: f.page.URL, Skipped: true, Reason: fmt.Sprintf("found gone %s, which is before %s, when it was last seen",
			f.gone.Format(time.RFC3339), last.Format(time.RFC3339))})
	}
	in.summary.Gone++
	return in.recordOutcome(ctx, f.page.URL, archive.Gone, f.reason)
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

// leaveOutRecord is leaveOut for a record, and keeps the outcome.
func (in *Ingester) leaveOutRecord(ctx context.Context, bad *FileError) error {
	return in.recordOutcome(ctx, bad.URL, in.leaveOut(bad), bad.Reason)
}
