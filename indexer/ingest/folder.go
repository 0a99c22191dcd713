// Package ingest reads pages out of folders and files: HTML, Markdown, plain
// text, PDF, and the files that hold many pages, which are WARC, NDJSON and zip.
package ingest

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"net/url"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
)

// MaxFileSize is the largest page that is read, and MaxPDFSize the largest PDF, in
// bytes.
const (
	MaxFileSize = 16 << 20
	MaxPDFSize  = 64 << 20
)

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
// lexical order of the paths, with the time at which it was read. Files that
// hold many pages, as WARC, NDJSON and zip, yield all of them. A file
// that gives no page yields a *FileError and a page without a body; any
// other error is the last. Hidden files, links, devices and files of an unknown kind
// are skipped.
func Folder(ctx context.Context, fsys fs.FS, now func() time.Time) iter.Seq2[corpus.Page, error] {
	return func(yield func(corpus.Page, error) bool) {
		for f := range folder(ctx, fsys, now) {
			if !f.known && !yield(f.page, f.err) {
				return
			}
		}
	}
}

// folder is Folder with all that was found.
func folder(ctx context.Context, fsys fs.FS, now func() time.Time) iter.Seq[found] {
	return func(yield func(found) bool) {
		r := &reader{now: now, yield: yield}
		err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if name == "." {
				return err
			}
			if err == nil {
				var read bool
				if read, err = admit(name, entry); err == nil && !read {
					return nil
				}
			}
			if err == nil && HoldsPages(name) {
				if !r.open(ctx, fsys, name, address(name)) {
					return fs.SkipAll
				}
				return nil
			}
			p := corpus.Page{URL: address(name)}
			if err == nil {
				p.MediaType = mediaTypeOf(name)
				p.Body, err = readFile(fsys, name)
				p.Captured = now().UTC()
			}
			if !yield(found{page: p, err: fileError(p.URL, err)}) {
				return fs.SkipAll
			}
			if err != nil && entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		})
		if err != nil {
			yield(found{err: err})
		}
	}
}

// File returns the page of one file of a file system, as Folder would if it
// were the only one, but under its own name even if that is hidden. A file
// that holds many pages is an error here.
func File(fsys fs.FS, name string, now func() time.Time) (corpus.Page, error) {
	p := corpus.Page{URL: address(path.Base(name)), MediaType: mediaTypeOf(name)}
	if p.MediaType == "" {
		return p, fileError(p.URL, unknownKind(name))
	}
	var err error
	p.Body, err = readFile(fsys, name)
	p.Captured = now().UTC()
	return p, fileError(p.URL, err)
}

// FilePages yields the pages of one file of a file system, which may hold many,
// as Folder yields those of a folder.
func FilePages(ctx context.Context, fsys fs.FS, name string, now func() time.Time) iter.Seq2[corpus.Page, error] {
	return func(yield func(corpus.Page, error) bool) {
		for f := range file(ctx, fsys, name, now) {
			if !f.known && !yield(f.page, f.err) {
				return
			}
		}
	}
}

// file yields what is found in one file, which may hold many pages.
func file(ctx context.Context, fsys fs.FS, name string, now func() time.Time) iter.Seq[found] {
	return func(yield func(found) bool) {
		if HoldsPages(name) {
			(&reader{now: now, yield: yield}).open(ctx, fsys, name, address(path.Base(name)))
			return
		}
		p, err := File(fsys, name, now)
		yield(found{page: p, err: err})
	}
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
	case len(address(name)) > maxFileAddress:
		return false, longPath
	case entry.IsDir():
		return false, nil
	case entry.Type()&fs.ModeSymlink != 0:
		return false, skip("a symbolic link")
	case !entry.Type().IsRegular():
		return false, skip("not a regular file")
	case mediaTypeOf(name) == "" && !HoldsPages(name):
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
	return readBody(f, mediaTypeOf(name))
}

// fileError turns any error about one file into a *FileError; nil stays nil.
func fileError(url string, err error) error {
	if err == nil {
		return nil
	}
	var rule skip
	if errors.As(err, &rule) {
		return &FileError{URL: url, Reason: err.Error(), Skipped: true}
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
