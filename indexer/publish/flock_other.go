//go:build !unix || solaris || aix

package publish

import (
	"fmt"
	"os"
	"runtime"
)

// flock refuses: without a lock two runs could write to one index.
func flock(*os.File) error {
	return fmt.Errorf("files cannot be locked on %s: build the index on another system", runtime.GOOS)
}
