//go:build !unix

package generation

// syncDir does nothing where directories cannot be flushed.
func syncDir(string) error { return nil }
