package backup

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

// Verify compares a backup with its sums, and checks the archive in it, which may
// be of an older schema. Unless ctx has ended or the error wraps archive.ErrNewer,
// it says that the backup is damaged: whatever cannot be read is.
func Verify(ctx context.Context, dir string) (*Backup, error) {
	b := &Backup{Dir: dir}
	err := b.compareSums()
	if err == nil && !slices.ContainsFunc(b.Files, func(f File) bool { return f.Name == archive.FileName }) {
		err = fmt.Errorf("%s does not name %s", b.path(sumsName), archive.FileName)
	}
	if err == nil {
		err = archive.CheckFile(ctx, b.path(archive.FileName))
	}
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	return b, nil
}

// compareSums reads all files that the sums name, and puts them on the list.
func (b *Backup) compareSums() error {
	sums, err := os.Open(b.path(sumsName))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s has no %s: it is no backup, or not a whole one", b.Dir, sumsName)
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
		if err := b.measure(name, ""); err != nil {
			return err
		}
		if b.Files[len(b.Files)-1].SHA256 != sum {
			return fmt.Errorf("%s is not as it was written: its SHA-256 differs", b.path(name))
		}
	}
	return lines.Err()
}
