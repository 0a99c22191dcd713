package hidden

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// maxFile bounds the size of the file in bytes.
const maxFile = 4 << 20

var (
	errTooLong = fmt.Errorf("more than %d bytes; take out addresses that are gone for good", maxFile)
	errNoFile  = errors.New("it is no plain file; put the list in its place")
	// errGone does not say of what: a file that is empty and one that is not
	// there are the same here.
	errGone = errors.New("it is empty or gone, though it had addresses; " +
		"put them back, or leave a line that begins with # to show all pages again")
)

// Reader reads the list of one data directory again and again. It compares the
// whole file with what it read before, so that no change is missed, and one
// that has not changed costs little. It is safe for concurrent use, one read
// after the other.
type Reader struct {
	path string

	mu      sync.Mutex // guards what follows, and is held while the file is read
	content string     // of the file, as it was read last
	list    List       // in it
	err     error      // that is in it
	hides   bool       // the last list without an error had addresses
}

// NewReader returns a reader of the list of a data directory.
func NewReader(data string) *Reader {
	return &Reader{path: filepath.Join(data, FileName)}
}

// Load returns the list as it is now, or an error as the function Load does. A
// list that had addresses is not taken for an empty one because its file is
// empty or gone: a disk was taken away, or someone is about to write it. That
// is an error until there is a line again, if only a note.
func (r *Reader) Load() (List, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	content, err := readFile(r.path)
	if err == nil && r.hides && strings.TrimSpace(content) == "" {
		err = &fs.PathError{Op: "read", Path: r.path, Err: errGone}
	}
	if err != nil {
		return List{}, fmt.Errorf("hidden list: %w", err)
	}
	if content != r.content {
		r.content = content
		if r.list, r.err = parse(content); r.err != nil {
			r.err = fmt.Errorf("hidden list: %s:%w", r.path, r.err)
		} else {
			r.hides = r.list.Len() > 0
		}
	}
	return r.list, r.err
}

// readFile returns the content of the file, which is empty where there is none.
// What stands in its place and is no plain file is not waited for.
func readFile(path string) (string, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonBlocking, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", &fs.PathError{Op: "read", Path: path, Err: errNoFile}
	}
	content, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(content) > maxFile {
		err = errTooLong
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return string(content), nil
}
