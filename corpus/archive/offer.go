package archive

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
)

// Offer is Enqueue for many addresses and RecordFirst for many outcomes, all or
// nothing, at a small part of the cost. It returns how many addresses were new to
// the crawl.
func (r *Run) Offer(ctx context.Context, crawl string, entries []Entry, outcomes []Outcome) (added int, err error) {
	err = r.change(ctx, "frontier of "+crawl, func(tx *sql.Tx) error {
		if err := recordFirst(ctx, tx, r.name, outcomes); err != nil {
			return err
		}
		added, err = enqueue(ctx, tx, crawl, entries)
		return err
	})
	return added, err
}

func recordFirst(ctx context.Context, tx *sql.Tx, run string, outcomes []Outcome) error {
	if len(outcomes) == 0 {
		return nil
	}
	record, err := tx.PrepareContext(ctx, `INSERT OR IGNORE INTO outcomes (run, url, result, reason, time) VALUES (?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer record.Close()
	for _, o := range outcomes {
		if _, err := record.ExecContext(ctx, run, o.URL, string(o.Result), o.Reason, o.Time.UnixMicro()); err != nil {
			return err
		}
	}
	return nil
}

// enqueue returns how many entries were new.
func enqueue(ctx context.Context, tx *sql.Tx, crawl string, entries []Entry) (added int, err error) {
	if len(entries) == 0 {
		return 0, nil
	}
	insert, err := tx.PrepareContext(ctx, `INSERT OR IGNORE INTO frontier (crawl, url, host, kind, depth, hops, known) VALUES (?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	nearer, err := tx.PrepareContext(ctx, `UPDATE frontier SET depth = ?3 WHERE crawl = ?1 AND url = ?2 AND done = 0 AND depth > ?3`)
	if err != nil {
		return 0, err
	}
	defer nearer.Close()
	for _, e := range entries {
		res, err := insert.ExecContext(ctx, crawl, e.URL, e.Host, e.Kind, e.Depth, e.Hops, e.Known)
		if err != nil {
			return added, err
		}
		n, err := res.RowsAffected()
		if err == nil && n == 0 {
			_, err = nearer.ExecContext(ctx, crawl, e.URL, e.Depth)
		}
		if err != nil {
			return added, err
		}
		added += int(n)
	}
	return added, nil
}

// QueuedOf returns those of some addresses that the newest run of a crawl has
// visited or is going to.
func (a *Archive) QueuedOf(ctx context.Context, crawl string, urls []string) (map[string]bool, error) {
	list, err := json.Marshal(urls)
	if err != nil {
		return nil, fmt.Errorf("archive: frontier: %w", err)
	}
	rows, err := a.db.QueryContext(ctx, `SELECT f.url FROM json_each(?2) AS j CROSS JOIN frontier AS f ON f.crawl = ?1 AND f.url = j.value`, crawl, string(list))
	if err != nil {
		return nil, fmt.Errorf("archive: frontier: %w", err)
	}
	defer rows.Close()
	out := map[string]bool{}
	for rows.Next() {
		var url string
		if err := rows.Scan(&url); err != nil {
			return nil, fmt.Errorf("archive: frontier: %w", err)
		}
		out[url] = true
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("archive: frontier: %w", err)
	}
	return out, nil
}
