// Package publish ends a run: it makes a generation of what an engine built,
// checks it, compares it with the live one, makes it the live one unless it is
// worse, and removes those that are too old. What fails on the way leaves the
// live one untouched. It also takes a generation back, and clears up.
package publish

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/uilsearch/uilsearch/internal/failpoint"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// Run builds a generation and publishes it, unless nothing has changed. Where it
// returns an error nothing was published, and what it wrote is gone: ErrEmpty,
// a *RefusedError, the error of ctx, or whatever failed. Leftovers of killed
// runs are removed first.
func Run(ctx context.Context, o Options) (Outcome, error) {
	o = o.complete()
	b, err := o.prepare(ctx)
	if err != nil {
		return Outcome{}, fmt.Errorf("publish: %w", err)
	}
	if o.skip(b) {
		return Outcome{Manifest: b.manifest, Unchanged: true}, nil
	}
	building, err := o.create()
	if err != nil {
		return Outcome{}, fmt.Errorf("publish: %w", err)
	}
	out, err := o.run(ctx, b, building)
	if err != nil {
		return Outcome{}, fmt.Errorf("publish: %w", errors.Join(err, building.Discard()))
	}
	return out, building.Discard()
}

// prepare clears up, and looks at what is there.
func (o Options) prepare(ctx context.Context) (base, error) {
	if err := failpoint.Hit("sweep"); err != nil {
		return base{}, err
	}
	left, err := o.Store.Sweep()
	if err != nil {
		return base{}, err
	}
	for _, name := range left {
		o.Log.Info("removed what an earlier run left behind", "name", name)
	}
	return o.base(ctx)
}

// create makes an empty generation.
func (o Options) create() (generation.Building, error) {
	if err := failpoint.Hit("create"); err != nil {
		return generation.Building{}, err
	}
	name, err := o.Store.NextName(o.Now, rand.Reader)
	if err != nil {
		return generation.Building{}, err
	}
	return o.Store.Create(name)
}

// run does the steps between Create and Discard.
func (o Options) run(ctx context.Context, base base, b generation.Building) (Outcome, error) {
	o.Progress("reading")
	m, err := o.build(ctx, b)
	if err != nil {
		return Outcome{}, err
	}
	if base.live && base.readable && same(base.manifest, m) {
		o.noteSource(base.manifest.Generation)
		return Outcome{Manifest: base.manifest, Unchanged: true}, nil
	}
	o.Progress("verifying")
	if m, err = b.Seal(ctx, m); err != nil {
		return Outcome{}, err
	}
	judged, err := o.check(ctx, b, m)
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Manifest: m, Skipped: slices.Clone(base.skipped)}
	if err := o.compare(ctx, base, b, judged, &out); err != nil {
		return Outcome{}, err
	}
	if err := o.pass(judged, &out); err != nil || o.DryRun {
		return out, err
	}
	o.Progress("publishing")
	if err := o.commit(ctx, b); err != nil {
		return Outcome{}, err
	}
	out.Published = true
	out.Removed = o.prune(base)
	forgetRollbacks(o.Store, o.Log)
	return out, nil
}

// build fills the directory and returns all of the manifest that does not
// depend on the bytes of files.
func (o Options) build(ctx context.Context, b generation.Building) (generation.Manifest, error) {
	if err := failpoint.Hit("write-taxonomy"); err != nil {
		return generation.Manifest{}, err
	}
	if err := writeFiles(filepath.Join(b.Dir(), generation.TaxonomyDir), o.Taxonomy); err != nil {
		return generation.Manifest{}, err
	}
	dir := filepath.Join(b.Dir(), generation.EngineDir)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return generation.Manifest{}, err
	}
	r, err := newRecorder(b.Dir())
	if err != nil {
		return generation.Manifest{}, err
	}
	built, err := o.Build(ctx, dir, r.record)
	if err := r.close(cmp.Or(err, ctx.Err(), failpoint.Hit("built"))); err != nil {
		return generation.Manifest{}, err
	}
	if built.Documents == 0 && r.digest.Len() == 0 {
		return generation.Manifest{}, ErrEmpty
	}
	if built.Documents != r.digest.Len() {
		return generation.Manifest{}, unsound(fmt.Errorf("the engine holds %d documents of %d", built.Documents, r.digest.Len()))
	}
	m := o.inputs(built)
	m.BuiltAt = o.Now.UTC().Truncate(time.Second)
	m.Digest, m.Text, m.Source = r.digest.Sum(), r.text, o.Source
	return m, nil
}

// check asks the checks and the judged queries, and reads back what was sealed.
// It does so before the generation gets its name, so that none which failed
// can ever be served; reading comes last to notice if anything wrote to it.
func (o Options) check(ctx context.Context, b generation.Building, m generation.Manifest) ([]judged, error) {
	for _, check := range o.Checks {
		if err := check(ctx, b.Dir(), m); err != nil {
			return nil, cmp.Or(ctx.Err(), unsound(err))
		}
	}
	judged, err := o.rank(ctx, b.Dir(), m)
	if err != nil {
		return nil, cmp.Or(ctx.Err(), err)
	}
	if _, err := b.Verify(ctx, o.Analysis); err != nil {
		return nil, cmp.Or(ctx.Err(), unsound(err))
	}
	return judged, nil
}

// compare fills in what has changed and what could not be compared.
func (o Options) compare(ctx context.Context, base base, b generation.Building, judged []judged, out *Outcome) error {
	if o.Rank == nil {
		out.Skipped = append(out.Skipped, "no judged queries were asked: none are configured (reindex.queries)")
	}
	if !base.found {
		return nil
	}
	o.Progress("comparing")
	if err := failpoint.Hit("compare"); err != nil {
		return err
	}
	d, err := compare(ctx, o.Store.Path(base.manifest.Generation), b.Dir())
	if err != nil {
		return fmt.Errorf("compare with %s: %w", base.manifest.Generation, err)
	}
	d.From, d.To = base.manifest.Generation, b.Name()
	if skipped := o.rankBefore(ctx, base, judged); skipped != "" {
		out.Skipped = append(out.Skipped, skipped)
	}
	d.Ranks = changesOfRank(judged)
	out.Diff = d
	return ctx.Err()
}

// pass asks the gate.
func (o Options) pass(judged []judged, out *Outcome) error {
	if err := failpoint.Hit("gate"); err != nil {
		return err
	}
	reasons := o.Gate.reasons(out.Diff, judged)
	for _, r := range rolledBackOf(o.Store, o.Log) {
		if r.Digest == out.Manifest.Digest {
			reasons = append(reasons, fmt.Sprintf("its documents are those of %s, which was rolled back on %s", r.Generation, r.Time.Format(time.DateOnly)))
		}
	}
	switch {
	case len(reasons) == 0:
		return nil
	case !o.Force:
		return &RefusedError{Reasons: reasons, Diff: out.Diff}
	}
	out.Forced = reasons
	o.Log.Warn("the gate was overridden", "reasons", reasons)
	return nil
}

// commit makes the generation the live one. If the pointer cannot be set the
// generation goes, so that its place on disk is free again.
func (o Options) commit(ctx context.Context, b generation.Building) error {
	if err := cmp.Or(ctx.Err(), failpoint.Hit("commit")); err != nil {
		return err
	}
	err := b.Commit()
	if err == nil {
		err = setCurrent(o.Store, b.Name(), o.Log)
	}
	if err == nil {
		return nil
	}
	if removeErr := o.Store.Remove(b.Name()); !errors.Is(removeErr, os.ErrNotExist) {
		err = errors.Join(err, removeErr)
	}
	return err
}

// prune removes the generations that are too many. The new one is live already,
// so that what goes wrong here is no reason to fail. It does not read them
// completely, which would take longer than the run: damaged ones that it
// notices are left to gc, and do not count.
func (o Options) prune(base base) (removed []string) {
	if err := failpoint.Hit("prune"); err != nil {
		o.Log.Warn("old generations were not removed", "error", err)
		return nil
	}
	s, damaged, err := newShelf(o.Store, o.Log, base.manifest.Generation, func(name string) error {
		if base.damaged[name] {
			return &generation.Damage{Generation: name, Reason: "was found damaged"}
		}
		_, err := o.Store.Glance(name, o.Analysis)
		return err
	})
	if err != nil {
		o.Log.Warn("old generations were not removed", "error", err)
		return nil
	}
	for _, d := range damaged {
		o.Log.Warn("a generation is damaged; uilsearch gc sets it aside", "error", d)
	}
	for _, name := range s.surplus(o.Keep) {
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
