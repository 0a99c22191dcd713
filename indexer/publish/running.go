package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

const (
	// runningName is the file that is there while a run is, and after one that
	// came to no summary.
	runningName = "running.json"
	// dryRunName is the file that holds the summary of the last dry run.
	dryRunName = "last-dry-run.json"
)

// running is what the file says.
type running struct {
	Started time.Time `json:"started"`
	PID     int       `json:"pid"`
}

// MarkRunning notes below the data directory that a run has begun, until its
// Summary is saved. Where that never comes, because the run was killed or had
// no room for it, the note says that the summary of the last run is that of an
// earlier one. The caller holds the Lock.
func MarkRunning(data string, started time.Time) error {
	if err := saveJSON(data, runningName, running{started.UTC(), os.Getpid()}); err != nil {
		return fmt.Errorf("note that a run has begun: %w", err)
	}
	return nil
}

// endRunning takes the note away.
func endRunning(data string) error {
	err := os.Remove(runPath(data, runningName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
