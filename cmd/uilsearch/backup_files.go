package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/corpus/archive"
	"github.com/uilsearch/uilsearch/internal/hidden"
)

// The files of a backup that are no copies. That of the sums is written last:
// a backup without it is not whole.
const (
	backupReadme = "README.txt"
	backupSums   = "SHA256SUMS"
)

// copied is a backup, which is being written or is whole.
type copied struct {
	Dir   string       `json:"dir"`
	Bytes int64        `json:"bytes"`
	Files []copiedFile `json:"files"`
	// made says that the directory was not there before.
	made bool
}

// copiedFile is one file of a backup.
type copiedFile struct {
	// Name is the slash-separated name below the directory.
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	// From is the file that it is a copy of.
	From string `json:"from,omitempty"`
}

// newCopy makes the directory of a backup, or takes an empty one. Settings hold
// secrets: what is made is for its owner only.
func newCopy(dir string) (*copied, error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("backup: %w", err)
		}
		return &copied{Dir: dir, made: true}, nil
	case err != nil:
		return nil, &exitError{exitUsage, fmt.Errorf("backup: %w; name a new directory", err)}
	case len(entries) > 0:
		return nil, &exitError{exitUsage, fmt.Errorf("backup: %s is not empty; name a new directory", dir)}
	}
	return &copied{Dir: dir}, nil
}

func (c *copied) path(name string) string { return filepath.Join(c.Dir, filepath.FromSlash(name)) }

// discard removes what was written.
func (c *copied) discard() error {
	var errs []error
	for _, name := range []string{archive.FileName, hidden.FileName, "settings", backupReadme, backupSums} {
		errs = append(errs, os.RemoveAll(c.path(name)))
	}
	if c.made {
		errs = append(errs, os.Remove(c.Dir))
	}
	return errors.Join(errs...)
}

// add copies a file under a name.
func (c *copied) add(from, name string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(c.path(name)), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(c.path(name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return err
	}
	return c.measure(name, from)
}

// measure reads a file of the backup and puts it on the list.
func (c *copied) measure(name, from string) error {
	f, err := os.Open(c.path(name))
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err != nil {
		return err
	}
	if from != "" {
		if from, err = filepath.Abs(from); err != nil {
			return err
		}
	}
	c.Bytes += n
	c.Files = append(c.Files, copiedFile{Name: name, Size: n, SHA256: hex.EncodeToString(h.Sum(nil)), From: from})
	return nil
}

// finish writes what people read, and then the sums. Data is the directory
// that was copied.
func (c *copied) finish(data string, now time.Time) error {
	slices.SortFunc(c.Files, func(a, b copiedFile) int { return strings.Compare(a.Name, b.Name) })
	data, err := filepath.Abs(data)
	if err == nil {
		err = writeSynced(c.path(backupReadme), c.readme(data, now))
	}
	if err == nil {
		err = c.measure(backupReadme, "")
	}
	if err != nil {
		return err
	}
	var sums strings.Builder
	for _, f := range c.Files {
		fmt.Fprintf(&sums, "%s  %s\n", f.SHA256, f.Name)
	}
	return writeSynced(c.path(backupSums), sums.String())
}

// readme says what the backup is and how to restore it.
func (c *copied) readme(data string, now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Backup of uilsearch, made %s by version %s.\n\n", now.UTC().Format(time.RFC3339), readVersions().Version)
	fmt.Fprintf(&b, `To see whether it is whole: uilsearch backup --verify DIR, or sha256sum -c SHA256SUMS.

To restore it:

1. Stop the service and the timer. Install this version of uilsearch, or a newer one.
2. Make the data directory empty. It was %s.
3. Copy archive.db, and hidden.txt where there is one, into it.
4. Copy what is below settings back to where it was.
5. Run uilsearch reindex, which makes the index, and start the service and the timer.

Files, and where they were:

`, data)
	for _, f := range c.Files {
		fmt.Fprintf(&b, "  %-28s %s\n", f.Name, f.From)
	}
	return b.String()
}

func writeSynced(path, content string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.WriteString(f, content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
