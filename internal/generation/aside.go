package generation

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/internal/failpoint"
)

const (
	// badPrefix begins the name of a generation set aside as damaged,
	// removingPrefix that of one on its way out.
	badPrefix      = ".bad-"
	removingPrefix = ".removing-"
)

// Quarantine sets a damaged generation aside under a name that is never
// served, and returns that name. The time of its directory is then the
// present. It is for runs that hold the lock; a server changes nothing.
func (s Store) Quarantine(name string) (aside string, err error) {
	aside = badPrefix + name
	for i := 2; exists(s.Path(aside)); i++ {
		aside = fmt.Sprintf("%s%s-%d", badPrefix, name, i)
	}
	if err := s.rename(name, aside); err != nil {
		return "", err
	}
	now := time.Now()
	if err := os.Chtimes(s.Path(aside), now, now); err != nil {
		return aside, fmt.Errorf("set aside: %w", err)
	}
	return aside, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// Quarantined returns the names of what was set aside before a time, oldest
// name first.
func (s Store) Quarantined(before time.Time) ([]string, error) {
	return s.entries(func(e fs.DirEntry) (bool, error) {
		if !strings.HasPrefix(e.Name(), badPrefix) {
			return false, nil
		}
		info, err := e.Info()
		return err == nil && info.ModTime().Before(before), err
	})
}

// RemoveQuarantined deletes what was set aside under a name that Quarantined
// gave.
func (s Store) RemoveQuarantined(name string) error {
	if !strings.HasPrefix(name, badPrefix) || filepath.Base(name) != name {
		return fmt.Errorf("remove: %q is no name of what was set aside", name)
	}
	if err := os.RemoveAll(s.Path(name)); err != nil {
		return fmt.Errorf("remove %s: %w", name, err)
	}
	return nil
}

// Remove deletes a generation, unless it is the live one. It is renamed
// first, so that no half of it is ever looked at.
func (s Store) Remove(name string) error {
	current, err := s.Current()
	if err == nil && current == name {
		return fmt.Errorf("remove %s: it is the live generation", name)
	}
	if err := failpoint.Hit("remove-rename"); err != nil {
		return fmt.Errorf("remove %s: %w", name, err)
	}
	aside := removingPrefix + name
	if err := s.rename(name, aside); err != nil {
		return err
	}
	err = failpoint.Hit("remove-files")
	if err == nil {
		err = os.RemoveAll(s.Path(aside))
	}
	if err != nil {
		return fmt.Errorf("remove %s: %w", name, err)
	}
	return nil
}

// rename moves a generation out of the way of readers.
func (s Store) rename(name, to string) error {
	if !IsName(name) {
		return fmt.Errorf("set aside: %q is no name of a generation", name)
	}
	if err := os.Rename(s.Path(name), s.Path(to)); err != nil {
		return fmt.Errorf("set aside: %w", err)
	}
	if err := SyncDir(s.dir); err != nil {
		return fmt.Errorf("set aside: %w", err)
	}
	return nil
}

// Leftovers returns the names of what killed runs left behind: directories half
// built or half removed, and temporary files. What a run that is under way
// is writing is among them.
func (s Store) Leftovers() ([]string, error) {
	return s.entries(func(e fs.DirEntry) (bool, error) {
		n := e.Name()
		return strings.HasPrefix(n, buildingPrefix) || strings.HasPrefix(n, removingPrefix) || strings.HasPrefix(n, tempPrefix), nil
	})
}

// Sweep removes all Leftovers. Generations set aside as damaged stay, for
// people to look at. Only a process that holds the run lock may call it.
func (s Store) Sweep() (removed []string, err error) {
	names, err := s.Leftovers()
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		if err := os.RemoveAll(s.Path(n)); err != nil {
			return removed, fmt.Errorf("sweep: %w", err)
		}
		removed = append(removed, n)
	}
	return removed, nil
}

// Size returns how many bytes the files have of a generation, or of whatever
// else has that name in the store.
func (s Store) Size(name string) (int64, error) {
	var sum int64
	err := filepath.WalkDir(s.Path(name), func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		sum += info.Size()
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("size of %s: %w", name, err)
	}
	return sum, nil
}

// entries returns the names in the store that are wanted, in order. That the
// store is not there yet is no error.
func (s Store) entries(wanted func(fs.DirEntry) (bool, error)) ([]string, error) {
	all, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list: %w", err)
	}
	var names []string
	for _, e := range all {
		ok, err := wanted(e)
		if err != nil {
			return nil, fmt.Errorf("list: %w", err)
		}
		if ok {
			names = append(names, e.Name())
		}
	}
	return names, nil
}
