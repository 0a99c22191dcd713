package taxonomy

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const cityHeader = "id\tname\tcountry\tregion\tmember_since\taward_years\tlat\tlon\tgeonameid\n"

func TestLoadReplacesFiles(t *testing.T) {
	own := "# one city only\n" + cityHeader + "atlantis\tAtlantis\tpt\teurope-north-america\t2020\t2021|2023\t37\t-25\t\n"
	x, err := Load(fstest.MapFS{"cities.tsv": {Data: []byte(own)}, "aliases.tsv": {Data: []byte("city\talias\tkind\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if len(x.Cities()) != 1 || len(x.Countries()) < 190 || len(x.Themes()) != 23 {
		t.Errorf("%d cities, %d countries, %d themes; want 1, the built-in countries, 23", len(x.Cities()), len(x.Countries()), len(x.Themes()))
	}
	c, ok := x.City("atlantis")
	if !ok || c.MemberSince != 2020 || !cmp.Equal(c.Awards, []int{2021, 2023}) || !c.Located {
		t.Errorf("City(atlantis) = %+v, %v", c, ok)
	}
	if x.Hash() == loaded(t).Hash() {
		t.Error("another taxonomy has the same hash")
	}
	if got := string(x.Files()["cities.tsv"]); got != own {
		t.Errorf("Files has %q; want %q", got, own)
	}
	again, err := Load(filesOf(x))
	if err != nil || again.Hash() != x.Hash() {
		t.Errorf("loaded from its own Files: %v, hash %s; want %s", err, again.Hash(), x.Hash())
	}
}

func filesOf(x *Taxonomy) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, content := range x.Files() {
		fsys[name] = &fstest.MapFile{Data: content}
	}
	return fsys
}

func TestLoadNamesFileLineAndRemedy(t *testing.T) {
	for _, c := range []struct{ file, content, want string }{
		{"cities.tsv", "", "cities.tsv:1: the file is empty"},
		{"cities.tsv", "id\tname\n", `cities.tsv:1: there is no column "country"`},
		{"regions.tsv", "id\tname\tname_fr\tname_es\tnames\tcolour\n", `regions.tsv:1: unknown column "colour"`},
		{"aliases.tsv", "# note\ncity\talias\tkind\ncork\tCorky\n", "aliases.tsv:3: 2 fields; want 3"},
		{"aliases.tsv", "city\talias\tkind\ncork\tCorky\tguess\n", `aliases.tsv:2: kind is "guess"; write geonames`},
		{"cities.tsv", cityHeader + "x\tX\tpt\tafrica\tsoon\t\t\t\t\n", `cities.tsv:2: member_since is "soon"`},
		{"cities.tsv", cityHeader + "x\tX\tpt\tafrica\t\tsoon\t\t\t\n", `cities.tsv:2: award_years has "soon"`},
		{"cities.tsv", cityHeader + "x\tX\tpt\tafrica\t\t\tnorth\t1\t\n", `cities.tsv:2: lat "north"`},
		{"unsafe.tsv", "form\tkind\twhy\nCork\ttree\t\n", `unsafe.tsv:2: kind is "tree"`},
		{"unsafe.tsv", "form\tkind\twhy\n-\tword\t\n", `unsafe.tsv:2: the form "-" has no letters`},
		{"suffixes.tsv", "kind\tlang\tforms\nmiddle\ten\tof\n", `suffixes.tsv:2: kind is "middle"`},
		{"themes.tsv", "a\xff\n", "themes.tsv:1: the text is not UTF-8"},
	} {
		_, err := Load(fstest.MapFS{c.file: {Data: []byte(c.content)}})
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("Load with %s %q: %v; want %q", c.file, c.content, err, c.want)
		}
	}
}

// One row with a fault does not hide the others.
func TestLoadNamesAllFaults(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"cities.tsv":   {Data: []byte(cityHeader + "x\tX\tpt\tafrica\tsoon\tlater|2021\tnorth\t1\tmany\nshort\ny\tY\tpt\tafrica\tnever\t\t\t\t\n")},
		"regions.tsv":  {Data: []byte("id\tname\tcolour\n")},
		"themes.tsv":   {Data: []byte("a\xff\n")},
		"aliases.tsv":  {Data: []byte("city\talias\tkind\nx\tXx\tguess\nx\tXxx\tguess\n")},
		"unsafe.tsv":   {Data: []byte("form\tkind\twhy\nCork\ttree\t\n-\tword\t\n")},
		"suffixes.tsv": {Data: []byte("kind\tlang\tforms\nmiddle\ten\tof|in\nending\ten\t>\n")},
		"triggers.tsv": {Data: []byte("theme\tlang\tweight\tforms\n*\txx\tloud\ta*b|*\n")},
	})
	var wrong *Error
	if !errors.As(err, &wrong) {
		t.Fatalf("Load: %v", err)
	}
	got := map[string]int{}
	for _, fault := range wrong.Faults {
		file, _, _ := strings.Cut(fault.Error(), ":")
		got[file]++
		if !errors.Is(err, fault) || strings.Contains(fault.Error(), "\n") {
			t.Errorf("the fault %v is not one of the error", fault)
		}
	}
	want := map[string]int{"cities.tsv": 6, "regions.tsv": 4, "themes.tsv": 1, "aliases.tsv": 2, "unsafe.tsv": 2, "suffixes.tsv": 3, "triggers.tsv": 5}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults by file (-want +got):\n%s\n%v", diff, wrong.Faults)
	}
	if got := err.Error(); strings.Contains(got, "\n") || !strings.HasSuffix(got, "(and 22 more)") {
		t.Errorf("Load: %s", got)
	}
}

func TestLoadKnowsItsFiles(t *testing.T) {
	const known = "aliases.tsv, cities.tsv, countries.tsv, regions.tsv, suffixes.tsv, themes.tsv, triggers.tsv, unsafe.tsv"
	good := &fstest.MapFile{Data: []byte("city\talias\tkind\n")}
	for _, c := range []struct {
		fsys fstest.MapFS
		want string
	}{
		{fstest.MapFS{"citeis.tsv": good, "aliases.tsv": good}, "citeis.tsv:1: no file of a taxonomy has this name; the names are " + known},
		{fstest.MapFS{"README.md": good}, ".: no file of a taxonomy is here; the names are " + known},
		{fstest.MapFS{}, ".: no file of a taxonomy is here; the names are " + known},
	} {
		if _, err := Load(c.fsys); err == nil || err.Error() != c.want {
			t.Errorf("Load: %v; want %s", err, c.want)
		}
	}
	if _, err := Load(fstest.MapFS{"aliases.tsv": good, "README.md": good, "uilsearch.toml": good}); err != nil {
		t.Errorf("Load with files of other kinds: %v", err)
	}
}

func TestLint(t *testing.T) {
	for _, p := range loaded(t).Lint() {
		t.Errorf("the built-in taxonomy: %s", p)
	}
	x, err := Load(fstest.MapFS{
		"cities.tsv": {Data: []byte(cityHeader +
			"one\tOne\tpt\tafrica\t\t\t\t\t\n" +
			"one\tTwo\tqq\tafrica\t\t\t\t\t\n" +
			"three\t\tke\tafrica\t\t\t91\t0\t\n" +
			"four\tFourton\tke\tafrica\t\t\t\t\t\n")},
		"aliases.tsv": {Data: []byte("city\talias\tkind\none\tSameton\thand\nfour\tsameton\thand\nfour\tCork\thand\none\tCork\thand\nfive\tFive\thand\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range x.Lint() {
		got = append(got, p.String())
	}
	want := []string{
		`aliases.tsv:3: "sameton" names one too; delete one of the two or add the form to unsafe.tsv`,
		`aliases.tsv:6: unknown city "five"; add it to cities.tsv or correct it`,
		`cities.tsv:2: the region is "africa", but Portugal lies in "europe-north-america"; correct one of them`,
		`cities.tsv:3: the identifier "one" stands already in line 2; change one of them`,
		`cities.tsv:3: unknown country "qq"; add it to countries.tsv or correct it`,
		`cities.tsv:4: the name of "three" is empty; write the name that people read`,
		`cities.tsv:4: 91, 0 is no place on Earth; write lat from -90 to 90 and lon from -180 to 180`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Lint (-want +got):\n%s", diff)
	}
}

func TestCountriesOfCitiesAreKnown(t *testing.T) {
	x := loaded(t)
	if len(x.Cities()) != 274 {
		t.Errorf("%d cities; want 274", len(x.Cities()))
	}
	for _, c := range x.Cities() {
		country, ok := x.Country(c.Country)
		if !ok || country.Region != c.Region {
			t.Errorf("%s lies in %q, %q", c.ID, c.Country, c.Region)
		}
	}
}
