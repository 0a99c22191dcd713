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
// returns an error nothing was published: ErrEmpty, a *RefusedError, the error of
// ctx, or whatever failed. What it wrote is gone then, unless the error is that
// it could not be removed. Leftovers of killed runs are removed first.
func Run(ctx context.Context, o Options) (Outcome, error) {
	o = o.complete()
	b, err := o.prepare(ctx)
	if err != nil {
		return Outcome{}, fmt.Errorf("publish: %w", err)
	}
	if o.skip(b) {
		o.remembered(ctx, b.manifest)
		return Outcome{Manifest: b.manifest, Unchanged: true}, nil
	}
	building, err := o.create()
	if err != nil {
		return Outcome{}, fmt.Errorf("publish: %w", err)
	}
	out, err := o.run(ctx, b, building)
	if out.Published { // it is no longer where it was built
		return out, nil
	}
	var refused *RefusedError
	if errors.As(err, &refused) {
		refused.Skipped = out.Skipped
	}
	if err = errors.Join(err, building.Discard()); err != nil {
		return Outcome{}, fmt.Errorf("publish: %w", err)
	}
	return out, nil
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

// run does the steps between Create and Discard. With an error it returns what
// it has come to.
func (o Options) run(ctx context.Context, from base, b generation.Building) (out Outcome, err error) {
	out.Skipped = slices.Clone(from.skipped)
	o.Progress("reading")
	m, counts, err := o.build(ctx, b)
	if err != nil {
		return out, err
	}
	if from.live && from.readable && same(from.manifest, m) {
		o.noteSource(from.manifest.Generation)
		o.remembered(ctx, from.manifest)
		return Outcome{Manifest: from.manifest, Unchanged: true}, nil
	}
	o.Progress("verifying")
	if out.Manifest, err = b.Seal(ctx, m); err != nil {
		return out, err
	}
	judged, err := o.check(ctx, b, out.Manifest)
	if err != nil {
		return out, err
	}
	if err := o.compare(ctx, from, b, judged, &out); err != nil {
		return out, err
	}
	if err := o.pass(from, counts, judged, &out); err != nil || o.DryRun {
		return out, err
	}
	o.Progress("publishing")
	if err := o.commit(ctx, b, out.Manifest); err != nil {
		return out, err
	}
	out.Published = true
	if err := savePublication(o.Store, out.Manifest, counts); err != nil {
		o.Log.Warn("what is published was not noted", "error", err)
	}
	out.Removed = o.prune(from)
	endRollbacks(o.Store, o.Log)
	return out, nil
}

// build fills the directory and returns all of the manifest that does not
// depend on the bytes of files, and what is in it.
func (o Options) build(ctx context.Context, b generation.Building) (m generation.Manifest, counts tally, err error) {
	if err := failpoint.Hit("write-taxonomy"); err != nil {
		return m, counts, err
	}
	if err := writeFiles(filepath.Join(b.Dir(), generation.TaxonomyDir), o.Taxonomy); err != nil {
		return m, counts, err
	}
	dir := filepath.Join(b.Dir(), generation.EngineDir)
	if err := os.Mkdir(dir, 0o755); err != nil {
		return m, counts, err
	}
	r, err := newRecorder(b.Dir())
	if err != nil {
		return m, counts, err
	}
	built, err := o.Build(ctx, dir, r.record)
	if err := r.close(cmp.Or(err, ctx.Err(), failpoint.Hit("built"))); err != nil {
		return m, counts, err
	}
	if built.Documents == 0 && r.digest.Len() == 0 {
		return m, counts, ErrEmpty
	}
	if built.Documents != r.digest.Len() {
		return m, counts, unsound(fmt.Errorf("the engine holds %d documents of %d", built.Documents, r.digest.Len()))
	}
	m = o.inputs(built)
	m.BuiltAt = o.Now.UTC().Truncate(time.Second)
	m.Digest, m.Text, m.Source = r.digest.Sum(), r.tally.Text, o.Source
	m.Pages, m.Rejected = o.Counts()
	return m, r.tally, nil
}

// check asks the checks and the judged queries, and reads back what was sealed.
// It does so before the generation gets its name, so that none which failed
// can ever be served; reading comes last to notice if anything wrote to it.
func (o Options) check(ctx context.Context, b generation.Building, m generation.Manifest) ([]placing, error) {
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
func (o Options) compare(ctx context.Context, from base, b generation.Building, judged []placing, out *Outcome) error {
	if o.Rank == nil {
		out.Skipped = append(out.Skipped, "no judged queries were asked: none are configured (reindex.queries)")
	}
	if !from.found {
		return nil
	}
	o.Progress("comparing")
	if err := failpoint.Hit("compare"); err != nil {
		return err
	}
	d, err := compare(ctx, o.Store.Path(from.manifest.Generation), b.Dir())
	if err != nil {
		return fmt.Errorf("compare with %s: %w", from.manifest.Generation, err)
	}
	d.From, d.To = from.manifest.Generation, b.Name()
	if skipped := o.rankBefore(ctx, from, judged); skipped != "" {
		out.Skipped = append(out.Skipped, skipped)
	}
	d.Ranks = changesOfRank(judged)
	out.Diff = d
	return ctx.Err()
}

// commit makes the generation the live one. If the pointer cannot be set the
// generation goes, so that its place on disk is free again.
func (o Options) commit(ctx context.Context, b generation.Building, m generation.Manifest) error {
	if err := cmp.Or(ctx.Err(), failpoint.Hit("commit")); err != nil {
		return err
	}
	if len(m.Forced) > 0 {
		if err := b.Amend(m); err != nil {
			return err
		}
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
func (o Options) prune(from base) (removed []string) {
	if err := failpoint.Hit("prune"); err != nil {
		o.Log.Warn("old generations were not removed", "error", err)
		return nil
	}
	s, damaged, err := newShelf(o.Store, o.Log, from.manifest.Generation, func(name string) error {
		if from.damaged[name] {
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
