package backup

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
	"github.com/uilsearch/uilsearch/internal/generation"
	"github.com/uilsearch/uilsearch/internal/hidden"
)

// The files of a backup that are no copies. That of the sums is written last:
// a backup without it is not whole.
const (
	readmeName = "README.txt"
	sumsName   = "SHA256SUMS"
	// settingsDir is where the files of settings are.
	settingsDir = "settings"
)

// Backup is a backup, which is being written or is whole.
type Backup struct {
	Dir   string `json:"dir"`
	Bytes int64  `json:"bytes"`
	Files []File `json:"files"`
	// made says that the directory was not there before.
	made bool
}

// File is one file of a backup.
type File struct {
	// Name is the slash-separated name below the directory.
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	// From is the file that it is a copy of.
	From string `json:"from,omitempty"`
}

// create makes the directory of a backup, or takes an empty one. Settings hold
// secrets: what is made is for its owner only.
func create(dir string) (*Backup, error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
		return &Backup{Dir: dir, made: true}, nil
	case err != nil:
		return nil, &DirectoryError{fmt.Sprintf("%v; name a new directory", err)}
	case len(entries) > 0:
		return nil, &DirectoryError{dir + " is not empty; name a new directory"}
	}
	return &Backup{Dir: dir}, nil
}

func (b *Backup) path(name string) string { return filepath.Join(b.Dir, filepath.FromSlash(name)) }

// discard removes what was written.
func (b *Backup) discard() error {
	var errs []error
	for _, name := range []string{archive.FileName, hidden.FileName, settingsDir, readmeName, sumsName} {
		errs = append(errs, os.RemoveAll(b.path(name)))
	}
	if b.made {
		errs = append(errs, os.Remove(b.Dir))
	}
	return errors.Join(errs...)
}

// add copies a file under a name.
func (b *Backup) add(from, name string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(b.path(name)), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(b.path(name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
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
	return b.measure(name, from)
}

// measure reads a file of the backup and puts it on the list.
func (b *Backup) measure(name, from string) error {
	f, err := os.Open(b.path(name))
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
	b.Bytes += n
	b.Files = append(b.Files, File{Name: name, Size: n, SHA256: hex.EncodeToString(h.Sum(nil)), From: from})
	return nil
}

// finish writes what people read, and then the sums.
func (b *Backup) finish(o Options) error {
	slices.SortFunc(b.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	data, err := filepath.Abs(o.Data)
	if err == nil {
		err = generation.WriteFile(b.path(readmeName), []byte(b.readme(data, o)), 0o600)
	}
	if err == nil {
		err = b.measure(readmeName, "")
	}
	if err != nil {
		return err
	}
	var sums strings.Builder
	for _, f := range b.Files {
		fmt.Fprintf(&sums, "%s  %s\n", f.SHA256, f.Name)
	}
	return generation.WriteFile(b.path(sumsName), []byte(sums.String()), 0o600)
}

// readme says what the backup is and how to restore it.
func (b *Backup) readme(data string, o Options) string {
	var text strings.Builder
	fmt.Fprintf(&text, "Backup of uilsearch, made %s by version %s.\n\n", o.Now.UTC().Format(time.RFC3339), o.Version)
	fmt.Fprintf(&text, `To see whether it is whole: uilsearch backup --verify DIR, or sha256sum -c SHA256SUMS.

To restore it:

1. Stop the service and the timer. Install this version of uilsearch, or a newer one.
2. Make the data directory empty. It was %s.
3. Copy archive.db, and hidden.txt where there is one, into it.
4. Copy what is below settings back to where it was.
5. Run uilsearch reindex, which makes the index, and start the service and the timer.

Files, and where they were:

`, data)
	for _, f := range b.Files {
		fmt.Fprintf(&text, "  %-28s %s\n", f.Name, f.From)
	}
	return text.String()
}
