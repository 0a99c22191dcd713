package generation

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNone says that there is no generation that can be served.
var ErrNone = errors.New("no generation is published; run uilsearch reindex")

const (
	// currentName is the file that holds the name of the live generation.
	currentName = "current"
	// badPrefix begins the name of a generation set aside as damaged,
	// removingPrefix that of one on its way out.
	badPrefix      = ".bad-"
	removingPrefix = ".removing-"
)

// Store is the directory that holds the generations and the pointer to the
// live one. Any number of processes may read it; only one that holds the run
// lock may write.
type Store struct {
	dir string
}

// NewStore returns the store below the data directory. Nothing is created
// before the first Create.
func NewStore(data string) Store { return Store{dir: filepath.Join(data, "index")} }

// Dir returns the store's directory.
func (s Store) Dir() string { return s.dir }

// Path returns the directory of a generation.
func (s Store) Path(name string) string { return filepath.Join(s.dir, name) }

// List returns the names of all generations, newest first, whether sound or
// not. That the store is not there yet is no error.
func (s Store) List() ([]string, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list generations: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && IsName(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names, nil
}

// Current returns the name of the live generation, ErrNone where none was
// published, or *Damage where the pointer names none.
func (s Store) Current() (string, error) {
	b, err := os.ReadFile(filepath.Join(s.dir, currentName))
	if errors.Is(err, fs.ErrNotExist) {
		return "", ErrNone
	}
	if err != nil {
		return "", fmt.Errorf("read pointer: %w", err)
	}
	name, ended := strings.CutSuffix(string(b), "\n")
	if !ended || !IsName(name) {
		return "", &Damage{Generation: currentName, Reason: fmt.Sprintf("the pointer holds %.40q, which names no generation", b)}
	}
	return name, nil
}

// SetCurrent makes a committed generation the live one. Readers see the old
// pointer or the new one, never a part.
func (s Store) SetCurrent(name string) error {
	if !IsName(name) {
		return fmt.Errorf("set pointer: %q is no name of a generation", name)
	}
	if _, err := os.Lstat(filepath.Join(s.Path(name), ManifestName)); err != nil {
		return fmt.Errorf("set pointer: %w", err)
	}
	if err := WriteFile(filepath.Join(s.dir, currentName), []byte(name+"\n"), 0o644); err != nil {
		return fmt.Errorf("set pointer: %w", err)
	}
	return nil
}

// Good returns the manifest of the generation to serve, verified: the live
// one, or where that is bad the newest before it that is good, or else the
// newest after it. Those after it may have been rolled back, and so come
// last. A generation is good if it verifies and use, which may be nil, takes it:
// that its engine opens, for one. Skipped holds what is wrong with each one
// passed over. The error is ErrNone where none is good.
func (s Store) Good(ctx context.Context, analysis int, use func(Manifest) error) (m Manifest, skipped []Damage, err error) {
	candidates, skipped, err := s.candidates()
	if err != nil {
		return Manifest{}, nil, err
	}
	for _, name := range candidates {
		m, err := s.Verify(ctx, name, analysis)
		if err == nil && use != nil {
			err = use(m)
		}
		if err == nil {
			return m, skipped, nil
		}
		if ctx.Err() != nil {
			return Manifest{}, skipped, ctx.Err()
		}
		skipped = append(skipped, damageOf(name, err))
	}
	return Manifest{}, skipped, ErrNone
}

// State stands for what Good would look at: it changes when the pointer moves
// or a generation comes or goes.
func (s Store) State() (string, error) {
	names, err := s.List()
	if err != nil {
		return "", err
	}
	current, err := s.Current()
	if err != nil {
		current = err.Error()
	}
	return current + "\n" + strings.Join(names, "\n"), nil
}

// candidates returns the generations in the order in which Good tries them.
func (s Store) candidates() (names []string, skipped []Damage, err error) {
	all, err := s.List()
	if err != nil {
		return nil, nil, err
	}
	if len(all) == 0 {
		return nil, nil, nil
	}
	current, err := s.Current()
	if errors.Is(err, ErrNone) {
		return all, []Damage{{Generation: currentName, Reason: "the pointer is missing"}}, nil
	}
	if err != nil {
		return all, []Damage{damageOf(currentName, err)}, nil
	}
	var before, after []string
	for _, name := range all {
		switch strings.Compare(name, current) {
		case -1:
			before = append(before, name)
		case 1:
			after = append(after, name)
		}
	}
	return slices.Concat([]string{current}, before, after), nil, nil
}

// damageOf returns the error of a check as Damage, so that a generation that
// cannot be read is passed over like a bad one.
func damageOf(name string, err error) Damage {
	var d *Damage
	if errors.As(err, &d) {
		return *d
	}
	return Damage{Generation: name, Reason: err.Error()}
}

// Quarantine sets a damaged generation aside under a name that is never
// served, and returns that name. It is for runs that hold the lock; a server
// changes nothing.
func (s Store) Quarantine(name string) (aside string, err error) {
	aside = badPrefix + name
	return aside, s.rename(name, aside)
}

// Remove deletes a generation, unless it is the live one. It is renamed
// first, so that no half of it is ever looked at.
func (s Store) Remove(name string) error {
	current, err := s.Current()
	if err == nil && current == name {
		return fmt.Errorf("remove %s: it is the live generation", name)
	}
	aside := removingPrefix + name
	if err := s.rename(name, aside); err != nil {
		return err
	}
	if err := os.RemoveAll(s.Path(aside)); err != nil {
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
	if err := syncDir(s.dir); err != nil {
		return fmt.Errorf("set aside: %w", err)
	}
	return nil
}

// Sweep removes what killed runs left behind: directories half built or half
// removed, and temporary files. Generations set aside as damaged stay, for
// people to look at. Only a process that holds the run lock may call it.
func (s Store) Sweep() (removed []string, err error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("sweep: %w", err)
	}
	for _, e := range entries {
		n := e.Name()
		if !strings.HasPrefix(n, buildingPrefix) && !strings.HasPrefix(n, removingPrefix) && !strings.HasPrefix(n, tempPrefix) {
			continue
		}
		if err := os.RemoveAll(s.Path(n)); err != nil {
			return removed, fmt.Errorf("sweep: %w", err)
		}
		removed = append(removed, n)
	}
	return removed, nil
}
