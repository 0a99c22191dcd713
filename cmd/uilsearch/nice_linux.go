package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// niceBase is what the system call adds to the negative of a nice value.
const niceBase = 20

// stepBack gives the whole process a nice value, so that others go first. On
// Linux each thread has one of its own, and passes it on to the threads that
// it starts. A thread that steps back further already is left alone.
func stepBack(nice int) error {
	set := map[int]bool{}
	for {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return fmt.Errorf("nice: %w", err)
		}
		found := false
		for _, entry := range threads {
			thread, err := strconv.Atoi(entry.Name())
			if err != nil || set[thread] {
				continue
			}
			set[thread], found = true, true
			if err := niceThread(thread, nice); err != nil {
				return fmt.Errorf("nice %d: %w", nice, err)
			}
		}
		// One that was not niced yet may have started another meanwhile.
		if !found {
			return nil
		}
	}
}

func niceThread(thread, nice int) error {
	now, err := unix.Getpriority(unix.PRIO_PROCESS, thread)
	if err == nil && niceBase-now < nice {
		err = unix.Setpriority(unix.PRIO_PROCESS, thread, nice)
	}
	if errors.Is(err, unix.ESRCH) {
		return nil // it has ended
	}
	return err
}
