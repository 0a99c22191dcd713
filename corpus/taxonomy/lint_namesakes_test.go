package taxonomy

import (
	"strings"
	"testing"
)

func TestLintNamesakes(t *testing.T) {
	const (
		cities  = cityHeader + "bookville\tBookville\tie\teurope-north-america\t\t\t\t\t\n"
		aliases = "city\talias\tkind\nbookville\tValéncia\thand\nbookville\t런던\thand\nbookville\tМосква\thand\nbookville\tGarcia\thand\nbookville\tCórdoba\thand\n"
	)
	got := lint(t, map[string]string{"cities.tsv": cities, "aliases.tsv": aliases})
	want := strings.Join([]string{
		`aliases.tsv:2: "Valéncia" is a name that other places have too; add the form to unsafe.tsv as place, or as safe if pages never mean that, or delete it`,
		`aliases.tsv:4: "Москва" is a name that other places have too; add the form to unsafe.tsv as place, or as safe if pages never mean that, or delete it`,
		`aliases.tsv:5: "Garcia" is a name that people have too; add the form to unsafe.tsv as person, or as safe if pages never mean that, or delete it`,
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for name, kind := range namesakes() {
		if kind != asPlace && kind != asPerson || name == "" {
			t.Errorf("%q is a %q; want a place or a person", name, kind)
		}
	}
}
