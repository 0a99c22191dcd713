package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// verdict is what verify says of one generation.
type verdict struct {
	Generation string `json:"generation"`
	Live       bool   `json:"live"`
	Good       bool   `json:"good"`
	// Reason says what is wrong, Aside where the generation was put.
	Reason string `json:"reason,omitempty"`
	Aside  string `json:"aside,omitempty"`
}

// archiveVerdict is what verify says of the archive.
type archiveVerdict struct {
	Good   bool   `json:"good"`
	Reason string `json:"reason,omitempty"`
}

// verdicts are what verify says of all it looked at.
type verdicts struct {
	// Archive is nil where it was not looked at, or where there is none.
	Archive     *archiveVerdict `json:"archive,omitempty"`
	Generations []verdict       `json:"generations"`
}

// good reports whether nothing is damaged.
func (v verdicts) good() bool {
	return (v.Archive == nil || v.Archive.Good) && !slices.ContainsFunc(v.Generations, func(v verdict) bool { return !v.Good })
}

func (a *app) newVerify() *cobra.Command {
	asJSON, keep := false, false
	c := &cobra.Command{
		Use:   "verify [GENERATION…]",
		Short: "Read archive and generations completely and set damaged generations aside",
		Long: `Read the archive and every generation completely, or only the generations that are named, and say which are sound. A
damaged generation is renamed, so that nobody serves it; a server does not serve it in any case.`,
		ValidArgsFunction: a.completeGenerations,
		RunE: a.configured(func(ctx context.Context, args []string) error {
			return a.verify(ctx, args, asJSON, keep)
		}),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	c.Flags().BoolVar(&keep, "keep", false, "leave damaged generations where they are")
	return c
}

// verify checks the named generations, or the archive and all of them.
func (a *app) verify(ctx context.Context, names []string, asJSON, keep bool) (err error) {
	if keep {
		err = a.checkData("verify")
	} else {
		var unlock func() error
		if unlock, err = a.lock("verify"); err == nil {
			defer func() { err = errors.Join(err, unlock()) }()
		}
	}
	if err != nil {
		return err
	}
	store := generation.NewStore(a.config.Data)
	v := verdicts{Generations: []verdict{}}
	all := len(names) == 0
	if all {
		if names, err = store.List(); err == nil {
			v.Archive, err = a.verifyArchive(ctx)
		}
	}
	if err != nil {
		return err
	}
	current, pointer := store.Current()
	if pointer == nil {
		pointer = pointsAtSomething(store, current)
	} else if errors.Is(pointer, generation.ErrNone) {
		pointer = errors.New("the pointer is missing, so the newest is served; run uilsearch reindex, or uilsearch rollback GENERATION")
	}
	for _, name := range names {
		one, err := verifyOne(ctx, store, name, keep)
		if err == nil && all && keep && !one.Good && removed(store, name) {
			continue // by a run, whose lock this does not wait for
		}
		if err != nil {
			return err
		}
		one.Live = name == current
		v.Generations = append(v.Generations, one)
	}
	if err := a.writeVerdicts(v, asJSON); err != nil {
		return err
	}
	return v.verdict(pointer)
}

// verdict returns what verify ends with.
func (v verdicts) verdict(pointer error) error {
	none := len(v.Generations) == 0
	if none && v.good() {
		return generation.ErrNone
	}
	var problems []error
	if !v.good() {
		problems = append(problems, errors.New("not everything is sound"))
	}
	if pointer != nil && !none {
		problems = append(problems, pointer)
	}
	if len(problems) == 0 {
		return nil
	}
	return &exitError{exitDamaged, fmt.Errorf("verify: %w", errors.Join(problems...))}
}

// verifyArchive checks the archive, if there is one.
func (a *app) verifyArchive(ctx context.Context) (*archiveVerdict, error) {
	err := archive.CheckFile(ctx, filepath.Join(a.config.Data, archive.FileName))
	switch {
	case err == nil:
		return &archiveVerdict{Good: true}, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, archive.ErrNewer):
		return nil, fmt.Errorf("verify: %w", err) // it cannot be read, and may be sound
	}
	if archive.IsDamaged(err) {
		err = fmt.Errorf("%w; %s", err, archiveRemedy)
	}
	return &archiveVerdict{Reason: strings.ReplaceAll(err.Error(), "\n", "; ")}, nil
}

// pointsAtSomething checks that the generation that the pointer names is there.
func pointsAtSomething(store generation.Store, current string) error {
	if removed(store, current) {
		return fmt.Errorf("the pointer names %s, which is not there; run uilsearch reindex", current)
	}
	return nil
}

// removed reports whether a generation is not there any more.
func removed(store generation.Store, name string) bool {
	_, err := os.Lstat(store.Path(name))
	return errors.Is(err, fs.ErrNotExist)
}

// verifyOne checks one generation and sets it aside if its files are damaged.
// One that was written for another version stays: its files may be sound.
func verifyOne(ctx context.Context, store generation.Store, name string, keep bool) (verdict, error) {
	v := verdict{Generation: name}
	_, err := store.Verify(ctx, name, analysis.Version)
	var damage *generation.Damage
	switch {
	case err == nil:
		v.Good = true
		return v, nil
	case !errors.As(err, &damage):
		return v, err
	}
	v.Reason = damage.Error()
	if keep || damage.Outdated || damage.File == "" {
		return v, nil
	}
	v.Aside, err = store.Quarantine(name)
	return v, err
}

func (a *app) writeVerdicts(v verdicts, asJSON bool) error {
	if asJSON {
		return writeJSON(a.stdout, v)
	}
	var lines []string
	if v.Archive != nil {
		lines = append(lines, "archive "+soundness(v.Archive.Good, v.Archive.Reason))
	}
	for _, g := range v.Generations {
		line := g.Generation + " " + soundness(g.Good, g.Reason)
		if g.Live {
			line += " (live)"
		}
		if g.Aside != "" {
			line += "; set aside as " + g.Aside
		}
		lines = append(lines, line)
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(a.stdout, line); err != nil {
			return err
		}
	}
	return nil
}

// soundness says in words what verify has found.
func soundness(good bool, reason string) string {
	if good {
		return "good"
	}
	return "bad: " + reason
}
