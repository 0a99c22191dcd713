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
	OutcomeRefused   = "refused"
	OutcomeFailed    = "failed"
	OutcomeDryRun    = "dry-run"
)

// Summary says how a run went, for people and monitors.
type Summary struct {
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished"`
	// Outcome is one of the constants above, Error why it failed or was
	// refused, ExitCode what the process ended with.
	Outcome  string `json:"outcome"`
	Error    string `json:"error,omitempty"`
	ExitCode int    `json:"exit_code"`
	// Generation is the live one at the end, empty where there is none.
	Generation string `json:"generation"`
	// Pages counts what was read, Rejected what gave no document, Documents
	// what the generation holds. Where nothing was read because nothing has
	// changed, they are those of the live generation.
	Pages     int `json:"pages"`
	Rejected  int `json:"rejected"`
	Documents int `json:"documents"`
	// LeftOut counts the pages that a restriction of the run did not take.
	LeftOut int `json:"left_out,omitempty"`
	// Removed names the generations that were too old to keep.
	Removed []string `json:"removed,omitempty"`
	// DryRun says that nothing was to be published.
	DryRun bool `json:"dry_run,omitempty"`
	// Refused are the reasons for which nothing was published, Forced those for
	// which nothing would have been, had the gate not been overridden. Skipped
	// says what was not checked, and why.
	Refused []string `json:"refused,omitempty"`
	Forced  []string `json:"forced,omitempty"`
	Skipped []string `json:"skipped,omitempty"`
	// Conflicts counts the pages that name as their own an address that
	// another page has.
	Conflicts int `json:"conflicts,omitempty"`
	// Crawl is what the run fetched first, nil where it did not crawl.
	Crawl *Crawled `json:"crawl,omitempty"`
	// Overrides says what became of those of curators, nil where there is no
	// file of them or no run has read the pages with it.
	Overrides *Overrides `json:"overrides,omitempty"`
	// Diff is a Diff.Short.
	Diff *Diff `json:"diff,omitempty"`
}

// Crawled says what the crawl came to that a run began with. The numbers are
// addresses by what became of them, over all calls that the crawl took.
type Crawled struct {
	// Run is the name of the crawl in the archive, empty where it did not
	// come to begin. Resumed says that it began in an earlier run.
	Run       string `json:"run,omitempty"`
	Resumed   bool   `json:"resumed,omitempty"`
	Ingested  int    `json:"ingested"`
	Unchanged int    `json:"unchanged"`
	Skipped   int    `json:"skipped"`
	Failed    int    `json:"failed"`
	Gone      int    `json:"gone"`
	// Waiting is how many addresses are left for the next run; TimeUp says
	// that this is because the crawl took as long as it may.
	Waiting int  `json:"waiting"`
	TimeUp  bool `json:"time_up,omitempty"`
	// Unreachable are the hosts of sites that gave no answer, with the
	// reason. Error is why the crawl failed as a whole.
	Unreachable []string `json:"unreachable,omitempty"`
	Error       string   `json:"error,omitempty"`
}

// Save writes the summary below the data directory, and removes what killed
// runs left of theirs. That of a dry run, which is no run to a monitor, has a
// file of its own. The caller holds the Lock.
func (s Summary) Save(data string) error {
	name := summaryName
	if s.DryRun {
		name = dryRunName
	}
	err := saveJSON(data, name, s)
	if err == nil && !s.DryRun {
		err = endRunning(data)
	}
	if err == nil {
		err = generation.RemoveTemporary(filepath.Join(data, runDir))
	}
	if err != nil {
		return fmt.Errorf("save summary: %w", err)
	}
	return nil
}

// LastRun returns the summary of the last run on the data directory. Where
// there was none the error is fs.ErrNotExist.
func LastRun(data string) (Summary, error) {
	var s Summary
	if err := loadJSON(data, summaryName, &s); err != nil {
		return Summary{}, fmt.Errorf("last run: %w", err)
	}
	return s, nil
}

// saveJSON writes a file about runs, which is at any moment the old one or the
// new one.
func saveJSON(data, name string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	path := runPath(data, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return generation.WriteFile(path, append(b, '\n'), 0o644)
}

// loadJSON reads a file about runs.
func loadJSON(data, name string, v any) error {
	b, err := os.ReadFile(runPath(data, name))
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%s: %w", runPath(data, name), err)
	}
	return nil
}
