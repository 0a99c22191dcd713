package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Stats counts what an archive holds.
type Stats struct {
	Pages      int `json:"pages"`
	Captures   int `json:"captures"`
	Tombstones int `json:"tombstones"`
	Aliases    int `json:"aliases"`
	Documents  int `json:"documents"`
	// Bytes is the size of the file, without what is not yet moved into it.
	Bytes int64 `json:"bytes"`
}

// Stats returns what the archive holds.
func (a *Archive) Stats(ctx context.Context) (Stats, error) {
	var s Stats
	err := a.db.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM pages), (SELECT count(*) FROM captures), (SELECT count(*) FROM tombstones),
		(SELECT count(*) FROM aliases), (SELECT count(*) FROM documents),
		(SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)`).
		Scan(&s.Pages, &s.Captures, &s.Tombstones, &s.Aliases, &s.Documents, &s.Bytes)
	if err != nil {
		return Stats{}, fmt.Errorf("archive: stats: %w", err)
	}
	return s, nil
}

// RunStats counts the outcomes of one run.
type RunStats struct {
	Run         string
	First, Last time.Time
	Results     map[Result]int
}

// Runs returns the last runs that recorded an outcome, the newest first, at most
// limit.
func (a *Archive) Runs(ctx context.Context, limit int) ([]RunStats, error) {
	rows, err := a.db.QueryContext(ctx, `SELECT run, result, count(*), min(min(time)) OVER (PARTITION BY run) AS first, max(max(time)) OVER (PARTITION BY run)
		FROM outcomes GROUP BY run, result ORDER BY first DESC, run DESC, result`)
	if err != nil {
		return nil, fmt.Errorf("archive: runs: %w", err)
	}
	defer rows.Close()
	var out []RunStats
	for rows.Next() {
		var run, result string
		var n int
		var first, last int64
		if err := rows.Scan(&run, &result, &n, &first, &last); err != nil {
			return nil, fmt.Errorf("archive: runs: %w", err)
		}
		if len(out) == 0 || out[len(out)-1].Run != run {
			if len(out) == limit {
				return out, nil
			}
			out = append(out, RunStats{Run: run, First: time.UnixMicro(first).UTC(), Last: time.UnixMicro(last).UTC(), Results: map[Result]int{}})
		}
		out[len(out)-1].Results[Result(result)] = n
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("archive: runs: %w", err)
	}
	return out, nil
}

// Tombstone is an address that was live and is gone.
type Tombstone struct {
	URL    string
	Gone   time.Time
	Reason string
}

// Tombstone returns the tombstone of an address, and false where it has none.
func (a *Archive) Tombstone(ctx context.Context, url string) (Tombstone, bool, error) {
	t := Tombstone{URL: url}
	var gone int64
	err := a.db.QueryRowContext(ctx, `SELECT gone, reason FROM tombstones WHERE url = ?`, url).Scan(&gone, &t.Reason)
	if errors.Is(err, sql.ErrNoRows) {
		return Tombstone{}, false, nil
	}
	if err != nil {
		return Tombstone{}, false, fmt.Errorf("archive: tombstone of %s: %w", url, err)
	}
	t.Gone = time.UnixMicro(gone).UTC()
	return t, true, nil
}
