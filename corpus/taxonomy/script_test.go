package taxonomy

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestNamesInScripts(t *testing.T) {
	tax, err := Load(fstest.MapFS{
		"cities.tsv": {Data: []byte("id\tname\tcountry\tregion\tmember_since\taward_years\tlat\tlon\tgeonameid\n" +
			"suwon\tSuwon\tkr\tasia-pacific\t2016\t2017|2019\t37.29111\t127.00889\t1835553\nnew\tNew\tie\teurope-north-america\t\t\t\t\t\n")},
		"aliases.tsv": {Data: []byte("city\talias\tkind\nsuwon\t수원\tgeonames\nsuwon\tSuwon\tgeonames\nsuwon\tSuwonn\tmisspelling\nsuwon\tСувон\tgeonames\n" +
			"suwon\t水原市\thand\nsuwon\tスウォン\tgeonames\nsuwon\t水原し\tgeonames\nsuwon\tسوون\tgeonames\nsuwon\tซูว็อน\tgeonames\nsuwon\t12\thand\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := tax.City("suwon")
	want := []Name{
		{"Suwon", "Latn", "", "geonames"}, {"수원", "Hang", "ko", "geonames"}, {"Сувон", "Cyrl", "", "geonames"}, {"水原市", "Hani", "", "hand"},
		{"スウォン", "Jpan", "ja", "geonames"}, {"水原し", "Jpan", "ja", "geonames"}, {"سوون", "Arab", "", "geonames"}, {"ซูว็อน", "Thai", "th", "geonames"},
		{"12", "", "", "hand"},
	}
	if diff := cmp.Diff(want, c.NamesInScripts()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	c, _ = tax.City("new")
	if got := c.NamesInScripts(); !cmp.Equal(got, []Name{{"New", "Latn", "", "hand"}}) {
		t.Errorf("%+v", got)
	}
}

// TestEveryNameHasAScript reads the names that are built in.
func TestEveryNameHasAScript(t *testing.T) {
	tax, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range tax.Cities() {
		for _, n := range c.NamesInScripts() {
			if n.Script == "" {
				t.Errorf("%s: %q (%x) has no script", c.ID, n.Name, []rune(n.Name))
			}
		}
	}
}
