//go:build !unix

package generation

// SyncDir does nothing where directories cannot be flushed.
func SyncDir(string) error { return nil }
