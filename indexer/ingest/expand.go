package ingest

import (
	"errors"
	"fmt"
	"io"
)

// What compressed content may expand to: so much in any case, and beyond that so
// many times its size.
const (
	freeExpansion = 128 << 20
	maxExpansion  = 250
)

var errExpands = errors.New("it expands to far more than its size")

// expanding ends where compressed content expands too far.
type expanding struct {
	r io.Reader
	// size is how much of the compressed content was read.
	size func() int64
	out  int64
	// budget is what the content may be taken from besides.
	budget *budget
}

func (e *expanding) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.out += int64(n)
	if e.out > freeExpansion && e.out > maxExpansion*e.size() {
		return 0, errExpands
	}
	if !e.budget.spend(int64(n)) {
		return 0, errUnpacked
	}
	return n, err
}

// maxUnpacked is what all entries of a zip, and what is compressed in them, may
// expand to together, in bytes.
const maxUnpacked = 8 << 30

// errUnpacked is no skip, since a source that returns it has ended.
var errUnpacked = fmt.Errorf("the zip file expands to more than %d GiB", maxUnpacked>>30)

// budget is how many bytes may still be unpacked. A nil *budget has no end.
type budget struct{ left int64 }

// spend takes n bytes, and reports whether there were as many.
func (b *budget) spend(n int64) bool {
	if b == nil {
		return true
	}
	b.left -= n
	return b.left >= 0
}

// payloads bounds what the payloads of a web archive expand to beyond the blocks
// that they stand in.
type payloads struct {
	archive *counted
	out     int64
	budget  *budget
}

// add counts n bytes more, and returns why they are too many.
func (p *payloads) add(n int64) error {
	p.out += n
	switch {
	case p.out > freeExpansion && p.out > maxExpansion*p.archive.n:
		return errExpands
	case !p.budget.spend(n):
		return errUnpacked
	}
	return nil
}
