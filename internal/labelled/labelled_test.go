package labelled

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
)

// tsv joins lines of fields that stand apart by spaces; "_" is an empty field.
func tsv(lines ...string) string {
	var b strings.Builder
	for _, line := range lines {
		fields := strings.Fields(line)
		for i, f := range fields {
			if f == "_" {
				fields[i] = ""
			}
		}
		b.WriteString(strings.Join(fields, "\t") + "\n")
	}
	return b.String()
}

func given(all ...string) Values { return Values{Judged: true, All: all} }

func TestRead(t *testing.T) {
	got, err := Read(strings.NewReader("\uFEFF# about the set\n"+tsv(
		"themes url cities_about published note file trap lang",
		"esd;literacy https://uil.example/a Cork;Suwon 2016-07 x a.html _ _",
		"",
		"- https://uil.example/b _ - x _ namesake -",
	)), "x.tsv")
	if err != nil {
		t.Fatal(err)
	}
	want := []Page{
		{Line: 3, File: "a.html", URL: "https://uil.example/a", Themes: given("esd", "literacy"), CitiesAbout: given("Cork", "Suwon"), Published: given("2016-07"), Trap: given(), Lang: given()},
		{Line: 5, URL: "https://uil.example/b", CitiesAbout: given(), Trap: given("namesake")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if a, b := got[0].Address(), got[1].Address(); a != "file:///a.html" || b != "https://uil.example/b" {
		t.Errorf("addresses %s, %s", a, b)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, test := range []struct{ content, want string }{
		{"", "x.tsv:1: no page; write a line of columns"},
		{tsv("file type"), "x.tsv:2: no page"},
		{tsv("file city"), `x.tsv:1: unknown column "city"; the columns are file, url`},
		{tsv("file lang lang"), `x.tsv:1: two columns are called "lang"`},
		{tsv("lang type"), `x.tsv:1: neither a column "file" nor "url"`},
		{tsv("file lang", "a.html"), "x.tsv:2: 1 fields; want 2, separated by tabs: file, lang"},
		{tsv("file lang", "_ en"), `x.tsv:2: neither "file" nor "url" says`},
		{tsv("file lang", "a.html en", "a.html fr"), "x.tsv:3: line 2 judges this page already"},
		{tsv("file lang", "a.html English"), `x.tsv:2: lang: "English"; write a code such as en`},
		{tsv("file lang", "a.html und"), `x.tsv:2: lang: "und"; write a code such as en, or nothing`},
		{tsv("file lang", "a.html en;fr"), "x.tsv:2: lang: 2 values; want one"},
		{tsv("file type", "a.html article"), `x.tsv:2: type: "article" is none; write one of [news`},
		{tsv("file type", "a.html _"), `x.tsv:2: type: "" is none`},
		{tsv("file published", "a.html 2016-02-30"), `x.tsv:2: published: date "2016-02-30": want a day`},
		{tsv("file themes", "a.html esd;literacy;esd"), `x.tsv:2: themes: "esd" stands there twice`},
		{tsv("file themes", "a.html \xff"), "x.tsv:2: the text is not UTF-8"},
	} {
		if _, err := Read(strings.NewReader(test.content), "x.tsv"); err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%q: %v, want %s", test.content, err, test.want)
		}
	}
	if _, err := Read(strings.NewReader(tsv("file type lang", "a.html x en", "b.html news x")), "x.tsv"); err == nil || strings.Count(err.Error(), "x.tsv:") != 2 {
		t.Errorf("two bad lines: %v", err)
	}
}

func TestResolve(t *testing.T) {
	x, err := taxonomy.Default()
	if err != nil {
		t.Fatal(err)
	}
	resolve := func(lines ...string) ([]Page, error) {
		pages, err := Read(strings.NewReader(tsv(lines...)), "x.tsv")
		if err != nil {
			t.Fatal(err)
		}
		return Resolve(pages, "x.tsv", x)
	}
	got, err := resolve("file cities_about cities_mention countries_about themes", "a.html Medellín;suwon Cork Ireland;kr esd")
	if err != nil {
		t.Fatal(err)
	}
	want := []Page{{Line: 2, File: "a.html", CitiesAbout: given("medellin", "suwon"), CitiesMention: given("cork"), CountriesAbout: given("ie", "kr"), Themes: given("esd")}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	_, err = resolve("file cities_about cities_mention countries_about themes", "a.html Atlantis Suwon Korea esd", "b.html Suwon suwon _ nonsense")
	for _, want := range []string{
		`x.tsv:2: cities_about: the taxonomy has no city "Atlantis"; write its name or identifier`,
		`x.tsv:2: countries_about: the taxonomy has no country "Korea"`,
		`x.tsv:3: themes: the taxonomy has no theme "nonsense"`,
		`x.tsv:3: Suwon is in cities_about and in cities_mention`,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
}

// What stands in the repository can be read.
func TestBundledTable(t *testing.T) {
	f, err := os.Open("../../corpus/sample/expected.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	pages, err := Read(f, "expected.tsv")
	if err != nil || len(pages) < 60 {
		t.Errorf("%d pages, %v", len(pages), err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(tsv("file lang", "a.html en"))
	f.Add(tsv("url cities_about published", "https://uil.example/a Cork;;Suwon 2016"))
	f.Add("# x\nfile\ttype\na\t-\na\t-\n")
	f.Fuzz(func(t *testing.T, content string) {
		pages, err := Read(strings.NewReader(content), "x")
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, p := range pages {
			if a := p.Address(); a == "" || seen[a] || p.Line < 2 {
				t.Fatalf("%+v", p)
			} else {
				seen[a] = true
			}
			for _, name := range columns {
				if v := p.column(name); v != nil && !v.Judged && len(v.All) > 0 {
					t.Fatalf("%s: values of what is not judged", name)
				}
			}
		}
	})
}
