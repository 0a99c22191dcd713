package main

import (
	"errors"
	"net"
	"syscall"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer"
	"github.com/uilsearch/uilsearch/indexer/crawl"
	"github.com/uilsearch/uilsearch/indexer/ingest"
	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// The exit codes. Besides these, 128 plus its number says that a signal
// stopped the process cleanly: 130 for an interrupt, 143 for termination.
const (
	exitOK          = 0  // done, or nothing has changed
	exitEmpty       = 10 // there is nothing to index, or nothing to serve
	exitLocked      = 11 // another run holds the lock, or writes to the archive
	exitRejects     = 20 // published, but some pages gave no document
	exitRefused     = 21 // a gate refused, nothing was published
	exitUnreachable = 30 // the source cannot be reached
	exitUsage       = 64 // the command line is wrong
	exitDamaged     = 65 // a generation or the archive is damaged
	exitNoListen    = 69 // the address cannot be listened on
	exitInternal    = 70 // anything else, a panic too
	exitDiskFull    = 75 // out of disk
	exitConfig      = 78 // a setting is wrong
)

// exitError is an error that ends the process with a code of its own.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// exitCode returns the code that a process ends with after an error.
func exitCode(err error) int {
	var (
		own     *exitError
		setting *config.Error
		locked  *publish.LockedError
		refused *publish.RefusedError
		network *net.OpError
	)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return exitDiskFull
	case errors.As(err, &own):
		return own.code
	case errors.As(err, &setting):
		return exitConfig
	case errors.As(err, &locked), errors.Is(err, archive.ErrBusy):
		return exitLocked
	case errors.As(err, &refused), errors.Is(err, indexer.ErrRejects):
		return exitRefused
	case errors.Is(err, indexer.ErrEmpty), errors.Is(err, indexer.ErrNoneTaken), errors.Is(err, publish.ErrEmpty), errors.Is(err, ingest.ErrNothing), errors.Is(err, generation.ErrNone):
		return exitEmpty
	case errors.Is(err, crawl.ErrUnreachable):
		return exitUnreachable
	case archive.IsDamaged(err):
		return exitDamaged
	case errors.As(err, &network) && network.Op == "listen":
		return exitNoListen
	}
	return exitInternal
}
