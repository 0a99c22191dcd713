package archive

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/uilsearch/uilsearch/corpus"
)

// Document returns the document that was kept for the page at url under key.
// It reports false where there is none, or only one under another key, or one
// that is damaged: it can be made again.
func (a *Archive) Document(ctx context.Context, url, key string) (corpus.Document, bool, error) {
	var packed []byte
	err := a.db.QueryRowContext(ctx, `SELECT document FROM documents WHERE url = ? AND key = ?`, url, key).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return corpus.Document{}, false, nil
	}
	if err != nil {
		return corpus.Document{}, false, fmt.Errorf("archive: document of %s: %w", url, err)
	}
	d, err := unpackDocument(packed)
	if err != nil {
		return corpus.Document{}, false, nil
	}
	return d, true, nil
}

func unpackDocument(packed []byte) (corpus.Document, error) {
	var d corpus.Document
	b, err := inflate(packed)
	if err != nil {
		return d, err
	}
	return d, json.Unmarshal(b, &d)
}

// PutDocument keeps the document of the page at url under key, in the place of
// any that was kept for that page before.
func (a *Archive) PutDocument(ctx context.Context, url, key string, d corpus.Document) error {
	b, err := json.Marshal(d)
	if err == nil {
		b, err = deflate(b)
	}
	if err == nil {
		_, err = a.db.ExecContext(ctx, `INSERT OR REPLACE INTO documents (url, key, document) VALUES (?, ?, ?)`, url, key, b)
	}
	if err != nil {
		return fmt.Errorf("archive: document of %s: %w", url, fault(err))
	}
	return nil
}

// DropDocuments removes the documents of pages that are not live. It writes
// nothing where there is none. No run may be reading documents meanwhile.
func (a *Archive) DropDocuments(ctx context.Context) error {
	const orphans = `FROM documents WHERE url NOT IN (SELECT url FROM pages)`
	var found bool
	err := a.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 `+orphans+`)`).Scan(&found)
	if err == nil && found {
		_, err = a.db.ExecContext(ctx, `DELETE `+orphans)
	}
	if err != nil {
		return fmt.Errorf("archive: documents: %w", fault(err))
	}
	return nil
}
