package publish

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// ErrEmpty says that there is no document to publish. An index that answers
// nothing never replaces one that does.
var ErrEmpty = errors.New("there is no document to publish")

// RefusedError says that the new generation is not fit to be published. The
// live one is untouched.
type RefusedError struct {
	// Reasons are all that speak against it, at least one.
	Reasons []string
	// Diff is how it differs from the live one, nil where that was not
	// compared.
	Diff *Diff
	// Skipped says what was not checked, and why.
	Skipped []string
	// cause is the error of a check, nil where a gate refused.
	cause error
}

// unsound returns the refusal of a generation that a check found wrong.
func unsound(err error) error { return &RefusedError{Reasons: []string{err.Error()}, cause: err} }

// Error gives the reasons, and what to do if they are none.
func (e *RefusedError) Error() string {
	text := "refused, nothing published: " + strings.Join(e.Reasons, "; ")
	if e.cause == nil {
		text += "; if all is as it should be, --force publishes it all the same"
	}
	return text
}

// Unwrap returns the error of the check that refused, or nil.
func (e *RefusedError) Unwrap() error { return e.cause }

// runDir is the directory of what is known about runs, below the data
// directory.
const runDir = "run"

// Options say what to publish and where.
type Options struct {
	// Store is where generations are. The caller holds the Lock of its data
	// directory.
	Store generation.Store
	// Keep is how many generations stay, the new one among them: at least 1.
	Keep int
	// Analysis is analysis.Version, Config a hash over the settings that
	// shape an index.
	Analysis int
	Config   string
	// Taxonomy holds the files that the generation carries, by name.
	Taxonomy map[string][]byte
	// Source is a hash over the pages that go in and how they are read. Where
	// it is that of the live generation, and Identity and all else that shapes
	// an index too, nothing is built. Empty if it is not known.
	Source string
	// Identity holds the Engine, Versions and Mapping that Build would return.
	Identity generation.Built
	// Build writes the engine's files into dir, which is there and empty. It
	// must pass all documents through record on their way to the engine, once.
	Build func(ctx context.Context, dir string, record func(Documents) Documents) (generation.Built, error)
	// Counts, which may be nil, is asked after Build how many pages it has read,
	// and how many of them gave no document.
	Counts func() (pages, rejected int)
	// Checks look at the sealed generation in dir before it becomes the live
	// one. An error of one refuses it, Force or not.
	Checks []func(ctx context.Context, dir string, m generation.Manifest) error
	// Rank says where judged pages stand in the generation in dir, in the same
	// order each time. It is asked of the new one and of the one that is
	// compared with. It may be nil: there are no judged queries.
	Rank func(ctx context.Context, dir string, m generation.Manifest) ([]Ranking, error)
	// Gate says how much worse the new generation may be.
	Gate Gate
	// Force publishes although the gate refuses.
	Force bool
	// DryRun does everything but publish.
	DryRun bool
	// Progress, which may be nil, is told what is being done: "reading",
	// "verifying", "comparing", "publishing".
	Progress func(stage string)
	// Now is when the run began; the zero time is taken for the present.
	Now time.Time
	// Log takes what is worth knowing but no reason to fail; nil for none.
	Log *slog.Logger
}

// complete returns the options with what may be left out.
func (o Options) complete() Options {
	o.Log = logger(o.Log)
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if o.Counts == nil {
		o.Counts = func() (int, int) { return 0, 0 }
	}
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	return o
}

// logger returns the logger, or one that keeps silent.
func logger(l *slog.Logger) *slog.Logger {
	if l == nil {
		return slog.New(slog.DiscardHandler)
	}
	return l
}

// runPath returns the path of a file about runs.
func runPath(data, name string) string { return filepath.Join(data, runDir, name) }

// Outcome says what a run came to.
type Outcome struct {
	// Manifest is that of the live generation at the end, or where a dry run
	// found changes, that of the generation it would have published.
	Manifest generation.Manifest
	// Published says that the new generation is live, Unchanged that there is
	// nothing new, so that the live one stays. After a dry run that found
	// changes both are false.
	Published, Unchanged bool
	// Removed names the generations that were too old to keep.
	Removed []string
	// Diff says what has changed, nil where there was nothing to compare with
	// and where nothing has changed.
	Diff *Diff
	// Forced are the reasons for which the gate would have refused. The
	// manifest holds them too.
	Forced []string
	// Skipped says what was not checked, and why.
	Skipped []string
}
