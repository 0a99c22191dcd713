package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/internal/hidden"
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

// backup makes the copy. Where it fails, nothing of it stays.
func (a *app) backup(ctx context.Context, dir string, asJSON bool) (err error) {
	path := filepath.Join(a.config.Data, archive.FileName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return &exitError{exitEmpty, fmt.Errorf("backup: there is no archive %s", path)}
	}
	c, err := newCopy(dir)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("backup: %w", err), c.discard())
		}
	}()
	if err := backupArchive(ctx, path, filepath.Join(dir, archive.FileName)); err != nil {
		return err
	}
	if err := c.measure(archive.FileName, path); err != nil {
		return err
	}
	list := filepath.Join(a.config.Data, hidden.FileName)
	if err := c.add(list, hidden.FileName); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := a.backupSettings(c); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := c.finish(a.config.Data, time.Now()); err != nil {
		return err
	}
	if asJSON {
		return writeJSON(a.stdout, c)
	}
	_, err = fmt.Fprintf(a.stdout, "%d files, %s, in %s\n", len(c.Files), inWords(c.Bytes), dir)
	return err
}

// backupArchive copies the archive as it stands at one moment.
func backupArchive(ctx context.Context, from, to string) (err error) {
	ar, err := archive.OpenReadOnly(ctx, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ar.Close()) }()
	return ar.Backup(ctx, to)
}

// backupSettings copies the settings file in use and the files that it names.
func (a *app) backupSettings(c *copied) error {
	for name, path := range map[string]string{
		"settings/" + config.FileName: a.settingsFile(),
		"settings/profile.toml":       a.config.Extract.Profile,
		"settings/queries.tsv":        a.config.Reindex.Queries,
	} {
		if path == "" {
			continue
		}
		if err := c.add(path, name); err != nil {
			return err
		}
	}
	if a.config.Taxonomy.Dir == "" {
		return nil
	}
	return filepath.WalkDir(a.config.Taxonomy.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(a.config.Taxonomy.Dir, path)
		if err != nil {
			return err
		}
		return c.add(path, "settings/taxonomy/"+filepath.ToSlash(rel))
	})
}

// settingsFile returns the settings file in use, or "" where there is none.
func (a *app) settingsFile() string {
	path := a.configFile
	for _, kv := range a.env {
		if named, ok := strings.CutPrefix(kv, config.PathVariable+"="); ok && a.configFile == "" {
			path = named
		}
	}
	if path != "" {
		return path
	}
	if _, err := os.Stat(config.FileName); err != nil {
		return ""
	}
	return config.FileName
}
