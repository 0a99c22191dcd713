package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// base is what a new generation is compared with: the live one if that is
// good, or else the one that would be served in its place.
type base struct {
	found    bool
	manifest generation.Manifest
	// live says that it is the live one. Readable says that this version of the
	// program can search it; one that was written for another analysis can be
	// compared in all but the places of judged pages.
	live, readable bool
	// counts are what is known of the last publication where none was found.
	// They may be nil.
	counts *publication
	// skipped says why there is none, or why it is not the live one.
	skipped []string
	// damaged names the generations that were found so on the way.
	damaged map[string]bool
}

// base looks for the generation to compare with.
func (o Options) base(ctx context.Context) (base, error) {
	b := base{damaged: map[string]bool{}}
	names, live, why, err := o.candidates()
	if err != nil {
		return b, err
	}
	for _, name := range names {
		problem, err := o.try(ctx, &b, name)
		if err != nil {
			return b, err
		}
		if name == live {
			why = problem
		}
		if b.found {
			break
		}
	}
	if b.live = b.found && b.manifest.Generation == live; b.live {
		return b, nil
	}
	if len(names) > 0 {
		o.Log.Warn("the live generation is not sound and will be replaced", "error", why)
	}
	last, known := o.lastPublication()
	switch {
	case b.found:
		b.skipped = []string{fmt.Sprintf("compared with %s, not with the live generation: %v", b.manifest.Generation, why)}
	case known:
		b.counts = &last
		b.skipped = []string{fmt.Sprintf("pages were not compared, but only the counts of %s: %v", last.Generation, why)}
	default:
		b.skipped = []string{fmt.Sprintf("nothing was compared: %v", why)}
	}
	return b, nil
}

// candidates returns the generations to compare with in the order in which they
// would be served, without those that were rolled back. Where the pointer names
// none it says why.
func (o Options) candidates() (names []string, live string, why, err error) {
	live, why = o.Store.Current()
	if !errors.Is(why, generation.ErrNone) && notDamage(why) {
		return nil, "", nil, why
	}
	if names, _, err = o.Store.Candidates(); err != nil {
		return nil, "", nil, err
	}
	past := rolledBackOf(o.Store, o.Log)
	names = slices.DeleteFunc(names, func(name string) bool { return name != live && past.has(name) })
	switch {
	case len(names) == 0 && why == nil:
		names = []string{live}
	case errors.Is(why, generation.ErrNone) && len(names) == 0:
		why = errors.New("there is no generation yet")
	case errors.Is(why, generation.ErrNone):
		why = errors.New("the pointer is missing")
	}
	return names, live, why, nil
}

// notDamage reports whether an error says nothing of a generation, but that it
// could not be looked at.
func notDamage(err error) bool {
	var d *generation.Damage
	return err != nil && !errors.As(err, &d)
}

// try takes a generation as the one to compare with if it is good, or else
// tells what is wrong with it. The error ends the run.
func (o Options) try(ctx context.Context, b *base, name string) (problem, err error) {
	m, problem := o.Store.Verify(ctx, name, o.Analysis)
	b.readable = problem == nil
	var d *generation.Damage
	if errors.As(problem, &d) && d.Outdated {
		m, problem = o.Store.Verify(ctx, name, generation.AnyAnalysis)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if notDamage(problem) {
		return nil, problem
	}
	b.manifest, b.found = m, problem == nil
	if errors.As(problem, &d) && !d.Outdated {
		b.damaged[name] = true
	}
	return problem, nil
}

// inputs returns the part of a manifest that says how documents become an
// index.
func (o Options) inputs(built generation.Built) generation.Manifest {
	return generation.Manifest{
		Format:   generation.Format,
		Analysis: o.Analysis,
		Built:    built,
		Config:   o.Config,
		Taxonomy: generation.HashFiles(o.Taxonomy),
	}
}

// sameInputs reports whether two generations would be alike if their documents
// were.
func sameInputs(a, b generation.Manifest) bool {
	return a.Format == b.Format && a.Analysis == b.Analysis &&
		a.Engine == b.Engine && maps.Equal(a.Versions, b.Versions) && a.Mapping == b.Mapping &&
		a.Config == b.Config && a.Taxonomy == b.Taxonomy
}

// same reports whether two generations answer alike: whatever went into them
// is equal.
func same(a, b generation.Manifest) bool {
	return sameInputs(a, b) && a.Documents == b.Documents && a.Digest == b.Digest
}
