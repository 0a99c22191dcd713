package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Snapshot reads the live pages as they stood at one moment, whatever is
// written to the archive meanwhile: Pages, Source and Count agree with each
// other. It serves one goroutine, which ends one Pages before it asks for more.
type Snapshot struct {
	reader
	tx *sql.Tx
}

// Snapshot begins one. It ends with Close or with ctx, and the file of the
// archive may grow until then.
func (a *Archive) Snapshot(ctx context.Context) (*Snapshot, error) {
	tx, err := a.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("archive: snapshot: %w", fault(err))
	}
	return &Snapshot{reader{tx}, tx}, nil
}

// Close ends the snapshot.
func (s *Snapshot) Close() error {
	if err := s.tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return fmt.Errorf("archive: snapshot: %w", err)
	}
	return nil
}
