package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"time"
)

// NeverSeen is the Gone of a visit where no crawl has yet found the page there: one
// that came by an import stays until somebody who has seen it finds it gone.
const NeverSeen = -1

// Visit is what the server last said of an address.
type Visit struct {
	URL string
	// ETag and Modified are the validators that came with the newest capture;
	// empty where there were none.
	ETag, Modified string
	// Status is that of the last response, 0 where there was none.
	Status int
	// Depth is how many links led there from where the crawl began.
	Depth int
	// Gone counts the runs that found the page gone since it was last seen, or is
	// NeverSeen. Reason says how the last visit found it so, and is empty where it did not.
	Gone   int
	Reason string
	Run    string
	Time   time.Time
}

// scanVisit reads the columns of visits in the order of the table.
func scanVisit(scan func(...any) error) (Visit, error) {
	var v Visit
	var at int64
	err := scan(&v.URL, &v.ETag, &v.Modified, &v.Status, &v.Depth, &v.Gone, &v.Reason, &v.Run, &at)
	v.Time = time.UnixMicro(at).UTC()
	return v, err
}

// Visit returns the last visit of an address, and false where there was none.
func (a *Archive) Visit(ctx context.Context, url string) (Visit, bool, error) {
	v, err := scanVisit(a.db.QueryRowContext(ctx, `SELECT url, etag, modified, status, depth, gone, reason, run, time FROM visits WHERE url = ?`, url).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Visit{}, false, nil
	}
	if err != nil {
		return Visit{}, false, fmt.Errorf("archive: visit of %s: %w", url, err)
	}
	return v, true, nil
}

// PutVisit keeps the last visit of an address, in this run.
func (r *Run) PutVisit(ctx context.Context, v Visit) error {
	return r.change(ctx, "visit of "+v.URL, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO visits (url, etag, modified, status, depth, gone, reason, run, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			v.URL, v.ETag, v.Modified, v.Status, v.Depth, v.Gone, v.Reason, r.name, v.Time.UnixMicro())
		return err
	})
}

// WebPages yields the live pages of the web in order of their addresses, each as
// it was last visited; where that is not known, at depth 1 and never seen.
func (a *Archive) WebPages(ctx context.Context) iter.Seq2[Visit, error] {
	return func(yield func(Visit, error) bool) {
		rows, err := a.db.QueryContext(ctx, `SELECT p.url, coalesce(v.etag, ''), coalesce(v.modified, ''), coalesce(v.status, 0), coalesce(v.depth, 1),
			coalesce(v.gone, -1), coalesce(v.reason, ''), coalesce(v.run, ''), coalesce(v.time, 0)
			FROM pages AS p LEFT JOIN visits AS v ON v.url = p.url
			WHERE p.url >= 'http' AND (substr(p.url, 1, 7) = 'http://' OR substr(p.url, 1, 8) = 'https://') ORDER BY p.url`)
		if err != nil {
			yield(Visit{}, fmt.Errorf("archive: pages: %w", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			v, err := scanVisit(rows.Scan)
			if !yield(v, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Visit{}, fmt.Errorf("archive: pages: %w", err))
		}
	}
}

// Answered yields the addresses that a run asked for and whose server gave a page,
// or said that it is as it was, in any order.
func (a *Archive) Answered(ctx context.Context, run string) iter.Seq2[string, error] {
	return a.addresses(ctx, "visits", `SELECT url FROM visits WHERE run = ? AND status IN (200, 304)`, run)
}

// Live reports whether an address is that of a live page.
func (a *Archive) Live(ctx context.Context, url string) (bool, error) {
	var n int
	if err := a.db.QueryRowContext(ctx, `SELECT count(*) FROM pages WHERE url = ?`, url).Scan(&n); err != nil {
		return false, fmt.Errorf("archive: page %s: %w", url, err)
	}
	return n > 0, nil
}

// Alias notes that url redirects to target, and that whatever led to url leads
// there too.
func (r *Run) Alias(ctx context.Context, url, target string, at time.Time) error {
	return r.change(ctx, "alias "+url, func(tx *sql.Tx) error {
		// An address that answers by itself again is no alias any more.
		if _, err := tx.ExecContext(ctx, `DELETE FROM aliases WHERE url = ?`, target); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE aliases SET target = ?2 WHERE target = ?1`, url, target); err != nil {
			return err
		}
		return putAlias(ctx, tx, r.name, url, target, at)
	})
}

// NoAlias notes that an address answers by itself.
func (r *Run) NoAlias(ctx context.Context, url string) error {
	return r.change(ctx, "alias "+url, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM aliases WHERE url = ?`, url)
		return err
	})
}

// Target returns where an address redirects to, as a run found it, or, where run
// is empty, any run. It is empty where the address is no alias.
func (a *Archive) Target(ctx context.Context, run, url string) (string, error) {
	var target string
	err := a.db.QueryRowContext(ctx, `SELECT target FROM aliases WHERE url = ?1 AND (?2 = '' OR run = ?2)`, url, run).Scan(&target)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("archive: alias %s: %w", url, err)
	}
	return target, nil
}
