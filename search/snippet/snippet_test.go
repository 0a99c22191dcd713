package snippet_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
	"github.com/uilsearch/uilsearch/search/querylang"
	"github.com/uilsearch/uilsearch/search/snippet"
)

func parse(t testing.TB, query string) querylang.Node {
	t.Helper()
	r, err := querylang.Parser{}.Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	return r.Root
}

// bracketed returns text with brackets around its marks.
func bracketed(text string, marks []search.Mark) string {
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(text[at:m.Start] + "[" + text[m.Start:m.End] + "]")
		at = m.End
	}
	return b.String() + text[at:]
}

// untitled returns a document of nothing but text, with an empty line between
// paragraphs.
func untitled(text, lang string) *corpus.Document {
	d := &corpus.Document{Lang: lang, Sections: []corpus.Section{{}}}
	for p := range strings.SplitSeq(text, "\n\n") {
		if p != "" {
			d.Sections[0].Paragraphs = append(d.Sections[0].Paragraphs, p)
		}
	}
	return d
}

// shown returns the passages of a text with brackets around their marks.
func shown(m *snippet.Marker, text, lang string) string {
	var out []string
	for _, p := range m.Passages(untitled(text, lang)) {
		out = append(out, bracketed(p.Text, p.Marks))
	}
	return strings.Join(out, "\n\n")
}

func TestMarks(t *testing.T) {
	for _, c := range []struct{ query, lang, text, want string }{
		{"city", "en", "The cities of a City", "The [cities] of a [City]"},
		{"city", "fr", "The cities of a City", "The cities of a [City]"},
		{"city", "und", "cities", "cities"},
		{"the city", "en", "the city", "the [city]"},
		{"the of", "en", "the city of", "[the] city [of]"},
		{"evora", "pt", "Évora, E\u0301vora!", "[Évora], [E\u0301vora]!"},
		{`"1-2-3 lifelong learning"`, "en", "the ‘1–2–3 Lifelong Learning’ plan for learning", "the ‘[1–2–3 Lifelong Learning]’ plan for learning"},
		{`"1-3-2 lifelong learning"`, "en", "the ‘1–2–3 Lifelong Learning’ plan", "the ‘1–2–3 Lifelong Learning’ plan"},
		{`"cities"`, "en", "city cities", "city [cities]"},
		{"남양주", "ko", "남양주시는 배움의 도시", "[남양주]시는 배움의 도시"},
		{"남양주", "ko", "남 양주 남양 주", "남 양주 남양 주"},
		{`"남양주 시"`, "ko", "남양주시는", "[남양주시]는"},
		{"Bucheon", "en", "Bucheon’s", "[Bucheon]’s"},
		{`"Bucheon"`, "en", "BUCHEON’s", "[BUCHEON]’s"},
		{"COVID-19", "en", "covid 19, COVID", "[covid 19], COVID"},
		{"literac*", "en", "Literacy and literacies, literal", "[Literacy] and [literacies], literal"},
		{"lerning~", "en", "learning evening", "[learning] evening"},
		{"citi~ -school", "de", "city learning", "[city] learning"},
		{"learning NOT town", "en", "learning city", "[learning] city"},
		{"learning NOT city", "en", "learning city", "learning city"},
		{`"lifelong learning" learning`, "en", "lifelong learning, learning", "[lifelong learning], [learning]"},
		{`"city learning"~1`, "en", "learning in city; also a learning in the city of learning", "[learning] in [city]; also a learning in the [city] of [learning]"},
		{`"city learning"~0`, "en", "learning city", "learning city"},
		{`"learning learning city"~3`, "en", "learning city here and there and learning city learning", "learning city here and there and [learning] [city] [learning]"},
		{`"평생학습 학습도시"~1`, "ko", "학습도시 평생학습, 도시", "[학습도시] [평생학습], [도시]"},
		{"title:learning OR city", "en", "learning city", "learning [city]"},
		{"title:learning city", "en", "learning city", "learning city"},
		{`"learning city"`, "en", "a learning\n\ncity", "a learning\n\ncity"},
		{"العربية", "ar", "اللغة العربيه", "اللغة العربيه"},
		{"مدينة", "ar", "المدينة", "[المدينة]"},
		{"année OR ville", "fr", "Les villes de l’annee", "Les [villes] de l’[annee]"},
		{"city:suwon", "en", "city suwon", "city [suwon]"}, // no names known: text
		{"type:news year:2016", "en", "news 2016", "news 2016"},
		{"doings", "en", "doing doings", "doing [doings]"},
		{"being", "en", "be being", "be [being]"},
		{"learning-city", "en", "learning cities, city learning", "[learning cities], city learning"},
		{"state-of-the-art", "en", "states of an art; art", "[states of an art]; art"},
		{"", "en", "learning", "learning"},
	} {
		if got := shown(snippet.New(parse(t, c.query)), c.text, c.lang); got != c.want {
			t.Errorf("%s in %s:\n got %s\nwant %s", c.query, c.lang, got, c.want)
		}
	}
}

// document returns a document with a tag for Suwon where it stands as 수원.
func document(title string, paragraphs ...string) *corpus.Document {
	d := &corpus.Document{Title: title, Lang: "en", Sections: []corpus.Section{{Paragraphs: paragraphs}}}
	text := d.Text()
	if i := strings.Index(text, "수원"); i >= 0 {
		d.Tags = []corpus.Tag{{Facet: corpus.City, Value: "suwon", Role: corpus.About, Evidence: []corpus.Span{
			{Zone: corpus.ZoneLead, Start: i, End: i + len("수원"), Surface: "수원"},
		}}}
	}
	return d
}

var suwon = querylang.Tag{Facet: "city", Value: "suwon", Label: "Suwon"}

func TestTagsAreMarkedByEvidence(t *testing.T) {
	doc := document("Suwon opens", "In 수원 (Suwon), a new rossiter, New Ross")
	for _, c := range []struct {
		node        querylang.Node
		title, text string
	}{
		{suwon, "Suwon opens", "In [수원] (Suwon), a new rossiter, New Ross"},
		{querylang.Alias{Written: querylang.Word{Text: "Suwon"}, Tag: suwon}, "[Suwon] opens", "In [수원] ([Suwon]), a new rossiter, New Ross"},
		{querylang.Alias{Written: querylang.Group{Kids: []querylang.Node{querylang.Word{Text: "new"}, querylang.Word{Text: "ross"}}, Min: 2}},
			"Suwon opens", "In 수원 (Suwon), a new rossiter, [New Ross]"},
		{querylang.Not{Kid: suwon}, "Suwon opens", "In 수원 (Suwon), a new rossiter, New Ross"},
		{querylang.Title{Kid: querylang.Word{Text: "Suwon"}}, "[Suwon] opens", "In 수원 (Suwon), a new rossiter, New Ross"},
	} {
		m := snippet.New(c.node)
		title, text := m.Title(doc), m.Fragments(doc, 3)
		if got := bracketed(title.Text, title.Marks); got != c.title {
			t.Errorf("%+v: title %s, want %s", c.node, got, c.title)
		}
		if len(text) != 1 || bracketed(text[0].Text, text[0].Marks) != c.text {
			t.Errorf("%+v: %+v, want %s", c.node, text, c.text)
		}
	}
}

func TestFragments(t *testing.T) {
	filler := strings.Repeat("words that say nothing at all ", 12)
	doc := document("A title about literacy", "The lead. "+filler,
		filler+"literacy here. "+filler+"Here stand literacy and policy for everybody. "+filler,
		"A short policy.")
	for _, c := range []struct {
		query string
		n     int
		want  []string
	}{
		{"literacy policy", 1, []string{"…[literacy] and [policy]…"}},
		{"literacy policy", 3, []string{"…[literacy] here…", "…[literacy] and [policy]…", "A short [policy]."}},
		{"unheard", 2, []string{"The lead…"}},
		{"literacy", 0, nil},
	} {
		got := snippet.New(parse(t, c.query)).Fragments(doc, c.n)
		if len(got) != len(c.want) {
			t.Errorf("%s: %d fragments, want %d: %+v", c.query, len(got), len(c.want), got)
			continue
		}
		for i, f := range got {
			shown := bracketed(f.Text, f.Marks)
			want := c.want[i]
			if strings.HasPrefix(want, "…") != f.Before || strings.HasSuffix(want, "…") != f.After {
				t.Errorf("%s: fragment %d goes on: %v before, %v after, want %s", c.query, i, f.Before, f.After, want)
			}
			if !strings.Contains(shown, strings.Trim(want, "…")) {
				t.Errorf("%s: fragment %d is %s, want %s", c.query, i, shown, want)
			}
		}
	}
}

// A fragment knows the page of the section that it is in.
func TestFragmentsHavePages(t *testing.T) {
	doc := &corpus.Document{Title: "A report", Lang: "en", Sections: []corpus.Section{
		{Page: 1, Paragraphs: []string{"Nothing of note."}}, {Page: 14, Heading: "On literacy", Paragraphs: []string{"Here stands policy."}},
	}}
	for query, want := range map[string]int{"literacy": 14, "policy": 14, "note": 1, "unheard": 1} {
		m := snippet.New(parse(t, query))
		if got := m.Fragments(doc, 1); len(got) != 1 || got[0].Page != want {
			t.Errorf("%s: %+v, want page %d", query, got, want)
		}
		if m.Title(doc).Page != 0 || m.Passages(doc)[3].Page != 14 {
			t.Errorf("%s: title and passages %+v", query, m.Passages(doc))
		}
	}
}

func TestWordsWithinAPhraseCount(t *testing.T) {
	doc := document("t", "A learning city.", "A city of lifelong learning.")
	got := snippet.New(parse(t, `learning city "lifelong learning"`)).Fragments(doc, 1)
	if len(got) != 1 || bracketed(got[0].Text, got[0].Marks) != "A [city] of [lifelong learning]." {
		t.Errorf("fragments: %+v", got)
	}
}

func TestFragmentsEndAtWords(t *testing.T) {
	doc := document("t", strings.Repeat("alpha bravo, ", 40)+"needle"+strings.Repeat(" charlie delta", 40))
	f := snippet.New(parse(t, "needle")).Fragments(doc, 1)[0]
	if n := utf8.RuneCountInString(f.Text); n < 180 || n > 220 {
		t.Errorf("fragment has %d characters: %s", n, f.Text)
	}
	words := map[string]bool{"alpha": true, "bravo,": true, "needle": true, "charlie": true, "delta": true}
	for _, w := range strings.Fields(f.Text) {
		if !words[w] {
			t.Errorf("%q is cut in %s", w, f.Text)
		}
	}
	han := snippet.New(parse(t, "学习")).Fragments(document("t", strings.Repeat("城市", 300)+"学习"+strings.Repeat("社会", 300)), 1)[0]
	if n := utf8.RuneCountInString(han.Text); n != 220 || !utf8.ValidString(han.Text) {
		t.Errorf("fragment in Han has %d characters", n)
	}
	long := snippet.New(nil).Fragments(document("t", strings.Repeat("x", 500)), 1)
	if len(long) != 1 || len(long[0].Text) != 220 {
		t.Errorf("opening of one long word: %+v", long)
	}
}

// TestMarksAreSound checks on any text that marks and fragments lie where
// whoever shows them can cut.
func TestMarksAreSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		query := rapid.StringOf(rapid.SampledFrom(letters)).Draw(t, "query")
		text := rapid.StringOf(rapid.SampledFrom(letters)).Draw(t, "text")
		checkSound(t, query, text, rapid.SampledFrom([]string{"en", "fr", "ar", "ko", "und"}).Draw(t, "lang"))
	})
}

var letters = []rune("abcs  \n’'\"*~5-()éе\u0301가남양주南학ガمدةß.")

func FuzzMarks(f *testing.F) {
	f.Add(`"a b"~5 남양주`, "b a 남양주시는", "ko")
	f.Add("é* a~", "e\u0301\n\nab \xff", "fr")
	f.Fuzz(func(t *testing.T, query, text, lang string) { checkSound(t, query, text, lang) })
}

type failer interface{ Fatalf(string, ...any) }

func checkSound(t failer, query, text, lang string) {
	text = strings.ToValidUTF8(text, "?")
	query, _ = querylang.Cut(query)
	r, err := querylang.Parser{}.Parse(query)
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	m := snippet.New(r.Root)
	doc := &corpus.Document{Title: "t", Lang: lang, Sections: []corpus.Section{{}}}
	for p := range strings.SplitSeq(text, "\n") {
		if p = strings.TrimSpace(p); p != "" {
			doc.Sections[0].Paragraphs = append(doc.Sections[0].Paragraphs, p)
		}
	}
	for _, p := range m.Passages(doc) {
		checkMarks(t, p.Text, p.Marks)
	}
	at := 0
	for _, f := range m.Fragments(doc, 3) {
		checkMarks(t, f.Text, f.Marks)
		i := strings.Index(doc.Text()[at:], f.Text)
		if i < 0 || f.Text == "" {
			t.Fatalf("fragment %q does not follow in %q", f.Text, doc.Text())
		}
		at += i + len(f.Text)
	}
}

func checkMarks(t failer, text string, marks []search.Mark) {
	at := 0
	for _, m := range marks {
		if m.Start < at || m.End <= m.Start || m.End > len(text) || !utf8.ValidString(text[at:m.Start]) || !utf8.ValidString(text[m.Start:m.End]) {
			t.Fatalf("mark %+v after %d in %q", m, at, text)
		}
		at = m.End
	}
}

// TestMarkersAreReused checks that one text leaves nothing behind for the next.
func TestMarkersAreReused(t *testing.T) {
	m := snippet.New(parse(t, `"learning city"~2 OR policies OR 남양주`))
	texts := []string{"city of learning policy", "policy", "", "남양주 learning", "a learning city"}
	for _, a := range texts {
		for _, b := range texts {
			shown(m, a, "en")
			fresh := snippet.New(parse(t, `"learning city"~2 OR policies OR 남양주`))
			if diff := cmp.Diff(shown(fresh, b, "en"), shown(m, b, "en")); diff != "" {
				t.Errorf("%q after %q: %s", b, a, diff)
			}
		}
	}
}

// TestDocumentThatChanged checks that what was last read is not mistaken for
// another text at the same address.
func TestDocumentThatChanged(t *testing.T) {
	m, doc := snippet.New(parse(t, "city")), untitled("a city", "en")
	m.Passages(doc)
	doc.Sections[0].Paragraphs[0] = "city life"
	if got := markedOf(m.Passages(doc)); len(got) != 1 || got[0] != "[city] life" {
		t.Errorf("marked as before: %v", got)
	}
}

func BenchmarkFragments(b *testing.B) {
	para := strings.Repeat("Learning cities in the Republic of Korea: Bucheon’s partners, l’éducation des adultes, and more words. ", 6)
	doc := document("Lifelong learning in Suwon", para, para, para+"The policy of lifelong learning.", para, para, para, para, para)
	root := parse(b, `lifelong learning policy -"adult education"`)
	b.SetBytes(int64(len(doc.Text())))
	b.ReportAllocs()
	for b.Loop() {
		m := snippet.New(root)
		m.Title(doc)
		m.Fragments(doc, 3)
	}
}
