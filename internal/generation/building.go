package generation

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/uilsearch/uilsearch/internal/failpoint"
)

// buildingPrefix begins the name of a directory that is being written. It is
// no name of a generation, so the directory is never taken for one.
const buildingPrefix = ".building-"

// Building is a generation that is being written. End it with Commit or
// Discard.
type Building struct {
	store Store
	name  string
}

// Create makes an empty directory for a new generation.
func (s Store) Create(name string) (Building, error) {
	if !IsName(name) {
		return Building{}, fmt.Errorf("create generation: %q is no name of one", name)
	}
	b := Building{store: s, name: name}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return Building{}, fmt.Errorf("create generation: %w", err)
	}
	if err := os.Mkdir(b.Dir(), 0o755); err != nil {
		return Building{}, fmt.Errorf("create generation: %w", err)
	}
	return b, nil
}

// Name returns the name that the generation will have.
func (b Building) Name() string { return b.name }

// Dir returns the directory to write to, until Commit.
func (b Building) Dir() string { return filepath.Join(b.store.dir, buildingPrefix+b.name) }

// Seal flushes and hashes every file, makes it read-only, and writes the
// manifest last. It fills in Format, Generation and Files of m and returns
// it. Nothing may be written to the directory afterwards.
func (b Building) Seal(ctx context.Context, m Manifest) (Manifest, error) {
	names, err := walk(b.Dir(), b.name, nil)
	if err != nil {
		return Manifest{}, fmt.Errorf("seal %s: %w", b.name, err)
	}
	m.Format, m.Generation, m.Files = Format, b.name, nil
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return Manifest{}, err
		}
		f, err := seal(b.Dir(), name)
		if err != nil {
			return Manifest{}, fmt.Errorf("seal %s: %w", b.name, err)
		}
		m.Files = append(m.Files, f)
	}
	if err := b.writeManifest(m); err != nil {
		return Manifest{}, fmt.Errorf("seal %s: %w", b.name, err)
	}
	if _, err := walk(b.Dir(), b.name, SyncDir); err != nil {
		return Manifest{}, fmt.Errorf("seal %s: %w", b.name, err)
	}
	return m, nil
}

func (b Building) writeManifest(m Manifest) error {
	data, err := encode(m)
	if err == nil {
		err = failpoint.Hit("write-manifest")
	}
	if err != nil {
		return err
	}
	return WriteFile(filepath.Join(b.Dir(), ManifestName), data, 0o444)
}

// Amend replaces the manifest that Seal returned by one that says more. The
// files must be the same.
func (b Building) Amend(m Manifest) error {
	if err := b.writeManifest(m); err != nil {
		return fmt.Errorf("amend %s: %w", b.name, err)
	}
	return nil
}

// Verify checks the sealed directory as Store.Verify checks a generation.
func (b Building) Verify(ctx context.Context, analysis int) (Manifest, error) {
	return verify(ctx, b.Dir(), b.name, analysis)
}

// Commit gives the sealed directory its final name. The generation is not
// live before SetCurrent. After an error it may have its name already: Remove
// it.
func (b Building) Commit() error {
	if _, err := os.Lstat(filepath.Join(b.Dir(), ManifestName)); err != nil {
		return fmt.Errorf("commit %s: not sealed: %w", b.name, err)
	}
	err := failpoint.Hit("commit-rename")
	if err == nil {
		err = os.Rename(b.Dir(), b.store.Path(b.name))
	}
	if err == nil {
		err = failpoint.Hit("commit-sync")
	}
	if err == nil {
		err = SyncDir(b.store.dir)
	}
	if err != nil {
		return fmt.Errorf("commit %s: %w", b.name, err)
	}
	return nil
}

// Discard removes the directory and all that was written to it. After Commit
// it does nothing.
func (b Building) Discard() error {
	if err := os.RemoveAll(b.Dir()); err != nil {
		return fmt.Errorf("discard %s: %w", b.name, err)
	}
	return nil
}
