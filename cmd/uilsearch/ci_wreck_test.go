//go:build ci && unix

package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/uilsearch/uilsearch/internal/generation"
)

// wreck is the directory of a generation that is about to be damaged, and that
// of another whose files may be mixed up with its own.
type wreck struct {
	t          *testing.T
	g          *rand.Rand
	dir, other string
	files      []string // their names below dir
}

func newWreck(t *testing.T, g *rand.Rand, dir, other string) wreck {
	t.Helper()
	w := wreck{t: t, g: g, dir: dir, other: other}
	for name, what := range snapshot(t, dir) {
		if !strings.HasPrefix(what, "d") {
			w.files = append(w.files, name)
		}
	}
	slices.Sort(w.files)
	return w
}

// ways are how files of a generation come to harm.
var ways = []struct {
	kind string
	do   func(w wreck)
}{
	{"flipped bit", func(w wreck) { w.alter(w.any(), w.flip) }},
	{"flipped bit", func(w wreck) { w.alter(w.any(), w.flip) }},
	{"flipped bit in a segment", func(w wreck) { w.alter(w.segment(), w.flip) }},
	{"flipped bits", func(w wreck) {
		w.alter(w.any(), func(b []byte) []byte {
			for range 2 + w.g.IntN(60) {
				b = w.flip(b)
			}
			return b
		})
	}},
	{"zeroed block", func(w wreck) {
		w.alter(w.any(), func(b []byte) []byte { clear(w.part(b)); return b })
	}},
	{"block of noise", func(w wreck) {
		w.alter(w.any(), func(b []byte) []byte { w.noise(w.part(b)); return b })
	}},
	{"truncated", func(w wreck) { w.alter(w.any(), func(b []byte) []byte { return b[:w.g.IntN(len(b))] }) }},
	{"truncated", func(w wreck) { w.alter(w.segment(), func(b []byte) []byte { return b[:w.g.IntN(len(b))] }) }},
	{"truncated to nothing", func(w wreck) { w.alter(w.any(), func(b []byte) []byte { return nil }) }},
	{"truncated to one byte", func(w wreck) { w.alter(w.any(), func(b []byte) []byte { return b[:1] }) }},
	{"segment of one byte", func(w wreck) { w.alter(w.segment(), func(b []byte) []byte { return b[:1] }) }},
	{"appended bytes", func(w wreck) {
		w.alter(w.any(), func(b []byte) []byte {
			more := make([]byte, 1+w.g.IntN(5000))
			w.noise(more)
			return append(b, more...)
		})
	}},
	{"doubled file", func(w wreck) { w.alter(w.any(), func(b []byte) []byte { return append(b, b...) }) }},
	{"deleted file", func(w wreck) { w.remove(w.any()) }},
	{"deleted segment", func(w wreck) { w.remove(w.segment()) }},
	{"deleted manifest", func(w wreck) { w.remove(generation.ManifestName) }},
	{"deleted directory", func(w wreck) { w.remove(filepath.Dir(w.any())) }},
	{"stray ._ file", func(w wreck) { w.put(w.beside("._")) }},
	{"stray ._ file", func(w wreck) { w.put(w.beside("._")) }},
	{"stray .DS_Store", func(w wreck) { w.put(filepath.Join(filepath.Dir(w.any()), ".DS_Store")) }},
	{"stray segment", func(w wreck) { w.put(filepath.Join(filepath.Dir(w.segment()), "00000000ffff.zap")) }},
	{"stray directory with a file", func(w wreck) { w.put(filepath.Join(w.beside("._"), "x")) }},
	{"stray empty directory", func(w wreck) { w.check(os.Mkdir(w.path(w.beside("._")), 0o755)) }},
	{"stray link", func(w wreck) { w.check(os.Symlink(w.path(w.any()), w.path(w.beside("link-")))) }},
	{"file replaced by a directory", func(w wreck) { name := w.any(); w.remove(name); w.check(os.Mkdir(w.path(name), 0o755)) }},
	{"file replaced by a link to itself elsewhere", func(w wreck) {
		name, away := w.any(), filepath.Join(w.t.TempDir(), "away")
		w.check(os.Rename(w.path(name), away))
		w.check(os.Symlink(away, w.path(name)))
	}},
	{"file replaced by a pipe", func(w wreck) { name := w.any(); w.remove(name); w.check(syscall.Mkfifo(w.path(name), 0o644)) }},
	{"renamed file", func(w wreck) { w.check(os.Rename(w.path(w.any()), w.path(w.beside("x")))) }},
	{"swapped files", func(w wreck) {
		a, b, aside := w.path(w.any()), w.path(w.any()), w.path("aside")
		w.check(os.Rename(a, aside))
		if a != b {
			w.check(os.Rename(b, a))
		}
		w.check(os.Rename(aside, b))
	}},
	{"file of another generation", func(w wreck) {
		name := w.any()
		b, err := os.ReadFile(filepath.Join(w.other, name))
		if err != nil {
			b = []byte(err.Error()) // the other has none of that name
		}
		w.alter(name, func([]byte) []byte { return b })
	}},
	{"manifest of another generation", func(w wreck) {
		w.alter(generation.ManifestName, func(b []byte) []byte {
			if other, err := os.ReadFile(filepath.Join(w.other, generation.ManifestName)); err == nil {
				b = other
			}
			return b
		})
	}},
	{"edited manifest", wreck.editManifest},
	{"edited manifest", wreck.editManifest},
}

// edits are what a person might do to a manifest, each in the place of the
// first thing of its kind.
var edits = [][2]string{
	{`"documents": 30`, `"documents": 31`}, {`"documents": 30`, `"documents": 0`}, {`"documents": 30`, `"documents": -1`},
	{`"format": ` + strconv.Itoa(generation.Format), `"format": 1`}, {`"format": `, `"format": 9`}, {`"analysis": `, `"analysis": 9`},
	{`"size": `, `"size": 1`}, {`"sha256": "`, `"sha256": "0`}, {`"tokens": `, `"tokens": 1`}, {`"name": "`, `"name": "../`},
	{`"digest": "`, `"digest": "f`}, {`"engine": "`, `"engine": "x`}, {`"files": [`, `"files": null, "was": [`},
	{"\n", "\r\n"}, {"{", "{ "}, {"}\n", "}\n\n"}, {"{", "["}, {"{", ""}, {"{", "\ufeff{"},
}

func (w wreck) editManifest() {
	w.alter(generation.ManifestName, func(b []byte) []byte {
		e := edits[w.g.IntN(len(edits))]
		return bytes.Replace(b, []byte(e[0]), []byte(e[1]), 1)
	})
}

// pointers are how the pointer to the live generation comes to harm; names is
// the generation that it names then, which is not there.
var pointers = []struct {
	kind  string
	do    func(d *damaging, path string)
	names func(d *damaging) string
}{
	{kind: "empty pointer", do: pointTo("")},
	{kind: "pointer of NUL bytes", do: pointTo(strings.Repeat("\x00", 26))},
	{kind: "pointer with NUL bytes behind", do: pointTo("NEWEST\n\x00\x00")},
	{kind: "pointer without an end", do: pointTo("NEWEST")},
	{kind: "pointer cut off", do: func(d *damaging, path string) { d.point(path, d.names[0][:d.g.IntN(25)]) }},
	{kind: "pointer with a line too many", do: pointTo("NEWEST\nNEWEST\n")},
	{kind: "pointer with CRLF", do: pointTo("NEWEST\r\n")},
	{kind: "pointer with ../", do: pointTo("../index/NEWEST\n")},
	{kind: "pointer with ../", do: pointTo("NEWEST/../NEWEST\n")},
	{kind: "pointer to a path", do: pointTo("/etc\n")},
	{kind: "pointer of noise", do: func(d *damaging, path string) {
		b := make([]byte, 1+d.g.IntN(1<<16))
		wreck{g: d.g}.noise(b)
		d.point(path, string(b))
	}},
	{kind: "pointer deleted", do: func(d *damaging, path string) { os.Remove(path) }},
	{kind: "pointer is a directory", do: func(d *damaging, path string) { os.Remove(path); os.Mkdir(path, 0o755) }},
	{kind: "pointer to what is newer and missing", do: pointTo("29991231T235959Z-00000000\n"), names: func(*damaging) string { return "29991231T235959Z-00000000" }},
	{kind: "pointer to what is older and missing", do: pointTo("20000101T000000Z-00000000\n"), names: func(*damaging) string { return "20000101T000000Z-00000000" }},
	{kind: "pointer to what is between and missing", do: pointTo("BETWEEN\n"), names: between},
}

// between returns a name right after that of the second generation.
func between(d *damaging) string { return d.names[1][:17] + "ffffffff" }

func pointTo(text string) func(*damaging, string) {
	return func(d *damaging, path string) {
		d.point(path, strings.NewReplacer("NEWEST", d.names[0], "BETWEEN", between(d)).Replace(text))
	}
}

func (d *damaging) point(path, text string) {
	d.t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		d.t.Fatal(err)
	}
}

func (w wreck) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w wreck) path(name string) string { return filepath.Join(w.dir, name) }

// any returns the name of a file.
func (w wreck) any() string { return w.files[w.g.IntN(len(w.files))] }

// segment returns the name of a segment of the engine.
func (w wreck) segment() string {
	segments := slices.DeleteFunc(slices.Clone(w.files), func(f string) bool { return filepath.Ext(f) != ".zap" })
	if len(segments) == 0 {
		w.t.Fatalf("there are no segments among %v", w.files)
	}
	return segments[w.g.IntN(len(segments))]
}

// beside returns a name that no file has yet, in some file's directory.
func (w wreck) beside(prefix string) string {
	dir, base := filepath.Split(w.any())
	return dir + prefix + base
}

// alter replaces what a file holds.
func (w wreck) alter(name string, change func([]byte) []byte) {
	w.t.Helper()
	b, err := os.ReadFile(w.path(name))
	w.check(err)
	w.check(os.Chmod(w.path(name), 0o644))
	w.check(os.WriteFile(w.path(name), change(b), 0o644))
}

// remove removes a file, or a directory with all in it.
func (w wreck) remove(name string) {
	w.t.Helper()
	w.check(os.RemoveAll(w.path(name)))
}

// put makes a file, as other systems leave them behind.
func (w wreck) put(name string) {
	w.t.Helper()
	b := []byte("\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        ")
	writeFile(w.t, w.path(name), string(b[:w.g.IntN(len(b)+1)]))
}

func (w wreck) flip(b []byte) []byte {
	b[w.g.IntN(len(b))] ^= 1 << w.g.IntN(8)
	return b
}

// part returns some of b.
func (w wreck) part(b []byte) []byte {
	from := w.g.IntN(len(b))
	return b[from:min(len(b), from+1+w.g.IntN(4096))]
}

func (w wreck) noise(b []byte) {
	for i := range b {
		b[i] = byte(w.g.Uint32())
	}
}
