//go:build unix

package hidden

import "syscall"

// nonBlocking has a file opened without waiting for whoever writes to it, as a
// pipe would.
const nonBlocking = syscall.O_NONBLOCK
