package archive

import (
	"context"
	"fmt"
	"iter"

	"github.com/uilsearch/uilsearch/corpus"
)

// History yields every version of every live address: in order of the address,
// the oldest version first, so that putting them one after the other makes the
// same history. It holds one page in memory at a time. After an error nothing
// more is yielded. Writing to the archive meanwhile is allowed, and is not seen.
func (a *Archive) History(ctx context.Context) iter.Seq2[corpus.Page, error] {
	return a.captures(ctx, `SELECT `+pageColumns+` FROM pages AS p CROSS JOIN captures AS c ON c.url = p.url ORDER BY p.url, c.id`)
}

// captures yields the pages of a query for pageColumns.
func (a *Archive) captures(ctx context.Context, query string, args ...any) iter.Seq2[corpus.Page, error] {
	return func(yield func(corpus.Page, error) bool) {
		rows, err := a.db.QueryContext(ctx, query, args...)
		if err != nil {
			yield(corpus.Page{}, fmt.Errorf("archive: captures: %w", err))
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
			yield(corpus.Page{}, fmt.Errorf("archive: captures: %w", err))
		}
	}
}
