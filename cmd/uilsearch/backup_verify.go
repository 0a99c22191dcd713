package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/corpus/archive"
)

// verifyBackup compares a backup with its sums, and checks the archive in it.
// Whatever cannot be read is damage.
func (a *app) verifyBackup(ctx context.Context, dir string) error {
	c := &copied{Dir: dir}
	err := c.compareSums()
	if err == nil && !slices.ContainsFunc(c.Files, func(f copiedFile) bool { return f.Name == archive.FileName }) {
		err = fmt.Errorf("%s does not name %s", c.path(backupSums), archive.FileName)
	}
	if err == nil {
		err = checkArchive(ctx, c.path(archive.FileName))
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return &exitError{exitDamaged, fmt.Errorf("backup: %w", err)}
	}
	_, err = fmt.Fprintf(a.stdout, "%s is whole: %d files, %s\n", dir, len(c.Files), inWords(c.Bytes))
	return err
}

// compareSums reads all files that the sums name, and puts them on the list.
func (c *copied) compareSums() error {
	sums, err := os.Open(c.path(backupSums))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s has no %s: it is no backup, or not a whole one", c.Dir, backupSums)
	}
	if err != nil {
		return err
	}
	defer sums.Close()
	lines := bufio.NewScanner(sums)
	for lines.Scan() {
		sum, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok || !filepath.IsLocal(filepath.FromSlash(name)) {
			return fmt.Errorf("%s: %q is no sum of a file", sums.Name(), lines.Text())
		}
		if err := c.measure(name, ""); err != nil {
			return err
		}
		if c.Files[len(c.Files)-1].SHA256 != sum {
			return fmt.Errorf("%s is not as it was written: its SHA-256 differs", c.path(name))
		}
	}
	return lines.Err()
}
