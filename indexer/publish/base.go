package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// base is the generation that a new one is compared with: the live one if that
// is good, or else the newest that is.
type base struct {
	found    bool
	manifest generation.Manifest
	// live says that it is the live one. Readable says that this version of the
	// program can search it; one that was written for another analysis can be
	// compared in all but the places of judged pages.
	live, readable bool
	// skipped says why there is none, or why it is not the live one.
	skipped []string
	// damaged names the generations that were found so on the way.
	damaged map[string]bool
}

// base looks for the generation to compare with.
func (o Options) base(ctx context.Context) (base, error) {
	b := base{damaged: map[string]bool{}}
	names, err := o.Store.List()
	if err != nil {
		return b, err
	}
	live, why := o.Store.Current()
	switch {
	case why == nil:
		names = append([]string{live}, slices.DeleteFunc(names, func(n string) bool { return n == live })...)
	case len(names) == 0:
		b.skipped = []string{"nothing was compared: there is no generation yet"}
		return b, nil
	case errors.Is(why, generation.ErrNone):
		why = errors.New("the pointer is missing")
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
	o.Log.Warn("the live generation is not sound and will be replaced", "error", why)
	if b.found {
		b.skipped = []string{fmt.Sprintf("compared with %s, not with the live generation: %v", b.manifest.Generation, why)}
	} else {
		b.skipped = []string{fmt.Sprintf("nothing was compared: %v", why)}
	}
	return b, nil
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
