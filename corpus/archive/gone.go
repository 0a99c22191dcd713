package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Gone turns a live address into a tombstone: its page is no longer in Pages,
// its captures are kept. So is its document, for a run may be reading it, until
// DropDocuments. An address that is not live is left alone.
func (r *Run) Gone(ctx context.Context, url, reason string, at time.Time) error {
	err := r.do(ctx, len(url), func(tx *sql.Tx) error { return bury(ctx, tx, url, reason, at) })
	if err != nil {
		return fmt.Errorf("archive: tombstone of %s: %w", url, fault(err))
	}
	return nil
}

// GoneFrom is Gone for what comes from elsewhere, such as an export. It returns
// how that stands to what is known of the address: New where the page was live and
// is gone now, Kept where there was none to mark, and Outdated, with nothing
// changed, where the page was seen after that time, which it returns too. The
// error is a *HeldError, and nothing is changed, if another root has the page.
func (r *Run) GoneFrom(ctx context.Context, from Origin, url, reason string, at time.Time) (s Standing, seen time.Time, err error) {
	err = r.do(ctx, len(url), func(tx *sql.Tx) error {
		var holder string
		var last int64
		err := tx.QueryRowContext(ctx, `SELECT root, seen FROM pages WHERE url = ?`, url).Scan(&holder, &last)
		seen = time.UnixMicro(last).UTC()
		switch {
		case errors.Is(err, sql.ErrNoRows):
			s = Kept
			return nil
		case err != nil:
			return err
		case holder != "" && holder != from.Root && !from.TakeOver:
			return &HeldError{URL: url, Root: holder}
		case last > at.UnixMicro():
			s = Outdated
			return nil
		}
		s = New
		return bury(ctx, tx, url, reason, at)
	})
	if err != nil {
		return Kept, seen, fmt.Errorf("archive: tombstone of %s: %w", url, fault(err))
	}
	return s, seen, nil
}

func bury(ctx context.Context, tx *sql.Tx, url, reason string, at time.Time) error {
	if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO tombstones (url, capture, seen, gone, reason)
		SELECT url, capture, seen, ?, ? FROM pages WHERE url = ?`, at.UnixMicro(), reason, url); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM pages WHERE url = ?`, url)
	return err
}
