package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
)

// Put keeps one page, in a transaction of its own, as captured by a run with
// the given name. It reports whether the page is new or differs from the
// newest capture of its address; an unchanged page is only marked as seen, and
// keeps the time of its first capture. A page that was gone is live again.
func (a *Archive) Put(ctx context.Context, run string, p corpus.Page) (changed bool, err error) {
	r, err := a.Begin(ctx, run)
	if err != nil {
		return false, err
	}
	changed, err = r.Put(ctx, p)
	return changed, errors.Join(err, r.Close())
}

func put(ctx context.Context, db executor, run string, from Origin, p corpus.Page) (changed bool, err error) {
	var holder string
	err = db.QueryRowContext(ctx, `SELECT root FROM pages WHERE url = ?`, p.URL).Scan(&holder)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return false, err
	case holder != "" && holder != from.Root && !from.TakeOver:
		return false, &HeldError{URL: p.URL, Root: holder}
	}
	digest, seen := p.Digest(), p.Captured.UnixMicro()
	var capture int64
	var known corpus.Page
	var knownDigest string
	err = db.QueryRowContext(ctx, `SELECT id, digest, media_type, charset FROM captures WHERE url = ? ORDER BY id DESC LIMIT 1`, p.URL).
		Scan(&capture, &knownDigest, &known.MediaType, &known.Charset)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	// The same bytes under another charset are another text.
	if err != nil || knownDigest != digest || known.MediaType != p.MediaType || known.Charset != p.Charset {
		capture, err = insertCapture(ctx, db, run, from.Status, p, digest)
		if err != nil {
			return false, err
		}
		changed = true
	}
	if _, err := db.ExecContext(ctx, `INSERT INTO pages (url, capture, seen, root) VALUES (?, ?, ?, ?)
		ON CONFLICT (url) DO UPDATE SET capture = excluded.capture, seen = excluded.seen, root = excluded.root`, p.URL, capture, seen, from.Root); err != nil {
		return false, err
	}
	for _, alias := range p.Aliases {
		if err := putAlias(ctx, db, run, alias, p.URL, p.Captured); err != nil {
			return false, err
		}
	}
	res, err := db.ExecContext(ctx, `DELETE FROM tombstones WHERE url = ?`, p.URL)
	if err != nil {
		return false, err
	}
	back, err := res.RowsAffected()
	return changed || back > 0, err
}

func insertCapture(ctx context.Context, db executor, run string, status int, p corpus.Page, digest string) (int64, error) {
	body, err := deflate(p.Body)
	if err != nil {
		return 0, err
	}
	header, err := packHeader(p.Header)
	if err != nil {
		return 0, err
	}
	res, err := db.ExecContext(ctx, `INSERT INTO captures (url, digest, media_type, charset, body, captured, run, header, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.URL, digest, p.MediaType, p.Charset, body, p.Captured.UnixMicro(), run, header, status)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// reader reads the live pages: as they are at each call where it asks the
// database, or as they were at one moment where it asks a transaction.
type reader struct {
	from interface {
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
		QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	}
}

// Pages yields the newest capture of every live address, in order of the
// address, as the archive stood at the first of them. It holds one page in
// memory at a time. After an error nothing more is yielded. Writing to the archive
// meanwhile is allowed, and is not seen.
func (r reader) Pages(ctx context.Context) iter.Seq2[corpus.Page, error] {
	return r.captures(ctx, "pages", `SELECT `+pageColumns+` FROM pages AS p JOIN captures AS c ON c.id = p.capture ORDER BY p.url`)
}

// Page returns the newest capture of one live address. It reports false where the
// address is not live.
func (a *Archive) Page(ctx context.Context, url string) (corpus.Page, bool, error) {
	for p, err := range a.captures(ctx, "page "+url, `SELECT `+pageColumns+` FROM pages AS p JOIN captures AS c ON c.id = p.capture WHERE p.url = ?`, url) {
		return p, err == nil, err
	}
	return corpus.Page{}, false, nil
}

// captures yields the pages of a query for pageColumns. What is said in errors.
func (r reader) captures(ctx context.Context, what, query string, args ...any) iter.Seq2[corpus.Page, error] {
	return func(yield func(corpus.Page, error) bool) {
		rows, err := r.from.QueryContext(ctx, query, args...)
		if err != nil {
			yield(corpus.Page{}, fmt.Errorf("archive: %s: %w", what, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			p, err := scanPage(rows)
			if !yield(p, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(corpus.Page{}, fmt.Errorf("archive: %s: %w", what, err))
		}
	}
}

// pageColumns are the columns that scanPage reads, of a row of captures as c. The
// address stands for itself in p.url.
const pageColumns = `p.url, c.media_type, c.charset, c.body, c.captured, c.digest, c.header,
	(SELECT json_group_array(url) FROM (SELECT url FROM aliases WHERE target = p.url ORDER BY url))`

// olderPageColumns are pageColumns where there are neither headers nor aliases.
const olderPageColumns = `p.url, c.media_type, c.charset, c.body, c.captured, c.digest, '', '[]'`

// scanPage reads one row of pageColumns and of the columns behind them, and
// checks the body against the digest.
func scanPage(rows *sql.Rows, more ...any) (corpus.Page, error) {
	var p corpus.Page
	var body sql.RawBytes
	var captured int64
	var digest, header, aliases string
	columns := append([]any{&p.URL, &p.MediaType, &p.Charset, &body, &captured, &digest, &header, &aliases}, more...)
	if err := rows.Scan(columns...); err != nil {
		return corpus.Page{}, fmt.Errorf("archive: pages: %w", err)
	}
	p.Captured = time.UnixMicro(captured).UTC()
	err := unpackHeader(&p, header, aliases)
	if err != nil {
		return corpus.Page{}, fmt.Errorf("archive: headers of %s are %w: %w", p.URL, errDamaged, err)
	}
	if p.Body, err = inflate(body); err != nil {
		return corpus.Page{}, fmt.Errorf("archive: body of %s is %w: %w", p.URL, errDamaged, err)
	}
	if p.Digest() != digest {
		return corpus.Page{}, fmt.Errorf("archive: body of %s is %w: its digest differs", p.URL, errDamaged)
	}
	return p, nil
}

// Held yields the live addresses that begin with prefix and belong to one of
// the roots, in order. A page of no known root belongs to none of them.
func (a *Archive) Held(ctx context.Context, prefix string, roots ...string) iter.Seq2[string, error] {
	args := []any{prefix}
	for _, root := range roots {
		args = append(args, root)
	}
	places := strings.TrimPrefix(strings.Repeat(", ?", len(roots)), ", ")
	return a.addresses(ctx, "addresses", `SELECT url FROM pages WHERE url >= ?1 AND substr(url, 1, length(?1)) = ?1
		AND root <> '' AND root IN (`+places+`) ORDER BY url`, args...)
}

// addresses yields the one column of a query; what names it in errors.
func (a *Archive) addresses(ctx context.Context, what, query string, args ...any) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		rows, err := a.db.QueryContext(ctx, query, args...)
		if err != nil {
			yield("", fmt.Errorf("archive: %s: %w", what, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var url string
			err := rows.Scan(&url)
			if !yield(url, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield("", fmt.Errorf("archive: %s: %w", what, err))
		}
	}
}

// Count returns the number of live addresses.
func (r reader) Count(ctx context.Context) (int, error) {
	var n int
	if err := r.from.QueryRowContext(ctx, `SELECT count(*) FROM pages`).Scan(&n); err != nil {
		return 0, fmt.Errorf("archive: count: %w", err)
	}
	return n, nil
}
