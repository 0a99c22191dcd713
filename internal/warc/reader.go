package warc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"iter"
)

// windowSize is how far the search for the next record looks at once.
const windowSize = 64 << 10

// Read yields the records of a file in its order and holds one in memory at a
// time. What cannot be read yields a *Damage, with as much of the record's
// header as was read and no block, and the search goes on behind it. Any other
// error is that of r, and the last.
func Read(r io.Reader, max Limits) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		src := &counter{r: r}
		f := &file{src: src, raw: bufio.NewReaderSize(src, windowSize), max: max, yield: yield}
		if begin, _ := f.raw.Peek(len(gzipMagic)); string(begin) == gzipMagic {
			f.members()
		} else {
			f.section(&stream{Reader: f.raw, offset: f.offset, fault: func() error { return nil }})
		}
		if src.err != nil && !f.stopped {
			yield(Record{}, fmt.Errorf("warc: %w", src.err))
		}
	}
}

// counter counts what was read, and keeps the error that ended it.
type counter struct {
	r   io.Reader
	n   int64
	err error
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && err != io.EOF {
		c.err = err
	}
	return n, err
}

// file is the state of one reading.
type file struct {
	src   *counter
	raw   *bufio.Reader
	max   Limits
	yield func(Record, error) bool
	// stopped says that the caller wants no more.
	stopped bool
	// damages counts what could not be read.
	damages int

	gz     *gzip.Reader
	member *bufio.Reader
	out    int64 // what all members have expanded to, in bytes
}

// offset returns where in the file the next byte stands.
func (f *file) offset() int64 { return f.src.n - int64(f.raw.Buffered()) }

// give hands over a record or the reason why there is none. It reports whether
// reading goes on; after an error of the source it does not, and the source's
// own error is what the caller gets.
func (f *file) give(r Record, err error) bool {
	if f.src.err != nil && err != nil {
		return false
	}
	if err != nil {
		f.damages++
	}
	f.stopped = !f.yield(r, err)
	return !f.stopped
}

func (f *file) damage(r Record, reason string) bool {
	return f.give(Record{Header: r.Header, Offset: r.Offset}, &Damage{Offset: r.Offset, Reason: reason})
}

// stream is what records are read from: the file, or one member of it.
type stream struct {
	*bufio.Reader
	// offset returns where in the file the next byte stands.
	offset func() int64
	// fault returns what is wrong with the compression, once that was met.
	fault func() error
}

// section reads the records of a stream to its end. It reports whether reading
// goes on behind it.
func (f *file) section(s *stream) bool {
	for {
		skipLineEnds(s.Reader)
		offset := s.offset()
		begin, _ := s.Peek(versionSize)
		switch {
		case len(begin) == 0:
			return true
		case !isVersion(begin):
			n := resync(s.Reader)
			if !f.damage(Record{Offset: offset}, fmt.Sprintf("%d bytes that are no record%s", n, because(s.fault()))) {
				return false
			}
			continue
		}
		r, bad := f.record(s)
		if bad == nil {
			if !f.give(r, nil) {
				return false
			}
			continue
		}
		if !f.give(Record{Header: r.Header, Offset: r.Offset}, bad) {
			return false
		}
		skipLineEnds(s.Reader)
		resync(s.Reader)
	}
}

// because adds a cause to a reason.
func because(err error) string {
	if err == nil {
		return ""
	}
	return ": " + err.Error()
}

func skipLineEnds(r *bufio.Reader) {
	for {
		b, err := r.ReadByte()
		if err != nil {
			return
		}
		if b != '\r' && b != '\n' {
			_ = r.UnreadByte() // a byte was read just before
			return
		}
	}
}

// versionSize is the length of the line that begins a record, "WARC/1.0" and
// two bytes of line end.
const versionSize = len("WARC/1.0\r\n")

// isVersion reports whether a record begins with b, which may be cut off at
// versionSize.
func isVersion(b []byte) bool {
	rest, ok := bytes.CutPrefix(b, []byte("WARC/"))
	if !ok {
		return false
	}
	line, _, ended := bytes.Cut(rest, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	// Drafts were called 0.17 and 0.18.
	return len(line) >= 3 && digit(line[0]) && line[1] == '.' && digit(line[2]) && (ended && len(line) == 3 || len(line) > 3 && digit(line[3]))
}

// resync moves to where the next record begins, or to the end. It returns how
// many bytes were passed over.
func resync(r *bufio.Reader) int64 {
	var passed int64
	for {
		window, err := r.Peek(r.Size())
		for at := 0; ; at++ {
			next := bytes.Index(window[at:], []byte("WARC/"))
			if next < 0 {
				break
			}
			at += next
			if len(window)-at < versionSize && err == nil {
				break // looked at again with what follows
			}
			if isVersion(window[at:]) {
				n, _ := r.Discard(at)
				return passed + int64(n)
			}
		}
		keep := versionSize
		if err != nil {
			keep = 0
		}
		n, _ := r.Discard(max(0, len(window)-keep))
		passed += int64(n)
		if err != nil {
			return passed
		}
	}
}
