// Package backup copies what cannot be made again into a directory, archive,
// hidden list and settings, and tells later whether the copy is whole.
package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/internal/hidden"
)

// ErrNoArchive says that there is nothing to back up.
var ErrNoArchive = errors.New("there is no archive")

// DirectoryError says why a directory cannot take a backup, and the remedy.
type DirectoryError struct{ Reason string }

// Error returns the reason.
func (e *DirectoryError) Error() string { return e.Reason }

// Options say what is copied.
type Options struct {
	// Data is the data directory.
	Data string
	// Settings are files of settings by the name that the copy has below the
	// directory settings; an empty path is none.
	Settings map[string]string
	// Taxonomy is a directory whose files are copied too, or empty.
	Taxonomy string
	// Version and Now say, in words for people, what made the backup and when.
	Version string
	Now     time.Time
}

// Make copies into a directory that is new or empty, while anything else may
// run. Where it fails, nothing of the copy stays; the error may be ErrNoArchive
// or a *DirectoryError.
func Make(ctx context.Context, dir string, o Options) (*Backup, error) {
	path := filepath.Join(o.Data, archive.FileName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("backup: %w %s", ErrNoArchive, path)
	}
	b, err := create(dir)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	if err := b.fill(ctx, o); err != nil {
		return nil, fmt.Errorf("backup: %w", errors.Join(err, b.discard()))
	}
	return b, nil
}

// fill copies everything, and writes what tells that it is whole last.
func (b *Backup) fill(ctx context.Context, o Options) error {
	path := filepath.Join(o.Data, archive.FileName)
	if err := copyArchive(ctx, path, b.path(archive.FileName)); err != nil {
		return err
	}
	if err := b.measure(archive.FileName, path); err != nil {
		return err
	}
	if err := b.add(filepath.Join(o.Data, hidden.FileName), hidden.FileName); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := b.addSettings(o); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.finish(o)
}

// copyArchive copies the archive as it stands at one moment.
func copyArchive(ctx context.Context, from, to string) (err error) {
	ar, err := archive.OpenOlder(ctx, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ar.Close()) }()
	return ar.Backup(ctx, to)
}

// addSettings copies the settings file and the files that it names.
func (b *Backup) addSettings(o Options) error {
	for name, path := range o.Settings {
		if path == "" {
			continue
		}
		if err := b.add(path, settingsDir+"/"+name); err != nil {
			return err
		}
	}
	if o.Taxonomy == "" {
		return nil
	}
	return filepath.WalkDir(o.Taxonomy, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(o.Taxonomy, path)
		if err != nil {
			return err
		}
		return b.add(path, settingsDir+"/taxonomy/"+filepath.ToSlash(rel))
	})
}
