package warc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// gzipMagic begins every gzip member.
const gzipMagic = "\x1f\x8b\x08"

// members reads a compressed file: records never reach over the end of a
// member, so that damage to one does no harm to the next.
func (f *file) members() {
	f.gz = new(gzip.Reader)
	f.member = bufio.NewReaderSize(nil, windowSize)
	for {
		start := f.offset()
		begin, _ := f.raw.Peek(len(gzipMagic))
		if len(begin) == 0 {
			return
		}
		if string(begin) != gzipMagic {
			n, padding := f.nextMember()
			if !padding && !f.damage(Record{Offset: start}, fmt.Sprintf("%d bytes that are no gzip member", n)) {
				return
			}
			continue
		}
		goOn, sound := f.oneMember(start)
		if !goOn {
			return
		}
		if !sound {
			f.nextMember()
		}
	}
}

// oneMember reads the records of the member that begins at start. It reports
// whether reading goes on, and whether the member was sound to its end.
func (f *file) oneMember(start int64) (goOn, sound bool) {
	if err := f.gz.Reset(f.raw); err != nil {
		return f.damage(Record{Offset: start}, "gzip: "+err.Error()), false
	}
	f.gz.Multistream(false)
	g := &guard{f: f, start: start}
	f.member.Reset(g)
	told := f.damages
	goOn = f.section(&stream{Reader: f.member, offset: func() int64 { return start }, fault: g.fault})
	if goOn && g.err != nil && f.damages == told {
		goOn = f.damage(Record{Offset: start}, g.err.Error())
	}
	return goOn, g.err == nil
}

// errExpands says that a member is more likely an attack than a record.
var errExpands = errors.New("expands to far more than its size")

// guard reads a member and ends it where it, or the file, expands too far.
type guard struct {
	f     *file
	start int64
	out   int64
	err   error
}

// fault returns what ended the member, if that is not its end.
func (g *guard) fault() error { return g.err }

func (g *guard) Read(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	n, err := g.f.gz.Read(p)
	g.out += int64(n)
	if !g.f.mayExpand(int64(n)) || g.out > g.f.max.Free && g.out > g.f.max.Ratio*(g.f.offset()-g.start) {
		n, err = 0, errExpands
	}
	switch {
	case err == io.ErrUnexpectedEOF:
		g.err = errors.New("gzip: the file ends within it")
	case err != nil && err != io.EOF:
		g.err = err
	}
	return n, err
}

// mayExpand counts n bytes more of all members together. It reports whether that
// many are allowed for as much of the file as was read.
func (f *file) mayExpand(n int64) bool {
	f.out += n
	return (f.max.Spend == nil || f.max.Spend(n)) && f.out <= f.max.Free+f.max.Ratio*f.offset()
}

// nextMember moves to the next gzip member that holds a record, or to the end.
// It returns how many bytes it passed over, and whether all of them were zero
// or line ends, which do no harm.
func (f *file) nextMember() (passed int64, padding bool) {
	padding = true
	probe := new(gzip.Reader)
	for {
		window, err := f.raw.Peek(f.raw.Size())
		found := -1
		for at := 0; found < 0; at++ {
			next := bytes.Index(window[at:], []byte(gzipMagic))
			if next < 0 {
				break
			}
			if at += next; holdsRecord(probe, window[at:]) {
				found = at
			}
		}
		n := found
		if found < 0 {
			n = len(window)
			if err == nil {
				n -= windowSize / 2 // a member may begin at the end of the window
			}
		}
		padding = padding && len(bytes.Trim(window[:n], "\x00\r\n")) == 0
		f.raw.Discard(n)
		passed += int64(n)
		if found >= 0 || err != nil {
			return passed, padding
		}
	}
}

// holdsRecord reports whether b begins with a gzip member that begins with a
// record.
func holdsRecord(probe *gzip.Reader, b []byte) bool {
	if probe.Reset(bytes.NewReader(b)) != nil {
		return false
	}
	begin := make([]byte, versionSize)
	n, _ := io.ReadFull(probe, begin)
	return isVersion(begin[:n])
}
