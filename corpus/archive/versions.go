package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
)

// ErrNoVersion says that an address has no version of the given number.
var ErrNoVersion = errors.New("no such version")

// Version is one capture of an address that differed from the one before it.
type Version struct {
	// ID names the version within the archive.
	ID int64 `json:"id"`
	// Captured is in UTC; Run is the run that kept it.
	Captured  time.Time `json:"captured"`
	Run       string    `json:"run"`
	Digest    string    `json:"digest"`
	MediaType string    `json:"media_type"`
	Charset   string    `json:"charset,omitempty"`
	// Live says that it is the one that is indexed. Of an address that is gone
	// none is.
	Live bool `json:"live,omitempty"`
}

// Versions returns the versions of an address, the newest first. An address
// that was never captured has none.
func (a *Archive) Versions(ctx context.Context, url string) ([]Version, error) {
	rows, err := a.db.QueryContext(ctx, `SELECT c.id, c.captured, c.run, c.digest, c.media_type, c.charset, p.capture IS NOT NULL
		FROM captures AS c LEFT JOIN pages AS p ON p.capture = c.id AND p.url = c.url WHERE c.url = ? ORDER BY c.id DESC`, url)
	if err != nil {
		return nil, fmt.Errorf("archive: versions of %s: %w", url, err)
	}
	defer rows.Close()
	var out []Version
	for rows.Next() {
		var v Version
		var captured int64
		if err := rows.Scan(&v.ID, &captured, &v.Run, &v.Digest, &v.MediaType, &v.Charset, &v.Live); err != nil {
			return nil, fmt.Errorf("archive: versions of %s: %w", url, err)
		}
		v.Captured = time.UnixMicro(captured).UTC()
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("archive: versions of %s: %w", url, err)
	}
	return out, nil
}

// Version returns the page of one version of an address, of one that is gone
// too. The error wraps ErrNoVersion if the address has none of that ID.
func (a *Archive) Version(ctx context.Context, url string, id int64) (corpus.Page, error) {
	for p, err := range a.captures(ctx, "captures", `SELECT `+pageColumns+` FROM captures AS c JOIN captures AS p ON p.id = c.id WHERE c.url = ? AND c.id = ?`, url, id) {
		return p, err
	}
	return corpus.Page{}, fmt.Errorf("archive: version %d of %s: %w", id, url, ErrNoVersion)
}

// pruneBatch is how many versions are removed in one transaction.
const pruneBatch = 500

// PruneVersions removes all but the newest versions of each address and returns
// how many it removed. It keeps so many of each, at least one, and always the one
// that is live and the last one of an address that is gone. What was removed
// before an error stays removed.
//
// It reads an index of all captures once, but no body, and holds eight bytes for
// each version that goes: 60,000 captures take less than half a second where
// none is to go. Each transaction removes up to 500, and others write between
// two. No Run may have written without a Flush. The room of what is
// removed is used for further captures; the file does not become smaller.
func (a *Archive) PruneVersions(ctx context.Context, keep int) (removed int, err error) {
	old, err := a.oldVersions(ctx, max(1, keep))
	if err != nil {
		return 0, fmt.Errorf("archive: prune versions: %w", err)
	}
	for len(old) > 0 {
		n := min(len(old), pruneBatch)
		some, err := a.removeVersions(ctx, old[:n])
		removed += some
		if err != nil {
			return removed, fmt.Errorf("archive: prune versions: %w", fault(err))
		}
		old = old[n:]
	}
	return removed, nil
}

func (a *Archive) oldVersions(ctx context.Context, keep int) ([]int64, error) {
	rows, err := a.db.QueryContext(ctx, `SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY url ORDER BY id DESC) AS place FROM captures) WHERE place > ? ORDER BY id`, keep)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func (a *Archive) removeVersions(ctx context.Context, ids []int64) (removed int, err error) {
	tx, err := a.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	for _, id := range ids {
		res, err := tx.ExecContext(ctx, `DELETE FROM captures WHERE id = ?1
			AND NOT EXISTS (SELECT 1 FROM pages AS p WHERE p.url = captures.url AND p.capture = ?1)
			AND NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.url = captures.url AND t.capture = ?1)`, id)
		if err != nil {
			return 0, err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return 0, err
		}
		removed += int(n)
	}
	return removed, tx.Commit()
}

// Standing says how a capture that comes from elsewhere, such as an export,
// stands to what the archive knows of its address.
type Standing int

// The standings of a capture.
const (
	// New captures are to be put.
	New Standing = iota
	// Kept captures are in the archive already.
	Kept
	// Current captures are in the archive, and are what is live.
	Current
	// Outdated captures are older than what is known: to put one would make an
	// old text the live one, or bring back a page that is gone.
	Outdated
)

// Standing returns how a page stands to what is known of its address, changes
// of this run included, and when the address was last seen or found gone.
func (r *Run) Standing(ctx context.Context, p corpus.Page) (Standing, time.Time, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var db executor = r.archive.db
	if r.tx != nil {
		db = r.tx
	}
	s, last, err := standing(ctx, db, p)
	if err != nil {
		return New, last, fmt.Errorf("archive: history of %s: %w", p.URL, fault(err))
	}
	return s, last, nil
}

func standing(ctx context.Context, db executor, p corpus.Page) (Standing, time.Time, error) {
	var last, live int64
	var gone bool
	err := db.QueryRowContext(ctx, `SELECT seen, capture, 0 FROM pages WHERE url = ?1 UNION ALL SELECT gone, capture, 1 FROM tombstones WHERE url = ?1`, p.URL).Scan(&last, &live, &gone)
	if errors.Is(err, sql.ErrNoRows) {
		return New, time.Time{}, nil
	}
	if err != nil {
		return New, time.Time{}, err
	}
	at, captured := time.UnixMicro(last).UTC(), p.Captured.UnixMicro()
	var same, current bool
	if err := db.QueryRowContext(ctx, `SELECT count(*) > 0, coalesce(max(id = ?5), 0) FROM captures
		WHERE url = ?1 AND digest = ?2 AND media_type = ?3 AND charset = ?4 AND (captured = ?6 OR id = ?5 AND ?6 <= ?7)`,
		p.URL, p.Digest(), p.MediaType, p.Charset, live, captured, last).Scan(&same, &current); err != nil {
		return New, at, err
	}
	switch {
	case current && !gone:
		return Current, at, nil
	case same:
		// Even if it was captured after the last time: clocks go wrong, and a file
		// that is read again is to change nothing.
		return Kept, at, nil
	case captured >= last:
		return New, at, nil
	}
	return Outdated, at, nil
}
