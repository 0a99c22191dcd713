// Package archive keeps every captured page, what became of every address, and
// the documents read out of the pages, in one SQLite file. It is the truth
// that an index is made from; nothing else has to be backed up.
package archive

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	// The driver registers itself as "sqlite"; it needs no C compiler.
	_ "modernc.org/sqlite"
)

// FileName is the name of the archive below the data directory.
const FileName = "archive.db"

// ErrNewer says that a newer program wrote the archive. It is not touched.
var ErrNewer = errors.New("written by a newer version of uilsearch")

// busyMilliseconds is how long a statement waits for another process that is
// writing. A reader never waits.
const busyMilliseconds = 20_000

// Archive is an open archive. It is safe for concurrent use, and other
// processes may read and write the same file meanwhile.
type Archive struct {
	reader
	db *sql.DB
	// schema is that of the file when it was opened.
	schema int
}

// Open opens the archive at path for reading and writing, creates it where
// there is none, brings an older schema up to date, and forgets the outcomes of
// old runs. A full disk is syscall.ENOSPC here and in all that writes. The directory must
// exist. The error wraps ErrNewer if the schema is newer than this program.
func Open(ctx context.Context, path string) (*Archive, error) {
	a, err := connect(path, url.Values{
		"mode":    {"rwc"},
		"_txlock": {"immediate"},
		"_pragma": {"synchronous(NORMAL)", "foreign_keys(1)"},
	})
	if err != nil {
		return nil, err
	}
	err = a.migrate(ctx)
	if err == nil {
		a.schema = len(migrations)
		err = a.dropOldOutcomes(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("archive %s: %w", path, fault(err)), a.Close())
	}
	return a, nil
}

// OpenReadOnly opens an archive that exists, and never changes it. Its schema may
// be older than that of this program, as long as all that is read is in it. The
// error wraps fs.ErrNotExist if there is none and ErrNewer if its schema is newer
// than this program.
func OpenReadOnly(ctx context.Context, path string) (*Archive, error) {
	return openOlder(ctx, path, oldestReadable)
}

// OpenOlder is OpenReadOnly for an archive of any older schema. Only Check and
// Backup are sure to work.
func OpenOlder(ctx context.Context, path string) (*Archive, error) { return openOlder(ctx, path, 1) }

// openOlder opens an archive whose schema is not older than that named.
func openOlder(ctx context.Context, path string, oldest int) (*Archive, error) {
	if _, err := os.Stat(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("archive %s: %w", path, fs.ErrNotExist)
		}
		return nil, fmt.Errorf("archive %s: %w", path, err)
	}
	a, err := openReadOnly(ctx, path, oldest, url.Values{"mode": {"ro"}})
	if _, log := os.Stat(path + "-wal"); cannotOpen(err) && errors.Is(log, fs.ErrNotExist) {
		// Nobody can write here, and so need not be told that it is being read.
		return openReadOnly(ctx, path, oldest, url.Values{"mode": {"ro"}, "immutable": {"1"}})
	}
	return a, err
}

func openReadOnly(ctx context.Context, path string, oldest int, options url.Values) (*Archive, error) {
	options.Set("_pragma", "query_only(1)")
	a, err := connect(path, options)
	if err != nil {
		return nil, err
	}
	if a.schema, err = a.checkSchema(ctx, oldest); err != nil {
		return nil, errors.Join(fmt.Errorf("archive %s: %w", path, fault(err)), a.Close())
	}
	return a, nil
}

func connect(path string, options url.Values) (*Archive, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("archive %s: %w", path, err)
	}
	options.Set("_busy_timeout", fmt.Sprint(busyMilliseconds))
	// As a URL, so that "?", "#" and "%" in a directory name do no harm.
	name := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: options.Encode()}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, fmt.Errorf("archive %s: %w", path, err)
	}
	return &Archive{reader: reader{db}, db: db}, nil
}

// Close releases the file. Iterators and Runs must have ended.
func (a *Archive) Close() error { return a.db.Close() }

// executor is what a database and a transaction have in common.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}
