package guard

import (
	"math"
	"sync"

	"github.com/maypok86/otter/v2"
)

// largestShare is the part of the cache, one in so many, that a single answer
// may take.
const largestShare = 16

// keep holds answers of one edition in memory.
type keep struct {
	cache   *otter.Cache[key, entry] // nil where nothing is kept
	largest uint64
	edition func() string

	mu   sync.Mutex // held while an answer is put in; guards what follows
	held string     // the edition of all answers that are held
}

type entry struct {
	value any
	size  uint32
}

func newKeep(bytes int64, edition func() string) *keep {
	k := &keep{edition: edition}
	if bytes <= 0 {
		return k
	}
	k.largest = min(uint64(bytes)/largestShare, math.MaxUint32)
	k.cache = otter.Must(&otter.Options[key, entry]{
		MaximumWeight: uint64(bytes),
		Weigher:       func(_ key, e entry) uint32 { return e.size },
	})
	return k
}

func (k *keep) get(at key) (any, bool) {
	if k.cache == nil || at.edition == "" {
		return nil, false
	}
	e, ok := k.cache.GetIfPresent(at)
	return e.value, ok
}

// put keeps an answer unless it is too large or its edition has passed. The
// first answer of a new edition drops those of all others.
func (k *keep) put(at key, value any) {
	if k.cache == nil || at.edition == "" {
		return
	}
	size := sizeOf(value) + entryBytes + uint64(len(at.edition))
	if size > k.largest {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.edition()
	if now != k.held {
		k.cache.InvalidateAll()
		k.held = now
	}
	if at.edition == now {
		k.cache.Set(at, entry{value, uint32(size)})
	}
}

func (k *keep) size() (answers int, bytes uint64) {
	if k.cache == nil {
		return 0, 0
	}
	k.cache.CleanUp() // counts lag behind until then
	return k.cache.EstimatedSize(), k.cache.WeightedSize()
}
