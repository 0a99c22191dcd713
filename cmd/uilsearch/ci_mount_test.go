//go:build ci && linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// mayMount reports whether this process may mount file systems that go with it.
// Where it may not, it runs the test that asks again in a process that may, and
// that is all there is to do. Where the system forbids it the test is skipped, or
// fails where CI promises it.
func mayMount(t *testing.T) bool {
	t.Helper()
	const mark = "MAY_MOUNT"
	if os.Getenv(mark) != "" {
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=1h")
	cmd.Env = append(os.Environ(), mark+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS, Pdeathsig: syscall.SIGKILL}
	if uid := os.Getuid(); uid != 0 {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: uid, Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	switch {
	case err == nil:
		t.Logf("%s", out)
	case cmd.Process != nil:
		t.Errorf("%v\n%s", err, out)
	case os.Getenv("CI") == "true":
		t.Errorf("no file systems can be mounted: %v", err)
	default:
		t.Skipf("no file systems can be mounted: %v", err)
	}
	return false
}

// mount makes dir a file system of its own.
func mount(t *testing.T, dir string, size int) {
	t.Helper()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", size)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
}
