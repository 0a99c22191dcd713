package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"time"
)

// Crawl is the newest run of a crawl of one name.
type Crawl struct {
	Name, Run string
	Started   time.Time
	// Finished is zero while the run is under way, or was cut short.
	Finished time.Time
}

// Entry is an address that a run of a crawl visits once.
type Entry struct {
	URL string
	// Host is whose turn it takes: at most one request at a time goes to it.
	Host string
	// Kind is what the address is expected to hold; it means something to the
	// crawler only.
	Kind string
	// Depth is how many links lead there from where the crawl began, Hops how
	// many redirects in a row.
	Depth, Hops int
	// Known says that the page was live before the run.
	Known bool
}

// Crawl returns the newest run of the crawl with a name, and false where there
// was none.
func (a *Archive) Crawl(ctx context.Context, name string) (Crawl, bool, error) {
	c := Crawl{Name: name}
	var started, finished int64
	err := a.db.QueryRowContext(ctx, `SELECT run, started, finished FROM crawls WHERE name = ?`, name).Scan(&c.Run, &started, &finished)
	if errors.Is(err, sql.ErrNoRows) {
		return Crawl{}, false, nil
	}
	if err != nil {
		return Crawl{}, false, fmt.Errorf("archive: crawl %s: %w", name, err)
	}
	c.Started = time.UnixMicro(started).UTC()
	if finished != 0 {
		c.Finished = time.UnixMicro(finished).UTC()
	}
	return c, true, nil
}

// abandonedAfter is for how long nothing may have come of a run that was cut
// short before it is taken for given up.
const abandonedAfter = 90 * 24 * time.Hour

// BeginCrawl makes this run the newest of the crawl with a name, with nothing to
// visit yet. Crawls of other names that were cut short and have recorded no
// outcome for 90 days are forgotten, with all that they had still to visit: the
// next of such a name begins anew.
func (r *Run) BeginCrawl(ctx context.Context, name string, at time.Time) error {
	return r.change(ctx, "begin crawl "+name, func(tx *sql.Tx) error {
		if err := dropAbandoned(ctx, tx, name, at.Add(-abandonedAfter)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM frontier WHERE crawl = ?`, name); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO crawls (name, run, started, finished) VALUES (?, ?, ?, 0)`, name, r.name, at.UnixMicro())
		return err
	})
}

// dropAbandoned forgets the crawls, but for the one of a name, that were cut short
// and have done nothing since a time. A crawl of a large site that is resumed
// night after night may have begun long ago: what counts is its last outcome.
func dropAbandoned(ctx context.Context, tx *sql.Tx, but string, since time.Time) error {
	const abandoned = `name <> ?1 AND finished = 0 AND started < ?2
		AND NOT EXISTS (SELECT 1 FROM outcomes AS o WHERE o.run = crawls.run AND o.time >= ?2)`
	if _, err := tx.ExecContext(ctx, `DELETE FROM frontier WHERE crawl IN (SELECT name FROM crawls WHERE `+abandoned+`)`, but, since.UnixMicro()); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM crawls WHERE `+abandoned, but, since.UnixMicro())
	return err
}

// EndCrawl notes that the newest run of a crawl came to its end, and forgets
// what it visited.
func (r *Run) EndCrawl(ctx context.Context, name string, at time.Time) error {
	return r.change(ctx, "end crawl "+name, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM frontier WHERE crawl = ?`, name); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE crawls SET finished = ? WHERE name = ?`, at.UnixMicro(), name)
		return err
	})
}

// Enqueue lets a crawl visit an address, and reports whether that is new to it.
// One that waits already takes the smaller depth of the two; one that was
// visited is left alone.
func (r *Run) Enqueue(ctx context.Context, crawl string, e Entry) (added bool, err error) {
	n, err := r.Offer(ctx, crawl, []Entry{e}, nil)
	return n > 0, err
}

// Visited notes that a crawl need not visit an address again in this run.
func (r *Run) Visited(ctx context.Context, crawl, url string) error {
	return r.change(ctx, "frontier: "+url, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE frontier SET done = 1 WHERE crawl = ? AND url = ?`, crawl, url)
		return err
	})
}

// VisitedHost records one outcome for all addresses of a host that a crawl has
// still to visit, which it then need not.
func (r *Run) VisitedHost(ctx context.Context, crawl, host string, o Outcome) error {
	return r.change(ctx, "frontier of "+host, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO outcomes (run, url, result, reason, time)
			SELECT ?, url, ?, ?, ? FROM frontier WHERE crawl = ? AND host = ? AND done = 0`,
			r.name, string(o.Result), o.Reason, o.Time.UnixMicro(), crawl, host); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE frontier SET done = 1 WHERE crawl = ? AND host = ? AND done = 0`, crawl, host)
		return err
	})
}

// Next returns what a crawl is to visit next at a host: known pages first, then
// what is nearest to where it began. It reports false where nothing waits.
func (a *Archive) Next(ctx context.Context, crawl, host string) (Entry, bool, error) {
	e := Entry{Host: host}
	err := a.db.QueryRowContext(ctx, `SELECT url, kind, depth, hops, known FROM frontier
		WHERE crawl = ? AND done = 0 AND host = ? ORDER BY known DESC, depth, id LIMIT 1`, crawl, host).
		Scan(&e.URL, &e.Kind, &e.Depth, &e.Hops, &e.Known)
	if errors.Is(err, sql.ErrNoRows) {
		return Entry{}, false, nil
	}
	if err != nil {
		return Entry{}, false, fmt.Errorf("archive: frontier of %s: %w", host, err)
	}
	return e, true, nil
}

// WaitingHosts returns the hosts that a crawl has still to visit, in order.
func (a *Archive) WaitingHosts(ctx context.Context, crawl string) ([]string, error) {
	rows, err := a.db.QueryContext(ctx, `SELECT DISTINCT host FROM frontier WHERE crawl = ? AND done = 0 ORDER BY host`, crawl)
	if err != nil {
		return nil, fmt.Errorf("archive: frontier: %w", err)
	}
	defer rows.Close()
	var hosts []string
	for rows.Next() {
		var host string
		if err := rows.Scan(&host); err != nil {
			return nil, fmt.Errorf("archive: frontier: %w", err)
		}
		hosts = append(hosts, host)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("archive: frontier: %w", err)
	}
	return hosts, nil
}

// Frontier counts what a crawl has still to visit and what it has visited, at
// one host, or at all where host is empty.
func (a *Archive) Frontier(ctx context.Context, crawl, host string) (waiting, visited int, err error) {
	err = a.db.QueryRowContext(ctx, `SELECT count(*) - coalesce(sum(done), 0), coalesce(sum(done), 0) FROM frontier
		WHERE crawl = ?1 AND done IN (0, 1) AND (?2 = '' OR host = ?2)`, crawl, host).Scan(&waiting, &visited)
	if err != nil {
		return 0, 0, fmt.Errorf("archive: frontier: %w", err)
	}
	return waiting, visited, nil
}

// Queue yields all that the newest run of a crawl has visited or is going to.
func (a *Archive) Queue(ctx context.Context, crawl string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		rows, err := a.db.QueryContext(ctx, `SELECT url, host, kind, depth, hops, known FROM frontier WHERE crawl = ?`, crawl)
		if err != nil {
			yield(Entry{}, fmt.Errorf("archive: frontier: %w", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var e Entry
			err := rows.Scan(&e.URL, &e.Host, &e.Kind, &e.Depth, &e.Hops, &e.Known)
			if !yield(e, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Entry{}, fmt.Errorf("archive: frontier: %w", err))
		}
	}
}

// Queued reports whether the newest run of a crawl has visited an address or is
// going to.
func (a *Archive) Queued(ctx context.Context, crawl, url string) (bool, error) {
	var n int
	err := a.db.QueryRowContext(ctx, `SELECT count(*) FROM frontier WHERE crawl = ? AND url = ?`, crawl, url).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("archive: frontier: %w", err)
	}
	return n > 0, nil
}
