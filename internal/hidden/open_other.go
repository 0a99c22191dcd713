//go:build !unix

package hidden

// nonBlocking is nothing where a directory holds no pipes.
const nonBlocking = 0
