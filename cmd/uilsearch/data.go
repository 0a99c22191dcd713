package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/indexer/publish"
)

// checkData returns an error unless the data directory is there and can be
// read. Only ingest and demo make it, so that nothing is created in the place
// of one whose name is misspelt.
func (a *app) checkData(command string) error {
	dir := a.config.Data
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &exitError{exitEmpty, fmt.Errorf("%s: there is no data directory %s; name it with --data or --config, or make it with uilsearch ingest", command, dir)}
	case err == nil && !info.IsDir():
		return &exitError{exitUsage, fmt.Errorf("%s: %s is no directory; name the data directory with --data or --config", command, dir)}
	}
	if err == nil {
		_, err = os.ReadDir(dir)
	}
	if err != nil {
		return fmt.Errorf("%s: data directory: %w", command, ofData(err))
	}
	return nil
}

// ofData adds to an error that the data directory gave what can be done where
// rights are missing.
func ofData(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w; run this as the user to whom the data directory belongs, or give it to the user that runs this", err)
	}
	return err
}

// archiveRemedy is what can be done about a damaged archive.
const archiveRemedy = "keep the file, put the archive.db of the newest backup in its place, and crawl or ingest again what is newer"

// ofArchive adds to an error that the archive gave the file and what can be done,
// where the file is damaged.
func (a *app) ofArchive(err error) error {
	var own *exitError
	if !archive.IsDamaged(err) || errors.As(err, &own) {
		return err
	}
	return &exitError{exitDamaged, fmt.Errorf("%w; %s is damaged: %s", err, filepath.Join(a.config.Data, archive.FileName), archiveRemedy)}
}

// lock takes the lock of runs on a data directory that is there.
func (a *app) lock(command string) (unlock func() error, err error) {
	if err := a.checkData(command); err != nil {
		return nil, err
	}
	unlock, err = publish.Lock(publish.LockPath(a.config.Data))
	return unlock, ofData(err)
}

// runFile returns the path of a file about runs.
func runFile(data, name string) string {
	return filepath.Join(filepath.Dir(publish.LockPath(data)), name)
}
