package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBackupDuringWriting backs up while pairs of pages are written, each pair
// in one transaction. Every copy is sound and holds whole pairs.
func TestBackupDuringWriting(t *testing.T) {
	a, path := open(t)
	put := func(i int) error {
		r, err := a.Begin(t.Context(), "r")
		if err != nil {
			return err
		}
		for _, side := range []string{"left", "right"} {
			body := strings.Repeat(fmt.Sprint(i, side), 3000)
			if _, err := r.Put(t.Context(), page(fmt.Sprintf("https://uil.example/%s/%d", side, i), body)); err != nil {
				return err
			}
		}
		return r.Close()
	}
	for i := range 30 {
		if err := put(i); err != nil {
			t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	done := make(chan struct{})
	wg.Go(func() {
		for i := 30; ; i++ {
			select {
			case <-done:
				return
			default:
			}
			if err := put(i); err != nil {
				t.Error(err)
				return
			}
		}
	})
	defer wg.Wait()
	defer close(done)
	readOnly, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer readOnly.Close()
	dir := t.TempDir()
	for i, from := range []*Archive{a, readOnly, a, readOnly} {
		to := filepath.Join(dir, fmt.Sprint(i))
		if err := from.Backup(t.Context(), to); err != nil {
			t.Fatal(err)
		}
		checkPairs(t, to)
	}
	if _, err := readOnly.Put(t.Context(), "r", page("https://uil.example/x", "x")); err == nil {
		t.Error("after a backup the read-only archive can be written")
	}
	if names := list(t, dir); len(names) != 4 {
		t.Errorf("left behind: %v", names)
	}
}

func checkPairs(t *testing.T, path string) {
	t.Helper()
	b, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := b.Check(t.Context()); err != nil {
		t.Error(err)
	}
	n := map[string]int{}
	for p, err := range b.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		_, number, _ := strings.Cut(strings.TrimPrefix(p.URL, "https://uil.example/"), "/")
		n[number]++
	}
	if len(n) < 30 {
		t.Errorf("%d pairs, at least 30 were there", len(n))
	}
	for number, count := range n {
		if count != 2 {
			t.Errorf("half of pair %s", number)
		}
	}
}

func list(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// A backup that fails leaves what was there, and nothing of its own.
func TestBackupFails(t *testing.T) {
	a, path := open(t)
	mustPut(t, a, page("https://uil.example/a", "x"))
	dir := t.TempDir()
	taken := filepath.Join(dir, "taken")
	if err := os.WriteFile(taken, []byte("older"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	before := list(t, dir)
	for _, c := range []struct {
		ctx  context.Context
		path string
		want error
	}{
		{t.Context(), taken, fs.ErrExist},
		{t.Context(), filepath.Join(dir, "link"), fs.ErrExist},
		{t.Context(), path, fs.ErrExist},
		{t.Context(), filepath.Join(dir, "none", "b"), fs.ErrNotExist},
		{cancelled, filepath.Join(dir, "b"), context.Canceled},
	} {
		if err := a.Backup(c.ctx, c.path); !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.path) {
			t.Errorf("%s: %v, want %v", c.path, err, c.want)
		}
	}
	if diff := cmp.Diff(before, list(t, dir)); diff != "" {
		t.Errorf("the directory has changed:\n%s", diff)
	}
	if content, err := os.ReadFile(taken); err != nil || string(content) != "older" {
		t.Errorf("overwritten: %q, %v", content, err)
	}
}
