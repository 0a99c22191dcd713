package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/internal/config"
	"github.com/uilsearch/uilsearch/internal/labelled"
)

var update = flag.Bool("update", false, "write what is measured into the baselines")

// baseline is the file of the least that a labelled set must reach. A change
// that makes something better raises it: go test ./cmd/uilsearch -run Labelled -update.
const baseline = "baseline.json"

// TestLabelled takes the labelled sets of the repository through extraction and
// tagging, and fails where anything is worse than it was.
func TestLabelled(t *testing.T) {
	for _, dir := range []string{"../../corpus/sample", "../../corpus/labelled", "../../corpus/labelled/site"} {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			a := &app{config: config.Defaults(), log: slog.New(slog.DiscardHandler)}
			e, err := a.measureTags(t.Context(), dir)
			if err != nil {
				t.Fatal(err)
			}
			var report strings.Builder
			if err := writeEvaluation(&report, &e, true); err != nil {
				t.Fatal(err)
			}
			t.Logf("%s", &report)
			path := filepath.Join(dir, baseline)
			if *update {
				var b bytes.Buffer
				if err := writeJSON(&b, e.Floors()); err != nil {
					t.Fatal(err)
				}
				writeFile(t, path, b.String())
			}
			floors, err := readFloors(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, problem := range floors.Below(&e) {
				t.Error(problem)
			}
		})
	}
}

// writeSet writes a small set with pages of both kinds, and returns its folder.
func writeSet(t *testing.T, rows ...string) string {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "pages", "a b.html"), `<!DOCTYPE html><html lang="en"><head><title>Cork reads</title><link rel="canonical" href="https://uil.example/news/cork"></head><body><main><h1>Cork reads</h1>
<p>The learning city of Cork in Ireland opens a library in which everybody may read until late in the evening, and asks for no card.</p></main></body></html>`)
	writeFile(t, filepath.Join(dir, labelled.PagesFile), `{"url":"https://uil.example/b","title":"Suwon reads","text":"The learning city of Suwon in the Republic of Korea opens a library in which everybody may read.","lang":"en","date":"2016-07-14"}`+"\n")
	writeFile(t, filepath.Join(dir, labelled.File), strings.Join(append([]string{"file\turl\tpublished\tcities_about\tcities_mention"}, rows...), "\n")+"\n")
	return dir
}

func TestEvalTags(t *testing.T) {
	dir := writeSet(t, "a b.html\thttps://uil.example/news/cork\t\tCork\t", "\thttps://uil.example/b\t2016-07-15\tSuwon\tEspoo")
	r := uilsearch(t, "eval", "tags", "-v", dir)
	out := strings.Join(strings.FieldsFunc(r.stdout, func(c rune) bool { return c == ' ' }), " ")
	for _, line := range []string{
		"pages 2, of which 0 gave no document\n",
		"\n city 2 0 1 0 0 1.000 0.667 0.800\n",
		"\n city role 2 0 0 0 0 1.000 1.000 1.000\n",
		"\n date 0 1 1 0 0 0.000 0.000 0.000\n",
		"\n address 1 0 0 0 0 1.000 1.000 1.000\n",
		"\n en 2 1.000 0.667 1.000 - - - 0.000 -\n",
		"\nhttps://uil.example/b: missed city espoo\n",
		"\nhttps://uil.example/b: wrong date: \"2016-07-14\", want \"2016-07-15\" (meta)\n",
	} {
		if r.code != exitOK || !strings.Contains(out, line) {
			t.Errorf("no line %q: %d\n%s%s", line, r.code, r.stdout, r.stderr)
		}
	}
	least := filepath.Join(t.TempDir(), "least.json")
	writeFile(t, least, `{"city.precision":1,"city.recall":0.7}`)
	r = uilsearch(t, "eval", "tags", "--json", "--min", least, dir)
	var got struct {
		All struct {
			Measures map[string]struct{ Recall *float64 }
		}
		Mistakes []labelled.Mistake
		Below    []string
	}
	if err := json.Unmarshal([]byte(r.stdout), &got); err != nil || *got.All.Measures["city"].Recall != 2.0/3 || len(got.Mistakes) != 2 || len(got.Below) != 1 {
		t.Errorf("%v: %s", err, r.stdout)
	}
	if r.code != exitRefused || !strings.Contains(r.stderr, "city.recall is 0.6667, want 0.7") {
		t.Errorf("below the least: %d %s", r.code, r.stderr)
	}
	writeFile(t, least, `{"city.recall":0.6}`)
	if r = uilsearch(t, "eval", "tags", "--min", least, dir); r.code != exitOK || strings.Contains(r.stdout, "espoo") {
		t.Errorf("above the least: %d %s%s", r.code, r.stdout, r.stderr)
	}
}

func TestEvalTagsRefuses(t *testing.T) {
	good := writeSet(t, "a b.html\t\t\tCork\t", "\thttps://uil.example/b\t\tSuwon\t")
	least := filepath.Join(t.TempDir(), "least.json")
	writeFile(t, least, `{"town.recall":0.6}`)
	for _, test := range []struct {
		args []string
		code int
		want string
	}{
		{nil, exitUsage, "arg"},
		{[]string{t.TempDir()}, exitUsage, "no labelled set in"},
		{[]string{filepath.Join(good, "none")}, exitUsage, "none"},
		{[]string{writeSet(t, "a b.html\t\t\tAtlantis\t", "\thttps://uil.example/b\t\tSuwon\t")}, exitUsage, `expected.tsv:2: cities_about: the taxonomy has no city "Atlantis"`},
		{[]string{writeSet(t, "a b.html\t\t\tCork\t")}, exitInternal, "page https://uil.example/b has no line in expected.tsv"},
		{[]string{writeSet(t, "a b.html\t\t\tCork\t", "c.html\t\t\t\t", "\thttps://uil.example/b\t\tSuwon\t")}, exitInternal, "expected.tsv:3: there is no page file:///c.html"},
		{[]string{"--min", least, good}, exitUsage, `least.json: "town.recall" is no figure`},
		{[]string{"--min", least + "x", good}, exitUsage, "least.jsonx"},
	} {
		if r := uilsearch(t, append([]string{"eval", "tags"}, test.args...)...); r.code != test.code || !strings.Contains(r.stderr, test.want) {
			t.Errorf("%v: %d, %s", test.args, r.code, r.stderr)
		}
	}
}
