package publish

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"
)

// lineLog is a log whose lines come out of a channel. It holds up whoever
// writes more than is read.
type lineLog chan string

func (l lineLog) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
}

// waiting starts LockWait, and returns when that has said whom it waits for.
func waiting(t *testing.T, ctx context.Context, path string, pid int) (result chan error) {
	t.Helper()
	log := make(lineLog, 1)
	result = make(chan error, 1)
	go func() {
		unlock, err := LockWait(ctx, path, time.Hour, slog.New(slog.NewTextHandler(log, nil)))
		if err == nil {
			err = unlock()
		}
		result <- err
	}()
	if line := <-log; !strings.Contains(line, "waiting for another run to end") || !strings.Contains(line, "pid "+strconv.Itoa(pid)+" ") {
		t.Errorf("said %q", line)
	}
	return result
}

func TestLockWait(t *testing.T) {
	path := LockPath(t.TempDir())
	other := hold(t, path)
	result := waiting(t, t.Context(), path, other.Process.Pid)
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := <-result; err != nil {
		t.Errorf("the other run has ended: %v", err)
	}
}

func TestLockWaitIsCancelled(t *testing.T) {
	path := LockPath(t.TempDir())
	other := hold(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	result := waiting(t, ctx, path, other.Process.Pid)
	cancel()
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestLockWaitEnds gives up, at once or after a moment, and says who holds the
// lock.
func TestLockWaitEnds(t *testing.T) {
	path := LockPath(t.TempDir())
	other := hold(t, path)
	for _, wait := range []time.Duration{0, time.Nanosecond, 3 * lockPoll / 2} {
		var locked *LockedError
		if _, err := LockWait(t.Context(), path, wait, nil); !errors.As(err, &locked) || !strings.Contains(locked.Holder, "pid "+strconv.Itoa(other.Process.Pid)) {
			t.Errorf("after %v: %v", wait, err)
		}
	}
}

func TestLockWaitOfAFreeLock(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // who need not wait is not stopped here
	unlock, err := LockWait(ctx, LockPath(t.TempDir()), time.Hour, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := unlock(); err != nil {
		t.Error(err)
	}
}
