//go:build unix

package generation

import "os"

// SyncDir flushes a directory, so that the names in it outlive a power cut.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
