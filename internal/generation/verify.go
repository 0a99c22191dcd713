package generation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/uilsearch/uilsearch/internal/failpoint"
)

// Damage says why a generation is not served.
type Damage struct {
	Generation string
	// File is the slash-separated name of the bad file below the generation's
	// directory, or empty where the generation as a whole is missing.
	File   string
	Reason string
	// Outdated says that the files may be sound, but were written for another
	// version of the program.
	Outdated bool
}

// Error names generation, file and reason.
func (d *Damage) Error() string {
	if d.File == "" {
		return fmt.Sprintf("generation %s: %s", d.Generation, d.Reason)
	}
	return fmt.Sprintf("generation %s: %s %s", d.Generation, d.File, d.Reason)
}

// AnyAnalysis stands for every analysis version where one is to be given.
const AnyAnalysis = -1

// Verify reads the generation completely and returns its manifest if every
// file is there with its size and SHA-256, nothing else is, and format and
// analysis version are those of this binary. What is found wrong is a
// *Damage; any other error means that the check could not be made.
func (s Store) Verify(ctx context.Context, name string, analysis int) (Manifest, error) {
	if !IsName(name) {
		return Manifest{}, &Damage{Generation: name, Reason: "is no name of a generation"}
	}
	return verify(ctx, s.Path(name), name, analysis)
}

// Glance is Verify without the content of files: it reads the manifest, and
// compares only names and sizes. It takes no time that anyone would notice,
// and misses what has been altered in place.
func (s Store) Glance(name string, analysis int) (Manifest, error) {
	if !IsName(name) {
		return Manifest{}, &Damage{Generation: name, Reason: "is no name of a generation"}
	}
	m, err := outline(s.Path(name), name, analysis)
	if err != nil {
		return Manifest{}, err
	}
	for _, want := range m.Files {
		info, err := os.Lstat(filepath.Join(s.Path(name), filepath.FromSlash(want.Name)))
		if err != nil {
			return Manifest{}, wrap(name, err)
		}
		if info.Size() != want.Size {
			return Manifest{}, wrongSize(name, want, info.Size())
		}
	}
	return m, nil
}

func verify(ctx context.Context, dir, name string, analysis int) (Manifest, error) {
	m, err := outline(dir, name, analysis)
	if err != nil {
		return Manifest{}, err
	}
	for _, want := range m.Files {
		if err := cmp.Or(ctx.Err(), failpoint.Hit("verify-file")); err != nil {
			return Manifest{}, err
		}
		if err := verifyFile(dir, name, want); err != nil {
			return Manifest{}, wrap(name, err)
		}
	}
	return m, nil
}

// outline reads the manifest, and checks that the files that it names are
// there and no others.
func outline(dir, name string, analysis int) (Manifest, error) {
	info, err := os.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Manifest{}, &Damage{Generation: name, Reason: "is not there"}
	case err != nil:
		return Manifest{}, fmt.Errorf("verify %s: %w", name, err)
	case !info.IsDir():
		return Manifest{}, &Damage{Generation: name, Reason: "is no directory"}
	}
	m, err := readManifest(dir, name, analysis)
	if err != nil {
		return Manifest{}, err
	}
	var dirs []string
	found, err := walk(dir, name, func(path string) error { dirs = append(dirs, path); return nil })
	if err != nil {
		return Manifest{}, wrap(name, err)
	}
	found = slices.DeleteFunc(found, func(f string) bool { return f == ManifestName })
	if err := compareNames(name, m.Files, found); err != nil {
		return Manifest{}, err
	}
	if err := compareDirs(dir, name, dirs, found); err != nil {
		return Manifest{}, err
	}
	return m, nil
}

// readManifest reads the manifest and checks what it says of itself.
func readManifest(dir, name string, analysis int) (Manifest, error) {
	damage := func(reason string, outdated bool) error {
		return &Damage{Generation: name, File: ManifestName, Reason: reason, Outdated: outdated}
	}
	path := filepath.Join(dir, ManifestName)
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, damage("is missing: the generation is half-built", false)
	}
	if err != nil {
		return Manifest{}, wrap(name, err)
	}
	if !info.Mode().IsRegular() {
		return Manifest{}, damage(fmt.Sprintf("is no regular file (%s)", info.Mode().Type()), false)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Manifest{}, wrap(name, err)
	}
	m, err := decode(data)
	switch {
	case err != nil && !errors.Is(err, errAltered):
		return Manifest{}, damage(err.Error(), false)
	case m.Format != Format:
		return Manifest{}, damage(fmt.Sprintf("has format %d, this binary reads %d; run uilsearch reindex", m.Format, Format), err == nil)
	case err != nil:
		return Manifest{}, damage(err.Error(), false)
	case m.Generation != name:
		return Manifest{}, damage("is that of generation "+m.Generation, false)
	case m.Analysis != analysis && analysis != AnyAnalysis:
		return Manifest{}, damage(fmt.Sprintf("has analysis version %d, this binary reads %d; run uilsearch reindex", m.Analysis, analysis), true)
	}
	return m, nil
}

// compareNames reports the first file that is missing or stray.
func compareNames(name string, want []File, found []string) error {
	wanted := make([]string, len(want))
	for i, f := range want {
		wanted[i] = f.Name
	}
	slices.Sort(wanted)
	slices.Sort(found)
	for _, f := range wanted {
		if _, ok := slices.BinarySearch(found, f); !ok {
			return &Damage{Generation: name, File: f, Reason: "is missing"}
		}
	}
	for _, f := range found {
		if _, ok := slices.BinarySearch(wanted, f); !ok {
			return &Damage{Generation: name, File: f, Reason: "is stray: the manifest does not name it"}
		}
	}
	return nil
}

// compareDirs reports the first directory in which no file of the manifest is:
// an engine may stumble over one even where it is empty.
func compareDirs(root, name string, dirs, files []string) error {
	for _, dir := range dirs {
		rel, err := filepath.Rel(root, dir)
		if err != nil {
			return err
		}
		below := filepath.ToSlash(rel) + "/"
		if rel != "." && !slices.ContainsFunc(files, func(f string) bool { return strings.HasPrefix(f, below) }) {
			return &Damage{Generation: name, File: below, Reason: "is stray: the manifest names no file in it"}
		}
	}
	return nil
}

// verifyFile compares one file with its entry.
func verifyFile(dir, name string, want File) error {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(want.Name)))
	if err != nil {
		return err
	}
	defer f.Close()
	got, err := measure(f, want.Name)
	switch {
	case err != nil:
		return err
	case got.Size != want.Size:
		return wrongSize(name, want, got.Size)
	case got.SHA256 != want.SHA256:
		return &Damage{Generation: name, File: want.Name, Reason: "is not as it was written: its SHA-256 differs"}
	}
	return nil
}

func wrongSize(name string, want File, got int64) error {
	return &Damage{Generation: name, File: want.Name, Reason: fmt.Sprintf("has %d bytes, not %d", got, want.Size)}
}

// wrap says what was being done, unless the error is Damage, which says so
// itself.
func wrap(name string, err error) error {
	var d *Damage
	if errors.As(err, &d) {
		return err
	}
	return fmt.Errorf("verify %s: %w", name, err)
}
