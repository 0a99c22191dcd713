package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// rollbackAnswer is what rollback says as JSON.
type rollbackAnswer struct {
	From string `json:"from"`
	To   string `json:"to"`
}

func (a *app) newRollback() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "rollback [GENERATION]",
		Short: "Make an older generation the live one",
		Long: `Make the newest good generation before the live one the live one again, or the one that is named. It is read completely
first, and servers take it over within a second. Nothing is removed. Runs of reindex do not publish the same content
again that was rolled back, unless they are forced to; they do publish other content, so correct what was wrong.`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: a.completeGenerations,
		RunE: a.configured(func(ctx context.Context, args []string) error {
			to := ""
			if len(args) == 1 {
				to = args[0]
			}
			return a.rollback(ctx, to, asJSON)
		}),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return c
}

// rollback moves the pointer to a generation, or where none is named to the one
// before.
func (a *app) rollback(ctx context.Context, to string, asJSON bool) (err error) {
	if to != "" && !generation.IsName(to) {
		return &exitError{exitUsage, fmt.Errorf("rollback: %q is no name of a generation; uilsearch verify --keep lists them", to)}
	}
	unlock, err := a.lock("rollback")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	store := generation.NewStore(a.config.Data)
	if live, err := store.Current(); err == nil && live == to {
		return &exitError{exitUsage, fmt.Errorf("rollback: %s is the live generation already; uilsearch verify --keep lists the others", to)}
	}
	from, to, err := publish.Rollback(ctx, publish.RollbackOptions{
		Store:    store,
		To:       to,
		Analysis: analysis.Version,
		Now:      time.Now(),
		Log:      a.log,
	})
	var damage *generation.Damage
	switch {
	case errors.Is(err, publish.ErrNoOlder):
		return &exitError{exitEmpty, err}
	case errors.As(err, &damage):
		return &exitError{exitDamaged, err}
	case err != nil:
		return err
	case asJSON:
		return writeJSON(a.stdout, rollbackAnswer{from, to})
	}
	_, err = fmt.Fprintf(a.stdout, "live is %s, and was %s\n"+
		"the next reindex does not publish the same again, but whatever else the archive holds then\n", to, cmp.Or(from, "none that is known"))
	return err
}

// completeGenerations offers the generations on disk to a shell.
func (a *app) completeGenerations(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	loaded, err := a.load(c)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names, err := generation.NewStore(loaded.Data).List()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return names, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}
