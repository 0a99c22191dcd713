package curate

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/config"
)

const (
	header = "url\tcontent_hash\taction\tfield\tvalue\trole\tevidence\tnote\n"
	pageA  = "https://uil.example/en/news/a"
)

var someHash = strings.Repeat("0123456789abcdef", 4)

func builtIn(t testing.TB) *taxonomy.Taxonomy {
	t.Helper()
	x, err := taxonomy.Default()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// load reads overrides from a file of this content.
func load(t testing.TB, content string) (*Curator, string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "overrides.tsv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(path, builtIn(t))
	return c, path, err
}

// curator returns a Curator of lines whose cells are separated by bars, and in
// which HASH stands for the content hash of d.
func curator(t testing.TB, d corpus.Document, lines ...string) *Curator {
	t.Helper()
	text := strings.ReplaceAll(strings.Join(lines, "\n"), "HASH", d.ContentHash)
	c, _, err := load(t, header+strings.ReplaceAll(text, "|", "\t")+"\n")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLoadNames(t *testing.T) {
	good := pageA + "\t" + someHash + "\t"
	for _, test := range []struct{ line, want string }{
		{"\t" + someHash + "\tset\ttype\tnews", `url: "" is no address of a page`},
		{"uil.example/a\t" + someHash + "\tset\ttype\tnews", `url: "uil.example/a" is no address of a page; write the address`},
		{pageA + "\tabc\tset\ttype\tnews", `content_hash: "abc" is no content hash of 64 letters and figures; copy it from uilsearch explain-url ` + pageA},
		{good + "delete\ttype\tnews", `action: "delete" is unknown; write add, remove or set`},
		{good + "set\tcity\tcork", `action: a city cannot be set; write add or remove`},
		{good + "add\ttype\tnews\t\twords", `action: it is "add", and each page has one type; write set`},
		{good + "remove\ttype\tnews", `action: it is "remove", and each page has one type; write set`},
		{good + "add\tdate\t2020\t\twords", `action: it is "add", and each page has one date; write set`},
		{good + "set\ttown\tcork", `field: "town" is unknown; write city, country, region, theme, type or date`},
		{good + "add\tcity\tCorcaigh\t\twords", `value: the taxonomy has no city "Corcaigh"; write cork, which is the identifier of Cork`},
		{good + "add\tcity\tAtlantis\t\twords", `value: the taxonomy has no city "Atlantis"; write an identifier of the first column of cities.tsv`},
		{good + "add\tcountry\tIE\t\twords", `value: the taxonomy has no country "IE"; write ie, which is the identifier of Ireland`},
		{good + "remove\tregion\tmoon", `value: the taxonomy has no region "moon"`},
		{good + "add\ttheme\t\t\twords", `value: the taxonomy has no theme ""; write an identifier of the first column of themes.tsv`},
		{good + "set\ttype\tNews", `value: there is no type "News"; write one of news, case-study`},
		{good + "set\tdate\t14/07/2016", `value: "14/07/2016" is no date; write 2016-07-14`},
		{good + "set\tdate\t2016-02-30", `value: "2016-02-30" is no date`},
		{good + "remove\tdate\t2016", `value: it is "2016"; leave it empty`},
		{good + "add\tcity\tcork\tmaybe\twords", `role: "maybe" is unknown; write about or mention`},
		{good + "remove\tcity\tcork\tabout", `role: only an added tag has one, and it is "about"; leave it empty`},
		{good + "add\tcity\tcork\tabout\t", `evidence: it is empty, and no tag is without; copy words from the page`},
		{good + "remove\tcity\tcork\t\t—", `evidence: "—" has no word`},
	} {
		_, path, err := load(t, "# for people\n"+header+test.line+"\n")
		problems := config.Problems(err)
		if len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), path+":3: "+test.want) || problems[0].Remedy == "" {
			t.Errorf("%s:\n got %v\nwant %s", test.line, err, test.want)
		}
	}
	_, path, err := load(t, header+good+"add\tcity\tcork\t\tCork\n"+strings.ToUpper(good)+"remove\tcity\tcork\n"+good+"set\ttype\tnews\n"+good+"set\ttype\tevent\n")
	got := fmt.Sprint(err)
	for _, want := range []string{path + ":5: line 4 speaks of the type of this page already; keep one"} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.tsv"), builtIn(t)); len(config.Problems(err)) != 1 || !strings.Contains(err.Error(), "taxonomy.overrides") {
		t.Errorf("no file: %v", err)
	}
	if c, err := Load("", builtIn(t)); err != nil || c.Len() != 0 || c.Hash() != "" {
		t.Errorf("no path: %v, %v", c, err)
	}
}

// The same lines are read whatever a spreadsheet makes of them.
func TestLoadSpreadsheets(t *testing.T) {
	cells := [][]string{
		{"url", "content_hash", "action", "field", "value", "role", "evidence", "note"},
		{pageA, someHash, "add", "city", "cork", "", `the "Learning City", of; Cork`, ""},
		{pageA, someHash, "set", "date", "2016-07", "", "", "seen, and checked"},
	}
	quoted := func(sep string) string {
		out := ""
		for _, line := range cells {
			line := slices.Clone(line)
			for i, c := range line {
				if strings.ContainsAny(c, `",;`) {
					c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
				}
				line[i] = c
			}
			out += strings.Join(line, sep) + "\n"
		}
		return out
	}
	tabs := ""
	for _, line := range cells {
		tabs += strings.Join(line, "\t") + "\n"
	}
	want, _, err := load(t, tabs)
	if err != nil || want.Len() != 2 || want.overrides[0].Evidence != `the "Learning City", of; Cork` {
		t.Fatalf("%+v, %v", want, err)
	}
	for name, content := range map[string]string{
		"mark and line ends": "\ufeff" + strings.ReplaceAll(tabs, "\n", "\r\n"),
		"old line ends":      strings.ReplaceAll(tabs, "\n", "\r"),
		"quoted tabs":        quoted("\t"), "semicolons": quoted(";"),
		"commas":        quoted(","),
		"all of it":     "\ufeff" + strings.ReplaceAll(quoted(","), "\n", ",\r\n"),
		"capitals":      strings.Replace(tabs, "url\tcontent_hash", "URL\tContent_Hash", 1),
		"no last cells": strings.Replace(tabs, "\t\n", "\n", 1),
	} {
		got, _, err := load(t, content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want.overrides, got.overrides, cmp.AllowUnexported(Override{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if c, _, err := load(t, "# a, note\n\n"+`"# another, note"`+",,\n"+quoted(",")); err != nil || c.overrides[0].Line != 5 {
		t.Errorf("lines for people: %+v, %v", c, err)
	}
}

func TestLoadRefuses(t *testing.T) {
	for _, test := range []struct{ content, want string }{
		{"", ":1: the file is empty; begin it with the line of columns: url, "},
		{"PK\x03\x04 and so on", ": this is a document of a spreadsheet; save it as text"},
		{"\xff\xfeu\x00r\x00l\x00", ":1: the text is not UTF-8; save it as text with tabs or as CSV, in UTF-8"},
		{header + "caf\xe9\n", ":2: the text is not UTF-8"},
		{"url\taction\tfield\tvalue\n", `:1: there is no column "content_hash"; the columns are`},
		{strings.Replace(header, "note", "nota", 1), `:1: unknown column "nota"`},
		{strings.Replace(header, "note", "url", 1), `:1: the column "url" is there twice`},
		{header + strings.Repeat("\t", 8) + "more\n", `:2: "more" stands behind the last column; remove a separator`},
		{strings.ReplaceAll(header, "\t", ",") + `a,"b"c,d` + "\n", `:2: extraneous or missing " in quoted-field; double each quotation mark`},
	} {
		_, path, err := load(t, test.content)
		if problems := config.Problems(err); len(problems) != 1 || !strings.HasPrefix(err.Error(), path+test.want) {
			t.Errorf("%q: got %v, want %s", test.content, err, test.want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(header + pageA + "\t" + someHash + "\tadd\tcity\tcork\t\tCork\t\n")
	f.Add("url,content_hash,action,field,value\n\"a\",b")
	f.Add("url;content_hash\n\"\n")
	x := builtIn(f)
	f.Fuzz(func(t *testing.T, content string) {
		path := filepath.Join(t.TempDir(), "o.tsv")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Load(path, x)
		if err != nil && len(config.Problems(err)) == 0 {
			t.Errorf("an error without file and line: %v", err)
		}
		if err != nil {
			return
		}
		for _, o := range c.overrides {
			if o.Line < 1 || len(o.Hash) != 64 || o.Action == Add && (o.Evidence == "" || o.Role == "") {
				t.Errorf("%q gave %+v", content, o)
			}
		}
	})
}
