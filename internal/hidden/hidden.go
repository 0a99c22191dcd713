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
	"iter"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/generation"
)

// FileName is the list's name in the data directory.
const FileName = "hidden.txt"

// List is a list of addresses. The zero List is empty. It is a plain value that
// nobody changes, and so is safe for concurrent use.
type List struct {
	// urls are the addresses in the order of the file, keys what their spellings
	// share.
	urls   []string
	keys   map[string]bool
	digest string
}

// Load reads the list of a data directory. That there is no file means an
// empty list; a file that cannot be read, or holds what is no address, is an
// error, because what should be hidden is not known then.
func Load(data string) (List, error) { return NewReader(data).Load() }

// parse reads a file: an address a line; lines that begin with # are for
// people. Errors begin with the number of the line.
func parse(content string) (List, error) {
	l := List{keys: map[string]bool{}}
	n := 0
	for line := range strings.Lines(content) {
		n++
		line = clean(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := Check(line); err != nil {
			return List{}, fmt.Errorf("%d: %w", n, err)
		}
		if key := corpus.AddressKey(line); !l.keys[key] {
			l.keys[key] = true
			l.urls = append(l.urls, line)
		}
	}
	l.digest = digest(l.keys)
	return l, nil
}

// clean takes off what stands around an address in its line. Some editors
// begin a file with the mark that it is UTF-8.
func clean(line string) string {
	return strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
}

// shownAddress is how many characters of a bad line an error shows.
const shownAddress = 200

// Check says what is wrong with an address that is to be hidden.
func Check(address string) error {
	if !utf8.ValidString(address) {
		return fmt.Errorf("%.*q is not UTF-8 text", shownAddress, address)
	}
	if strings.ContainsFunc(address, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return fmt.Errorf("%.*q is no address: it has a space in it; notes stand on lines of their own that begin with #", shownAddress, address)
	}
	u, err := url.Parse(address)
	web := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
	if web || err == nil && u.Scheme == "file" && u.Host == "" && strings.Trim(u.Path, "/") != "" {
		return nil
	}
	return fmt.Errorf("%.*q is no address; write it in full, as https://… or file:///…", shownAddress, address)
}

// URLs returns the addresses in the order of the file, each in the spelling in
// which it came first.
func (l List) URLs() []string { return slices.Clone(l.urls) }

// Keys yields the corpus.AddressKey of each address once, in no order.
func (l List) Keys() iter.Seq[string] { return maps.Keys(l.keys) }

// Len returns how many addresses there are.
func (l List) Len() int { return len(l.urls) }

// Has reports whether an address is in the list, in whatever spelling: see
// corpus.AddressKey.
func (l List) Has(address string) bool { return l.keys[corpus.AddressKey(address)] }

// Covers reports whether all addresses of another list are in this one.
func (l List) Covers(other List) bool {
	for key := range other.keys {
		if !l.keys[key] {
			return false
		}
	}
	return true
}

// With returns a list of the addresses of both.
func (l List) With(other List) List {
	out := List{urls: slices.Clone(l.urls), keys: maps.Clone(l.keys)}
	if out.keys == nil {
		out.keys = map[string]bool{}
	}
	for _, u := range other.urls {
		if key := corpus.AddressKey(u); !out.keys[key] {
			out.keys[key] = true
			out.urls = append(out.urls, u)
		}
	}
	out.digest = digest(out.keys)
	return out
}

// Digest stands for the addresses of the list, in any order and spelling; it is
// empty for an empty list.
func (l List) Digest() string { return l.digest }

func digest(keys map[string]bool) string {
	if len(keys) == 0 {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(maps.Keys(keys)), "\n")))
	return hex.EncodeToString(sum[:8])
}

// Add puts an address at the end of the file and reports whether it was not
// there yet. One caller at a time.
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
// whether it was there. One caller at a time.
func Remove(data, address string) (removed bool, err error) {
	l, err := Load(data)
	if err != nil || !l.Has(address) {
		return false, err
	}
	key := corpus.AddressKey(address)
	return true, rewrite(data, func(lines []string) []string {
		return slices.DeleteFunc(lines, func(line string) bool {
			line = clean(line)
			return !strings.HasPrefix(line, "#") && corpus.AddressKey(line) == key
		})
	})
}

// header is the first line of a file that is made here.
const header = "# Addresses that are taken out of all answers, one a line. See uilsearch hide --help."

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
		lines = []string{header}
	}
	if lines = change(lines); !slices.ContainsFunc(lines, func(line string) bool { return clean(line) != "" }) {
		lines = []string{header} // an empty file would not say that nothing is to be hidden
	}
	var text strings.Builder
	for _, line := range lines {
		text.WriteString(line + "\n")
	}
	if text.Len() > maxFile {
		return fmt.Errorf("hidden list: %s: %w", path, errTooLong)
	}
	if err := generation.WriteFile(path, []byte(text.String()), 0o644); err != nil {
		return fmt.Errorf("hidden list: %w", err)
	}
	return nil
}
