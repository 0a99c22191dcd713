package archive

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A run that waits for its next page holds up nobody: what it has written is
// committed meanwhile.
func TestOldBatchIsCommitted(t *testing.T) {
	a, path := open(t)
	r, err := a.Begin(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	r.age = time.Millisecond
	other, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	for i, url := range []string{"https://uil.example/a", "https://uil.example/b"} {
		if _, err := r.Put(t.Context(), page(url, "x")); err != nil {
			t.Fatal(err)
		}
		// It waits for the lock as long as a statement does, which is far longer.
		if _, err := other.Put(t.Context(), "other", page(url+"/other", "x")); err != nil {
			t.Fatal(err)
		}
		if got := len(pages(t, other)); got != 2*(i+1) {
			t.Errorf("%d pages, want %d", got, 2*(i+1))
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

// What belongs together is not cut, however long it takes.
func TestTogetherIsNotCutByAge(t *testing.T) {
	a, path := open(t)
	r, err := a.Begin(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	r.age = 0
	other, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	broken := errors.New("broken")
	err = r.Together(func() error {
		for i := range 3 {
			if _, err := r.Put(t.Context(), edition("u", i)); err != nil {
				return err
			}
			if r.old != nil || len(pages(t, other)) != 0 {
				t.Error("it was cut")
			}
		}
		return broken
	})
	if err := errors.Join(r.Close(), err); !errors.Is(err, broken) || len(pages(t, a)) != 0 {
		t.Errorf("%v, and something is left", err)
	}
}

// A batch that could not be committed while its run waited is an error of the
// next call.
func TestOldBatchThatIsLost(t *testing.T) {
	a, _ := open(t)
	r, err := a.Begin(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	for name, call := range map[string]func() error{
		"put":   func() error { _, err := r.Put(t.Context(), edition("u", 1)); return err },
		"flush": r.Flush,
	} {
		r.lost = syscall.ENOSPC
		if err := call(); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%s: %v", name, err)
		}
		if err := r.Close(); err != nil {
			t.Errorf("%s: told twice: %v", name, err)
		}
	}
}

// Who has waited for another writer in vain is told so.
func TestBusy(t *testing.T) {
	a, path := open(t)
	r, err := a.Begin(t.Context(), "r")
	if err != nil {
		t.Fatal(err)
	}
	err = r.Together(func() error {
		if _, err := r.Put(t.Context(), edition("u", 1)); err != nil {
			return err
		}
		other, err := connect(path, map[string][]string{"mode": {"rw"}, "_txlock": {"immediate"}})
		if err != nil {
			return err
		}
		defer other.Close()
		other.db.SetMaxOpenConns(1)
		if _, err := other.db.ExecContext(t.Context(), "PRAGMA busy_timeout = 0"); err != nil {
			return err
		}
		_, err = other.Put(t.Context(), "other", edition("v", 1))
		if !errors.Is(err, ErrBusy) || IsDamaged(err) || !strings.Contains(err.Error(), "try again") {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
		return nil
	})
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
}
