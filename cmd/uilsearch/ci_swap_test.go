//go:build ci

package main

import (
	"os"
	"os/exec"
	"testing"
)

// TestPublishesWhileAnswering publishes by the program itself, as a timer does.
func TestPublishesWhileAnswering(t *testing.T) {
	publishes := 10
	if os.Getenv("TORTURE") != "" {
		publishes = 100
	}
	program := buildProgram(t)
	publishWhileAnswering(t, publishes, func(data string) {
		t.Helper()
		cmd := exec.Command(program, "reindex", "--data", data)
		cmd.Env = []string{"HOME=" + data}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	})
}
