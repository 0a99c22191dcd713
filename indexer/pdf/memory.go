package pdf

import (
	"fmt"

	"github.com/tetratelabs/wazero/experimental"
)

// memory is what PDFium works in. Room for all that it may take is reserved at
// once, and taken from the system as it is used: memory that grew by being copied
// would be there twice, and the garbage of it several times. It serves one worker
// at a time, and is not safe for concurrent use.
type memory struct {
	max uint64 // bytes
	// room is what was reserved, nil where the system reserves none. Then used
	// grows by being copied.
	room, used []byte
	// refused says that PDFium asked for more than max.
	refused bool
}

var (
	_ experimental.MemoryAllocator = (*memory)(nil)
	_ experimental.LinearMemory    = (*memory)(nil)
)

// Allocate begins the memory of a worker.
func (m *memory) Allocate(_, _ uint64) experimental.LinearMemory {
	m.refused = false
	if room, err := reserve(m.max); err == nil {
		m.room = room
	}
	return m
}

// Reallocate returns the first bytes of the memory, with what was in them, or nil
// where it may not be that large.
func (m *memory) Reallocate(size uint64) []byte {
	switch {
	case size > m.max:
		m.refused = true
		return nil
	case m.room == nil:
		grown := make([]byte, size)
		copy(grown, m.used)
		m.used = grown
	case take(m.room[:size]) != nil: // the system has no more
		m.refused = true
		return nil
	default:
		m.used = m.room[:size:size]
	}
	return m.used
}

// Free does nothing: it is called when a worker is told to end, which may be at
// work still.
func (m *memory) Free() {}

// release gives the memory back. The worker has ended.
func (m *memory) release() {
	if m.room != nil {
		unreserve(m.room)
	}
	m.room, m.used = nil, nil
}

// fault is what is wrong with that which could not be read since refused was
// set back.
func (m *memory) fault() error {
	if m.refused {
		return fmt.Errorf("%w: it takes more than %d MiB of memory", ErrTooLarge, m.max>>20)
	}
	return ErrBroken
}
