package archive

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
)

// A batch is committed when it holds this much or is this old, so that a run
// killed at any moment loses little and other writers need not wait long: they
// wait busyMilliseconds, and the next change of a run may be hours away.
const (
	batchChanges = 256
	batchBytes   = 8 << 20
	batchAge     = time.Second
)

// Run writes many changes in few transactions. While one is open, which is a
// second at most but for Together, others wait to write. A Run serves one
// goroutine.
type Run struct {
	archive *Archive
	name    string
	age     time.Duration

	// mu guards what follows against the timer that commits an old batch.
	mu      sync.Mutex
	tx      *sql.Tx
	old     *time.Timer
	lost    error // why the timer could not commit, until a call has returned it
	changes int
	bytes   int
	// together says that the batch is not to be cut.
	together bool
}

// Begin starts a run of the given name, which outcomes and captures carry.
func (a *Archive) Begin(ctx context.Context, name string) (*Run, error) {
	if name == "" {
		return nil, fmt.Errorf("archive: a run needs a name")
	}
	return &Run{archive: a, name: name, age: batchAge}, ctx.Err()
}

// Put keeps one page that comes from no root; see Archive.Put.
func (r *Run) Put(ctx context.Context, p corpus.Page) (changed bool, err error) {
	return r.PutFrom(ctx, Origin{}, p)
}

// Origin is where a page comes from.
type Origin struct {
	// Root names what the address of the page is relative to, such as a folder
	// of this machine. It is empty for pages of the web.
	Root string
	// TakeOver allows the page to replace one of another root.
	TakeOver bool
	// Status is that of the response the page came with, 0 for files.
	Status int
}

// HeldError says that a page of another root has the address.
type HeldError struct{ URL, Root string }

// Error names the address and the root.
func (e *HeldError) Error() string { return fmt.Sprintf("%s holds the page of %s", e.Root, e.URL) }

// PutFrom is Put for a page of a root. An address belongs to the root of its
// live page; the error is a *HeldError, and nothing is changed, if that is
// another root.
func (r *Run) PutFrom(ctx context.Context, from Origin, p corpus.Page) (changed bool, err error) {
	err = r.do(ctx, len(p.Body), func(tx *sql.Tx) error {
		changed, err = put(ctx, tx, r.name, from, p)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("archive: put %s: %w", p.URL, fault(err))
	}
	return changed, nil
}

// Record keeps what became of one address in this run. A second outcome of
// the same address replaces the first.
func (r *Run) Record(ctx context.Context, o Outcome) error {
	err := r.do(ctx, len(o.URL)+len(o.Reason), func(tx *sql.Tx) error { return record(ctx, tx, r.name, o) })
	if err != nil {
		return fmt.Errorf("archive: outcome of %s: %w", o.URL, fault(err))
	}
	return nil
}

// Flush commits what has been written so far. It may return why a batch before
// could not be committed.
func (r *Run) Flush() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.flush()
}

func (r *Run) flush() error {
	err := r.lost
	r.lost = nil
	if tx := r.take(); tx != nil {
		err = tx.Commit()
	}
	if err != nil {
		return fmt.Errorf("archive: commit: %w", fault(err))
	}
	return nil
}

// take ends the batch and returns its transaction, or nil where there is none.
func (r *Run) take() *sql.Tx {
	tx := r.tx
	if tx != nil && r.old != nil {
		r.old.Stop()
	}
	r.tx, r.old, r.changes, r.bytes = nil, nil, 0, 0
	return tx
}

// begin opens the transaction of a new batch, and has it committed in time.
func (r *Run) begin(ctx context.Context) error {
	// Not bound to ctx: what was done before a signal is to be committed.
	tx, err := r.archive.db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return err
	}
	r.tx = tx
	if r.together {
		return nil
	}
	r.old = time.AfterFunc(r.age, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.tx == tx {
			r.lost = r.take().Commit()
		}
	})
	return nil
}

// Close commits the rest. What earlier calls reported as failed is not in it.
func (r *Run) Close() error { return r.Flush() }

// Together commits what was written before, and then all that the calls in
// changes write in one transaction: after an error or a panic none of it.
func (r *Run) Together(changes func() error) (err error) {
	r.mu.Lock()
	err = r.flush()
	r.together = err == nil
	r.mu.Unlock()
	if err != nil {
		return err
	}
	done := false
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.together = false
		if done {
			err = r.flush()
		} else if tx := r.take(); tx != nil {
			// What it might say is nothing beside what went wrong.
			_ = tx.Rollback()
		}
	}()
	err = changes()
	done = err == nil
	return err
}

// change makes one small change; what names it in errors.
func (r *Run) change(ctx context.Context, what string, change func(*sql.Tx) error) error {
	if err := r.do(ctx, 0, change); err != nil {
		return fmt.Errorf("archive: %s: %w", what, fault(err))
	}
	return nil
}

// do makes one change, all or nothing, and commits when the batch is full.
func (r *Run) do(ctx context.Context, size int, change func(*sql.Tx) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.lost != nil {
		return r.flush()
	}
	if r.tx == nil {
		if err := r.begin(ctx); err != nil {
			return err
		}
	}
	if err := r.savepoint(ctx, change); err != nil {
		return err
	}
	r.changes++
	r.bytes += size
	if r.together || r.changes < batchChanges && r.bytes < batchBytes {
		return nil
	}
	return r.flush()
}

func (r *Run) savepoint(ctx context.Context, change func(*sql.Tx) error) error {
	if _, err := r.tx.ExecContext(ctx, `SAVEPOINT change`); err != nil {
		return err
	}
	err := change(r.tx)
	undo := context.WithoutCancel(ctx)
	if err != nil {
		if _, rollback := r.tx.ExecContext(undo, `ROLLBACK TO change`); rollback != nil {
			// On a full disk SQLite has undone the whole batch by itself.
			_ = r.take().Rollback()
			return err
		}
	}
	if _, release := r.tx.ExecContext(undo, `RELEASE change`); release != nil {
		return release
	}
	return err
}
