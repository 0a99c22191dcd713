package enrich

import (
	"math"
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

// TestThemeScores compares what two pages score for a theme: the first one more.
func TestThemeScores(t *testing.T) {
	e := enricher(t)
	score := func(url, lang, text, theme string) float64 {
		t.Helper()
		scores, err := e.ThemeScores(document(url, lang, corpus.News, text))
		if err != nil {
			t.Fatal(err)
		}
		return scores[theme]
	}
	const url = "https://uil.example/news/a"
	idle := strings.Repeat("It rained all day and nobody minded at all. ", 40)
	for _, c := range []struct{ name, theme, more, less string }{
		{"a strong trigger", "libraries-prison", "A day\nThey saw the library.", "A day\nThey saw the books."},
		{"a weak one", "libraries-prison", "A day\nThey saw the books.", "A day\nThey saw the shelves."},
		{"the title", "libraries-prison", "The library\nThey saw it.", "A day\nThey saw it.\nThey saw the library."},
		{"the lead", "libraries-prison", "A day\nThey saw the library.\nIt was good.", "A day\nIt was good.\nThey saw the library."},
		{"once more", "libraries-prison", "A day\nThe library is near. The library is open.", "A day\nThe library is near. It is open."},
		{"another one", "libraries-prison", "A day\nThe library lends books.", "A day\nThe library lends much."},
		{"another one more than once more", "libraries-prison", "A day\nThe library is near. The prison is new.", "A day\nThe library is near. The library is new."},
		{"in sentences of their own", "libraries-prison", "A day\nThe books are new. The cells are cold.", "A day\nThe books are new and the cells are cold."},
		{"no enumeration", "health-wellbeing", "A day\nThey spoke about health.", "A day\nThey spoke about health, music and democracy."},
		{"a short text", "libraries-prison", "A day\nThe library is near.", "A day\nThe library is near.\n" + idle},
		{"not much in passing", "libraries-prison", "A day\nThe library is near.", "A day\nThe library is near.\n" + strings.Repeat(idle, 10)},
	} {
		more, less := score(url, "en", c.more, c.theme), score(url, "en", c.less, c.theme)
		if more <= less {
			t.Errorf("%s: %.3f against %.3f; want more", c.name, more, less)
		}
	}
	twice, want := score(url, "en", "A day\nThe library is near. The library is open.", "libraries-prison"), weightStrong*leadFactor*(1+againFactor)+spreadScore
	if math.Abs(twice-want) > 1e-9 {
		t.Errorf("twice %.3f; want %.3f", twice, want)
	}
	near, far := score("https://uil.example/libraries/a", "en", "A day\nThe library is near.", "libraries-prison"), score(url, "en", "A day\nThe library is near.", "libraries-prison")
	if near != far+sectionScore {
		t.Errorf("in the section %.3f, elsewhere %.3f; want %.1f more", near, far, sectionScore)
	}
	// Above longestLength more text makes no difference.
	long, longer := strings.Repeat(idle+"\n", 8), strings.Repeat(idle+"\n", 16)
	a, b := score(url, "en", "A day\nThe library is near.\n"+strings.TrimSpace(long), "libraries-prison"), score(url, "en", "A day\nThe library is near.\n"+strings.TrimSpace(longer), "libraries-prison")
	if a != b || a == 0 {
		t.Errorf("in a long text %.4f, in one twice as long %.4f; want the same", a, b)
	}
	if _, err := e.ThemeScores(document(url, "en", corpus.News, "Title")); err == nil {
		t.Error("a document without text: no error")
	}
}

// The scores say which themes the document is about.
func TestThemeScoresAgree(t *testing.T) {
	e := enricher(t)
	doc := document("https://uil.example/news/a", "en", corpus.News, "Reading in prison\nThe prison libraries lend books to inmates, who read them in the evening. Older people like music.")
	got, err := e.Document(doc)
	if err != nil {
		t.Fatal(err)
	}
	scores, err := e.ThemeScores(doc)
	if err != nil {
		t.Fatal(err)
	}
	about := " " + values(got, corpus.Theme) + " "
	for _, theme := range e.taxonomy.Themes() {
		if want := scores[theme.ID] >= theme.Threshold; strings.Contains(about, " *"+theme.ID+" ") != want {
			t.Errorf("%s scores %.2f of %.2f, and the themes are%s", theme.ID, scores[theme.ID], theme.Threshold, about)
		}
	}
	doc.Type = corpus.Listing
	if got, err = e.Document(doc); err != nil || strings.Contains(values(got, corpus.Theme), "*") {
		t.Errorf("a listing is about %s, %v; want nothing", values(got, corpus.Theme), err)
	}
}
