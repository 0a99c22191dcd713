package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestNotices fails when the program is linked from a module whose licence is
// not in THIRD_PARTY_NOTICES.
func TestNotices(t *testing.T) {
	notices, err := os.ReadFile("../../THIRD_PARTY_NOTICES")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{end}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || seen[line] {
			continue
		}
		seen[line] = true
		if !strings.Contains(string(notices), "\n"+line) {
			t.Errorf("%sis not in THIRD_PARTY_NOTICES; run make notices", line)
		}
	}
	if len(seen) < 10 {
		t.Errorf("go list names only %d modules", len(seen))
	}
}
