package generation

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/internal/failpoint"
)

// ErrNone says that there is no generation that can be served.
var ErrNone = errors.New("no generation is published; run uilsearch reindex")

// currentName is the file that holds the name of the live generation.
const currentName = "current"

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

// Data returns the data directory that the store is in.
func (s Store) Data() string { return filepath.Dir(s.dir) }

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
	switch {
	case !IsName(name):
		return "", &Damage{Generation: currentName, Reason: fmt.Sprintf("the pointer holds %.40q, which names no generation", b)}
	case !ended:
		return "", &Damage{Generation: currentName, Reason: fmt.Sprintf("the pointer holds %q without a line end: it was not written to its end", b)}
	}
	return name, nil
}

// SetCurrent makes a committed generation the live one. Readers see the old
// pointer or the new one, never a part. After an error Current says which one
// it is: the new one, if it was only not certain to outlive a power cut.
func (s Store) SetCurrent(name string) error {
	if !IsName(name) {
		return fmt.Errorf("set pointer: %q is no name of a generation", name)
	}
	if _, err := os.Lstat(filepath.Join(s.Path(name), ManifestName)); err != nil {
		return fmt.Errorf("set pointer: %w", err)
	}
	before := func() error { return failpoint.Hit("pointer-rename") }
	after := func() error { return failpoint.Hit("pointer-sync") }
	if err := replaceFile(filepath.Join(s.dir, currentName), []byte(name+"\n"), 0o644, before, after); err != nil {
		return fmt.Errorf("set pointer: %w", err)
	}
	return nil
}
