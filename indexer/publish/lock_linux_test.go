package publish

import (
	"errors"
	"testing"
)

// The lock counts, not what is written into its file: /dev/full takes nothing.
func TestLockOnAFullDisk(t *testing.T) {
	unlock, err := Lock("/dev/full")
	if err != nil {
		t.Fatal(err)
	}
	var locked *LockedError
	if _, err := Lock("/dev/full"); !errors.As(err, &locked) {
		t.Errorf("locked twice: %v", err)
	}
	if err := unlock(); err != nil {
		t.Error(err)
	}
}
