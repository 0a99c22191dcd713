package taxonomy

import (
	"strings"
	"testing"
)

func TestLintRows(t *testing.T) {
	const rows = cityHeader +
		"New Id/x\tBookville\tie\teurope-north-america\t3025\t1066|2021\t\t\t\n" +
		"bookton\tBookton\tie\teurope-north-america\t2013\t2099\t\t\t\n"
	files := loaded(t).Files()
	got := lint(t, map[string]string{
		"cities.tsv":   rows,
		"suffixes.tsv": string(files["suffixes.tsv"]) + "title\txx\tHerra\nprefix\ten\t\nending\tru\ta>b>c|ам>ы\nstate\tqq\tFoo\nstate\tie\tBar\n",
		"triggers.tsv": string(files["triggers.tsv"]) + "esd\ten\tstrong\t \n",
		"themes.CSV":   "", "cities.tsv.txt": "", "regions.yaml": "", "README.txt": "", "overrides.csv": "", "labels.yaml": "",
	})
	for _, want := range []string{
		`cities.tsv:2: the identifier "New Id/x" stands in addresses; write small letters`,
		`cities.tsv:2: 3025 is no year in which a city joins or has an award; write one from 2013 to 2099`,
		`cities.tsv:2: 1066 is no year`,
		`: unknown language "xx"; write en, fr,`,
		`: unknown country "qq"; write two small letters`,
		`: the ending "a>b>c" has more than one >`,
		`themes.CSV:1: a file of this name is not read; save it as themes.tsv`,
		`cities.tsv.txt:1: a file of this name is not read; save it as cities.tsv`,
		`regions.yaml:1: a file of this name is not read`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if n := strings.Count(got, ": there are no forms; write words"); n != 2 {
		t.Errorf("%d rows without forms; want 2", n)
	}
	if n := strings.Count(got, "\n") + 1; n != 11 {
		t.Errorf("%d problems; want 11:\n%s", n, got)
	}
}

func TestIsID(t *testing.T) {
	for id, want := range map[string]bool{"bad-vilbel": true, "r2": true, "": false, "Cork": false, "são": false, "a b": false, "a/b": false, "a_b": false} {
		if isID(id) != want {
			t.Errorf("isID(%q) = %v; want %v", id, !want, want)
		}
	}
}
