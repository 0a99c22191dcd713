//go:build unix

package hidden

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestPipe checks that nobody waits for a writer to a list that is no file.
func TestPipe(t *testing.T) {
	data := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(data, FileName), 0o600); err != nil {
		t.Skip(err)
	}
	for does, err := range map[string]error{"Load": second(Load(data)), "Add": second(Add(data, "https://uil.example/a"))} {
		if err == nil || !strings.Contains(err.Error(), FileName) || !strings.Contains(err.Error(), "no plain file") {
			t.Errorf("%s: error %v", does, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
