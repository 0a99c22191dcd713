//go:build !failpoint || !unix

// Package failpoint names the moments of a run at which tests end or disturb
// the process. Without the build tag failpoint it does nothing and costs nothing.
package failpoint

// Hit says that the process has come to the moment of a name. It returns an
// error only where a test has asked for one.
func Hit(string) error { return nil }
