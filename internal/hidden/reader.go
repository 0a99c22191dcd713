package hidden

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// maxFile bounds the size of the file in bytes.
const maxFile = 4 << 20

var errTooLong = fmt.Errorf("more than %d bytes; take out addresses that are gone for good", maxFile)

// Reader reads the list of one data directory again and again. It compares the
// whole file with what it read before, so that no change is missed, and one
// that has not changed costs little. It is safe for concurrent use.
type Reader struct {
	path string

	mu      sync.Mutex // guards what follows
	content string     // of the file, as it was read last
	list    List       // in it
	err     error      // that is in it
}

// NewReader returns a reader of the list of a data directory.
func NewReader(data string) *Reader {
	return &Reader{path: filepath.Join(data, FileName)}
}

// Load returns the list as it is now, or an error as the function Load does.
func (r *Reader) Load() (List, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	content, err := readFile(r.path)
	if err == nil && content == "" && r.content != "" {
		// An empty list shows everything again. A data directory that is not
		// there, such as one on a disk that was taken away, does not ask for that.
		_, err = os.Stat(filepath.Dir(r.path))
	}
	if err != nil {
		return List{}, fmt.Errorf("hidden list: %w", err)
	}
	if content != r.content {
		r.content = content
		if r.list, r.err = parse(content); r.err != nil {
			r.err = fmt.Errorf("hidden list: %s:%w", r.path, r.err)
		}
	}
	return r.list, r.err
}

// readFile returns the content of the file, which is empty where there is none.
func readFile(path string) (string, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(content) > maxFile {
		err = errTooLong
	}
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return string(content), nil
}
