package generation

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const version = 7

// files are those of the generation that tests build.
var files = map[string]string{
	"engine/store/root.bolt": strings.Repeat("bolt", 100),
	"engine/store/0001.zap":  "segment",
	"taxonomy/cities.tsv":    "cork\tCork\n",
	"empty":                  "",
}

// publish builds, seals and commits a generation with the given number.
func publish(t *testing.T, s Store, number int) string {
	t.Helper()
	b := build(t, s, number)
	if _, err := b.Seal(t.Context(), Manifest{Analysis: version, Built: Built{Engine: "none", Documents: 1}}); err != nil {
		t.Fatal(err)
	}
	if err := b.Commit(); err != nil {
		t.Fatal(err)
	}
	return b.Name()
}

// build writes the files of a generation without sealing it.
func build(t *testing.T, s Store, number int) Building {
	t.Helper()
	name, err := NewName(time.Date(2026, 11, 22, 3, 15, number, 0, time.UTC), strings.NewReader("\x1f\x3a\x9c\x2e"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		writeTestFile(t, filepath.Join(b.Dir(), name), content)
	}
	return b
}

func writeTestFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestAmend replaces a manifest by one that verifies.
func TestAmend(t *testing.T) {
	s := NewStore(t.TempDir())
	b := build(t, s, 1)
	m, err := b.Seal(t.Context(), Manifest{Analysis: version})
	if err != nil {
		t.Fatal(err)
	}
	m.Forced = []string{"because"}
	if err := b.Amend(m); err != nil {
		t.Fatal(err)
	}
	got, err := b.Verify(t.Context(), version)
	if diff := cmp.Diff(m, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestPublishAndVerify(t *testing.T) {
	s := NewStore(t.TempDir())
	name := publish(t, s, 1)
	m, err := s.Verify(t.Context(), name, version)
	if err != nil {
		t.Fatal(err)
	}
	if m.Generation != name || m.Format != Format || m.Engine != "none" || len(m.Files) != len(files) {
		t.Errorf("got %+v", m)
	}
	for _, f := range m.Files {
		info, err := os.Stat(filepath.Join(s.Path(name), f.Name))
		if err != nil || info.Mode().Perm() != 0o444 || info.Size() != int64(len(files[f.Name])) {
			t.Errorf("%s: %v, %v", f.Name, info, err)
		}
	}
}

func TestNothingUnsealedIsSeen(t *testing.T) {
	s := NewStore(t.TempDir())
	b := build(t, s, 1)
	if err := b.Commit(); err == nil {
		t.Error("committed without a manifest")
	}
	if names, err := s.List(); err != nil || len(names) != 0 {
		t.Errorf("List gives %v, %v", names, err)
	}
	if _, _, err := s.Good(t.Context(), version, nil); !errors.Is(err, ErrNone) {
		t.Errorf("Good gives %v", err)
	}
	if err := s.SetCurrent(b.Name()); err == nil {
		t.Error("a pointer to a directory that is being built")
	}
	if err := b.Discard(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(s.Dir()); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestSealIsCancelled(t *testing.T) {
	b := build(t, NewStore(t.TempDir()), 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Seal(ctx, Manifest{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestCurrent(t *testing.T) {
	s := NewStore(t.TempDir())
	if _, err := s.Current(); !errors.Is(err, ErrNone) {
		t.Errorf("empty store: %v", err)
	}
	first, second := publish(t, s, 1), publish(t, s, 2)
	for _, name := range []string{second, first} {
		if err := s.SetCurrent(name); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Current(); err != nil || got != name {
			t.Errorf("got %q, %v, want %s", got, err, name)
		}
	}
	for _, bad := range []string{"", "../..", "20261122T031509Z-1f3a9c2e"} {
		if err := s.SetCurrent(bad); err == nil {
			t.Errorf("a pointer to %q", bad)
		}
	}
	for _, content := range []string{"", first, "../..\n", first + "\n\n"} {
		writeTestFile(t, filepath.Join(s.Dir(), currentName), content)
		var d *Damage
		if got, err := s.Current(); !errors.As(err, &d) {
			t.Errorf("pointer %q gives %q, %v", content, got, err)
		}
	}
}

// TestPointerIsAtomic reads the pointer while it is set: each read must give
// one of the two names.
func TestPointerIsAtomic(t *testing.T) {
	s := NewStore(t.TempDir())
	names := []string{publish(t, s, 1), publish(t, s, 2)}
	if err := s.SetCurrent(names[0]); err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if got, err := s.Current(); err != nil || !slices.Contains(names, got) {
					t.Errorf("read %q, %v", got, err)
					return
				}
			}
		})
	}
	for i := range 200 {
		if err := s.SetCurrent(names[i%2]); err != nil {
			t.Error(err)
		}
	}
	close(done)
	readers.Wait()
}

func TestGood(t *testing.T) {
	s := NewStore(t.TempDir())
	var names []string
	for i := range 4 {
		names = append(names, publish(t, s, i))
	}
	if err := s.SetCurrent(names[2]); err != nil {
		t.Fatal(err)
	}
	spoil := func(i int) func() {
		return func() { writeTestFile(t, filepath.Join(s.Path(names[i]), "empty"), "x") }
	}
	for _, step := range []struct {
		what    string
		do      func()
		want    int
		skipped []string
	}{
		{"all good", func() {}, 2, nil},
		{"live one bad", spoil(2), 1, []string{names[2]}},
		{"pointer lost", func() { os.Remove(filepath.Join(s.Dir(), currentName)) }, 3, []string{currentName}},
		{"pointer bad", func() { writeTestFile(t, filepath.Join(s.Dir(), currentName), "x") }, 3, []string{currentName}},
		{"live one gone", func() {
			writeTestFile(t, filepath.Join(s.Dir(), currentName), names[2]+"\n")
			os.RemoveAll(s.Path(names[2]))
		}, 1, []string{names[2]}},
		{"older ones bad", func() { spoil(0)(); spoil(1)() }, 3, []string{names[2], names[1], names[0]}},
		{"all bad", spoil(3), -1, []string{names[2], names[1], names[0], names[3]}},
	} {
		step.do()
		m, skipped, err := s.Good(t.Context(), version, nil)
		if step.want < 0 {
			if !errors.Is(err, ErrNone) {
				t.Errorf("%s: got %v", step.what, err)
			}
		} else if err != nil || m.Generation != names[step.want] {
			t.Errorf("%s: got %s, %v, want %s", step.what, m.Generation, err, names[step.want])
		}
		var got []string
		for _, d := range skipped {
			got = append(got, d.Generation)
		}
		if diff := cmp.Diff(step.skipped, got); diff != "" {
			t.Errorf("%s: skipped: %s", step.what, diff)
		}
	}
}

// TestGoodWithoutDescriptors holds that a process that can open no more files
// does not take that for damage and serve an older generation.
func TestGoodWithoutDescriptors(t *testing.T) {
	s := NewStore(t.TempDir())
	publish(t, s, 1)
	publish(t, s, 2)
	full := fmt.Errorf("open: %w", syscall.EMFILE)
	if m, _, err := s.Good(t.Context(), version, func(Manifest) error { return full }); !errors.Is(err, syscall.EMFILE) {
		t.Errorf("got %s, %v", m.Generation, err)
	}
}

// TestGoodWhileARunPublishes removes the live generation after it was verified
// and before it is opened, as a run that keeps one generation does.
func TestGoodWhileARunPublishes(t *testing.T) {
	s := NewStore(t.TempDir())
	old := publish(t, s, 1)
	if err := s.SetCurrent(old); err != nil {
		t.Fatal(err)
	}
	replaced := ""
	m, skipped, err := s.Good(t.Context(), version, func(m Manifest) error {
		if m.Generation != old {
			return nil
		}
		replaced = publish(t, s, 2)
		if err := errors.Join(s.SetCurrent(replaced), s.Remove(old)); err != nil {
			t.Fatal(err)
		}
		return errors.New("path does not exist")
	})
	if err != nil || m.Generation != replaced || len(skipped) != 0 {
		t.Errorf("got %s, %v, %v, want %s", m.Generation, skipped, err, replaced)
	}
}

func TestQuarantineRemoveSweep(t *testing.T) {
	s := NewStore(t.TempDir())
	first, second, third := publish(t, s, 1), publish(t, s, 2), publish(t, s, 3)
	if err := s.SetCurrent(first); err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(first); err == nil {
		t.Error("removed the live generation")
	}
	if err := s.Remove(second); err != nil {
		t.Error(err)
	}
	aside, err := s.Quarantine(third)
	if err != nil {
		t.Error(err)
	}
	build(t, s, 4)
	writeTestFile(t, filepath.Join(s.Dir(), ".tmp-1"), "half")
	writeTestFile(t, filepath.Join(s.Dir(), ".removing-x", "half"), "half")
	if removed, err := s.Sweep(); err != nil || len(removed) != 3 {
		t.Errorf("swept %v, %v", removed, err)
	}
	var left []string
	entries, err := os.ReadDir(s.Dir())
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if diff := cmp.Diff([]string{aside, first, "current"}, left); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if err := s.Remove("../x"); err == nil {
		t.Error("removed what is no generation")
	}
}

func TestWriteFileKeepsTheOldOne(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := os.Mkdir(path, 0o755); err != nil {
		t.Fatal(err)
	}
	writeTestFile(t, filepath.Join(path, "b"), "old")
	if err := WriteFile(path, []byte("new"), 0o644); err == nil {
		t.Error("replaced a directory that is not empty")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}
