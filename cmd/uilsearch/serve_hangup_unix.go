//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// onHangup returns a channel that tells of each SIGHUP, which from now until
// stop does not end the process. Those that come while one waits count as one.
func onHangup() (hangups <-chan os.Signal, stop func()) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGHUP)
	return c, func() { signal.Stop(c) }
}
