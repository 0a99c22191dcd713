package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
)

// pack returns a zip file of entries by name.
func pack(t *testing.T, entries map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, body := range entries {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if strings.HasPrefix(name, "link") {
			h.SetMode(fs.ModeSymlink | 0o777)
		}
		if strings.HasPrefix(name, "secret") {
			h.Flags |= 1
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(body)); err != nil && !strings.HasSuffix(name, "/") {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestZip(t *testing.T) {
	content := pack(t, map[string]string{
		"a b/ü.html": "<p>", "a b/": "", "x.warc": string(archived(t, false, answer("https://uil.example/w", 200, "Content-Type", "text/html", "w"))),
		"x.ndjson.gz": string(compressed(t, []byte(`{"url":"https://uil.example/n","title":"T","text":"x"}`))),
		"../up.html":  "", "a/../../up.html": "", "/abs.html": "", `C:\win.html`: "", `a\b.html`: "", "c:/x.html": "", "a//b.html": "", "./a.html": "",
		"link.html": "a", "inner.zip": "", ".hidden/x.html": "", "__MACOSX/x.html": "", "x.exe": "", "big.html": strings.Repeat("x", MaxFileSize+1), "secret.html": "x",
	})
	pages, bad := one(t, "p.zip", content)
	got := map[string]string{}
	for _, p := range pages {
		got[p.URL] = p.MediaType
	}
	want := map[string]string{"file:///p.zip/a%20b/%C3%BC.html": corpus.HTML, "https://uil.example/w": corpus.HTML, "https://uil.example/n": corpus.HTML}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	all := "\n" + strings.Join(bad, "\n") + "\n"
	for _, line := range []string{
		"file:///p.zip/../up.html: refused: a name that leads elsewhere", "file:///p.zip/a/../../up.html: refused: a name that leads elsewhere", "file:///p.zip//abs.html: refused: an absolute name",
		"file:///p.zip/C:%5Cwin.html: refused: a name with a backslash", "file:///p.zip/a%5Cb.html: refused: a name with a backslash", "file:///p.zip/c:/x.html: refused: an absolute name",
		"file:///p.zip/a//b.html: refused: a name that leads elsewhere", "file:///p.zip/link.html: refused: a symbolic link", "file:///p.zip/inner.zip: a zip within a zip; unpack it first",
		"file:///p.zip/.hidden/x.html: hidden", "file:///p.zip/__MACOSX/x.html: hidden", "file:///p.zip/x.exe: cannot read files that end in .exe", "file:///p.zip/big.html: larger than 16 MiB", "file:///p.zip/secret.html: encrypted",
	} {
		if !strings.Contains(all, "\n"+line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
	if len(bad) != 15 {
		t.Errorf("%d lines:\n%s", len(bad), all)
	}
	for name, content := range map[string][]byte{"cut": content[:len(content)-100], "empty": {}, "text": []byte("PK no zip")} {
		if pages, bad := one(t, "p.zip", content); len(pages) != 0 || len(bad) != 1 || !strings.HasPrefix(bad[0], "file:///p.zip: ") {
			t.Errorf("%s: %d pages, %q", name, len(pages), bad)
		}
	}
}

// A list of entries that is larger than any honest one is not read into memory.
func TestZipOfManyEntries(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range 600 {
		if _, err := w.Create(fmt.Sprintf("%0*d.html", 60_000, i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if pages, bad := one(t, "p.zip", b.Bytes()); len(pages) != 0 || len(bad) != 1 || !strings.Contains(bad[0], "list of entries") {
		t.Errorf("%d pages, %q", len(pages), bad)
	}
}

// A zip may have as many entries as there are pages of a large site, and no more.
func TestZipOfAsManyEntriesAsMayBe(t *testing.T) {
	for _, c := range []struct {
		entries int
		pages   int
		reason  string
	}{{maxEntries, maxEntries, ""}, {maxEntries + 1, 0, "more than 100000 entries"}} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for i := range c.entries {
			// A path of 120 bytes.
			if _, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%0115d.html", i)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		pages, bad := one(t, "p.zip", b.Bytes())
		if len(pages) != c.pages || len(bad) > 1 || c.reason != "" && !strings.Contains(strings.Join(bad, ""), c.reason) {
			t.Errorf("%d entries: %d pages, %q", c.entries, len(pages), bad)
		}
	}
}

// TestZipOfOddEntries refuses what no honest program packs.
func TestZipOfOddEntries(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	add := func(name string, mode fs.FileMode) {
		h := &zip.FileHeader{Name: name}
		h.SetMode(mode)
		if _, err := w.CreateHeader(h); err != nil {
			t.Fatal(err)
		}
	}
	add("pipe.html", fs.ModeNamedPipe|0o644)
	add("device.html", fs.ModeDevice|0o644)
	add("socket.html", fs.ModeSocket|0o644)
	add("bad\xff.html", 0o644)
	add(strings.Repeat("길", 4000)+".html", 0o644)
	add("good.html", 0o644)
	add("good.html", 0o644)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	pages, bad := one(t, "p.zip", b.Bytes())
	want := []string{
		"file:///p.zip/pipe.html: refused: not a regular file", "file:///p.zip/device.html: refused: not a regular file", "file:///p.zip/socket.html: refused: not a regular file",
		"file:///p.zip/bad%FF.html: its name is not UTF-8",
	}
	if len(pages) != 2 || len(bad) != 5 || cmp.Diff(want, bad[:4]) != "" || !strings.Contains(bad[4], string(longPath)) || len(bad[4]) > 500 {
		t.Errorf("%d pages, %q", len(pages), bad)
	}
}
