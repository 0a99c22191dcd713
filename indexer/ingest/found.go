package ingest

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
)

// found is one thing that was met: a page, or why there is none.
type found struct {
	page corpus.Page
	err  error
	// record says that the page has its address from a file of many pages, which
	// may hold several versions of it.
	record bool
	// stream numbers the files of many pages of a path, from 1.
	stream int
	// status is that of the response the page came with, 0 where there was none.
	status int
	// known says that the page itself was told of before, or is not told of: only
	// what stands below is new.
	known bool
	// seen is when the page was last as it is here, gone when it was found gone,
	// for the reason that follows. Both are zero where nothing is said.
	seen, gone time.Time
	reason     string
	// expanded is how much more the payload of the record is than its block, in
	// bytes.
	expanded int64
}

// reader reads the pages of containers. A method stops where yield returns false,
// which it then returns too.
type reader struct {
	now   func() time.Time
	yield func(found) bool
	// streams counts the files that were read from beginning to end.
	streams int
	// budget bounds the zip that is read, nil outside of one.
	budget *budget
}

// fail tells why there is no page at an address.
func (r *reader) fail(url string, record bool, err error) bool {
	return r.yield(found{page: corpus.Page{URL: url}, err: fileError(url, err), record: record})
}

// open reads a container that is a file of a file system.
func (r *reader) open(ctx context.Context, fsys fs.FS, name, url string) bool {
	f, err := fsys.Open(name)
	if err != nil {
		return r.fail(url, false, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = skip("not a regular file")
	}
	if err != nil {
		return r.fail(url, false, err)
	}
	if kind, _ := containerOf(name); kind == zipFile {
		at, ok := f.(io.ReaderAt)
		if !ok {
			return r.fail(url, false, skip("a zip that cannot be read from any place"))
		}
		return r.zip(ctx, at, info.Size(), url)
	}
	return r.stream(ctx, f, name, url)
}

// stream reads a container that is read from its beginning to its end.
func (r *reader) stream(ctx context.Context, src io.Reader, name, url string) bool {
	kind, packed := containerOf(name)
	return r.streamOf(ctx, kind, packed, src, url)
}

// streamOf is stream for a container of a kind.
func (r *reader) streamOf(ctx context.Context, kind container, packed bool, src io.Reader, url string) bool {
	r.streams++
	switch {
	case kind == warcFile:
		return r.warc(ctx, src, url)
	case packed:
		in := &counted{r: src}
		z, err := gzip.NewReader(in)
		if err != nil {
			return r.fail(url, false, err)
		}
		return r.ndjson(ctx, &expanding{r: z, size: func() int64 { return in.n }, budget: r.budget}, url)
	}
	return r.ndjson(ctx, src, url)
}

// ended ends a run that is to end, and reports whether it did.
func (r *reader) ended(ctx context.Context) bool {
	if ctx.Err() != nil {
		r.yield(found{err: ctx.Err()})
		return true
	}
	return false
}

// counted counts what was read.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// maxSize returns how large a page of a media type may be, in bytes.
func maxSize(mediaType string) int64 {
	if mediaType == corpus.PDF {
		return MaxPDFSize
	}
	return MaxFileSize
}

// tooLarge is the rule that a page of a media type breaks.
func tooLarge(mediaType string) skip {
	return skip(fmt.Sprintf("larger than %d MiB", maxSize(mediaType)>>20))
}

// readBody reads one page of a media type.
func readBody(r io.Reader, mediaType string) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxSize(mediaType)+1))
	if err == nil && int64(len(body)) > maxSize(mediaType) {
		return nil, tooLarge(mediaType)
	}
	return body, err
}
