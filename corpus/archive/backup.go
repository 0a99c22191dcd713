package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// Backup writes a copy of the archive to path, as it stands at one moment,
// while others read and write it. The copy is written under a temporary name in
// the same directory, which must exist, and gets its name when all of it is on
// disk, so that a file of that name is whole. Only its owner can read it. What is
// there already is never replaced: the error wraps fs.ErrExist. A full disk is
// syscall.ENOSPC.
func (a *Archive) Backup(ctx context.Context, path string) error {
	if err := a.backup(ctx, path); err != nil {
		return fmt.Errorf("backup to %s: %w", path, fault(err))
	}
	return nil
}

func (a *Archive) backup(ctx context.Context, path string) (err error) {
	if err := absent(path); err != nil {
		return err
	}
	// SQLite takes an empty file for none.
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part")
	if err != nil {
		return err
	}
	temporary := f.Name()
	defer func() {
		if err != nil {
			err = errors.Join(err, removeDatabase(temporary))
		}
	}()
	if err := f.Close(); err != nil {
		return err
	}
	if err := a.vacuumInto(ctx, temporary); err != nil {
		return err
	}
	if err := syncFile(temporary); err != nil {
		return err
	}
	// Again, because the copy may have taken minutes.
	if err := absent(path); err != nil {
		return err
	}
	if err := os.Rename(temporary, path); err != nil {
		return err
	}
	return generation.SyncDir(filepath.Dir(path))
}

// vacuumInto writes what the archive holds at one moment into an empty file.
func (a *Archive) vacuumInto(ctx context.Context, path string) error {
	conn, err := a.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	var queryOnly bool
	if err := conn.QueryRowContext(ctx, "PRAGMA query_only").Scan(&queryOnly); err != nil {
		return err
	}
	if queryOnly {
		// It would forbid writing to the copy as well. The archive itself stays
		// open for reading only.
		if _, err := conn.ExecContext(ctx, "PRAGMA query_only = 0"); err != nil {
			return err
		}
		defer conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = 1")
	}
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", path)
	return err
}

// absent returns an error unless nothing has the name.
func absent(path string) error {
	_, err := os.Lstat(path)
	if err == nil {
		return fmt.Errorf("%w; remove it first, or choose another name", fs.ErrExist)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// removeDatabase removes a file of SQLite, and the journal beside it that an
// interrupted statement may leave.
func removeDatabase(path string) error {
	err := os.Remove(path + "-journal")
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, os.Remove(path))
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
