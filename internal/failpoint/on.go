//go:build failpoint && unix

// Package failpoint names the moments of a run at which tests end or disturb
// the process. Without the build tag failpoint it does nothing and costs nothing.
//
// FAILPOINT=name=action[@n] in the environment does something at the n-th time
// that the moment comes, the first unless n is given, or each time where it is
// *: "kill" and "term" send the process a signal, "panic" panics, and "enospc"
// returns the error of a full disk. FAILPOINT_LOG=file appends the name of each
// moment to a file.
package failpoint

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

var (
	mu     sync.Mutex // guards counts, and writing to the log
	counts = map[string]int{}
)

// Hit says that the process has come to the moment of a name. It returns an
// error only where a test has asked for one.
func Hit(name string) error {
	n := count(name)
	wanted, action, _ := strings.Cut(os.Getenv("FAILPOINT"), "=")
	action, at, numbered := strings.Cut(action, "@")
	if !numbered {
		at = "1"
	}
	if wanted != name || at != "*" && at != strconv.Itoa(n) {
		return nil
	}
	switch action {
	case "kill":
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // the signal may take a moment
	case "term":
		return syscall.Kill(os.Getpid(), syscall.SIGTERM)
	case "enospc":
		return &os.PathError{Op: "write", Path: name, Err: syscall.ENOSPC}
	case "panic":
		panic("failpoint " + name)
	}
	return fmt.Errorf("failpoint %s: there is no action %q", name, action)
}

// count returns how often the moment has come, this time included.
func count(name string) int {
	mu.Lock()
	defer mu.Unlock()
	counts[name]++
	if path := os.Getenv("FAILPOINT_LOG"); path != "" {
		if f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644); err == nil {
			fmt.Fprintln(f, name)
			f.Close()
		}
	}
	return counts[name]
}
