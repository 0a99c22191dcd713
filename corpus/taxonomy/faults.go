package taxonomy

import (
	"errors"
	"fmt"
)

// Error is what Load answers to files that cannot be read as tables of a
// taxonomy.
type Error struct {
	// Faults are the errors of all rows; each begins with its file and line and
	// names the remedy. There is at least one.
	Faults []error
}

// Error returns the first fault on one line, and how many there are besides.
func (e *Error) Error() string {
	if more := len(e.Faults) - 1; more > 0 {
		return fmt.Sprintf("%v (and %d more)", e.Faults[0], more)
	}
	return e.Faults[0].Error()
}

// Unwrap returns the faults.
func (e *Error) Unwrap() []error { return e.Faults }

// faults collects the errors of rows, so that one does not hide the next.
type faults []error

func (f *faults) add(err error) {
	var e *Error
	switch {
	case errors.As(err, &e):
		*f = append(*f, e.Faults...)
	case err != nil:
		*f = append(*f, err)
	}
}

// err returns an Error of what was collected, or nil.
func (f faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Faults: f}
}
