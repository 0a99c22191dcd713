package publish

import (
	"errors"
	"io/fs"
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
