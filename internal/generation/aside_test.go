package generation

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestQuarantined(t *testing.T) {
	s := NewStore(t.TempDir())
	long := time.Now().Add(-time.Hour)
	var asides []string
	for range 2 {
		// The same name twice: someone has brought it back from a backup.
		name := publish(t, s, 1)
		if err := os.Chtimes(s.Path(name), long, long); err != nil {
			t.Fatal(err)
		}
		aside, err := s.Quarantine(name)
		if err != nil {
			t.Fatal(err)
		}
		asides = append(asides, aside)
	}
	if asides[0] == asides[1] {
		t.Fatalf("twice %s", asides[0])
	}
	for before, want := range map[time.Time]int{long.Add(time.Minute): 0, time.Now().Add(time.Minute): 2} {
		if got, err := s.Quarantined(before); err != nil || len(got) != want {
			t.Errorf("before %v: %v, %v, want %d", before, got, err, want)
		}
	}
	if err := s.RemoveQuarantined(asides[0]); err != nil {
		t.Error(err)
	}
	if got, _ := s.Quarantined(time.Now().Add(time.Minute)); !slices.Equal(got, asides[1:]) {
		t.Errorf("left is %v", got)
	}
	live := publish(t, s, 2)
	for _, bad := range []string{live, "current", "", ".bad-/../" + live} {
		if err := s.RemoveQuarantined(bad); err == nil {
			t.Errorf("removed %q", bad)
		}
	}
}

func TestLeftoversAndSize(t *testing.T) {
	s := NewStore(t.TempDir())
	if names, err := s.Leftovers(); err != nil || names != nil {
		t.Errorf("no store yet: %v, %v", names, err)
	}
	name := publish(t, s, 1)
	build(t, s, 2)
	writeTestFile(t, filepath.Join(s.Dir(), ".removing-x", "half"), "12345")
	names, err := s.Leftovers()
	if err != nil || len(names) != 2 || names[1] != ".removing-x" {
		t.Errorf("got %v, %v", names, err)
	}
	if size, err := s.Size(".removing-x"); err != nil || size != 5 {
		t.Errorf("size %d, %v", size, err)
	}
	m, err := s.Verify(t.Context(), name, version)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(s.Path(name), ManifestName))
	if err != nil {
		t.Fatal(err)
	}
	want := info.Size()
	for _, f := range m.Files {
		want += f.Size
	}
	if size, err := s.Size(name); err != nil || size != want {
		t.Errorf("size %d, %v, want %d", size, err, want)
	}
	if _, err := s.Size("missing"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if s.Data() != filepath.Dir(s.Dir()) {
		t.Errorf("data is %s", s.Data())
	}
}

// TestGlance finds what is missing, stray or of another size, but not what was
// altered in place.
func TestGlance(t *testing.T) {
	const file = "engine/store/0001.zap"
	for _, test := range []struct {
		name string
		do   func(t *testing.T, dir string)
		want string
	}{
		{"sound", func(*testing.T, string) {}, ""},
		{"bit flip", alter(file, func(b []byte) []byte { b[0] ^= 1; return b }), ""},
		{"cut", alter(file, func(b []byte) []byte { return b[:3] }), file},
		{"missing", remove(file), file},
		{"stray", func(t *testing.T, dir string) { writeTestFile(t, filepath.Join(dir, "x"), "") }, "x"},
		{"no manifest", remove(ManifestName), ManifestName},
	} {
		s := NewStore(t.TempDir())
		name := publish(t, s, 1)
		test.do(t, s.Path(name))
		m, err := s.Glance(name, version)
		var d *Damage
		switch {
		case test.want == "" && (err != nil || m.Generation != name):
			t.Errorf("%s: %v", test.name, err)
		case test.want != "" && (!errors.As(err, &d) || d.File != test.want):
			t.Errorf("%s: got %v", test.name, err)
		}
	}
	if _, err := NewStore(t.TempDir()).Glance("../x", version); err == nil {
		t.Error("glanced outside")
	}
}

// TestAnyAnalysis reads what another version of the program wrote.
func TestAnyAnalysis(t *testing.T) {
	s := NewStore(t.TempDir())
	name := publish(t, s, 1)
	want, err := s.Verify(t.Context(), name, version)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Verify(t.Context(), name, AnyAnalysis)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	var d *Damage
	if _, err := s.Verify(t.Context(), name, version+1); !errors.As(err, &d) || !d.Outdated {
		t.Errorf("got %v", err)
	}
	alter("empty", func(b []byte) []byte { return append(b, 'x') })(t, s.Path(name))
	if _, err := s.Verify(t.Context(), name, AnyAnalysis); !errors.As(err, &d) || d.Outdated {
		t.Errorf("damaged: got %v", err)
	}
}
