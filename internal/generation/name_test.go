package generation

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestName(t *testing.T) {
	name, err := NewName(time.Date(2026, 11, 22, 4, 15, 0, 0, time.FixedZone("CET", 3600)), bytes.NewReader([]byte{0x1f, 0x3a, 0x9c, 0x2e}))
	if err != nil || name != "20261122T031500Z-1f3a9c2e" || !IsName(name) {
		t.Errorf("got %q, %v", name, err)
	}
	if _, err := NewName(time.Now(), bytes.NewReader(nil)); err == nil {
		t.Error("a name without a random part")
	}
	for _, bad := range []string{"", "current", ".building-" + name, name + "/..", name + "\n", "../" + name} {
		if IsName(bad) {
			t.Errorf("%q is taken for a name", bad)
		}
	}
}

func TestNextNameSortsLast(t *testing.T) {
	s := NewStore(t.TempDir())
	newest := publish(t, s, 30)
	base := time.Date(2026, 11, 22, 3, 15, 30, 0, time.UTC)
	for _, test := range []struct {
		now  time.Time
		want string
	}{
		{base.Add(time.Minute), "20261122T031630Z-"},
		{base.Add(999 * time.Millisecond), "20261122T031531Z-"},
		{base.Add(-time.Hour), "20261122T031531Z-"},
	} {
		got, err := s.NextName(test.now, strings.NewReader("\x00\x00\x00\x00"))
		if err != nil || !strings.HasPrefix(got, test.want) || got <= newest {
			t.Errorf("at %v: %s, %v, want %s", test.now, got, err, test.want)
		}
	}
}

// TestNextNameInTheFuture believes the manifest of a name that is far ahead, and
// not the name alone.
func TestNextNameInTheFuture(t *testing.T) {
	now := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name          string
		stray, sealed []string
		want, err     string
	}{
		{"tomorrow", []string{"20261124T020000Z-00000000"}, nil, "20261124T020001Z-", ""},
		{"far ahead", []string{"20991231T000000Z-00000000"}, nil, "20261123T030000Z-", ""},
		{"far ahead, and one that counts", []string{"20991231T000000Z-00000000"}, []string{"20261123T040000Z-00000000"}, "20261123T040001Z-", ""},
		{"the end of time", []string{"99991231T235959Z-00000000"}, nil, "20261123T030000Z-", ""},
		{"no time at all", []string{"20269999T999999Z-00000000"}, nil, "20261123T030000Z-", ""},
		{"far ahead and sound", nil, []string{"20991231T000000Z-00000000"}, "20991231T000001Z-", ""},
		{"the end of time and sound", nil, []string{"99991231T235959Z-00000000"}, "", "index/99991231T235959Z-00000000; "},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := NewStore(t.TempDir())
			for _, name := range test.stray {
				if err := os.MkdirAll(s.Path(name), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			for _, name := range test.sealed {
				b, err := s.Create(name)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := b.Seal(t.Context(), Manifest{}); err != nil {
					t.Fatal(err)
				}
				if err := b.Commit(); err != nil {
					t.Fatal(err)
				}
			}
			got, err := s.NextName(now, strings.NewReader("\x00\x00\x00\x00"))
			if test.err != "" {
				if err == nil || !strings.Contains(filepath.ToSlash(err.Error()), test.err) {
					t.Errorf("got %s, %v", got, err)
				}
				return
			}
			if err != nil || !strings.HasPrefix(got, test.want) {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
}
