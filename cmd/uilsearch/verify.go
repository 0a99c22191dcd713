package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/indexer/publish"
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

func (a *app) newVerify() *cobra.Command {
	asJSON, keep := false, false
	c := &cobra.Command{
		Use:   "verify [GENERATION…]",
		Short: "Read generations completely and set damaged ones aside",
		RunE: a.configured(func(ctx context.Context, args []string) error {
			return a.verify(ctx, args, asJSON, keep)
		}),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	c.Flags().BoolVar(&keep, "keep", false, "leave damaged generations where they are")
	return c
}

// verify checks the named generations, or all.
func (a *app) verify(ctx context.Context, names []string, asJSON, keep bool) error {
	store := generation.NewStore(a.config.Data)
	if len(names) == 0 {
		var err error
		if names, err = store.List(); err != nil {
			return err
		}
	}
	if len(names) == 0 {
		return generation.ErrNone
	}
	if !keep {
		unlock, err := publish.Lock(publish.LockPath(a.config.Data))
		if err != nil {
			return err
		}
		defer unlock()
	}
	current, pointerErr := store.Current()
	verdicts := []verdict{}
	for _, name := range names {
		v, err := verifyOne(ctx, store, name, keep)
		if err != nil {
			return err
		}
		v.Live = name == current
		verdicts = append(verdicts, v)
	}
	if err := a.writeVerdicts(verdicts, asJSON); err != nil {
		return err
	}
	switch {
	case slices.ContainsFunc(verdicts, func(v verdict) bool { return !v.Good }):
		return &exitError{exitDamaged, errors.New("verify: not every generation can be served")}
	case pointerErr != nil:
		return &exitError{exitDamaged, fmt.Errorf("verify: %w", pointerErr)}
	}
	return pointsAtSomething(store, current)
}

// pointsAtSomething checks that the generation that the pointer names is there.
func pointsAtSomething(store generation.Store, current string) error {
	if _, err := os.Stat(store.Path(current)); err != nil {
		return &exitError{exitDamaged, fmt.Errorf("verify: the pointer names %s, which is not there; run uilsearch reindex", current)}
	}
	return nil
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

func (a *app) writeVerdicts(verdicts []verdict, asJSON bool) error {
	if asJSON {
		return writeJSON(a.stdout, verdicts)
	}
	for _, v := range verdicts {
		line := v.Generation + " good"
		if !v.Good {
			line = v.Generation + " bad: " + v.Reason
		}
		if v.Live {
			line += " (live)"
		}
		if v.Aside != "" {
			line += "; set aside as " + v.Aside
		}
		if _, err := fmt.Fprintln(a.stdout, line); err != nil {
			return err
		}
	}
	return nil
}
