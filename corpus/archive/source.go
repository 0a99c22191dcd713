package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
)

// Source returns a hash over the live pages: the address of each with its
// aliases, and digest, media type and charset of its newest capture. It is equal
// as long as Pages yields the same, whenever that was captured and with
// whatever headers. No body is read, so that it takes
// a moment where Pages takes minutes.
func (r reader) Source(ctx context.Context) (string, error) {
	h := sha256.New()
	if err := r.hashPages(ctx, h); err != nil {
		return "", fmt.Errorf("archive: source: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// hashPages writes what Source hashes. The columns stand before the body in a
// row of captures, which is why SQLite does not come to it.
func (r reader) hashPages(ctx context.Context, w io.Writer) error {
	rows, err := r.from.QueryContext(ctx, `SELECT p.url, c.digest, c.media_type, c.charset
		FROM pages AS p JOIN captures AS c ON c.id = p.capture ORDER BY p.url`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var column [4]string
		if err := rows.Scan(&column[0], &column[1], &column[2], &column[3]); err != nil {
			return err
		}
		for _, s := range column {
			fmt.Fprintf(w, "%d:%s", len(s), s)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return r.hashAliases(ctx, w)
}

// hashAliases writes the aliases of live pages, and nothing where there are none.
func (r reader) hashAliases(ctx context.Context, w io.Writer) error {
	rows, err := r.from.QueryContext(ctx, `SELECT a.url, a.target FROM aliases AS a JOIN pages AS p ON p.url = a.target ORDER BY a.url`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var url, target string
		if err := rows.Scan(&url, &target); err != nil {
			return err
		}
		fmt.Fprintf(w, "%d:%s>%d:%s", len(url), url, len(target), target)
	}
	return rows.Err()
}
