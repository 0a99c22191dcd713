//go:build unix && !linux

package main

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// stepBack gives the process a nice value, so that others go first.
func stepBack(nice int) error {
	if err := unix.Setpriority(unix.PRIO_PROCESS, 0, nice); err != nil {
		return fmt.Errorf("nice %d: %w", nice, err)
	}
	return nil
}
