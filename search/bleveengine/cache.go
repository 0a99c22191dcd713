package bleveengine

import "sync"

// cache keeps decoded values up to a limit in bytes, and none that is larger.
// When it is full it is emptied: what is in use comes back at the price of one decoding, and nothing
// has to be kept in order on every read.
type cache[K comparable, V any] struct {
	limit int

	mu    sync.RWMutex // guards what follows
	size  int
	items map[K]V
}

func (c *cache[K, V]) get(k K) (V, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	v, ok := c.items[k]
	return v, ok
}

// put adds a value of about size bytes.
func (c *cache[K, V]) put(k K, v V, size int) {
	if size > c.limit {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.items == nil || c.size+size > c.limit {
		c.items, c.size = make(map[K]V), 0
	}
	if _, ok := c.items[k]; !ok {
		c.size += size
	}
	c.items[k] = v
}

// bytes returns about how many bytes are kept.
func (c *cache[K, V]) bytes() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.size
}
