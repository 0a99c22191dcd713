package ingest

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
)

// Limits of a zip file.
const (
	// maxDirectory is the size of the list of entries, in bytes, and maxEntries
	// their number.
	maxDirectory = 32 << 20
	maxEntries   = 100_000
)

var errDirectory = fmt.Errorf("its list of entries is larger than %d MiB", maxDirectory>>20)

// zip yields the pages of the files in a zip file, each below the address of
// the zip file.
func (r *reader) zip(ctx context.Context, src io.ReaderAt, size int64, from string) bool {
	bounded := &boundedAt{r: src, left: maxDirectory}
	z, err := zip.NewReader(bounded, size)
	switch {
	case bounded.left < 0:
		err = errDirectory
	case errors.Is(err, zip.ErrInsecurePath):
		err = nil // each entry is looked at below
	case err == nil && len(z.File) > maxEntries:
		err = skip(fmt.Sprintf("more than %d entries", maxEntries))
	}
	if err != nil {
		return r.fail(from, false, err)
	}
	bounded.free = true
	r.budget = &budget{left: maxUnpacked}
	defer func() { r.budget = nil }()
	for _, entry := range z.File {
		if r.ended(ctx) {
			return false
		}
		if entry.FileInfo().IsDir() && admitEntry(entry) == nil {
			continue
		}
		if !r.entry(ctx, entry, from) {
			return false
		}
	}
	return true
}

// boundedAt bounds what is read until it is set free.
type boundedAt struct {
	r    io.ReaderAt
	left int64
	free bool
}

func (b *boundedAt) ReadAt(p []byte, at int64) (int, error) {
	if !b.free {
		if b.left -= int64(len(p)); b.left < 0 {
			return 0, errDirectory
		}
	}
	return b.r.ReadAt(p, at)
}

// admitEntry returns why an entry is refused: a name that could lead out of
// the place it is unpacked to, or what is no file. Nothing is ever unpacked to
// disk here, but who made such a zip meant harm, or made it wrong.
func admitEntry(entry *zip.File) error {
	name := entry.Name
	mode := entry.Mode()
	switch {
	case !utf8.ValidString(name) || entry.NonUTF8 && strings.ContainsFunc(name, func(c rune) bool { return c > 0x7e }):
		return errors.New("its name is not UTF-8")
	case strings.Contains(name, `\`):
		return skip("refused: a name with a backslash")
	case strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':':
		return skip("refused: an absolute name")
	case !fs.ValidPath(strings.TrimSuffix(name, "/")):
		return skip("refused: a name that leads elsewhere")
	case mode&fs.ModeSymlink != 0:
		return skip("refused: a symbolic link")
	case !mode.IsRegular() && !mode.IsDir():
		return skip("refused: not a regular file")
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return skip("hidden")
		}
	}
	return nil
}

// entry yields the page or the pages of one entry.
func (r *reader) entry(ctx context.Context, entry *zip.File, from string) bool {
	url := from + strings.TrimPrefix(address(entry.Name), "file://")
	kind, _ := containerOf(entry.Name)
	err := admitEntry(entry)
	const encrypted = 1
	switch {
	case err != nil:
	case len(url) > maxFileAddress:
		url, err = fmt.Sprintf("%s#%.100s…", from, strings.ToValidUTF8(entry.Name, "")), longPath
	case entry.Flags&encrypted != 0:
		err = skip("encrypted")
	case kind == zipFile:
		err = skip("a zip within a zip; unpack it first")
	case kind == noContainer && mediaTypeOf(entry.Name) == "":
		err = unknownKind(entry.Name)
	case kind == noContainer && entry.UncompressedSize64 > uint64(maxSize(mediaTypeOf(entry.Name))):
		err = tooLarge(mediaTypeOf(entry.Name))
	case r.budget.left <= 0:
		err = skip(errUnpacked.Error())
	}
	if err != nil {
		return r.fail(url, false, err)
	}
	f, err := entry.Open()
	if err != nil {
		return r.fail(url, false, err)
	}
	defer f.Close()
	in := &expanding{r: f, size: func() int64 { return int64(entry.CompressedSize64) }, budget: r.budget}
	if kind != noContainer {
		return r.stream(ctx, in, entry.Name, url)
	}
	p := corpus.Page{URL: url, MediaType: mediaTypeOf(entry.Name)}
	if p.Body, err = readBody(in, p.MediaType); err != nil {
		return r.fail(url, false, err)
	}
	p.Captured = r.now().UTC()
	return r.yield(found{page: p})
}
