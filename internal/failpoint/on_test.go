//go:build failpoint && unix

package failpoint

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestHit(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	t.Setenv("FAILPOINT_LOG", log)
	for _, test := range []struct{ name, value, want string }{
		{"first", "first=enospc", "x."},
		{"second", "second=enospc@2", ".x"},
		{"each", "each=enospc@*", "xx"},
		{"none", "other=enospc", ".."},
		{"unset", "", ".."},
		{"unknown", "unknown=dance", "x."},
	} {
		t.Setenv("FAILPOINT", test.value)
		got := ""
		for range 2 {
			err := Hit(test.name)
			switch {
			case err == nil:
				got += "."
			case errors.Is(err, syscall.ENOSPC) == strings.Contains(test.value, "enospc"):
				got += "x"
			default:
				t.Errorf("%s: %v", test.name, err)
			}
		}
		if got != test.want {
			t.Errorf("%s: got %s, want %s", test.value, got, test.want)
		}
	}
	b, err := os.ReadFile(log)
	if want := "first\nfirst\nsecond\nsecond\neach\neach\nnone\nnone\nunset\nunset\nunknown\nunknown\n"; string(b) != want || err != nil {
		t.Errorf("logged %q, %v", b, err)
	}
}

func TestPanic(t *testing.T) {
	t.Setenv("FAILPOINT", "panics=panic")
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Hit("panics")
}
