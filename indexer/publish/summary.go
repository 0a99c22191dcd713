package publish

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// summaryName is the file that holds the summary of the last run.
const summaryName = "last-run.json"

// The outcomes that a Summary gives.
const (
	OutcomePublished = "published"
	OutcomeUnchanged = "unchanged"
	OutcomeFailed    = "failed"
)

// Summary says how a run went, for people and monitors.
type Summary struct {
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished"`
	// Outcome is OutcomePublished, OutcomeUnchanged or OutcomeFailed, Error
	// why it failed, ExitCode what the process ended with.
	Outcome  string `json:"outcome"`
	Error    string `json:"error,omitempty"`
	ExitCode int    `json:"exit_code"`
	// Generation is the live one at the end, empty where there is none.
	Generation string `json:"generation"`
	// Pages counts what was read, Rejected what gave no document, Documents
	// what the generation holds.
	Pages     int `json:"pages"`
	Rejected  int `json:"rejected"`
	Documents int `json:"documents"`
	// Removed names the generations that were too old to keep.
	Removed []string `json:"removed,omitempty"`
}

// Save writes the summary below the data directory, and removes what killed
// runs left of theirs. The caller holds the Lock.
func (s Summary) Save(data string) error {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return fmt.Errorf("save summary: %w", err)
	}
	path := filepath.Join(data, runDir, summaryName)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("save summary: %w", err)
	}
	if err := generation.WriteFile(path, append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("save summary: %w", err)
	}
	if err := generation.RemoveTemporary(filepath.Dir(path)); err != nil {
		return fmt.Errorf("save summary: %w", err)
	}
	return nil
}

// LastRun returns the summary of the last run on the data directory. Where
// there was none the error is fs.ErrNotExist.
func LastRun(data string) (Summary, error) {
	b, err := os.ReadFile(filepath.Join(data, runDir, summaryName))
	if err != nil {
		return Summary{}, fmt.Errorf("last run: %w", err)
	}
	var s Summary
	if err := json.Unmarshal(b, &s); err != nil {
		return Summary{}, fmt.Errorf("last run: %w", err)
	}
	return s, nil
}
