package live

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// doubt is a panic of the engine, as an error. Files that were damaged after
// they were verified can be the reason, and so can a plain bug.
type doubt struct {
	what  string
	stack string
	// memory says that memory could not be read: a file was cut off while it
	// was open, and even if it is whole again by now, what is open is of no use.
	memory bool
}

func (d *doubt) Error() string { return "the engine panicked: " + d.what }

// fault reports whether what is open is of no use, even if the files are good.
func (d *doubt) fault() bool { return d != nil && d.memory }

// protect calls f and returns its panic as a *doubt. A read beyond the end of a
// file that was cut off is a panic here, where it would end the process
// otherwise. That does not hold for goroutines that Bleve starts itself, which
// it does while it opens files; then one start later the files are found bad
// before they are opened.
func protect(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			d := &doubt{what: fmt.Sprint(p), stack: string(debug.Stack())}
			// Go gives only these faults an address, and not those of nil, but
			// words them alike.
			if _, d.memory = p.(interface{ Addr() uintptr }); d.memory {
				d.what = "a file that is open was cut off"
			}
			err = d
		}
	}()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	return f()
}

// call calls the engine. After a panic the generation is in doubt; the first
// doubt stays, unless a graver one comes.
func (h *handle) call(f func() error) error {
	err := protect(f)
	var d *doubt
	if errors.As(err, &d) {
		if old := h.doubt.Load(); old == nil || d.memory && !old.memory {
			h.doubt.CompareAndSwap(old, d)
		}
	}
	return err
}

// newDoubt returns the doubt in what is served, or nil where there is none that
// was not looked into. The caller holds refreshing.
func (x *Index) newDoubt() *doubt {
	h := x.served()
	if h == nil {
		return nil
	}
	if d := h.doubt.Load(); d != x.judged {
		return d
	}
	return nil
}

// inDoubt reports whether what is served should be verified again.
func (x *Index) inDoubt() bool {
	x.refreshing.Lock()
	defer x.refreshing.Unlock()
	return x.newDoubt() != nil
}

// tell logs a doubt that is about to be looked into.
func (x *Index) tell(h *handle, d *doubt) {
	if d != nil {
		x.log.Error("the engine panicked; verifying its generation again",
			"generation", h.manifest.Generation, "panic", d.what, "stack", d.stack)
	}
}

// judge remembers that a doubt in a generation was looked into. Further panics
// raise no other, so that a question that brings out a bug does not have the
// files read without end, until the next time that they are verified in any
// case, which again says.
func (x *Index) judge(h *handle, d *doubt, again bool) {
	if d != nil {
		x.judged = d
	}
	if again && h != nil {
		h.doubt.CompareAndSwap(x.judged, nil)
	}
}
