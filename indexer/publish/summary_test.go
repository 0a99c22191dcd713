package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSummary(t *testing.T) {
	data := t.TempDir()
	if _, err := LastRun(data); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no run yet: %v", err)
	}
	want := Summary{Started: time.Unix(1, 0).UTC(), Outcome: OutcomeFailed, Error: "why", ExitCode: 21, Pages: 3, Rejected: 1, Removed: []string{"x"}}
	if err := want.Save(data); err != nil {
		t.Fatal(err)
	}
	got, err := LastRun(data)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// TestSaveClearsUp finds what a run left that was killed while it saved.
func TestSaveClearsUp(t *testing.T) {
	data := t.TempDir()
	for _, name := range []string{".tmp-123", lockName} {
		path := filepath.Join(data, runDir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("{"), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	if err := (Summary{}).Save(data); err != nil {
		t.Fatal(err)
	}
	var names []string
	entries, err := os.ReadDir(filepath.Join(data, runDir))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if diff := cmp.Diff([]string{summaryName, lockName}, names); diff != "" || err != nil {
		t.Error(diff, err)
	}
}
