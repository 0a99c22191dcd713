package coverage_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/coverage"
)

var since = time.Date(2025, 6, 15, 0, 0, 0, 0, time.UTC)

// small returns a taxonomy of five cities.
func small(t *testing.T) *taxonomy.Taxonomy {
	t.Helper()
	tax, err := taxonomy.Load(fstest.MapFS{
		"cities.tsv": {Data: []byte("id\tname\tcountry\tregion\tmember_since\taward_years\tlat\tlon\tgeonameid\n" +
			"cork\tCork\tie\teurope-north-america\t2013\t\t\t\t\nespoo\tEspoo\tfi\teurope-north-america\t2015\t\t\t\t\n" +
			"suwon\tSuwon\tkr\tasia-pacific\t2015\t\t\t\t\ntunis\tTunis\ttn\tarab-states\t2019\t\t\t\t\nwyndham\tWyndham\tau\tasia-pacific\t2019\t\t\t\t\n")},
		"aliases.tsv": {Data: []byte("city\talias\tkind\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return tax
}

// about and mention are tags of cities.
func about(city string) corpus.Tag {
	return corpus.Tag{Facet: corpus.City, Value: city, Role: corpus.About, Rule: "name+country"}
}

func mention(city string) corpus.Tag {
	return corpus.Tag{Facet: corpus.City, Value: city, Role: corpus.Mention, Rule: "name"}
}

// doc returns a document; date may be empty.
func doc(t *testing.T, lang, date string, tags ...corpus.Tag) corpus.Document {
	t.Helper()
	d := corpus.Document{URL: "https://uil.example/a", Title: "A title", Lang: lang, Type: corpus.News, Tags: tags}
	if date != "" {
		var err error
		if d.Published, err = corpus.ParseDate(date); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func TestCities(t *testing.T) {
	c := coverage.New(small(t), since)
	listing := doc(t, "en", "2026-01-01", about("wyndham"))
	listing.Type = corpus.Listing
	for _, d := range []corpus.Document{
		doc(t, "en", "2019-05-01", about("cork"), mention("wyndham")),
		doc(t, "en", "2025-06-14", about("cork")),
		doc(t, "und", "", about("cork"), mention("cork"), about("cork")), // once
		doc(t, "fr", "2025", about("espoo")),                             // the whole year may be meant
		doc(t, "en", "2024-02", about("espoo")),
		doc(t, "und", "", about("suwon")),
		listing,
	} {
		c.Add(d, nil)
	}
	want := coverage.Report{
		Pages: 6, Listings: 1, Since: "2025-06-15",
		Cities: []coverage.City{
			{Value: "cork", Label: "Cork", Country: "ie", Pages: 3, Languages: []coverage.Count{{Value: "en", Count: 2}, {Value: "und", Count: 1}}, Newest: "2025-06-14"},
			{Value: "espoo", Label: "Espoo", Country: "fi", Pages: 2, Languages: []coverage.Count{{Value: "en", Count: 1}, {Value: "fr", Count: 1}}, Newest: "2025"},
			{Value: "suwon", Label: "Suwon", Country: "kr", Pages: 1, Languages: []coverage.Count{{Value: "und", Count: 1}}},
			{Value: "tunis", Label: "Tunis", Country: "tn", Languages: []coverage.Count{}},
			{Value: "wyndham", Label: "Wyndham", Country: "au", Mentions: 1, Languages: []coverage.Count{}},
		},
		WithoutPage: []string{"wyndham", "tunis"},
		OneLanguage: []string{"cork"},
		Silent:      []string{"suwon", "cork"},
		Rules: []coverage.Rule{
			{Facet: corpus.City, Rule: "name+country", About: 7},
			{Facet: corpus.City, Rule: "name", Mentions: 2},
		},
		Forms: []coverage.Form{}, Themes: []coverage.Theme{},
	}
	if diff := cmp.Diff(want, c.Report(), cmpopts.IgnoreUnexported(coverage.City{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestNothing gives lists that are empty, and no nil.
func TestNothing(t *testing.T) {
	r := coverage.New(small(t), since).Report()
	if r.OneLanguage == nil || r.Silent == nil || r.Rules == nil || r.Forms == nil || r.Themes == nil || len(r.WithoutPage) != 5 {
		t.Errorf("%+v", r)
	}
}

func TestDoubts(t *testing.T) {
	c := coverage.New(small(t), since)
	text := "Ein Fest in Süd\n\nA stopper of cork, of CORK and of cork."
	d := doc(t, "en", "")
	d.Title = "Ein Fest in Süd"
	d.Sections = []corpus.Section{{Paragraphs: []string{"A stopper of cork, of CORK and of cork."}}}
	if d.Text() != text {
		t.Fatal(d.Text())
	}
	doubt := func(value, why string, start, end int) coverage.Doubt {
		return coverage.Doubt{Facet: corpus.City, Value: value, Form: text[start:end], Why: why, Start: start, End: end}
	}
	theme := coverage.Doubt{Facet: corpus.Theme, Value: "esd", Form: "Green", Why: "little", Start: 0, End: 3}
	c.Add(d, []coverage.Doubt{
		doubt("cork", "small", 31, 35), doubt("wyndham", "small", 31, 35), doubt("cork", "word", 40, 44), doubt("cork", "small", 52, 56),
		theme,
	})
	tagged := d
	tagged.URL, tagged.Tags = "https://uil.example/b", []corpus.Tag{about("cork")}
	c.Add(tagged, []coverage.Doubt{doubt("cork", "small", 52, 56), theme})
	c.Add(d, []coverage.Doubt{{Facet: corpus.Country, Value: "kr", Form: "Ein", Why: "x", Start: 0, End: 3}})
	r := c.Report()
	want := []coverage.Form{{
		Facet: corpus.City, Form: "cork", Seen: 4, Pages: 2, Untagged: 1,
		Values: []coverage.Named{{Value: "cork", Label: "Cork"}, {Value: "wyndham", Label: "Wyndham"}},
		Why:    []coverage.Count{{Value: "small", Count: 3}, {Value: "word", Count: 1}},
		Examples: []coverage.Example{
			{URL: "https://uil.example/a", Quote: "A stopper of cork, of CORK and of cork."},
			{URL: "https://uil.example/b", Quote: "A stopper of cork, of CORK and of cork."},
		},
	}, {
		Facet: corpus.Country, Form: "Ein", Seen: 1, Pages: 1, Untagged: 1,
		Values: []coverage.Named{{Value: "kr", Label: "Republic of Korea"}}, Why: []coverage.Count{{Value: "x", Count: 1}},
		Examples: []coverage.Example{{URL: "https://uil.example/a", Quote: "Ein Fest in Süd"}},
	}}
	if diff := cmp.Diff(want, r.Forms); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(r.Themes) != 1 || r.Themes[0].Value != "esd" || r.Themes[0].Pages != 2 || !cmp.Equal(r.Themes[0].Forms, []coverage.Count{{Value: "green", Count: 2}}) {
		t.Errorf("themes %+v", r.Themes)
	}
	if len(r.Rules) != 1 {
		t.Errorf("rules %+v", r.Rules)
	}
}
