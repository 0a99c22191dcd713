package generation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/uilsearch/uilsearch/internal/failpoint"
)

// tempPrefix begins the names of files that are not yet what they will be.
const tempPrefix = ".tmp-"

// WriteFile replaces the file at path by data so that at any moment, power
// cuts included, the path holds either the old content or the new: write a
// temporary file beside it, flush, rename, flush the directory. After an error
// it holds the old content, unless it was the directory that could not be
// flushed.
func WriteFile(path string, data []byte, mode fs.FileMode) error {
	none := func() error { return nil }
	return replaceFile(path, data, mode, none, none)
}

// replaceFile is WriteFile, and calls before and after at the two sides of the
// rename.
func replaceFile(path string, data []byte, mode fs.FileMode, before, after func() error) (err error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, tempPrefix)
	if err != nil {
		return err
	}
	renamed := false
	defer func() {
		if err != nil && !renamed {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = f.Chmod(mode); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = before(); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	renamed = true
	if err = after(); err != nil {
		return err
	}
	return SyncDir(dir)
}

// RemoveTemporary removes the files that killed processes left of WriteFile in
// dir. No other process may be writing there.
func RemoveTemporary(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempPrefix) || !e.Type().IsRegular() {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// seal flushes one file to disk, takes away the right to write to it, and
// returns its entry in the manifest.
func seal(dir, name string) (File, error) {
	if err := failpoint.Hit("seal-file"); err != nil {
		return File{}, err
	}
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	if err := f.Chmod(0o444); err != nil {
		return File{}, err
	}
	if err := f.Sync(); err != nil {
		return File{}, err
	}
	return measure(f, name)
}

// measure reads a file to its end and returns its entry.
func measure(r io.Reader, name string) (File, error) {
	h := sha256.New()
	n, err := io.Copy(h, r)
	if err != nil {
		return File{}, err
	}
	return File{Name: name, Size: n, SHA256: hex.EncodeToString(h.Sum(nil))}, nil
}

// walk returns the slash-separated names of all regular files below dir in
// order, and calls directory for each directory, dir itself last. Anything
// that is neither file nor directory, such as a symbolic link, is Damage.
func walk(dir, generation string, directory func(path string) error) ([]string, error) {
	var names, dirs []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		switch {
		case d.IsDir():
			dirs = append(dirs, path)
		case d.Type().IsRegular():
			names = append(names, name)
		default:
			return &Damage{Generation: generation, File: name, Reason: fmt.Sprintf("is no regular file (%s)", d.Type())}
		}
		return nil
	})
	if err != nil || directory == nil {
		return names, err
	}
	for i := len(dirs) - 1; i >= 0; i-- {
		if err := directory(dirs[i]); err != nil {
			return nil, err
		}
	}
	return names, nil
}
