// Package ingest reads pages out of folders and files: HTML, Markdown and
// plain text.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
)

// MaxFileSize is the largest file that is read, in bytes.
const MaxFileSize = 16 << 20

// mediaTypes are the kinds of file that can be read, by ending.
var mediaTypes = map[string]string{
	".htm": corpus.HTML, ".html": corpus.HTML, ".xhtml": corpus.HTML,
	".md": corpus.Markdown, ".markdown": corpus.Markdown,
	".txt": corpus.Text, ".text": corpus.Text,
}

// FileError says why one file gave no page. The files after it are still read.
type FileError struct {
	// URL is the address that its page would have.
	URL string
	// Reason is one phrase for people.
	Reason string
	// Skipped says that a rule passes such files over; otherwise it could not
	// be read.
	Skipped bool
}

// Error returns the address and the reason.
func (e *FileError) Error() string { return e.URL + ": " + e.Reason }

// Folder yields a page for each file below the root of a file system, in
// lexical order of the paths, with the time at which it was read. A file
// that gives no page yields a *FileError and a page without a body; any
// other error is the last. Hidden files, links, devices and files of an unknown kind
// are skipped.
func Folder(ctx context.Context, fsys fs.FS, now func() time.Time) iter.Seq2[corpus.Page, error] {
	return func(yield func(corpus.Page, error) bool) {
		err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if name == "." {
				return err
			}
			p := corpus.Page{URL: address(name)}
			if err == nil {
				var read bool
				if read, err = admit(name, entry); err == nil && !read {
					return nil
				}
			}
			if err == nil {
				p.MediaType = mediaTypes[strings.ToLower(path.Ext(name))]
				p.Body, err = readFile(fsys, name)
				p.Captured = now().UTC()
			}
			if !yield(p, fileError(p.URL, err)) {
				return fs.SkipAll
			}
			if err != nil && entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		})
		if err != nil {
			yield(corpus.Page{}, fmt.Errorf("ingest: %w", err))
		}
	}
}

// File yields the page of one file of a file system, as Folder would if it
// were the only one, but under its own name even if that is hidden.
func File(fsys fs.FS, name string, now func() time.Time) (corpus.Page, error) {
	p := corpus.Page{URL: address(path.Base(name)), MediaType: mediaTypes[strings.ToLower(path.Ext(name))]}
	if p.MediaType == "" {
		return p, fileError(p.URL, unknownKind(name))
	}
	var err error
	p.Body, err = readFile(fsys, name)
	p.Captured = now().UTC()
	return p, fileError(p.URL, err)
}

// skip is why a rule passes a file over.
type skip string

func (s skip) Error() string { return string(s) }

func unknownKind(name string) skip {
	if ext := path.Ext(name); ext != "" {
		return skip("cannot read files that end in " + ext)
	}
	return "cannot read files without an ending such as .html"
}

// admit reports whether an entry is a file to be read. It returns an error for
// what is passed over with everything below it.
func admit(name string, entry fs.DirEntry) (bool, error) {
	switch {
	case strings.HasPrefix(path.Base(name), "."):
		return false, skip("hidden")
	case !utf8.ValidString(name):
		return false, errors.New("its name is not UTF-8")
	case entry.IsDir():
		return false, nil
	case entry.Type()&fs.ModeSymlink != 0:
		return false, skip("a symbolic link")
	case !entry.Type().IsRegular():
		return false, skip("not a regular file")
	case mediaTypes[strings.ToLower(path.Ext(name))] == "":
		return false, unknownKind(name)
	}
	return true, nil
}

func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// Looked at again, because the file may have been replaced since.
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, skip("not a regular file")
	}
	body, err := io.ReadAll(io.LimitReader(f, MaxFileSize+1))
	if err != nil {
		return nil, err
	}
	if len(body) > MaxFileSize {
		return nil, skip(fmt.Sprintf("larger than %d MiB", MaxFileSize>>20))
	}
	return body, nil
}

// fileError turns any error about one file into a *FileError; nil stays nil.
func fileError(url string, err error) error {
	if err == nil {
		return nil
	}
	var rule skip
	if errors.As(err, &rule) {
		return &FileError{URL: url, Reason: string(rule), Skipped: true}
	}
	// The path in the error would only repeat the address.
	var where *fs.PathError
	if errors.As(err, &where) {
		err = where.Err
	}
	return &FileError{URL: url, Reason: err.Error()}
}

// addressPrefix begins the address of every local file.
const addressPrefix = "file:///"

// address returns the address of the file with the slash-separated path name
// below the root.
func address(name string) string {
	u := url.URL{Path: name}
	return addressPrefix + strings.TrimPrefix(u.EscapedPath(), "./")
}
