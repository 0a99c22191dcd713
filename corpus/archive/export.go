package archive

import (
	"context"
	"iter"

	"github.com/uilsearch/uilsearch/corpus"
)

// History yields every version of every live address: in order of the address,
// the oldest version first, so that putting them one after the other makes the
// same history. It holds one page in memory at a time. After an error nothing
// more is yielded. Writing to the archive meanwhile is allowed, and is not seen.
func (a *Archive) History(ctx context.Context) iter.Seq2[corpus.Page, error] {
	return a.captures(ctx, "captures", `SELECT `+pageColumns+` FROM pages AS p CROSS JOIN captures AS c ON c.url = p.url ORDER BY p.url, c.id`)
}
