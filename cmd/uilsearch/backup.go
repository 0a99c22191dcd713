package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/internal/backup"
	"github.com/uilsearch/uilsearch/internal/config"
)

func (a *app) newBackup() *cobra.Command {
	asJSON, verify := false, false
	c := &cobra.Command{
		Use:   "backup DIR",
		Short: "Copy archive, hidden list and settings into a new directory",
		Long: `Copy what cannot be made again into a new directory: the archive, the list of hidden pages, and the settings file with
the files that it names. It may be used while anything else runs. The index is not copied, for reindex makes it from
the archive. The README.txt in the copy says how to restore it.`,
		Args: cobra.ExactArgs(1),
		RunE: a.configured(func(ctx context.Context, args []string) error {
			if verify {
				return a.verifyBackup(ctx, args[0])
			}
			return a.backup(ctx, args[0], asJSON)
		}),
	}
	c.Flags().BoolVar(&verify, "verify", false, "read an earlier backup completely, and say what is wrong with it")
	c.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	c.MarkFlagsMutuallyExclusive("verify", "json")
	return c
}

// backup makes the copy.
func (a *app) backup(ctx context.Context, dir string, asJSON bool) error {
	made, err := backup.Make(ctx, dir, backup.Options{
		Data: a.config.Data,
		Settings: map[string]string{
			config.FileName: config.Find(a.configFile, a.env),
			"profile.toml":  a.config.Extract.Profile,
			"queries.tsv":   a.config.Reindex.Queries,
			"overrides.tsv": a.config.Taxonomy.Overrides,
		},
		Taxonomy: a.config.Taxonomy.Dir,
		Version:  readVersions().Version,
		Now:      time.Now(),
	})
	var directory *backup.DirectoryError
	switch {
	case errors.Is(err, backup.ErrNoArchive):
		return &exitError{exitEmpty, err}
	case errors.As(err, &directory):
		return &exitError{exitUsage, err}
	case err != nil:
		return ofData(err)
	case asJSON:
		return writeJSON(a.stdout, made)
	}
	_, err = fmt.Fprintf(a.stdout, "%d files, %s, in %s\n", len(made.Files), config.Size(made.Bytes).Rounded(), dir)
	return err
}

// verifyBackup says whether an earlier backup is whole.
func (a *app) verifyBackup(ctx context.Context, dir string) error {
	whole, err := backup.Verify(ctx, dir)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, archive.ErrNewer):
		return err // it may be sound
	case err != nil:
		return &exitError{exitDamaged, err}
	}
	_, err = fmt.Fprintf(a.stdout, "%s is whole: %d files, %s\n", dir, len(whole.Files), config.Size(whole.Bytes).Rounded())
	return err
}
