//go:build unix

package generation

import "os"

// syncDir flushes a directory, so that the names in it outlive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
