package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// ErrNoOlder says that there is nothing to roll back to.
var ErrNoOlder = errors.New("no good generation is older than the live one")

// RollbackOptions say what to roll back to.
type RollbackOptions struct {
	// Store is where generations are. The caller holds the Lock of its data
	// directory.
	Store generation.Store
	// To names the generation that is to be live, or is empty for the newest
	// good one that is older than the live one.
	To string
	// Analysis is analysis.Version.
	Analysis int
	// Now is kept with what was rolled back; the zero time is taken for the
	// present.
	Now time.Time
	// Log takes what is worth knowing but no reason to fail; nil for none.
	Log *slog.Logger
}

// Rollback makes another generation the live one after reading it completely,
// and remembers the one it came from, so that no run publishes the same again
// unless it is forced to. It returns both names; from is empty where the
// pointer was lost. After an error the live generation is what it was:
// ErrNoOlder, a *generation.Damage where the generation named is not there or
// not sound, or whatever failed.
func Rollback(ctx context.Context, o RollbackOptions) (from, to string, err error) {
	o.Log = logger(o.Log)
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	from, err = o.Store.Current()
	if err != nil && o.To == "" {
		return "", "", fmt.Errorf("rollback: name the generation that is to be live: %w", err)
	}
	target, err := o.target(ctx, from)
	if err == nil {
		err = o.remember(from, target)
	}
	if err == nil {
		err = setCurrent(o.Store, target.Generation, o.Log)
	}
	if err != nil {
		return from, "", fmt.Errorf("rollback: %w", err)
	}
	if err := rememberPublication(ctx, o.Store, target); err != nil {
		o.Log.Warn("what is published now was not noted", "error", err)
	}
	return from, target.Generation, nil
}

// target returns the generation to roll back to, verified.
func (o RollbackOptions) target(ctx context.Context, from string) (generation.Manifest, error) {
	names, err := o.Store.List()
	if err != nil {
		return generation.Manifest{}, err
	}
	if o.To != "" {
		return o.named(ctx, from, names)
	}
	problems := []error{ErrNoOlder}
	for _, name := range names {
		if name >= from {
			continue
		}
		m, err := o.Store.Verify(ctx, name, o.Analysis)
		if err == nil || ctx.Err() != nil {
			return m, err
		}
		o.Log.Warn("an older generation cannot be served", "generation", name, "error", err)
		problems = append(problems, err)
	}
	return generation.Manifest{}, join(problems)
}

// named verifies the generation that was asked for.
func (o RollbackOptions) named(ctx context.Context, from string, names []string) (generation.Manifest, error) {
	if o.To == from {
		return generation.Manifest{}, fmt.Errorf("%s is the live generation", o.To)
	}
	m, err := o.Store.Verify(ctx, o.To, o.Analysis)
	if err != nil && !slices.Contains(names, o.To) {
		err = fmt.Errorf("%w; there are: %s", err, strings.Join(names, ", "))
	}
	return m, err
}

// join is errors.Join on one line.
func join(errs []error) error {
	texts := make([]string, len(errs)-1)
	for i, err := range errs[1:] {
		texts[i] = err.Error()
	}
	if len(texts) == 0 {
		return errs[0]
	}
	return fmt.Errorf("%w (%s)", errs[0], strings.Join(texts, "; "))
}

// setCurrent moves the pointer. If that cannot be made to outlive a power cut
// it has moved nevertheless: the generation is live, and the log says the rest.
func setCurrent(s generation.Store, name string, log *slog.Logger) error {
	err := s.SetCurrent(name)
	if err == nil {
		return nil
	}
	if current, readErr := s.Current(); readErr != nil || current != name {
		return err
	}
	log.Warn("the generation is live, but a power cut may undo that", "generation", name, "error", err)
	return nil
}

// rolledBackName is the file that holds what was rolled back from.
const rolledBackName = "rolled-back.json"

// rolledBack is a generation that was rolled back from.
type rolledBack struct {
	Generation string `json:"generation"`
	// Manifest is its manifest without its files, empty where that could not be
	// read.
	Manifest generation.Manifest `json:"manifest"`
	Time     time.Time           `json:"time"`
	// Over says that something else was published since, so that the same may be
	// published again. The generation is still nothing to compare with.
	Over bool `json:"over,omitempty"`
}

// rollbacks are the generations that were rolled back from, as long as they are
// there.
type rollbacks []rolledBack

func (past rollbacks) has(name string) bool {
	return slices.ContainsFunc(past, func(r rolledBack) bool { return r.Generation == name })
}

// remember notes that from was rolled back, and that to is wanted again. It
// comes before the pointer moves: if the process ends in between, the live
// generation is noted, which stops nothing.
func (o RollbackOptions) remember(from string, to generation.Manifest) error {
	past := slices.DeleteFunc(rolledBackOf(o.Store, o.Log), func(r rolledBack) bool {
		return r.Generation == to.Generation || same(r.Manifest, to) || r.Generation == from
	})
	if to.Generation < from {
		// The one that is left may be damaged; its name is worth keeping then.
		m, err := o.Store.Glance(from, generation.AnyAnalysis)
		if err != nil {
			o.Log.Warn("the content of the generation that was live is not known", "error", err)
		}
		m.Files, m.Fields = nil, nil
		past = append(past, rolledBack{Generation: from, Manifest: m, Time: o.Now.UTC().Truncate(time.Second)})
	}
	return saveJSON(o.Store.Data(), rolledBackName, past)
}

// rolledBackOf returns what was rolled back.
func rolledBackOf(s generation.Store, log *slog.Logger) rollbacks {
	var past rollbacks
	err := loadJSON(s.Data(), rolledBackName, &past)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		log.Warn("what was rolled back is not known", "error", err)
		return nil
	}
	return past
}

// endRollbacks notes that something new is live: what was rolled back may be
// published again. What is not there any more is forgotten.
func endRollbacks(s generation.Store, log *slog.Logger) {
	past := rolledBackOf(s, log)
	names, err := s.List()
	if err == nil {
		past = slices.DeleteFunc(past, func(r rolledBack) bool { return !slices.Contains(names, r.Generation) })
		for i := range past {
			past[i].Over = true
		}
		if len(past) > 0 {
			err = saveJSON(s.Data(), rolledBackName, past)
		} else if err = os.Remove(runPath(s.Data(), rolledBackName)); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err != nil {
		log.Warn("what was rolled back is not forgotten", "error", err)
	}
}
