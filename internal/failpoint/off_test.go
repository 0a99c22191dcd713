//go:build !failpoint || !unix

package failpoint

import "testing"

// TestOff finds that nothing can be set off in what is shipped.
func TestOff(t *testing.T) {
	t.Setenv("FAILPOINT", "x=panic@*")
	if err := Hit("x"); err != nil {
		t.Error(err)
	}
}
