//go:build !unix

package main

import "os"

// onHangup returns a channel that never tells of anything: there is no SIGHUP
// here.
func onHangup() (hangups <-chan os.Signal, stop func()) {
	return nil, func() {}
}
