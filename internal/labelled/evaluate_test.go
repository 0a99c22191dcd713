package labelled

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
)

const body = "Cork and Suwon read together all year, and people who never went to a school come to the library in the evening to learn."

// docOf returns a document with tags, each as "facet:value:role".
func docOf(url, text string, tags ...string) corpus.Document {
	d := corpus.Document{ID: corpus.NewID(url), URL: url, Title: "Two cities", Type: corpus.News, Lang: "en", LangSource: "html",
		Sections: []corpus.Section{{Paragraphs: []string{text}}}}
	for _, tag := range tags {
		part := strings.Split(tag, ":")
		d.Tags = append(d.Tags, corpus.Tag{Facet: corpus.TagFacet(part[0]), Value: part[1], Role: corpus.Role(part[2]), Rule: "name", Confidence: 1,
			Evidence: []corpus.Span{{Zone: corpus.ZoneLead, Start: 12, End: 16, Surface: text[:4]}}})
	}
	d.ContentHash = corpus.HashContent(&d)
	return d
}

// said is what a tagger of a test says of each address.
type said map[string]struct {
	doc    corpus.Document
	doubts []Doubt
	err    error
}

func (s said) tag(p corpus.Page) (corpus.Document, []Doubt, error) {
	of := s[p.URL]
	return of.doc, of.doubts, of.err
}

func (s said) pages() iter.Seq2[corpus.Page, error] {
	return func(yield func(corpus.Page, error) bool) {
		for url := range s {
			if !yield(corpus.Page{URL: url}, nil) {
				return
			}
		}
	}
}

// mustRead reads rows below a header that has all columns.
func mustRead(t *testing.T, rows ...string) []Page {
	t.Helper()
	set, err := Read(strings.NewReader(tsv(append([]string{"file url type lang published cities_about cities_mention countries_about themes trap"}, rows...)...)), File)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// fivePages are the pages of TestEvaluate.
func fivePages() said {
	dated := docOf("https://uil.example/d", body)
	dated.Published, dated.Lang, dated.Type = corpus.Date{Year: 2016, Month: 7, Source: "meta"}, "und", corpus.Event
	short := docOf("https://uil.example/s", "Nothing to see.")
	short.Published, short.Lang = corpus.Date{Year: 2016}, "fr"
	return said{
		// One city in the right role, one in the other, one wrong, one missed, one
		// doubted, one doubted that is none.
		"file:///a.html": {
			doc:    docOf("https://uil.example/a", body, "city:cork:about", "city:suwon:about", "city:osan:mention", "country:ie:about", "country:kr:mention", "theme:esd:about", "theme:literacy:about"),
			doubts: []Doubt{{Facet: corpus.City, Value: "sur", Why: "no cue", Start: 12, End: 16}, {Facet: corpus.City, Value: "derby", Why: "no cue"}, {Facet: corpus.Country, Value: "sur"}, {Facet: corpus.City, Value: "osan"}, {Facet: corpus.Theme, Value: "youth"}},
		},
		"https://uil.example/d": {doc: dated},
		"https://uil.example/s": {doc: short},
		"https://uil.example/u": {doc: docOf("https://uil.example/u", body)},
		"https://uil.example/x": {err: errors.New("no title")},
	}
}

// TestEvaluate holds the counts to those made by hand.
func TestEvaluate(t *testing.T) {
	all := fivePages()
	e, err := Evaluate(t.Context(), mustRead(t,
		"a.html https://uil.example/a news en _ cork suwon;espoo;sur ie;kr esd word;river",
		"_ https://uil.example/d news en 2016-07-14 - _ - - _",
		"_ https://uil.example/s news en _ _ - _ _ _",
		"_ https://uil.example/u - - 2020 - - - - -",
		"_ https://uil.example/x news en 2020 cork _ _ literacy -",
	), all.pages(), all.tag)
	if err != nil {
		t.Fatal(err)
	}
	want := map[Measure]*Score{
		City:        {Right: 2, Wrong: 1, Missed: 3, Abstained: 1, Spared: 1}, // a: cork, suwon; osan; espoo, sur. x: cork
		CityAbout:   {Right: 1, Wrong: 1, Missed: 1, Spared: 3},               // a: cork; suwon; sur, derby and osan, which is a mention. x: cork
		CityMention: {Wrong: 1, Missed: 3, Abstained: 1, Spared: 1},           // a: osan; suwon, espoo, sur
		CityRole:    {Right: 1, Wrong: 1, Missed: 1},
		Country:     {Right: 1, Missed: 1, Spared: 1},
		Theme:       {Right: 1, Wrong: 1, Missed: 1, Spared: 1},
		Type:        {Right: 2, Wrong: 1, Missed: 2}, // x is missed
		Date:        {Wrong: 2, Missed: 3},           // d: month for day; s: year where none stands; u; x
		Lang:        {Right: 1, Missed: 2, Abstained: 1},
		LangShort:   {Wrong: 1, Missed: 1},
		Address:     {Right: 1},
	}
	if diff := cmp.Diff(want, e.All.Measures); diff != "" {
		t.Error(diff)
	}
	if e.Failed != 1 || e.All.Pages != 5 || e.Langs["en"].Pages != 5 || len(e.Langs) != 1 || e.Traps["trap"].Pages != 1 || e.Traps["plain"].Pages != 2 || len(e.Kinds) != 2 || e.Kinds["river"].Pages != 1 || e.Scripts["Latn"].Pages != 4 || e.Scripts["Zyyy"].Pages != 1 {
		t.Errorf("groups: %+v", e)
	}
	// esd is right once, literacy wrong once and missed once; youth does not count.
	if got := e.ThemeMacroF1(); got != 0.5 {
		t.Errorf("macro F1 %v", got)
	}
	checkMistakes(t, e.Mistakes)
}

func checkMistakes(t *testing.T, mistakes []Mistake) {
	t.Helper()
	var got []string
	for _, m := range mistakes {
		got = append(got, strings.TrimSpace(strings.Join([]string{m.Page, string(m.Problem), string(m.Measure), m.Value, m.Got, m.Want}, " ")))
	}
	want := []string{
		"a.html wrong city osan osan",
		"a.html missed city espoo  espoo",
		"a.html abstained city sur  sur",
		"a.html wrong city_role suwon about mention",
		"a.html missed country kr  kr",
		"a.html wrong theme literacy literacy",
		"https://uil.example/d wrong type  event news",
		"https://uil.example/d wrong date  2016-07 2016-07-14",
		"https://uil.example/d abstained lang   en",
		"https://uil.example/s wrong date  2016",
		"https://uil.example/s wrong lang_short  fr en",
		"https://uil.example/u missed date   2020",
		"https://uil.example/x no document",
		"https://uil.example/x missed city cork  cork",
		"https://uil.example/x missed theme literacy  literacy",
		"https://uil.example/x missed type   news",
		"https://uil.example/x missed date   2020",
		"https://uil.example/x missed lang   en",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if kr := mistakes[4]; kr.Why != "only as mention, name" || len(kr.Evidence) != 1 {
		t.Errorf("%+v", kr)
	}
	sur := mistakes[2]
	if sur.Why != "no cue" || !cmp.Equal(sur.Evidence, []Evidence{{Surface: "Cork", Context: "Two cities Cork and Suwon read together all year, and p"}}) {
		t.Errorf("%+v", sur)
	}
}

func TestEvaluateRefuses(t *testing.T) {
	one := said{"https://uil.example/a": {doc: docOf("https://uil.example/a", body)}}
	row := "_ https://uil.example/a news en _ _ _ _ _ _"
	twice := func(yield func(corpus.Page, error) bool) {
		for range 2 {
			if !yield(corpus.Page{URL: "https://uil.example/a"}, nil) {
				return
			}
		}
	}
	broken := func(yield func(corpus.Page, error) bool) { yield(corpus.Page{}, errors.New("unreadable")) }
	for what, test := range map[string]struct {
		set   []Page
		pages iter.Seq2[corpus.Page, error]
		want  string
	}{
		"no row":  {nil, one.pages(), "page https://uil.example/a has no line in expected.tsv"},
		"no page": {mustRead(t, row, "_ https://uil.example/b news en _ _ _ _ _ _"), one.pages(), "expected.tsv:3: there is no page https://uil.example/b"},
		"twice":   {mustRead(t, row), twice, "or is there twice"},
		"broken":  {mustRead(t, row), broken, "unreadable"},
	} {
		if _, err := Evaluate(t.Context(), test.set, test.pages, one.tag); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Evaluate(done, mustRead(t, row), one.pages(), one.tag); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestScore(t *testing.T) {
	s := Score{Right: 3, Wrong: 1, Missed: 2}
	if s.Precision() != 0.75 || s.Recall() != 0.6 || math.Abs(s.F1()-2.0/3) > 1e-12 {
		t.Errorf("%v %v %v", s.Precision(), s.Recall(), s.F1())
	}
	b, err := json.Marshal(map[string]any{"a": s, "b": &Score{Wrong: 1}})
	want := `{"a":{"right":3,"wrong":1,"missed":2,"abstained":0,"spared":0,"precision":0.75,"recall":0.6,"f1":0.6666666666666666},` +
		`"b":{"right":0,"wrong":1,"missed":0,"abstained":0,"spared":0,"precision":0,"recall":null,"f1":0}}`
	if string(b) != want || err != nil {
		t.Errorf("%s, %v", b, err)
	}
}

func TestFloors(t *testing.T) {
	e := Evaluation{All: Scores{Pages: 7}, Themes: map[string]*Score{"esd": {Right: 2, Wrong: 1}}}
	*e.All.score(City) = Score{Right: 2, Wrong: 1}
	floors := e.Floors()
	if diff := cmp.Diff(Floors{"pages": 7, "theme.macro_f1": 0.8, "city.precision": 0.666, "city.recall": 1, "city.f1": 0.8}, floors); diff != "" {
		t.Error(diff)
	}
	if below := floors.Below(&e); below != nil {
		t.Errorf("below its own floors: %q", below)
	}
	content, err := json.Marshal(floors)
	if err != nil {
		t.Fatal(err)
	}
	if floors, err = ReadFloors(content); err != nil {
		t.Fatal(err)
	}
	e.All.score(City).Wrong++
	e.All.Pages--
	e.Themes = nil
	want := []string{"city.f1 is 0.6667, want 0.8", "city.precision is 0.5, want 0.666", "pages is 6, want 7", "theme.macro_f1 is not judged, want 0.8"}
	if got := floors.Below(&e); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for content, want := range map[string]string{
		`[]`:                    "want a JSON object of figures",
		`{}`:                    "no figure; they are address.f1",
		`{"city":0.9}`:          `"city" is no figure; they are address.f1`,
		`{"city.recall":98}`:    "city.recall: 98; write a number from 0 to 1",
		`{"city.precision":-1}`: "from 0 to 1",
	} {
		if _, err := ReadFloors([]byte(content)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", content, err)
		}
	}
}

func TestScript(t *testing.T) {
	for text, want := range map[string]string{
		"Cork in Ireland": "Latn", "Город Казань": "Cyrl", "مدينة عمّان": "Arab", "수원시 Suwon 평생학습도시": "Hang", "杭州 15 分钟": "Hani", "Αθήνα": "Zyyy", "2016": "Zyyy",
	} {
		if got := scriptOf(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
