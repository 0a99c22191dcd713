package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/indexer/publish"
	"github.com/uilsearch/uilsearch/internal/analysis"
	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/internal/generation"
)

func (a *app) newGC() *cobra.Command {
	asJSON, dryRun := false, false
	c := &cobra.Command{
		Use:   "gc",
		Short: "Remove old and damaged generations, and what killed runs left behind",
		Args:  cobra.NoArgs,
		RunE: a.configured(func(ctx context.Context, _ []string) error {
			return a.gc(ctx, asJSON, dryRun)
		}),
	}
	setting(c, false, "keep", "index.keep", "how `many` generations stay, the live one among them")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be removed, and remove nothing")
	c.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	return c
}

// gc removes what is not wanted any more. A dry run takes no lock: it changes
// nothing.
func (a *app) gc(ctx context.Context, asJSON, dryRun bool) (err error) {
	if dryRun {
		err = a.checkData("gc")
	} else {
		var unlock func() error
		if unlock, err = a.lock("gc"); err == nil {
			defer func() { err = errors.Join(err, unlock()) }()
		}
	}
	if err != nil {
		return err
	}
	g, err := publish.CollectGarbage(ctx, publish.GarbageOptions{
		Store:    generation.NewStore(a.config.Data),
		Keep:     a.config.Index.Keep,
		Analysis: analysis.Version,
		DryRun:   dryRun,
		Log:      a.log,
	})
	if asJSON {
		return errors.Join(err, writeJSON(a.stdout, g))
	}
	return errors.Join(err, writeGarbage(a.stdout, g))
}

// writeGarbage says in words what was done, or would be.
func writeGarbage(w io.Writer, g publish.Garbage) error {
	would := ""
	if g.DryRun {
		would = "would be "
	}
	var b strings.Builder
	for _, kind := range []struct {
		items []publish.GarbageItem
		what  string
	}{
		{g.Leftovers, "removed, left behind by a run that was killed"},
		{g.Expired, "removed, damaged and set aside long ago"},
		{g.Quarantined, "set aside"},
		{g.Removed, "removed, older than those that are kept"},
	} {
		for _, i := range kind.items {
			fmt.Fprintf(&b, "%s: %s%s", i.Name, would, kind.what)
			if i.Reason != "" {
				fmt.Fprintf(&b, " because it is damaged: %s", i.Reason)
			}
			fmt.Fprintf(&b, " (%s)\n", config.Size(i.Bytes).Rounded())
		}
	}
	fmt.Fprintf(&b, "%s %sfreed\n", config.Size(g.Freed).Rounded(), would)
	_, err := io.WriteString(w, b.String())
	return err
}
