package archive

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
)

// Capture is one version of the page of an address.
type Capture struct {
	corpus.Page
	// Status is that of the response, 0 where there was no server.
	Status int
	// Seen is when the page was last found to be as it is here, changed or not.
	// It is zero for all versions but the newest.
	Seen time.Time
	// Gone is when the page was found to be gone, and Reason how; both are empty
	// for live addresses, and for all versions but the newest.
	Gone   time.Time
	Reason string
}

// Captures yields what the archive holds of every address, of those that are gone
// too, as it stands at one moment: the newest version, or all of them with the
// oldest first, so that putting one after the other makes the same archive. The
// addresses are in order. It holds one page in memory at a time. After an error
// nothing more is yielded. Writing to the archive meanwhile is allowed, and is
// not seen.
func (a *Archive) Captures(ctx context.Context, all bool) iter.Seq2[Capture, error] {
	return func(yield func(Capture, error) bool) {
		s, err := a.Snapshot(ctx)
		if err == nil {
			var more bool
			if more, err = s.addresses(ctx, all, yield); !more {
				err = nil
			}
			err = errors.Join(err, s.Close())
		}
		if err != nil {
			yield(Capture{}, fmt.Errorf("archive: captures: %w", fault(err)))
		}
	}
}

// addresses yields the captures of each address. It reports whether the caller
// wants more.
func (s *Snapshot) addresses(ctx context.Context, all bool, yield func(Capture, error) bool) (more bool, err error) {
	rows, err := s.from.QueryContext(ctx, `SELECT url, capture, seen, 0, '', 0 FROM pages
		UNION ALL SELECT url, capture, seen, gone, reason, 1 FROM tombstones ORDER BY url`)
	if err != nil {
		return true, err
	}
	defer rows.Close()
	for rows.Next() {
		var url string
		var newest, seen, gone int64
		var isGone bool
		var last Capture
		if err := rows.Scan(&url, &newest, &seen, &gone, &last.Reason, &isGone); err != nil {
			return true, err
		}
		last.Seen = time.UnixMicro(seen).UTC()
		if isGone {
			last.Gone = time.UnixMicro(gone).UTC()
		}
		oldest := newest
		if all {
			oldest = 0
		}
		if more, err := s.versions(ctx, url, oldest, newest, last, yield); !more || err != nil {
			return more, err
		}
	}
	return true, rows.Err()
}

// versions yields the captures of one address between two of them. The newest has
// what stands in last.
func (s *Snapshot) versions(ctx context.Context, url string, oldest, newest int64, last Capture, yield func(Capture, error) bool) (more bool, err error) {
	rows, err := s.from.QueryContext(ctx, `SELECT `+pageColumns+`, c.id, c.status FROM captures AS c JOIN captures AS p ON p.id = c.id
		WHERE c.url = ? AND c.id BETWEEN ? AND ? ORDER BY c.id`, url, oldest, newest)
	if err != nil {
		return true, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Capture
		var id int64
		var status int
		p, err := scanPage(rows, &id, &status)
		if err != nil {
			return true, err
		}
		if id == newest {
			c = last
		}
		c.Page, c.Status = p, status
		if !yield(c, nil) {
			return false, nil
		}
	}
	return true, rows.Err()
}
