package hidden

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// address draws an address and another spelling of it.
func address(t *rapid.T) (as, other string) {
	if rapid.Bool().Draw(t, "local") {
		as = "file:///" + rapid.StringMatching(`[a-z]{1,3}\.html`).Draw(t, "file")
		return as, as
	}
	host, path := "uil.example", rapid.StringMatching(`(/[a-zé]{1,2}){0,2}`).Draw(t, "path")
	query := rapid.SampledFrom([]string{"", "?p=1", "?p=2"}).Draw(t, "query")
	spell := func(label string) string {
		h := rapid.SampledFrom([]string{host, "www." + host, strings.ToUpper(host)}).Draw(t, label+" host")
		return rapid.SampledFrom([]string{"http://", "https://"}).Draw(t, label+" scheme") + h + path +
			rapid.SampledFrom([]string{"", "/"}).Draw(t, label+" slash") + query + rapid.SampledFrom([]string{"", "#top"}).Draw(t, label+" fragment")
	}
	return spell("one"), spell("other")
}

// lines draws a file as people leave it.
func lines(t *rapid.T) []string {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
		if rapid.Bool().Draw(t, "note") {
			return rapid.SampledFrom([]string{"", "  ", "# note", " # Évora", "#", "#https://uil.example/a"}).Draw(t, "line")
		}
		a, _ := address(t)
		return rapid.SampledFrom([]string{"", " ", "\t"}).Draw(t, "indent") + a
	}), 1, 6).Draw(t, "lines")
}

// TestAddRemoveProperty checks that what is added is in the list in any
// spelling, that removing takes back nothing else, and that all other lines
// stay as they are and in their order.
func TestAddRemoveProperty(t *testing.T) {
	data := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		before := lines(t)
		end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end")
		mark := rapid.SampledFrom([]string{"", "\ufeff"}).Draw(t, "mark")
		path := filepath.Join(data, FileName)
		check(t, os.WriteFile(path, []byte(mark+strings.Join(before, end)+end), 0o644))
		old, err := Load(data)
		check(t, err)
		as, other := address(t)
		added, err := Add(data, as)
		check(t, err)
		if added == old.Has(other) {
			t.Fatalf("added %s: %v, though %s is in the list: %v", as, added, other, old.Has(other))
		}
		now, err := Load(data)
		check(t, err)
		if !now.Has(as) || !now.Has(other) || added && now.Len() != old.Len()+1 {
			t.Fatalf("%s or %s is not in the list: %v", as, other, now.URLs())
		}
		removed, err := Remove(data, other)
		check(t, err)
		last, err := Load(data)
		check(t, err)
		if !removed || last.Has(as) || last.Has(other) {
			t.Fatalf("removed %v, the list is %v", removed, last.URLs())
		}
		want := slices.DeleteFunc(old.URLs(), func(u string) bool { return !last.Has(u) })
		if !slices.Equal(last.URLs(), want) {
			t.Fatalf("the list is %v, want %v", last.URLs(), want)
		}
		checkNotes(t, path, before, last.Len() == 0)
	})
}

// checkNotes checks that the lines that are no address are still there, or the
// header where there is nothing else.
func checkNotes(t *rapid.T, path string, before []string, empty bool) {
	raw, err := os.ReadFile(path)
	check(t, err)
	notes := func(lines []string) []string {
		return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return strings.Contains(l, "://") && !strings.Contains(l, "#https") })
	}
	var after []string
	for line := range strings.Lines(strings.TrimPrefix(string(raw), "\ufeff")) {
		after = append(after, strings.TrimSuffix(line, "\n"))
	}
	got, want := notes(after), notes(before)
	if empty && !slices.ContainsFunc(want, func(l string) bool { return strings.TrimSpace(l) != "" }) {
		want = []string{header}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("notes are %q, want %q", got, want)
	}
}

func check(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

// FuzzParse reads any file: no panic, and what is read is what a list written
// from it holds again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "# a\n", "https://uil.example/a\r\n", "\ufefffile:///a.html", "https://uil.example/a\n\nhttp://www.uil.example/a/", "x", "\xff\xfe", "https://[::1]:80/?q#f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		l, err := parse(content)
		if err != nil {
			if n, _, ok := strings.Cut(err.Error(), ": "); !ok || strings.Trim(n, "0123456789") != "" {
				t.Fatalf("error %q does not begin with the number of a line", err)
			}
			return
		}
		again, err := parse(strings.Join(l.URLs(), "\n"))
		if err != nil || again.Digest() != l.Digest() || !slices.Equal(again.URLs(), l.URLs()) {
			t.Fatalf("%q is read as %q, and that as %q, error %v", content, l.URLs(), again.URLs(), err)
		}
		for _, u := range l.URLs() {
			if !l.Has(u) || Check(u) != nil {
				t.Fatalf("%q is in the list and is not", u)
			}
		}
	})
}
