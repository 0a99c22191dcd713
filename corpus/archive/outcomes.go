package archive

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Result says what became of an address in a run.
type Result string

// The results of an address.
const (
	// Ingested pages are new or have changed.
	Ingested  Result = "ingested"
	Unchanged Result = "unchanged"
	// Skipped by a rule, which the reason names.
	Skipped Result = "skipped"
	// Rejected pages were kept, but gave no document.
	Rejected Result = "rejected"
	// Failed could not be read.
	Failed Result = "failed"
	Gone   Result = "gone"
)

// Outcome is what became of one address in one run.
type Outcome struct {
	// Run is filled in by the archive.
	Run    string
	URL    string
	Result Result
	// Reason is one sentence for people; it is empty where Result says it all.
	Reason string
	// Time is in UTC, to the microsecond.
	Time time.Time
}

// Record keeps one outcome in a transaction of its own. A second outcome of
// the same address in the same run replaces the first.
func (a *Archive) Record(ctx context.Context, run string, o Outcome) error {
	if err := record(ctx, a.db, run, o); err != nil {
		return fmt.Errorf("archive: outcome of %s: %w", o.URL, fault(err))
	}
	return nil
}

func record(ctx context.Context, db executor, run string, o Outcome) error {
	_, err := db.ExecContext(ctx, `INSERT OR REPLACE INTO outcomes (run, url, result, reason, time) VALUES (?, ?, ?, ?, ?)`,
		run, o.URL, string(o.Result), o.Reason, o.Time.UnixMicro())
	return err
}

// RecordFirst is Record for an address that may have an outcome of this run
// already, which then stays.
func (r *Run) RecordFirst(ctx context.Context, o Outcome) error {
	return r.change(ctx, "outcome of "+o.URL, func(tx *sql.Tx) error {
		return recordFirst(ctx, tx, r.name, []Outcome{o})
	})
}

// Results counts the outcomes of a run.
func (a *Archive) Results(ctx context.Context, run string) (map[Result]int, error) {
	rows, err := a.db.QueryContext(ctx, `SELECT result, count(*) FROM outcomes WHERE run = ? GROUP BY result`, run)
	if err != nil {
		return nil, fmt.Errorf("archive: outcomes: %w", err)
	}
	defer rows.Close()
	out := map[Result]int{}
	for rows.Next() {
		var result string
		var n int
		if err := rows.Scan(&result, &n); err != nil {
			return nil, fmt.Errorf("archive: outcomes: %w", err)
		}
		out[Result(result)] = n
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("archive: outcomes: %w", err)
	}
	return out, nil
}

// Recorded returns all outcomes of a run in the order of the addresses.
func (a *Archive) Recorded(ctx context.Context, run string) ([]Outcome, error) {
	return a.outcomes(ctx, `SELECT run, url, result, reason, time FROM outcomes WHERE run = ? ORDER BY url`, run)
}

// Outcomes returns what became of one address, the newest first, at most
// limit.
func (a *Archive) Outcomes(ctx context.Context, url string, limit int) ([]Outcome, error) {
	return a.outcomes(ctx, `SELECT run, url, result, reason, time FROM outcomes WHERE url = ? ORDER BY time DESC, run DESC LIMIT ?`, url, limit)
}

func (a *Archive) outcomes(ctx context.Context, query string, args ...any) ([]Outcome, error) {
	rows, err := a.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("archive: outcomes: %w", err)
	}
	defer rows.Close()
	var out []Outcome
	for rows.Next() {
		var o Outcome
		var result string
		var at int64
		if err := rows.Scan(&o.Run, &o.URL, &result, &o.Reason, &at); err != nil {
			return nil, fmt.Errorf("archive: outcomes: %w", err)
		}
		o.Result, o.Time = Result(result), time.UnixMicro(at).UTC()
		out = append(out, o)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("archive: outcomes: %w", err)
	}
	return out, nil
}

// maxRuns is of how many runs the outcomes are kept.
const maxRuns = 50

// oldRuns finds the runs before those by skipping from name to name, so that it
// does not read every outcome. A run is as old as its first outcome in the order
// of addresses.
const oldRuns = `
WITH RECURSIVE names (run) AS (
	SELECT min(run) FROM outcomes
	UNION ALL
	SELECT (SELECT min(run) FROM outcomes WHERE run > names.run) FROM names WHERE names.run IS NOT NULL
)
SELECT run FROM names WHERE run IS NOT NULL
ORDER BY (SELECT time FROM outcomes WHERE outcomes.run = names.run LIMIT 1) DESC, run DESC
LIMIT -1 OFFSET ?`

// dropOldOutcomes forgets the outcomes of all runs but the last ones. It writes
// nothing where there is none to forget.
func (a *Archive) dropOldOutcomes(ctx context.Context) error {
	var old int
	if err := a.db.QueryRowContext(ctx, `SELECT count(*) FROM (`+oldRuns+`)`, maxRuns).Scan(&old); err != nil || old == 0 {
		return err
	}
	_, err := a.db.ExecContext(ctx, `DELETE FROM outcomes WHERE run IN (`+oldRuns+`)`, maxRuns)
	return err
}
