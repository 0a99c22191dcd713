package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/indexer/enrich"
	"github.com/uilsearch/uilsearch/indexer/extract"
	"github.com/uilsearch/uilsearch/internal/labelled"
)

// The thresholds that are tried, and what they cost: a whole point away from
// usualThreshold, that of a single strong trigger, counts as a mistake, so that
// a few pages do not move a threshold far.
const (
	firstThreshold = 1.0
	lastThreshold  = 4.0
	stepThreshold  = 0.1
	usualThreshold = 2.0
)

// scoredPage is a labelled page with its scores by theme.
type scoredPage struct {
	themes []string
	scores map[string]float64
}

// TestThresholds holds the thresholds in themes.tsv to making fewer mistakes on
// the pages for tuning (corpus/sample, and of corpus/labelled those under /dev/)
// than one threshold for all. With -v it says which thresholds suit these pages
// best. After a change to triggers.tsv or to the numbers of enrich/themes.go:
//
//	go test ./cmd/uilsearch -run 'TestThresholds$' -v
//
// and write what it says into themes.tsv.
func TestThresholds(t *testing.T) {
	x, err := taxonomy.Default()
	if err != nil {
		t.Fatal(err)
	}
	pages := append(scoredPages(t, x, "sample", ""), scoredPages(t, x, "labelled", "/dev/")...)
	if len(pages) < 100 {
		t.Fatalf("%d pages; want at least 100", len(pages))
	}
	chosen, usual := 0, 0
	for _, theme := range x.Themes() {
		now, all := mistakes(pages, theme.ID, theme.Threshold), mistakes(pages, theme.ID, usualThreshold)
		chosen, usual = chosen+now, usual+all
		best, least := bestThreshold(pages, theme.ID)
		t.Logf("%-26s threshold %.1f: %2d mistakes; best is %.1f: %2d", theme.ID, theme.Threshold, now, best, least)
	}
	t.Logf("%d pages: %d mistakes, %d with %.1f for all themes", len(pages), chosen, usual, usualThreshold)
	if chosen >= usual {
		t.Errorf("the thresholds in themes.tsv make %d mistakes, %.1f for all themes makes %d; choose them again, see TestThresholds", chosen, usualThreshold, usual)
	}
}

// bestThreshold returns the threshold that costs least, and its mistakes.
func bestThreshold(pages []scoredPage, theme string) (best float64, least int) {
	lowest := -1.0
	for k := 0; ; k++ {
		at := firstThreshold + float64(k)*stepThreshold
		if at > lastThreshold+stepThreshold/2 {
			return best, least
		}
		n := mistakes(pages, theme, at)
		if cost := float64(n) + max(at-usualThreshold, usualThreshold-at); lowest < 0 || cost < lowest-1e-9 {
			lowest, best, least = cost, at, n
		}
	}
}

// mistakes counts the pages that are wrong about a theme.
func mistakes(pages []scoredPage, theme string, threshold float64) int {
	n := 0
	for _, p := range pages {
		if (p.scores[theme] >= threshold) != slices.Contains(p.themes, theme) {
			n++
		}
	}
	return n
}

// scoredPages scores the pages of a set whose address holds a part, but
// listings, which have no themes.
func scoredPages(t *testing.T, x *taxonomy.Taxonomy, set, part string) []scoredPage {
	t.Helper()
	dir := filepath.Join("..", "..", "corpus", set)
	content, err := os.ReadFile(filepath.Join(dir, labelled.File))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := labelled.Read(strings.NewReader(string(content)), labelled.File)
	if err == nil {
		rows, err = labelled.Resolve(rows, labelled.File, x)
	}
	if err != nil {
		t.Fatal(err)
	}
	extractor, err := extract.New(extract.DefaultProfile())
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string][]string{}
	for _, r := range rows {
		if address := r.Address(); r.Themes.Judged && strings.Contains(address, part) {
			wanted[address] = r.Themes.All
		}
	}
	return scoreAll(t, os.DirFS(dir), wanted, extractor, enrich.New(x))
}

func scoreAll(t *testing.T, dir fs.FS, wanted map[string][]string, extractor *extract.Extractor, e *enrich.Enricher) []scoredPage {
	t.Helper()
	var out []scoredPage
	for p, err := range labelledPages(t.Context(), dir) {
		if err != nil {
			t.Fatal(err)
		}
		themes, ok := wanted[p.URL]
		if !ok {
			continue
		}
		d, err := extractor.Document(p)
		if err != nil {
			t.Fatal(err)
		}
		scores, err := e.ThemeScores(d)
		if err != nil {
			t.Fatal(err)
		}
		if d.Type != corpus.Listing {
			out = append(out, scoredPage{themes, scores})
		}
	}
	return out
}
