// Package publish ends a run: it makes a generation of what an engine built,
// checks it, makes it the live one, and removes those that are too old. What
// fails on the way leaves the live one untouched.
package publish

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"time"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// ErrEmpty says that there is no document to publish. An index that answers
// nothing never replaces one that does.
var ErrEmpty = errors.New("there is no document to publish")

// RefusedError says that a check refused the new generation.
type RefusedError struct {
	Reason error
}

// Error gives the reason.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("refused, nothing published: %v", e.Reason)
}

// Unwrap returns the reason.
func (e *RefusedError) Unwrap() error { return e.Reason }

// The files of a run, below the data directory.
const (
	runDir   = "run"
	lockName = "reindex.lock"
)

// LockPath returns the lock file of runs on a data directory.
func LockPath(data string) string { return filepath.Join(data, runDir, lockName) }

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
	// Build writes the engine's files into dir, which is there and empty, and
	// returns the digest of the documents that it wrote.
	Build func(ctx context.Context, dir string) (generation.Built, *generation.Digest, error)
	// Checks look at the sealed generation in dir before it becomes the live
	// one. An error of one refuses it.
	Checks []func(ctx context.Context, dir string, m generation.Manifest) error
	// Now is when the run began; the zero time is taken for the present.
	Now time.Time
	// Log takes what is worth knowing but no reason to fail; nil for none.
	Log *slog.Logger
}

// Outcome says what a run came to.
type Outcome struct {
	// Manifest is that of the live generation at the end.
	Manifest generation.Manifest
	// Published is false where nothing has changed, so that the generation
	// that was live before still is.
	Published bool
	// Removed names the generations that were too old to keep.
	Removed []string
}

// Run builds a generation and publishes it. Where it returns an error nothing
// was published, and what it wrote is gone: ErrEmpty, a *RefusedError, the
// error of ctx, or whatever failed. Leftovers of killed runs are removed
// first.
func Run(ctx context.Context, o Options) (Outcome, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	left, err := o.Store.Sweep()
	if err != nil {
		return Outcome{}, fmt.Errorf("publish: %w", err)
	}
	for _, name := range left {
		o.Log.Info("removed what an earlier run left behind", "name", name)
	}
	name, err := o.Store.NextName(o.Now, rand.Reader)
	if err != nil {
		return Outcome{}, fmt.Errorf("publish: %w", err)
	}
	building, err := o.Store.Create(name)
	if err != nil {
		return Outcome{}, fmt.Errorf("publish: %w", err)
	}
	out, err := o.run(ctx, building)
	if err != nil {
		return Outcome{}, fmt.Errorf("publish: %w", errors.Join(err, building.Discard()))
	}
	return out, building.Discard()
}

// run does the steps between Create and Discard.
func (o Options) run(ctx context.Context, b generation.Building) (Outcome, error) {
	m, err := o.build(ctx, b)
	if err != nil {
		return Outcome{}, err
	}
	live, ok, err := o.live(ctx)
	if err != nil {
		return Outcome{}, err
	}
	if ok && same(live, m) {
		return Outcome{Manifest: live}, nil
	}
	if m, err = b.Seal(ctx, m); err != nil {
		return Outcome{}, err
	}
	if err := o.check(ctx, b, m); err != nil {
		return Outcome{}, err
	}
	if err := o.commit(b); err != nil {
		return Outcome{}, err
	}
	return Outcome{Manifest: m, Published: true, Removed: o.prune()}, nil
}

// build fills the directory and returns all of the manifest that does not
// depend on the bytes of files.
func (o Options) build(ctx context.Context, b generation.Building) (generation.Manifest, error) {
	if err := writeFiles(filepath.Join(b.Dir(), generation.TaxonomyDir), o.Taxonomy); err != nil {
		return generation.Manifest{}, err
	}
	dir := filepath.Join(b.Dir(), generation.EngineDir)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return generation.Manifest{}, err
	}
	built, digest, err := o.Build(ctx, dir)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return generation.Manifest{}, err
	}
	if built.Documents == 0 && digest.Len() == 0 {
		return generation.Manifest{}, ErrEmpty
	}
	if built.Documents != digest.Len() {
		return generation.Manifest{}, &RefusedError{fmt.Errorf("the engine holds %d documents of %d", built.Documents, digest.Len())}
	}
	return generation.Manifest{
		Format:   generation.Format,
		BuiltAt:  o.Now.UTC().Truncate(time.Second),
		Analysis: o.Analysis,
		Built:    built,
		Config:   o.Config,
		Taxonomy: generation.HashFiles(o.Taxonomy),
		Digest:   digest.Sum(),
	}, nil
}

// live returns the manifest of the live generation if it is sound.
func (o Options) live(ctx context.Context) (m generation.Manifest, ok bool, err error) {
	name, err := o.Store.Current()
	if err == nil {
		m, err = o.Store.Verify(ctx, name, o.Analysis)
	}
	if ctx.Err() != nil {
		return m, false, ctx.Err()
	}
	if err != nil && !errors.Is(err, generation.ErrNone) {
		o.Log.Warn("the live generation is not sound and will be replaced", "error", err)
	}
	return m, err == nil, nil
}

// same reports whether two generations answer alike: whatever went into them
// is equal.
func same(a, b generation.Manifest) bool {
	return a.Format == b.Format && a.Analysis == b.Analysis &&
		a.Engine == b.Engine && maps.Equal(a.Versions, b.Versions) && a.Mapping == b.Mapping &&
		a.Config == b.Config && a.Taxonomy == b.Taxonomy &&
		a.Documents == b.Documents && a.Digest == b.Digest
}

// check reads back what was sealed, and asks the checks. They run before the
// generation gets its name, so that none which failed can ever be served; the
// second reading notices a check that wrote to it.
func (o Options) check(ctx context.Context, b generation.Building, m generation.Manifest) error {
	for _, check := range o.Checks {
		if err := check(ctx, b.Dir(), m); err != nil {
			return cmp.Or(ctx.Err(), error(&RefusedError{err}))
		}
	}
	if _, err := b.Verify(ctx, o.Analysis); err != nil {
		return cmp.Or(ctx.Err(), error(&RefusedError{err}))
	}
	return nil
}

// commit makes the generation the live one. If the pointer cannot be set the
// generation goes, so that its place on disk is free again.
func (o Options) commit(b generation.Building) error {
	err := b.Commit()
	if err == nil {
		err = o.Store.SetCurrent(b.Name())
	}
	if err == nil {
		return nil
	}
	if removeErr := o.Store.Remove(b.Name()); !errors.Is(removeErr, os.ErrNotExist) {
		err = errors.Join(err, removeErr)
	}
	return err
}

// prune removes all but the newest generations. The new one is live already,
// so that what goes wrong here is no reason to fail.
func (o Options) prune() (removed []string) {
	names, err := o.Store.List()
	if err != nil {
		o.Log.Warn("old generations were not removed", "error", err)
	}
	current, err := o.Store.Current()
	if err != nil {
		o.Log.Warn("old generations were not removed", "error", err)
		return nil
	}
	kept := 1
	for _, name := range names {
		if name == current {
			continue
		}
		if kept < o.Keep {
			kept++
			continue
		}
		if err := o.Store.Remove(name); err != nil {
			o.Log.Warn("an old generation was not removed", "generation", name, "error", err)
			continue
		}
		removed = append(removed, name)
	}
	return removed
}

// writeFiles writes files into a new directory.
func writeFiles(dir string, files map[string][]byte) error {
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return fmt.Errorf("%q is no name of a file in a generation", name)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
