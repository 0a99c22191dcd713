package bleveengine

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"
)

// Bleve says what went wrong in words only.
func TestDiskFullIsKnown(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EIO} {
		cause := &fs.PathError{Op: "write", Path: "000000000001.zap", Err: errno}
		for _, err := range []error{cause, fmt.Errorf("got err persisting: %v", cause)} {
			got := diskFull(err)
			for _, full := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT} {
				if errors.Is(got, full) != (full == errno) {
					t.Errorf("%v is taken for %v: %v", err, full, got)
				}
			}
			if !errors.Is(got, err) {
				t.Errorf("%v has lost its cause", got)
			}
		}
	}
}
