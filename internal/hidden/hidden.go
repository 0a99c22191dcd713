// Package hidden keeps the list of addresses that are taken out of all answers
// at once, before any new index: a file that people can read, one address a
// line. Commands change it, and the server watches it.
package hidden

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// FileName is the list's name in the data directory.
const FileName = "hidden.txt"

// maxFile bounds the size of the file in bytes.
const maxFile = 4 << 20

// List is a list of addresses. The zero List is empty. It is a plain value that
// nobody changes, and so is safe for concurrent use.
type List struct {
	// urls are the addresses in the order of the file, keys what their spellings
	// share.
	urls []string
	keys map[string]bool
}

// Load reads the list of a data directory. That there is no file means an
// empty list; a file that cannot be read, or holds what is no address, is an
// error, because what should be hidden is not known then.
func Load(data string) (List, error) {
	path := filepath.Join(data, FileName)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return List{}, nil
	}
	if err == nil && info.Size() > maxFile {
		err = fmt.Errorf("%s: more than %d bytes; take out addresses that are gone for good", path, maxFile)
	}
	if err != nil {
		return List{}, fmt.Errorf("hidden list: %w", err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return List{}, fmt.Errorf("hidden list: %w", err)
	}
	l, err := parse(string(content))
	if err != nil {
		return List{}, fmt.Errorf("hidden list: %s:%w", path, err)
	}
	return l, nil
}

// parse reads a file: an address a line; lines that begin with # are for
// people.
func parse(content string) (List, error) {
	var l List
	n := 0
	for line := range strings.Lines(content) {
		n++
		line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := Check(line); err != nil {
			return List{}, fmt.Errorf("%d: %w", n, err)
		}
		l = l.with(line)
	}
	return l, nil
}

// Check says what is wrong with an address that is to be hidden.
func Check(address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || !utf8.ValidString(address) || strings.ContainsAny(address, "\n\r"):
		return fmt.Errorf("%q is no address", address)
	case u.Scheme == "file" && u.Path != "", (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
		return nil
	}
	return fmt.Errorf("%q is no address; write it in full, as https://… or file:///…", address)
}

// with returns the list with one more address.
func (l List) with(address string) List {
	if l.Has(address) {
		return l
	}
	out := List{urls: append(slices.Clone(l.urls), address), keys: map[string]bool{}}
	for _, u := range out.urls {
		out.keys[corpus.AddressKey(u)] = true
	}
	return out
}

// URLs returns the addresses in the order of the file.
func (l List) URLs() []string { return slices.Clone(l.urls) }

// Len returns how many addresses there are.
func (l List) Len() int { return len(l.urls) }

// Has reports whether an address is in the list, in whatever spelling: see
// corpus.AddressKey.
func (l List) Has(address string) bool { return l.keys[corpus.AddressKey(address)] }

// Digest stands for the addresses of the list, in any order; it is empty for an
// empty list.
func (l List) Digest() string {
	if len(l.keys) == 0 {
		return ""
	}
	keys := make([]string, 0, len(l.keys))
	for k := range l.keys {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	sum := sha256.Sum256([]byte(strings.Join(keys, "\n")))
	return hex.EncodeToString(sum[:8])
}

// Add puts an address at the end of the file and reports whether it was not
// there yet. The caller holds the lock of runs.
func Add(data, address string) (added bool, err error) {
	if err := Check(address); err != nil {
		return false, fmt.Errorf("hide: %w", err)
	}
	l, err := Load(data)
	if err != nil || l.Has(address) {
		return false, err
	}
	return true, rewrite(data, func(lines []string) []string { return append(lines, address) })
}

// Remove takes an address out of the file, in whatever spelling, and reports
// whether it was there. The caller holds the lock of runs.
func Remove(data, address string) (removed bool, err error) {
	l, err := Load(data)
	if err != nil || !l.Has(address) {
		return false, err
	}
	key := corpus.AddressKey(address)
	return true, rewrite(data, func(lines []string) []string {
		return slices.DeleteFunc(lines, func(line string) bool {
			line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
			return !strings.HasPrefix(line, "#") && corpus.AddressKey(line) == key
		})
	})
}

// rewrite changes the lines of the file, of which there may be none yet, in one
// step.
func rewrite(data string, change func([]string) []string) error {
	path := filepath.Join(data, FileName)
	content, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("hidden list: %w", err)
	}
	var lines []string
	for line := range strings.Lines(string(content)) {
		lines = append(lines, strings.TrimRight(line, "\r\n"))
	}
	if len(content) == 0 {
		lines = []string{"# Addresses that are taken out of all answers, one a line. See uilsearch hide --help."}
	}
	text := strings.Join(change(lines), "\n") + "\n"
	if err := generation.WriteFile(path, []byte(text), 0o644); err != nil {
		return fmt.Errorf("hidden list: %w", err)
	}
	return nil
}
