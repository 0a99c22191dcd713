//go:build unix && !solaris && !aix

package pdf

import "golang.org/x/sys/unix"

// reserve returns so many bytes of addresses that nothing stands behind yet.
func reserve(size uint64) ([]byte, error) {
	return unix.Mmap(-1, 0, int(size), unix.PROT_NONE, unix.MAP_PRIVATE|unix.MAP_ANON)
}

// take makes the beginning of what was reserved usable.
func take(begin []byte) error { return unix.Mprotect(begin, unix.PROT_READ|unix.PROT_WRITE) }

// unreserve gives back what reserve returned, which must not be used any more.
func unreserve(room []byte) { _ = unix.Munmap(room) }
