package analysis

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Bucheon’s most", "bucheon s most"},
		{"1-2-3", "1 2 3"},
		{"1–2–3 Lifelong", "1 2 3 lifelong"},
		{"Évora, Mação; ŁÓDŹ", "evora macao lodz"},
		{"E\u0301vora", "evora"},
		{"N’Zérékoré", "n zerekore"},
		{"Straße Œuvre İzmir", "strasse oeuvre izmir"},
		{"남양주시는 2016년", "남양주시는 2016 년"},
		{"\u1102\u1161\u11b7\u110b\u1163\u11bc", "남양"}, // conjoining jamo
		{"南楊州市,ガイド ｶﾞ", "南楊州市 ガイド ガ"},
		{"أيلول مُدُن المتعلّمة", "ايلول مدن المتعلمة"},
		{"٢٠١٦ ２０１６ ۲۰۱۶", "2016 2016 2016"},
		{"Ёлка, йод", "елка йод"},
		{"life\u00adlong \u200bzero", "lifelong zero"},
		{"", ""},
		{"\xff\xfe abc\x00def", "abc def"},
		{"COVID-19", "covid 19"},
		{"लोजा लीज", "लोजा लीज"},
	} {
		if got := Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestExactTokens(t *testing.T) {
	text := "Évora 남양주"
	toks, next := Exact(nil, text, 10, 5)
	var got []string
	for _, k := range toks {
		got = append(got, k.Term+"@"+text[k.Start-10:k.End-10])
	}
	want := []string{"evora@Évora", "evora\x00évora@Évora", "남@남", "남양@남양", "양@양", "양주@양주", "주@주"}
	if !slices.Equal(got, want) {
		t.Errorf("tokens = %q, want %q", got, want)
	}
	if next != 9 {
		t.Errorf("next position = %d, want 9", next)
	}
}

func TestQueryTermsMatchRunningText(t *testing.T) {
	for _, c := range []struct {
		query, text string
		want        bool
	}{
		{"남양주", "남양주시는 배움의 도시", true},
		{"양주", "남양주시는", true},
		{"남주", "남양주시는", false},
		{"1-2-3 lifelong", "the ‘1–2–3 Lifelong’ plan", true},
		{"1-3-2 lifelong", "the ‘1–2–3 Lifelong’ plan", false},
		{"bucheon", "Bucheon’s", true},
		{"남양주 2016", "남양주 2016년", true},
	} {
		if got := containsPhrase(c.text, c.query); got != c.want {
			t.Errorf("%q in %q = %v", c.query, c.text, got)
		}
	}
}

// containsPhrase matches query terms at their places in the tokens of text.
func containsPhrase(text, query string) bool {
	type at struct {
		term string
		pos  int
	}
	toks, _ := Exact(nil, text, 0, 0)
	have := map[at]bool{}
	for _, k := range toks {
		have[at{k.Term, k.Pos}] = true
	}
	terms, _ := QueryTerms(query)
	for _, k := range toks {
		ok := len(terms) > 0
		for _, q := range terms {
			ok = ok && have[at{q.Term, k.Pos + q.Pos}]
		}
		if ok {
			return true
		}
	}
	return false
}

func TestStemmedKeepsPositions(t *testing.T) {
	exact, _ := Exact(nil, "The cities of learning", 0, 0)
	stem, next := Stemmed(nil, "en", "The cities of learning", 0, 0)
	if len(stem) != 2 || stem[0].Term != Stem("en", "city") || stem[0].Pos != 1 || stem[1].Pos != 3 || next != 4 {
		t.Errorf("stemmed = %+v, next %d; exact = %+v", stem, next, exact)
	}
}

func TestStopWords(t *testing.T) {
	for _, lang := range StemmedLanguages() {
		if len(stops().byLang[lang]) < 40 {
			t.Errorf("%s has only %d function words", lang, len(stops().byLang[lang]))
		}
		for w := range stops().byLang[lang] {
			if Fold(w) != w {
				t.Errorf("%s: %q is not folded", lang, w)
			}
		}
	}
	for _, w := range []string{"sur", "war", "como", "city"} {
		if IsLight(w) {
			t.Errorf("%q is a topic somewhere, yet light", w)
		}
	}
	for _, w := range []string{"the", "de", "und", "и", "في"} {
		if !IsLight(w) {
			t.Errorf("%q is not light", w)
		}
	}
}

func TestDateTexts(t *testing.T) {
	for _, c := range []struct {
		year  int
		month time.Month
		day   int
		lang  string
		want  []string
	}{
		{2016, 7, 14, "en", []string{"July 14 2016", "14 July 2016", "14/07/2016", "2016-07-14"}},
		{2016, 8, 23, "fr", []string{"August 23 2016", "23 August 2016", "23 août 2016", "23/08/2016", "2016-08-23"}},
		{2019, 3, 0, "es", []string{"March 2019", "marzo de 2019", "2019-03"}},
		{2019, 10, 2, "ko", []string{"October 2 2019", "2 October 2019", "2019년 10월 2일", "02/10/2019", "2019-10-02"}},
		{2019, 9, 0, "ar", []string{"September 2019", "سبتمبر 2019", "أيلول 2019", "2019-09"}},
		{2019, 1, 0, "xx", []string{"January 2019", "2019-01"}},
		{2019, 0, 0, "en", []string{"2019"}},
		{0, 0, 0, "en", nil},
	} {
		if got := DateTexts(c.year, c.month, c.day, c.lang); !slices.Equal(got, c.want) {
			t.Errorf("%d-%d-%d in %s: %q, want %q", c.year, c.month, c.day, c.lang, got, c.want)
		}
	}
}

func TestIsDate(t *testing.T) {
	for text, want := range map[string]bool{
		"14 July 2016": true, "July 2016": true, "23 août 2016": true, "2016-07-14": true, "2019년 10월 2일": true, "8 أيلول 2019": true,
		"15 de marzo de 2019": true, "2016": false, "July": false, "14 July": false, "literacy July 2016": false, "2016 2017": false, "": false, "99 July 2016": false,
	} {
		if got := IsDate(text); got != want {
			t.Errorf("IsDate(%q) = %v", text, got)
		}
	}
}

// TestOffsets checks on any text that offsets are ordered, lie on the text,
// and that a word folded alone is the same word.
func TestOffsets(t *testing.T) {
	alphabet := []rune("abcÉé'’ -1٢가남양주南ガ\u0301\u0308\u00ad\u200dßЁй.Ω\u1102\u1161\u11b7ﬁ")
	rapid.Check(t, func(t *rapid.T) {
		checkWords(t, rapid.StringOf(rapid.SampledFrom(alphabet)).Draw(t, "text"))
	})
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"Bucheon’s 1–2–3", "남양주시는", "\xff\xc3", "e\u0301\u0301", "ｶﾞー", "a\u034fb", "½①㈜"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkWords(t, text) })
}

type failer interface{ Fatalf(string, ...any) }

func checkWords(t failer, text string) {
	last := 0
	for _, w := range Words(text) {
		if w.Start < last || w.End <= w.Start || w.End > len(text) {
			t.Fatalf("word %q at %d to %d after %d in %q", w.Term, w.Start, w.End, last, text)
		}
		last = w.End
		if w.Term == "" || !utf8.ValidString(w.Term) || strings.ContainsAny(w.Term, " \x00") {
			t.Fatalf("term %q in %q", w.Term, text)
		}
		if alone := Fold(text[w.Start:w.End]); alone != w.Term {
			t.Fatalf("word %q folds alone to %q in %q", w.Term, alone, text)
		}
		if w.CJK && len(w.starts) != utf8.RuneCountInString(w.Term)+1 {
			t.Fatalf("word %q has %d starts in %q", w.Term, len(w.starts), text)
		}
	}
	if again := Fold(Fold(text)); again != Fold(text) {
		t.Fatalf("Fold is not stable on %q: %q, then %q", text, Fold(text), again)
	}
	if utf8.ValidString(text) && Fold(norm.NFC.String(text)) != Fold(norm.NFD.String(text)) {
		t.Fatalf("%q: composed and decomposed text differ: %q, %q", text, Fold(norm.NFC.String(text)), Fold(norm.NFD.String(text)))
	}
}

func BenchmarkExact(b *testing.B) {
	text := strings.Repeat("Learning cities in the Republic of Korea: Bucheon’s partners, l’éducation des adultes, 남양주시는 배움의 도시다. ", 50)
	b.SetBytes(int64(len(text)))
	var toks []Token
	for b.Loop() {
		toks, _ = Exact(toks[:0], text, 0, 0)
	}
}
