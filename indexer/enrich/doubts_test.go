package enrich

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
)

func TestExplain(t *testing.T) {
	e := enricher(t)
	for _, c := range []struct {
		name, text, form string
		facet            corpus.TagFacet
		value, why       string
	}{
		{"a common word", "A village hall\nCork, it turned out, can be cut with a knife.", "Cork", corpus.City, "cork", "it is also a common word; no word such as “city of”"},
		{"no capital", "A village hall\nThey held a derby on the green, said Ann.", "derby", corpus.City, "derby", "without a capital letter"},
		{"a hyphen", "A village hall\nThe wall is Cork-lined, said Ann.", "Cork", corpus.City, "cork", "a hyphen joins it"},
		{"a person", "A village hall\nMs Aoife Bristol opened it.", "Bristol", corpus.City, "bristol", "name of a person"},
		{"a street", "A village hall\nIt stands in Hamburg Street.", "Hamburg", corpus.City, "hamburg", "name of a thing that is called after the place"},
		{"a misspelling", "A village hall\nThe Gelsenkirschen team won.", "Gelsenkirschen", corpus.City, "gelsenkirchen", "one letter other than the name; no word such as"},
		{"another country", "A village hall\nHamburg, Canada, has one too.", "Hamburg", corpus.City, "hamburg", "in another country"},
		{"a language", "A village hall\nPeople learn Korean there.", "Korean", corpus.Country, "kr", "no word such as “cities”, no city of the country"},
		{"a theme", "A note\nPeople stood on a platform.", "platform", corpus.Theme, "ict-digital", "one expression of this theme stands in the text and the score is 0.30; a mention needs 0."},
	} {
		doc := document("https://uil.example/news/a", "en", corpus.News, c.text)
		want, _ := e.Document(doc)
		got, doubts, err := e.Explain(doc)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-document +explained)\n%s", c.name, err, diff)
		}
		found := false
		for _, d := range doubts {
			found = found || d.Facet == c.facet && d.Value == c.value && d.Form == c.form && strings.Contains(d.Why, c.why)
		}
		if !found {
			t.Errorf("%s: %+v; want one of %s %q that says %q", c.name, doubts, c.value, c.form, c.why)
		}
		if err := doubtsHold(got, doubts); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// What counts is no doubt, and a document that is refused has none.
func TestExplainWithoutDoubts(t *testing.T) {
	e := enricher(t)
	_, doubts, err := e.Explain(document("https://uil.example/news/a", "en", corpus.News, "A week in Limerick\nThe days were full."))
	if len(doubts) > 0 || err != nil {
		t.Errorf("%+v, %v; want no doubt", doubts, err)
	}
	doc := document("https://uil.example/x", "en", corpus.News, "Cork")
	want, wantErr := e.Document(doc)
	got, doubts, err := e.Explain(doc)
	if diff := cmp.Diff(want, got); diff != "" || len(doubts) > 0 || err == nil || err.Error() != wantErr.Error() {
		t.Errorf("%+v, %+v, %v; want the error %v", got, doubts, err, wantErr)
	}
}
