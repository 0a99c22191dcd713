package generation

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDamage(t *testing.T) {
	const file = "engine/store/root.bolt"
	for _, test := range []struct {
		name         string
		do           func(t *testing.T, dir string)
		file, reason string
		outdated     bool
	}{
		{name: "bit flip", file: file, reason: "SHA-256 differs", do: alter(file, func(b []byte) []byte { b[7] ^= 4; return b })},
		{name: "truncation", file: file, reason: "has 399 bytes, not 400", do: alter(file, func(b []byte) []byte { return b[:399] })},
		{name: "one byte left", file: file, reason: "has 1 bytes, not 400", do: alter(file, func(b []byte) []byte { return b[:1] })},
		{name: "grown", file: file, reason: "has 401 bytes", do: alter(file, func(b []byte) []byte { return append(b, 0) })},
		{name: "missing file", file: file, reason: "is missing", do: remove(file)},
		{name: "stray file", file: "engine/store/._1.zap", reason: "is stray", do: func(t *testing.T, dir string) {
			writeTestFile(t, filepath.Join(dir, "engine/store/._1.zap"), "x")
		}},
		{name: "symbolic link to the same content", file: file, reason: "is no regular file", do: func(t *testing.T, dir string) {
			outside := filepath.Join(t.TempDir(), "copy")
			writeTestFile(t, outside, files[file])
			remove(file)(t, dir)
			if err := os.Symlink(outside, filepath.Join(dir, file)); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "symbolic link to a directory", file: "more", reason: "is no regular file", do: func(t *testing.T, dir string) {
			if err := os.Symlink(t.TempDir(), filepath.Join(dir, "more")); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "stray directory", file: "engine/store/._0001.zap/", reason: "is stray", do: func(t *testing.T, dir string) {
			if err := os.Mkdir(filepath.Join(dir, "engine", "store", "._0001.zap"), 0o755); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "half-built", file: ManifestName, reason: "half-built", do: remove(ManifestName)},
		{name: "manifest is a link", file: ManifestName, reason: "is no regular file", do: func(t *testing.T, dir string) {
			remove(ManifestName)(t, dir)
			if err := os.Symlink("empty", filepath.Join(dir, ManifestName)); err != nil {
				t.Fatal(err)
			}
		}},
		{name: "manifest empty", file: ManifestName, reason: "is no manifest", do: alter(ManifestName, func([]byte) []byte { return nil })},
		{name: "manifest altered", file: ManifestName, reason: "SHA-256 differs", do: alter(ManifestName, func(b []byte) []byte {
			return []byte(strings.Replace(string(b), `"documents": 1`, `"documents": 2`, 1))
		})},
		{name: "format altered", file: ManifestName, reason: "has format 9", do: alter(ManifestName, func(b []byte) []byte {
			return []byte(strings.Replace(string(b), fmt.Sprintf(`"format": %d`, Format), `"format": 9`, 1))
		})},
		{name: "other format", file: ManifestName, reason: fmt.Sprintf("has format 1, this binary reads %d; run uilsearch reindex", Format), outdated: true, do: rewrite(func(m *Manifest) { m.Format = 1 })},
		{name: "other analysis", file: ManifestName, reason: "has analysis version 8, this binary reads 7; run uilsearch reindex", outdated: true, do: rewrite(func(m *Manifest) { m.Analysis = 8 })},
		{name: "manifest of another", file: ManifestName, reason: "is that of generation x", do: rewrite(func(m *Manifest) { m.Generation = "x" })},
		{name: "manifest names a file outside", file: "../current", reason: "is missing", do: rewrite(func(m *Manifest) {
			m.Files = append(m.Files, File{Name: "../current"})
		})},
		{name: "gone", reason: "is not there", do: func(t *testing.T, dir string) { os.RemoveAll(dir) }},
		{name: "a file in its place", reason: "is no directory", do: func(t *testing.T, dir string) {
			os.RemoveAll(dir)
			writeTestFile(t, dir, "x")
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := NewStore(t.TempDir())
			name := publish(t, s, 1)
			test.do(t, s.Path(name))
			_, err := s.Verify(t.Context(), name, version)
			var d *Damage
			if !errors.As(err, &d) || d.Generation != name || d.File != test.file || !strings.Contains(d.Reason, test.reason) || d.Outdated != test.outdated {
				t.Fatalf("got %#v, want %s %s", err, test.file, test.reason)
			}
			if !strings.Contains(d.Error(), name) || !strings.Contains(d.Error(), test.file) {
				t.Errorf("%q does not name generation and file", d)
			}
		})
	}
}

// TestRandomDamage changes one thing at random in a sound generation, which
// must then be refused.
func TestRandomDamage(t *testing.T) {
	s := NewStore(t.TempDir())
	name := publish(t, s, 1)
	dir := s.Path(name)
	sound := map[string][]byte{}
	for _, f := range append(slices.Collect(maps.Keys(files)), ManifestName) {
		b, err := os.ReadFile(filepath.Join(dir, f))
		if err != nil {
			t.Fatal(err)
		}
		sound[f] = b
	}
	rapid.Check(t, func(r *rapid.T) {
		f := rapid.SampledFrom(slices.Sorted(maps.Keys(sound))).Draw(r, "file")
		b := slices.Clone(sound[f])
		kind := rapid.SampledFrom([]string{"flip", "cut", "grow", "remove", "stray"}).Draw(r, "kind")
		path, stray := filepath.Join(dir, f), ""
		switch {
		case kind == "flip" && len(b) > 0:
			bit := rapid.IntRange(0, len(b)*8-1).Draw(r, "bit")
			b[bit/8] ^= 1 << (bit % 8)
		case kind == "cut" && len(b) > 0:
			b = b[:rapid.IntRange(0, len(b)-1).Draw(r, "length")]
		case kind == "remove":
			b = nil
		case kind == "stray":
			stray = path + rapid.StringMatching(`\.[a-z]{1,4}`).Draw(r, "suffix")
			writeTestFile(t, stray, "")
		default:
			b = append(b, rapid.SliceOfN(rapid.Byte(), 1, 9).Draw(r, "more")...)
		}
		if err := os.Remove(path); err != nil {
			r.Fatal(err)
		}
		if kind != "remove" {
			writeTestFile(t, path, string(b))
		}
		_, err := s.Verify(context.Background(), name, version)
		writeTestFile(t, path, string(sound[f]))
		if stray != "" {
			os.Remove(stray)
		}
		var d *Damage
		if !errors.As(err, &d) {
			r.Fatalf("%s of %s passes: %v", kind, f, err)
		}
		if kind != "stray" && d.File != f {
			r.Fatalf("%s of %s is blamed on %s", kind, f, d.File)
		}
		if _, err := s.Verify(context.Background(), name, version); err != nil {
			r.Fatalf("restored, and still refused: %v", err)
		}
	})
}

func TestVerifyIsCancelled(t *testing.T) {
	s := NewStore(t.TempDir())
	name := publish(t, s, 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var d *Damage
	if _, err := s.Verify(ctx, name, version); !errors.Is(err, context.Canceled) || errors.As(err, &d) {
		t.Errorf("got %v", err)
	}
}

func TestDigest(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		docs := rapid.MapOf(rapid.String(), rapid.String()).Draw(r, "docs")
		ids := slices.Sorted(maps.Keys(docs))
		var a, b Digest
		for _, id := range ids {
			a.Add(id, []byte(docs[id]))
		}
		for _, id := range rapid.Permutation(ids).Draw(r, "order") {
			b.Add(id, []byte(docs[id]))
		}
		if a.Sum() != b.Sum() || a.Len() != len(docs) {
			r.Fatal("the order changes the digest")
		}
		if len(ids) == 0 {
			return
		}
		changed := rapid.SampledFrom(ids).Draw(r, "changed")
		var c Digest
		for _, id := range ids {
			if id == changed {
				c.Add(id, []byte(docs[id]+"!"))
			} else {
				c.Add(id, []byte(docs[id]))
			}
		}
		if c.Sum() == a.Sum() {
			r.Fatal("changed content has the same digest")
		}
	})
}

func FuzzDecode(f *testing.F) {
	good, err := encode(Manifest{Format: Format, Generation: "g"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"format": 1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := decode(b)
		if err == nil && m.Format == Format && !strings.HasSuffix(string(b), string(ending(b[:len(b)-len(ending(nil))]))) {
			t.Errorf("took %q", b)
		}
	})
}

// alter changes the bytes of one file.
func alter(name string, change func([]byte) []byte) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		path := filepath.Join(dir, name)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		remove(name)(t, dir)
		writeTestFile(t, path, string(change(b)))
	}
}

// remove deletes one file.
func remove(name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// rewrite changes the manifest and seals it again.
func rewrite(change func(*Manifest)) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		t.Helper()
		alter(ManifestName, func(b []byte) []byte {
			m, err := decode(b)
			if err != nil {
				t.Fatal(err)
			}
			change(&m)
			b, err = encode(m)
			if err != nil {
				t.Fatal(err)
			}
			return b
		})(t, dir)
	}
}
