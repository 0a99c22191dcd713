package extract

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
)

var update = flag.Bool("update", false, "rewrite the expected documents")

// addresses are those of the golden pages that depend on where they stand.
var addresses = map[string]string{
	"legacy-news":      "http://www.uil.example/node/12?fbclid=1",
	"current-profile":  "https://uil.example/es/learning-cities/somewhere",
	"web-archive-copy": "https://web.archive.org/web/20190401120000id_/http://uil.example:80/Reading?a=1&amp;b=2",
	"typo3-news":       "http://www.uil.example:80/home/news-target/a-market-of-books/0a1b2c3d4e5f/?no_cache=1&print=1",
	"typo3-tables":     "http://archive.example/web/20170503120000mp_/http://www.uil.example/accueil/news-target/un-port/9f8e/?tx_ttnews%5BbackPid%5D=7&L=2",
	"typo3-listing":    "http://www.uil.example/home/news/",
	"markdown":         "file:///notes/ten%20minutes.md",
}

func TestGolden(t *testing.T) {
	sources, err := filepath.Glob("testdata/*/source.*")
	if err != nil || len(sources) == 0 {
		t.Fatalf("no golden pages: %v", err)
	}
	media := map[string]string{".html": corpus.HTML, ".md": corpus.Markdown, ".txt": corpus.Text}
	e := newExtractor(t)
	for _, source := range sources {
		dir := filepath.Dir(source)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			body, err := os.ReadFile(source)
			if err != nil {
				t.Fatal(err)
			}
			url := addresses[filepath.Base(dir)]
			if url == "" {
				url = "file:///" + filepath.Base(dir)
			}
			d, err := e.Document(corpus.Page{URL: url, MediaType: media[filepath.Ext(source)], Body: body, Captured: noon})
			if err != nil {
				t.Fatal(err)
			}
			compare(t, filepath.Join(dir, "expected.json"), d)
		})
	}
}

func compare(t *testing.T, golden string, d corpus.Document) {
	t.Helper()
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s (-want +got):\n%s", golden, diff)
	}
}
