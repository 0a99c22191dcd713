package archive

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
)

// packHeader returns headers as a column keeps them: JSON, whose keys are in
// order, or nothing.
func packHeader(header map[string]string) (string, error) {
	if len(header) == 0 {
		return "", nil
	}
	b, err := json.Marshal(header)
	return string(b), err
}

// unpackHeader fills in headers and aliases of a page. Where there are none both
// stay nil.
func unpackHeader(p *corpus.Page, header, aliases string) error {
	if header != "" {
		if err := json.Unmarshal([]byte(header), &p.Header); err != nil {
			return err
		}
	}
	if aliases == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(aliases), &p.Aliases)
}

// putAlias notes that url redirects to target. An address leads to one other only:
// the last one stands.
func putAlias(ctx context.Context, db executor, run, url, target string, at time.Time) error {
	if url == target {
		return nil
	}
	_, err := db.ExecContext(ctx, `INSERT OR REPLACE INTO aliases (url, target, run, time) VALUES (?, ?, ?, ?)`, url, target, run, at.UnixMicro())
	return err
}
