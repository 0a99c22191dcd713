package archive

import (
	"errors"
	"fmt"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// fault adds to an error of SQLite what people and callers need to know: a full
// disk is syscall.ENOSPC, and a file that cannot be written is said to be one.
func fault(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	const primary = 0xff
	if e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE {
		// The file beside the archive that processes share did not grow.
		return fmt.Errorf("%w: %w", syscall.ENOSPC, err)
	}
	switch e.Code() & primary {
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %w", syscall.ENOSPC, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN:
		return fmt.Errorf("the archive cannot be written: its directory is missing, or on a read-only disk, or of another user, or the process has too many open files: %w", err)
	}
	return err
}

// cannotOpen reports whether SQLite found that it cannot make a file that it
// needs.
func cannotOpen(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CANTOPEN
}
