package publish

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// lockPoll is how often LockWait tries again. It asks the operating system for
// next to nothing.
const lockPoll = 100 * time.Millisecond

// LockWait is Lock, but waits for another run to end: wait at most, or not at
// all where that is 0. It says in log, which may be nil, whom it waits for.
// After the wait the error is the *LockedError of Lock; where ctx ends first it
// is that of ctx.
func LockWait(ctx context.Context, path string, wait time.Duration, log *slog.Logger) (unlock func() error, err error) {
	var locked *LockedError
	unlock, err = Lock(path)
	if wait <= 0 || !errors.As(err, &locked) {
		return unlock, err
	}
	said := waitingFor(logger(log), locked, "")
	end := time.NewTimer(wait)
	defer end.Stop()
	again := time.NewTicker(lockPoll)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-end.C:
			return Lock(path)
		case <-again.C:
		}
		if unlock, err = Lock(path); !errors.As(err, &locked) {
			return unlock, err
		}
		said = waitingFor(logger(log), locked, said)
	}
}

// waitingFor tells whom the run waits for, unless that was said, and returns
// it. A run that has not come to write who it is is not worth a line.
func waitingFor(log *slog.Logger, locked *LockedError, said string) string {
	if locked.Holder != "" && locked.Holder != said {
		log.Info("waiting for another run to end", "holder", locked.Holder, "lock", locked.Path)
	}
	return locked.Holder
}
