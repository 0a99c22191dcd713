package taxonomy

import (
	"testing"
	"testing/fstest"
)

// What does not count says what keeps it from that.
func TestBarred(t *testing.T) {
	own := cityHeader + "a\tAtlantis\tpt\teurope-north-america\t\t\t\t\t\n" + "b\tAtlantis\tes\teurope-north-america\t\t\t\t\t\n"
	two, err := Load(fstest.MapFS{"cities.tsv": {Data: []byte(own)}, "aliases.tsv": {Data: []byte("city\talias\tkind\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text, barred, why string
		in                *Taxonomy
	}{
		{"They hold a derby.", BarSmall, "word", loaded(t)},
		{"The wall is Cork-lined.", BarHyphen, "word", loaded(t)},
		{"Ms Aoife Bristol sang.", BarPerson, "", loaded(t)},
		{"Hamburg Street is long.", BarThing, "", loaded(t)},
		{"Hamburg, Canada, has one.", BarAbroad, "", loaded(t)},
		{"The city of Atlantis sank.", BarTaken, "shared", two},
		{"Cork floats.", "", "word", loaded(t)},
	} {
		_, unsure := c.in.Settle(Page{Text: c.text})
		if len(unsure) != 1 || unsure[0].Barred != c.barred || c.why != "" && unsure[0].Why != c.why || unsure[0].Cue != "" {
			t.Errorf("%q: %+v; want one that is barred by %q, and %q", c.text, unsure, c.barred, c.why)
		}
	}
}
