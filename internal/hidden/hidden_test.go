package hidden

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// listOf returns a data directory whose list has a content.
func listOf(t testing.TB, content string) string {
	t.Helper()
	data := t.TempDir()
	write(t, data, content)
	return data
}

func write(t testing.TB, data, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(data, FileName), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func content(t testing.TB, data string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(data, FileName))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestLoad(t *testing.T) {
	for what, c := range map[string]struct {
		content string
		want    []string
	}{
		"empty":            {"", nil},
		"notes only":       {"# a\n\n  # b\n", nil},
		"without an end":   {"https://uil.example/a", []string{"https://uil.example/a"}},
		"CRLF":             {"# a\r\nhttps://uil.example/a\r\n\r\nfile:///b.html\r\n", []string{"https://uil.example/a", "file:///b.html"}},
		"mark of UTF-8":    {"\ufeffhttps://uil.example/a\n", []string{"https://uil.example/a"}},
		"mark and note":    {"\ufeff# a\nhttps://uil.example/a\n", []string{"https://uil.example/a"}},
		"space around":     {"  https://uil.example/a\t\n", []string{"https://uil.example/a"}},
		"spellings of one": {"https://uil.example/a\nhttp://www.UIL.example/a/#top\n", []string{"https://uil.example/a"}},
		"note in Latin-1":  {"# \xc9vora\nhttps://uil.example/a\n", []string{"https://uil.example/a"}},
		"other scripts":    {"https://uil.example/도시\n", []string{"https://uil.example/도시"}},
	} {
		t.Run(what, func(t *testing.T) {
			l, err := Load(listOf(t, c.content))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, l.URLs()); diff != "" || l.Len() != len(c.want) || (l.Digest() == "") != (len(c.want) == 0) {
				t.Errorf("length %d, digest %q, addresses (-want +got):\n%s", l.Len(), l.Digest(), diff)
			}
			for _, u := range c.want {
				if !l.Has(u) {
					t.Errorf("the list has no %s", u)
				}
			}
			if got := len(slices.Collect(l.Keys())); got != len(c.want) {
				t.Errorf("%d keys, want %d", got, len(c.want))
			}
		})
	}
}

// TestNoFile checks that a data directory without a list hides nothing.
func TestNoFile(t *testing.T) {
	l, err := Load(t.TempDir())
	if err != nil || l.Len() != 0 || l.Digest() != "" || l.Has("https://uil.example/a") {
		t.Errorf("list %v, error %v", l, err)
	}
}

// TestRefuses checks that a list which cannot be obeyed is named with file and
// line, and that nothing changes it.
func TestRefuses(t *testing.T) {
	for bad, want := range map[string]string{
		"# a\nuil.example/a\n":                           ":2: ",
		"https://uil.example/a\n\nfile://\n":             ":3: ",
		"ftp://uil.example/a\n":                          "write it in full",
		"https://\n":                                     "write it in full",
		"https:///a\n":                                   "write it in full",
		"file://host/a\n":                                "write it in full",
		"https://uil.example/%zz\n":                      "write it in full",
		"https://uil.example/a # the mayor asked\n":      "lines of their own",
		"https://uil.example/a\rhttps://uil.example/b\n": "lines of their own",
		"https://uil.example/\x00\n":                     "lines of their own",
		"https://uil.example/\xc9vora\n":                 "is not UTF-8",
		"\xff\xfeh\x00t\x00t\x00p\x00":                   "is not UTF-8",
		strings.Repeat("# "+strings.Repeat("a", 1021)+"\n", maxFile/1024+1): "take out addresses",
	} {
		data := listOf(t, bad)
		path := filepath.Join(data, FileName)
		const other = "https://uil.example/other"
		_, loaded := Load(data)
		_, added := Add(data, other)
		_, removed := Remove(data, other)
		for does, err := range map[string]error{"Load": loaded, "Add": added, "Remove": removed} {
			if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), want) || len(err.Error()) > 1000 {
				t.Errorf("%s of %.40q: error %v, want %s and %q", does, bad, err, path, want)
			}
		}
		if content(t, data) != bad {
			t.Errorf("%.40q was changed", bad)
		}
	}
}

// TestUnreadable checks that a list that cannot be read is not an empty one.
func TestUnreadable(t *testing.T) {
	data := t.TempDir()
	if err := os.Mkdir(filepath.Join(data, FileName), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(data); err == nil || !strings.Contains(err.Error(), FileName) {
		t.Errorf("error %v", err)
	}
}

func TestAddAndRemove(t *testing.T) {
	data := t.TempDir()
	steps := []struct {
		change  func(data, address string) (bool, error)
		address string
		changed bool
	}{
		{Add, "https://uil.example/a", true},
		{Add, "http://www.uil.example/a/", false},
		{Add, "file:///b.html", true},
		{Remove, "file:///c.html", false},
		{Remove, "HTTP://UIL.example/a#top", true},
		{Remove, "https://uil.example/a", false},
	}
	for _, s := range steps {
		changed, err := s.change(data, s.address)
		if err != nil || changed != s.changed {
			t.Errorf("%s: changed %v, error %v, want %v", s.address, changed, err, s.changed)
		}
	}
	if got := content(t, data); !strings.HasPrefix(got, "# ") || !strings.HasSuffix(got, "\nfile:///b.html\n") {
		t.Errorf("the file is %q", got)
	}
	if _, err := Add(data, "uil.example"); err == nil || !strings.Contains(err.Error(), "uil.example") {
		t.Errorf("no address: error %v", err)
	}
}

// TestKeepsNotes checks that lines for people stay where they are.
func TestKeepsNotes(t *testing.T) {
	data := listOf(t, "\ufeff# ours\r\n\r\nhttps://uil.example/a\r\n# the mayor's\r\nhttp://uil.example/a/\r\nfile:///b.html")
	if _, err := Add(data, "file:///c.html"); err != nil {
		t.Fatal(err)
	}
	if removed, err := Remove(data, "https://www.uil.example/a"); err != nil || !removed {
		t.Fatalf("removed %v, error %v", removed, err)
	}
	want := "\ufeff# ours\n\n# the mayor's\nfile:///b.html\nfile:///c.html\n"
	if diff := cmp.Diff(want, content(t, data)); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
}

// TestFull checks that nothing is added that could not be read again.
func TestFull(t *testing.T) {
	full := "#" + strings.Repeat("a", maxFile-2) + "\n"
	data := listOf(t, full)
	if added, err := Add(data, "https://uil.example/a"); err == nil || added && content(t, data) != full {
		t.Errorf("added %v, error %v", added, err)
	}
	if content(t, data) != full {
		t.Error("the file was changed")
	}
}

func TestDigest(t *testing.T) {
	digest := func(content string) string {
		l, err := parse(content)
		if err != nil {
			t.Fatal(err)
		}
		return l.Digest()
	}
	a := digest("https://uil.example/a\nhttps://uil.example/b\n")
	if b := digest("# b\nhttp://uil.example/b/\nhttps://www.uil.example/a\nhttps://uil.example/a"); a != b {
		t.Errorf("the same addresses have the digests %s and %s", a, b)
	}
	if c := digest("https://uil.example/a\nhttps://uil.example/c\n"); a == c {
		t.Errorf("other addresses have the same digest %s", c)
	}
}

// TestReader checks that a reader tells every change, and that it shows nothing
// again because the file is empty or gone.
func TestReader(t *testing.T) {
	data := t.TempDir()
	r := NewReader(data)
	const a, b, note = "https://uil.example/a", "https://uil.example/b", "# nothing"
	for i, step := range []struct {
		content string
		want    []string
		fails   string
	}{
		{"", nil, ""},
		{a, []string{a}, ""},
		{b, []string{b}, ""}, // as long, and perhaps in the same moment
		{b, []string{b}, ""},
		{"b", nil, ":1: "},
		{"b", nil, ":1: "},
		{"", nil, "begins with #"},
		{b + "\n" + a, []string{b, a}, ""},
		{"", nil, "begins with #"},
		{" \n", nil, "begins with #"},
		{b + "\n" + a, []string{b, a}, ""},
		{note, nil, ""},
		{"", nil, ""},
		{a, []string{a}, ""},
	} {
		write(t, data, step.content)
		l, err := r.Load()
		if !slices.Equal(l.URLs(), step.want) || (err == nil) != (step.fails == "") || err != nil && !strings.Contains(err.Error(), step.fails) {
			t.Errorf("step %d, %q: addresses %v, error %v", i, step.content, l.URLs(), err)
		}
	}
	for what, path := range map[string]string{"its file": filepath.Join(data, FileName), "its directory": data} {
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Load(); err == nil || !strings.Contains(err.Error(), data) || !strings.Contains(err.Error(), "empty or gone") {
			t.Errorf("without %s: error %v", what, err)
		}
	}
}

// TestRemoveTheLast checks that a file from which the last address is taken out
// says that nothing is to be hidden.
func TestRemoveTheLast(t *testing.T) {
	const a = "https://uil.example/a"
	for _, was := range []string{a, "\n" + a + "\n", "# ours\n" + a + "\n"} {
		data := listOf(t, was)
		r := NewReader(data)
		if l, err := r.Load(); err != nil || l.Len() != 1 {
			t.Fatalf("%q: list %v, error %v", was, l, err)
		}
		if removed, err := Remove(data, a); err != nil || !removed {
			t.Fatalf("%q: removed %v, error %v", was, removed, err)
		}
		if l, err := r.Load(); err != nil || l.Len() != 0 || strings.Count(content(t, data), "#") != 1 {
			t.Errorf("%q: list %v, error %v, file %q", was, l, err, content(t, data))
		}
	}
}

func TestCoversAndWith(t *testing.T) {
	list := func(paths string) List {
		var lines strings.Builder
		for _, p := range paths {
			lines.WriteString("https://uil.example/" + string(p) + "\n")
		}
		l, err := parse(lines.String())
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	for _, c := range []struct {
		one, other, both string
		covers           bool
	}{
		{"", "", "", true}, {"a", "", "a", true}, {"", "a", "a", false}, {"ab", "b", "ab", true}, {"ab", "bc", "abc", false},
	} {
		one, other := list(c.one), list(c.other)
		both := one.With(other)
		if one.Covers(other) != c.covers || both.Digest() != list(c.both).Digest() || !slices.Equal(both.URLs(), list(c.both).URLs()) {
			t.Errorf("%q and %q: covers %v, both %v", c.one, c.other, one.Covers(other), both.URLs())
		}
		if one.Digest() != list(c.one).Digest() || one.Len() != len(c.one) {
			t.Errorf("%q was changed to %v", c.one, one.URLs())
		}
	}
	if got := (List{}).With(list("a")); !got.Has("https://uil.example/a") {
		t.Errorf("the zero list with another: %v", got.URLs())
	}
}
