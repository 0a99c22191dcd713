//go:build failpoint && unix

package publish

import (
	"errors"
	"syscall"
	"testing"
)

// TestFullDiskAtEachMoment has the disk full at each moment of a run. Nothing is
// published before the pointer has moved, and all of it afterwards.
func TestFullDiskAtEachMoment(t *testing.T) {
	for moment, published := range map[string]bool{
		"sweep": false, "create": false, "write-taxonomy": false, "built": false, "seal-file": false, "write-manifest": false,
		"verify-file": false, "compare": false, "gate": false, "commit": false, "commit-rename": false, "commit-sync": false,
		"pointer-rename": false, "pointer-sync": true, "prune": true, "remove-rename": true, "remove-files": true,
	} {
		t.Run(moment, func(t *testing.T) {
			data := t.TempDir()
			first := mustRun(t, options(data, "a", 1))
			o := options(data, "a b", 2)
			o.Keep = 1
			t.Setenv("FAILPOINT", moment+"=enospc@*")
			out, err := Run(t.Context(), o)
			t.Setenv("FAILPOINT", "")
			if (err == nil) != published || err != nil && !errors.Is(err, syscall.ENOSPC) || out.Published != published || (live(o.Store) != first) != published {
				t.Errorf("published %v, %v", out.Published, err)
			}
			if _, err := o.Store.Verify(t.Context(), live(o.Store), 1); err != nil {
				t.Error(err)
			}
			o.Config = "other"
			name := mustRun(t, o)
			if left := directory(t, o.Store.Dir()); len(left) != 2 || left[0] != name {
				t.Errorf("left is %v", left)
			}
		})
	}
}

// TestRollbackPointerSync rolls back although that may not outlive a power cut.
func TestRollbackPointerSync(t *testing.T) {
	s, names := threeRuns(t)
	t.Setenv("FAILPOINT", "pointer-rename=enospc@*")
	if _, _, err := Rollback(t.Context(), RollbackOptions{Store: s, Analysis: 1}); !errors.Is(err, syscall.ENOSPC) || live(s) != names[2] {
		t.Errorf("got %v, live %s", err, live(s))
	}
	t.Setenv("FAILPOINT", "pointer-sync=enospc@*")
	if _, to, err := Rollback(t.Context(), RollbackOptions{Store: s, Analysis: 1}); err != nil || to != names[1] || live(s) != to {
		t.Errorf("got %s, %v", to, err)
	}
}

// TestVerifyCannotRead ends a run that cannot look at the live generation: it is
// not known to be damaged.
func TestVerifyCannotRead(t *testing.T) {
	s, names := threeRuns(t)
	t.Setenv("FAILPOINT", "verify-file=enospc@*")
	o := options(s.Data(), "d", 9)
	o.Build = afterBuild(o.Build, func(string) error { t.Error("it builds"); return nil })
	if _, err := Run(t.Context(), o); !errors.Is(err, syscall.ENOSPC) || live(s) != names[2] {
		t.Errorf("got %v, live %s", err, live(s))
	}
}
