package archive

import (
	"errors"
	"fmt"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// errDamaged is what errors wrap that say that something in the file is not as
// it was written.
var errDamaged = errors.New("damaged")

// IsDamaged reports whether an error says that the file of an archive is not as it
// was written, or not an archive at all. Nothing in it is changed then.
func IsDamaged(err error) bool {
	var e *sqlite.Error
	if errors.As(err, &e) {
		code := e.Code() & 0xff
		return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
	}
	return errors.Is(err, errDamaged)
}

// ErrBusy says that another process was writing to the archive for so long that it
// was not waited for any more.
var ErrBusy = errors.New("another process is writing to the archive; wait until it has ended, and try again")

// fault adds to an error of SQLite what people and callers need to know: a full
// disk is syscall.ENOSPC, a writer that does not end ErrBusy, and a file that
// cannot be written is said to be one.
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
	case sqlite3.SQLITE_BUSY:
		return fmt.Errorf("%w: %w", ErrBusy, err)
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
