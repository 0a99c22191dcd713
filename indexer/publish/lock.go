package publish

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// LockedError says that another run holds the lock.
type LockedError struct {
	// Path is the lock file.
	Path string
	// Holder is what the other run wrote into it: its process, host and
	// start. It is empty where that run has not come to write it yet.
	Holder string
}

// Error says who holds the lock.
func (e *LockedError) Error() string {
	holder := e.Holder
	if holder == "" {
		holder = "not known yet"
	}
	return fmt.Sprintf("another run is under way: %s (lock %s)", holder, e.Path)
}

// errHeld is what flock returns where another process holds the lock.
var errHeld = errors.New("held")

// lockName is the lock file of runs.
const lockName = "reindex.lock"

// LockPath returns the lock file of runs on a data directory.
func LockPath(data string) string { return runPath(data, lockName) }

// Lock takes the lock of runs, or returns a *LockedError at once where
// another run holds it. The operating system lets go of it when the process
// ends, however it ends, so that a lock file left by a dead run holds nobody
// up. The file is for people: it says who holds the lock where there is room for
// that, and is empty when nobody does.
func Lock(path string) (unlock func() error, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	if err := flock(f); err != nil {
		defer f.Close()
		if !errors.Is(err, errHeld) {
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		holder, err := io.ReadAll(io.LimitReader(f, 1<<10))
		if err != nil {
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
		return nil, &LockedError{Path: path, Holder: strings.TrimSpace(string(holder))}
	}
	writeHolder(f)
	return func() error {
		_ = f.Truncate(0)
		return f.Close()
	}, nil
}

// writeHolder replaces what is in the lock file by who this process is. That is
// for people and may fail: on a full disk there is no room for it, and what
// makes room again needs the lock.
func writeHolder(f *os.File) {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	if f.Truncate(0) != nil {
		return
	}
	if _, err := fmt.Fprintf(f, "pid %d on %s since %s\n", os.Getpid(), host, time.Now().UTC().Format(time.RFC3339)); err != nil {
		_ = f.Truncate(0)
	}
}
