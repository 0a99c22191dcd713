package snippet_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
	"github.com/uilsearch/uilsearch/search/searchtest"
	"github.com/uilsearch/uilsearch/search/snippet"
)

// TestBranchesThatFail checks that marks and fragments have only what the
// document was found by.
func TestBranchesThatFail(t *testing.T) {
	doc := document("Libraries of the city", "In 수원 they read.", "Museums and libraries open in Jeonju.", "Nobody plans.")
	doc.Type, doc.Published = corpus.News, corpus.Date{Year: 2016, Month: time.July}
	for _, c := range []struct {
		query string
		want  []string // the passages; those without marks left out
	}{
		{"(libraries zzzzqq) OR Jeonju", []string{"Museums and libraries open in [Jeonju]."}},
		{"(libraries AND zzzzqq) OR Jeonju", []string{"Museums and libraries open in [Jeonju]."}},
		{"(libraries museums) OR zzzzqq", []string{"[Libraries] of the city", "[Museums] and [libraries] open in Jeonju."}},
		{"libraries OR zzzzqq", []string{"[Libraries] of the city", "Museums and [libraries] open in Jeonju."}},
		// Words of one branch may stand in several passages.
		{"(read plans) OR zzzzqq", []string{"In 수원 they [read].", "Nobody [plans]."}},
		// Two of five words are too few, three are enough.
		{"libraries museums q1 q2 q3 OR Jeonju", []string{"Museums and libraries open in [Jeonju]."}},
		{"libraries museums plans q2 q3 OR Jeonju", []string{"[Libraries] of the city", "[Museums] and [libraries] open in [Jeonju].", "Nobody [plans]."}},
		{"the libraries q1 OR Jeonju", []string{"Museums and libraries open in [Jeonju]."}},
		{"atleast:1(museums q1) OR zzzzqq", []string{"[Museums] and libraries open in Jeonju."}},
		// What must not be there, and what cannot be seen in the text.
		{"(libraries -museums) OR Jeonju", []string{"Museums and libraries open in [Jeonju]."}},
		{"(libraries -zzzzqq) OR zzzzqq", []string{"[Libraries] of the city", "Museums and [libraries] open in Jeonju."}},
		{"(museums year:2015) OR Jeonju", []string{"Museums and libraries open in [Jeonju]."}},
		{"(museums year:2016) OR zzzzqq", []string{"[Museums] and libraries open in Jeonju."}},
		{"(museums type:event) OR Jeonju", []string{"Museums and libraries open in [Jeonju]."}},
		{"(museums type:news lang:en) OR zzzzqq", []string{"[Museums] and libraries open in Jeonju."}},
		{"(museums lang:fr) OR Jeonju", []string{"Museums and libraries open in [Jeonju]."}},
		{"museums July 2016", []string{"[Museums] and libraries open in Jeonju."}},
		{"(museums June) OR Jeonju", []string{"Museums and libraries open in [Jeonju]."}},
		{"(museums title:Jeonju) OR plans", []string{"Nobody [plans]."}},
		{"(museums title:libraries) OR zzzzqq", []string{"[Libraries] of the city", "[Museums] and libraries open in Jeonju."}},
		{"(the of) OR museums", []string{"[Museums] and libraries open in Jeonju."}},
		{"((of zzzzqq) AND libraries) OR museums", []string{"[Museums] and libraries open in Jeonju."}},
		{"(of AND libraries) OR zzzzqq", []string{"[Libraries] of the city", "Museums and [libraries] open in Jeonju."}},
		{"libraries zzzzqq", nil},
		{"-(libraries OR plans)", nil},
		{"-zzzzqq", nil},
	} {
		m := snippet.New(parse(t, c.query))
		if diff := cmp.Diff(c.want, markedOf(m.Passages(doc))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.query, diff)
		}
		checkAgree(t, m, doc)
	}
}

func TestTagsThatFail(t *testing.T) {
	doc := document("Jeonju reads", "In 수원 they read.")
	elsewhere := querylang.Tag{Facet: "city", Value: "cork", Label: "Cork"}
	word := func(s string) querylang.Node { return querylang.Word{Text: s} }
	both := func(kids ...querylang.Node) querylang.Node { return querylang.And{Kids: kids} }
	for _, c := range []struct {
		node querylang.Node
		want []string
	}{
		{both(elsewhere, word("read")), nil},
		{both(suwon, word("read")), []string{"Jeonju [reads]", "In [수원] they [read]."}},
		{both(suwon, word("zzzzqq")), nil},
		{both(querylang.Alias{Written: word("zzzzqq"), Tag: suwon}, word("read")), []string{"Jeonju [reads]", "In [수원] they [read]."}},
		{both(querylang.Alias{Written: word("zzzzqq"), Tag: elsewhere}, word("read")), nil},
		// The words of a name match wherever they stand, but are not marked there.
		{both(querylang.Alias{Written: both(word("they"), word("Jeonju")), Tag: elsewhere}, word("read")), []string{"Jeonju [reads]", "In 수원 they [read]."}},
		{querylang.Or{Kids: []querylang.Node{both(querylang.Not{Kid: suwon}, word("read")), word("Jeonju")}}, []string{"[Jeonju] reads"}},
	} {
		m := snippet.New(c.node)
		if diff := cmp.Diff(c.want, markedOf(m.Passages(doc))); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.node, diff)
		}
	}
}

// TestRunsTakenApart checks that the pairs of a relaxed run are one mark where
// they stand together.
func TestRunsTakenApart(t *testing.T) {
	for _, c := range []struct {
		query string
		step  int
		text  string
		want  string
	}{
		{"평생학습", 1, "평생학습의 도시, 평생 배우는 학습", "[평생학습]의 도시, [평생] 배우는 [학습]"},
		{"평생학습", 1, "평생 학습", "[평생] [학습]"},
		{"평생학습", 1, "평생학교와 학습", "[평생학]교와 [학습]"},
		{"평생학습도시", 2, "학습도시 평생, 평생학습", "[학습도시] [평생], [평생학습]"},
		{"평생학습도시", 1, "평생학습 학생학습", "[평생학습] 학[생학습]"},
		{"終身学習都市", 1, "終身学習、学習都市", "[終身学習]、[学習都市]"},
		{"가나가나가", 1, "나가나가나", "[나가나가]나"},
		{"평생학습", 1, "평생", "평생"},
	} {
		reading, err := querylang.Parser{}.Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		relaxed, ok := querylang.Relax(reading, c.step)
		if !ok {
			t.Fatalf("%s cannot be relaxed", c.query)
		}
		for _, root := range []querylang.Node{relaxed.Root, parse(t, relaxed.String())} {
			if got := shown(snippet.New(root), c.text, "ko"); got != c.want {
				t.Errorf("%s: got %s, want %s", relaxed, got, c.want)
			}
		}
	}
	f := snippet.New(parse(t, "atleast:2(평생 생학 학습)")).Fragments(document("t", "평생 배우다.", "평생학습이다."), 1)
	if len(f) != 1 || bracketed(f[0].Text, f[0].Marks) != "[평생학습]이다." {
		t.Errorf("fragment %+v", f)
	}
}

// TestMoreThan64Leaves checks that each leaf counts for itself.
func TestMoreThan64Leaves(t *testing.T) {
	var words []querylang.Node
	for i := range 100 {
		words = append(words, querylang.Word{Text: "w" + strings.Repeat("x", i)})
	}
	text := "w" + strings.Repeat("x", 98) + " w" + strings.Repeat("x", 99)
	for least, want := range map[int]string{2: strings.ReplaceAll("["+text+"]", " ", "] ["), 3: text} {
		if got := shown(snippet.New(querylang.Group{Kids: words, Min: least}), text, "und"); got != want {
			t.Errorf("at least %d: %s", least, got)
		}
	}
}

// markedOf returns the fragments that have marks, with brackets.
func markedOf(fragments []search.Fragment) []string {
	var out []string
	for _, f := range fragments {
		if len(f.Marks) > 0 {
			out = append(out, bracketed(f.Text, f.Marks))
		}
	}
	return out
}

// checkAgree checks that the title and the fragments show the marks that the
// passages do. Paragraphs must be short.
func checkAgree(t *testing.T, m *snippet.Marker, doc *corpus.Document) {
	t.Helper()
	passages := m.Passages(doc)
	if diff := cmp.Diff(passages[0], m.Title(doc)); diff != "" {
		t.Errorf("title (-passage +title):\n%s", diff)
	}
	if diff := cmp.Diff(markedOf(passages[1:]), markedOf(m.Fragments(doc, len(passages)))); diff != "" {
		t.Errorf("fragments (-passages +fragments):\n%s", diff)
	}
}

// TestHoldsAsFound checks, against an engine that looks at every token, that a
// document holds what it was found by: else its marks would be missing.
func TestHoldsAsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		node := drawNode(t, 3, false)
		doc := drawDocument(t)
		r, err := searchtest.NewFake([]corpus.Document{doc}).Search(t.Context(), search.Query{
			Match: node, Sort: search.Newest, Page: 1, PerPage: 1, Mentions: true, Listings: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		if holds := snippet.New(node).Holds(&doc); holds != (r.Total == 1) {
			t.Fatalf("%s (%+v): found %v, holds %v in %s %q", querylang.Print(node), node, r.Total == 1, holds, doc.Lang, doc.Text())
		}
	})
}

var spoken = strings.Fields("the of city cities learning learn literacy well-being 평생학습 학습도시는 평생 학습 学习 学 July 2016 Évora l’eau new ross")

func drawText(t *rapid.T, most int) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(spoken), 1, most).Draw(t, "text"), " ")
}

func drawDocument(t *rapid.T) corpus.Document {
	doc := searchtest.New("drawn", corpus.News, rapid.SampledFrom([]string{"en", "fr", "ko", "und"}).Draw(t, "lang"),
		rapid.SampledFrom([]string{"", "2016", "2016-07", "2016-07-14", "2015-12-31"}).Draw(t, "date"),
		drawText(t, 3), drawText(t, 8), drawText(t, 8))
	if rapid.Bool().Draw(t, "tagged") {
		doc.Tags = []corpus.Tag{searchtest.NewTag(&doc, corpus.City, corpus.Mention, "suwon")}
	}
	return doc
}

// drawNode draws a query with at most depth levels of operators.
func drawNode(t *rapid.T, depth int, inTitle bool) querylang.Node {
	kinds := []string{"word", "word", "phrase", "prefix", "fuzzy"}
	if !inTitle {
		kinds = append(kinds, "tag", "dates", "alias")
	}
	if depth > 0 {
		kinds = append(kinds, "group", "group", "and", "or", "not", "title")
	}
	kids := func() []querylang.Node {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) querylang.Node { return drawNode(t, depth-1, inTitle) }), 2, 4).Draw(t, "kids")
	}
	switch rapid.SampledFrom(kinds).Draw(t, "kind") {
	case "phrase":
		return querylang.Phrase{Text: drawText(t, 3), Slop: rapid.IntRange(0, 4).Draw(t, "slop")}
	case "prefix":
		return querylang.Prefix{Text: rapid.SampledFrom([]string{"lea", "cit", "évo", "zzz"}).Draw(t, "prefix")}
	case "fuzzy":
		return querylang.Word{Text: rapid.SampledFrom([]string{"lerning", "ciyt", "litreacy"}).Draw(t, "fuzzy"), Fuzzy: true}
	case "tag":
		return querylang.Tag{Facet: rapid.SampledFrom([]string{"city", "type", "lang"}).Draw(t, "facet"), Value: rapid.SampledFrom([]string{"suwon", "news", "en"}).Draw(t, "value")}
	case "dates":
		return querylang.Dates{From: corpus.Date{Year: rapid.IntRange(2015, 2017).Draw(t, "from")}, Field: "year"}
	case "alias":
		written := []querylang.Node{querylang.Word{Text: "city"}, querylang.Group{Kids: []querylang.Node{querylang.Word{Text: "new"}, querylang.Word{Text: "ross"}}, Min: 2}}
		return querylang.Alias{Written: rapid.SampledFrom(written).Draw(t, "written"), Tag: suwon}
	case "group":
		g := querylang.Group{Kids: kids()}
		g.Min = rapid.IntRange(1, len(querylang.Content(g.Kids))).Draw(t, "min")
		return g
	case "and":
		return querylang.And{Kids: kids()}
	case "or":
		return querylang.Or{Kids: kids()}
	case "not":
		return querylang.Not{Kid: drawNode(t, depth-1, inTitle)}
	case "title":
		return querylang.Title{Kid: drawNode(t, depth-1, true)}
	}
	text := rapid.SampledFrom(spoken).Draw(t, "word")
	return querylang.Word{Text: text, Light: text == "the" || text == "of"}
}
