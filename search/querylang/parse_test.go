package querylang_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	. "github.com/uilsearch/uilsearch/search/querylang"
)

func word(s string) Node  { return Word{Text: s} }
func light(s string) Node { return Word{Text: s, Light: true} }

func group(least int, words ...string) Group {
	g := Group{Min: least}
	for _, w := range words {
		g.Kids = append(g.Kids, word(w))
	}
	return g
}

var (
	suwonTag = Tag{Facet: "city", Value: "suwon", Label: "Suwon"}
	suwon    = Alias{Written: word("Suwon"), Tag: suwonTag}
	newRoss  = Alias{Written: group(2, "New", "Ross"), Tag: Tag{"city", "new-ross", "New Ross"}}
)

// TestTrees checks the trees behind the prints of testdata/queries.txt.
func TestTrees(t *testing.T) {
	for _, c := range []struct {
		query string
		want  Node
	}{
		{"", nil},
		{" - ", nil},
		{"learning", word("learning")},
		{"a1 b2", group(2, "a1", "b2")},
		{"a1 b2 c3 d4", group(4, "a1", "b2", "c3", "d4")},
		{"a1 b2 c3 d4 e5", group(3, "a1", "b2", "c3", "d4", "e5")},
		{"a1 b2 c3 d4 e5 f6", group(4, "a1", "b2", "c3", "d4", "e5", "f6")},
		{"a1 b2 c3 d4 e5 f6 g7 h8", group(5, "a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8")},
		{"a1 b2 c3 d4 e5 f6 g7 h8 i9", group(3, "a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8", "i9")},
		{"the city of learning", Group{[]Node{light("the"), word("city"), light("of"), word("learning")}, 2}},
		{"the of", Group{[]Node{light("the"), light("of")}, 2}},
		{"남양주", Alias{word("남양주"), Tag{"city", "namyangju", "Namyangju"}}},
		{"1-2-3 plan", group(4, "1", "2", "3", "plan")},
		{"COVID-19", word("COVID-19")},
		{`"1–2–3 plan"~7`, Phrase{"1–2–3 plan", 7}},
		{"a1 +b2 c3", And{[]Node{group(2, "a1", "c3"), word("b2")}}},
		{"a1 -b2 NOT c3", And{[]Node{word("a1"), Not{word("b2")}, Not{word("c3")}}}},
		{"-a1", Not{word("a1")}},
		{"a1 b2 OR c3 AND d4", Or{[]Node{group(2, "a1", "b2"), And{[]Node{word("c3"), word("d4")}}}}},
		{"a1 AND (b2 AND c3)", And{[]Node{word("a1"), word("b2"), word("c3")}}},
		{"literac* lerning~ the~", Group{[]Node{Prefix{"literac"}, Word{Text: "lerning", Fuzzy: true}, Word{Text: "the", Fuzzy: true}}, 3}},
		{"title:(a1 b2)", Title{group(2, "a1", "b2")}},
		{"title:suwon", Title{word("suwon")}},
		{"city:suwon", suwonTag},
		{"type:news lang:EN", And{[]Node{Tag{"type", "news", "news"}, Tag{"lang", "en", "en"}}}},
		{"Suwon plan", Group{[]Node{suwon, word("plan")}, 2}},
		{"New Ross plan", Group{[]Node{newRoss, word("plan")}, 2}},
		{"New Ross", newRoss},
		{"-Suwon", Not{suwon}},
		{"year:2015..", Dates{From: corpus.Date{Year: 2015}, Field: "year"}},
		{"date:2016-07", Dates{corpus.Date{Year: 2016, Month: 7}, corpus.Date{Year: 2016, Month: 7}, "date"}},
		{"year:2016-07-14..2017", Dates{corpus.Date{Year: 2016, Month: 7, Day: 14}, corpus.Date{Year: 2017}, "date"}},
		{"atleast:1(a1 b2 c3)", group(1, "a1", "b2", "c3")},
	} {
		r, err := Parser{Gazetteer: places}.Parse(c.query)
		if err != nil {
			t.Errorf("%s: %v", c.query, err)
		}
		if diff := cmp.Diff(c.want, r.Root); diff != "" {
			t.Errorf("%s (- want, + got):\n%s", c.query, diff)
		}
	}
}

func TestWithoutNames(t *testing.T) {
	r, err := Parser{}.Parse("city:suwon Suwon")
	if err != nil || r.String() != "suwon Suwon" || len(r.Notes) != 1 || r.Notes[0].Kind != NoteDropped {
		t.Errorf("read as %s, %+v, %v", r, r.Notes, err)
	}
}

func TestNothingAsked(t *testing.T) {
	const none, unsearched = "There is no word in it, so all pages are shown.", "Nothing in it can be searched for, so all pages are shown."
	for _, c := range []struct{ query, text, detail string }{
		{"🙂", "🙂", none},
		{" * ", "*", none},
		{"()", "()", none},
		{`"`, `"`, none},
		{`" … "`, `" … "`, none},
		{"+", "+", none},
		{"-", "-", none},
		{")(", ")(", none},
		{"\xff\xfe", "\uFFFD", none},
		{"🙂 \xff", "🙂 \uFFFD", none},
		{"title:()", "title:()", unsearched},
	} {
		r, err := Parser{}.Parse(c.query)
		want := []Note{{Kind: NoteDropped, Text: c.text, Detail: c.detail}}
		if diff := cmp.Diff(want, r.Notes); err != nil || r.Root != nil || diff != "" {
			t.Errorf("%q is read as %s, %v (-want +got):\n%s", c.query, r, err, diff)
		}
	}
	for _, query := range []string{"", " \t\n"} {
		if r, err := (Parser{}).Parse(query); err != nil || r.Root != nil || r.Notes != nil {
			t.Errorf("%q is read as %+v, %v", query, r, err)
		}
	}
}

// TestCuesReachAcrossOperators uses the taxonomy that comes with the program.
func TestCuesReachAcrossOperators(t *testing.T) {
	p := Parser{Gazetteer: known(t)}
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"Suwon OR Osan", []string{"Suwon", "Osan"}},
		{"suwon or osan", []string{"suwon", "osan"}},
		{"Osan OR Suwon", []string{"Osan", "Suwon"}},
		{"Osan AND (policy OR Korea)", []string{"Osan", "Korea"}},
		{"Cork +Ireland", []string{"Cork", "Ireland"}},
		{`Cork "learning policy" Ireland`, []string{"Cork", "Ireland"}},
		{"Ireland -Cork", []string{"Ireland", "Cork"}},
		{"cork -Ireland", []string{"Ireland"}},
		{"cork NOT (floors OR Ireland)", []string{"Ireland"}},
		{"atleast:1(Osan plan) AND Suwon", []string{"Osan", "Suwon"}},
		{"Osan literac* Suwon", []string{"Osan", "Suwon"}},
		// What is no plain word of the text is no cue.
		{`Cork OR "Ireland"`, nil},
		{"Cork OR title:Ireland", nil},
		{"Cork country:Ireland", nil},
		// A name does not reach across an operator, but a shorter one stands.
		{"New AND York", nil},
		{"mexico OR city", []string{"mexico"}},
		{"Republic of OR Korea", []string{"Korea"}},
	} {
		r, err := p.Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range r.Notes {
			if n.Kind == NoteExpanded {
				got = append(got, n.Text)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: names (-want +got):\n%s", c.query, diff)
		}
	}
}

func TestRelax(t *testing.T) {
	for _, c := range []struct{ query, want, detail, undo string }{
		{"a1 b2", "atleast:1(a1 b2)", "Too few pages have all the words; these have at least 1 of 2.", "a1 AND b2"},
		{"a1 b2 c3", "atleast:2(a1 b2 c3)", "Too few pages have all the words; these have at least 2 of 3.", "a1 AND b2 AND c3"},
		{"a1 b2 c3 d4", "atleast:3(a1 b2 c3 d4)", "Too few pages have all the words; these have at least 3 of 4.", "a1 AND b2 AND c3 AND d4"},
		{"a1 b2 c3 d4 e5", "atleast:2(a1 b2 c3 d4 e5)", "Too few pages have at least 3 of the 5 words; these have at least 2.", "a1 AND b2 AND c3 AND d4 AND e5"},
		{"the a1 b2", "atleast:1(the a1 b2)", "Too few pages have all the words; these have at least 1 of 2.", "a1 AND b2"},
		{`a1 b2 "c d" -e5`, `atleast:1(a1 b2) AND "c d" AND NOT e5`, "Too few pages have all the words; these have at least 1 of 2.", `a1 AND b2 AND "c d" AND NOT e5`},
		{"New Ross plan", "atleast:1(New Ross plan)", "Too few pages have all the words; these have at least 1 of 2.", "New Ross AND plan"},
		{"평생학습", "atleast:2(평생 생학 학습)", "Too few pages have it as one word; these have at least 2 of its 3 pairs of characters.", `"평생학습"`},
		{"learning", "", "", ""},
		{"14 July 2016", "", "", ""},
		{"the a1", "", "", ""},
		{"평생학", "", "", ""},
		{"a1 AND b2", "", "", ""},
		{"a1 b2 OR c3", "", "", ""},
		{`"a b"`, "", "", ""},
		{"title:(a1 b2)", "", "", ""},
		{"-(a1 b2)", "", "", ""},
		{"+a1 +b2", "", "", ""},
		{"atleast:2(a1 b2 c3)", "", "", ""},
		{"a1 b2 c3 d4 e5 f6 g7 h8 i9", "", "", ""},
		{"", "", "", ""},
	} {
		p := Parser{Gazetteer: places}
		r, _ := p.Parse(c.query)
		before := r.String()
		looser, ok := Relax(r, 1)
		if ok != (c.want != "") || r.String() != before {
			t.Errorf("Relax(%s) = %s, %v; the query is now %s", c.query, looser, ok, r)
		}
		if !ok || c.want == "" {
			continue
		}
		note := looser.Notes[len(looser.Notes)-1]
		if looser.String() != c.want || note.Kind != NoteRelaxed || note.Detail != c.detail || note.Undo != c.undo {
			t.Errorf("Relax(%s) = %s, %+v", c.query, looser, note)
		}
		again, _ := p.Parse(looser.String())
		if diff := cmp.Diff(looser.Root, again.Root); diff != "" {
			t.Errorf("%s is printed as %s, which reads otherwise:\n%s", c.query, looser, diff)
		}
		undone, _ := p.Parse(note.Undo)
		if _, ok := Relax(undone, 1); ok {
			t.Errorf("what undoes %s can be relaxed: %s", c.query, note.Undo)
		}
	}
}

func TestRelaxFurther(t *testing.T) {
	for query, want := range map[string][]string{
		"a1 b2 c3 d4":         {"atleast:3(a1 b2 c3 d4)", "atleast:2(a1 b2 c3 d4)", "atleast:1(a1 b2 c3 d4)"},
		"a1 b2 c3 d4 e5 f6":   {"atleast:2(a1 b2 c3 d4 e5 f6)", "atleast:1(a1 b2 c3 d4 e5 f6)"},
		"평생학습도시":              {"평생 생학 학습 습도 도시", "atleast:2(평생 생학 학습 습도 도시)"},
		`"a b" (c1 d2) OR e3`: nil,
	} {
		r, _ := Parser{}.Parse(query)
		var got []string
		for step := 1; ; step++ {
			looser, ok := Relax(r, step)
			if !ok {
				break
			}
			got = append(got, looser.String())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
}

func TestWithinEdits(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		limit int
		want  bool
	}{
		{"learning", "learning", 0, true},
		{"learning", "lerning", 1, true},
		{"learning", "lerninge", 1, false},
		{"learning", "lerninge", 2, true},
		{"city", "citty", 1, true},
		{"city", "ctiy", 1, false},
		{"город", "горад", 1, true},
		{"", "ab", 1, false},
		{"", "a", 1, true},
	} {
		if got := WithinEdits(c.a, c.b, c.limit); got != c.want || WithinEdits(c.b, c.a, c.limit) != c.want {
			t.Errorf("WithinEdits(%q, %q, %d) = %v", c.a, c.b, c.limit, got)
		}
	}
	if MaxEdits("город") != 1 || MaxEdits("учение") != 2 {
		t.Error("MaxEdits counts bytes, not letters")
	}
}

// TestUndo checks that every note leads to a reading without what it is about.
func TestUndo(t *testing.T) {
	p := Parser{Gazetteer: places}
	for _, query := range []string{"Suwon learning", "Bucheon’s plan", "“learning city” plan", "'a b' x1", `"a b c`, "+New -Suwon", "남양주 (Suwon)"} {
		r, _ := p.Parse(query)
		for _, n := range r.Notes {
			undone, err := p.Parse(n.Undo)
			if err != nil || n.Undo == "" {
				t.Errorf("%s: %+v: %v", query, n, err)
			}
			for _, m := range undone.Notes {
				if m.Kind == n.Kind && m.Text == n.Text {
					t.Errorf("%s: %s still says %+v", query, n.Undo, m)
				}
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	p := Parser{Gazetteer: places}
	for b.Loop() {
		if _, err := p.Parse(`learning cities “1–2–3 Lifelong” -Suwon year:2015..2019 (a OR b)`); err != nil {
			b.Fatal(err)
		}
	}
}
