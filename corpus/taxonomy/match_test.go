package taxonomy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
)

// passages splits a text as a document would be: the first line is the title,
// lines that begin with # are headings.
func passages(text string) (string, []corpus.Passage) {
	var doc corpus.Document
	for i, line := range strings.Split(text, "\n") {
		heading, isHeading := strings.CutPrefix(line, "# ")
		switch {
		case i == 0:
			doc.Title = line
		case isHeading || len(doc.Sections) == 0:
			doc.Sections = append(doc.Sections, corpus.Section{Heading: heading})
		}
		if i > 0 && !isHeading {
			last := &doc.Sections[len(doc.Sections)-1]
			last.Heading = strings.TrimSuffix(last.Heading, line)
			last.Paragraphs = append(last.Paragraphs, line)
		}
	}
	return doc.Text(), doc.Passages()
}

func TestSettle(t *testing.T) {
	for _, c := range []struct {
		name, text, slug string
		profile          bool
		want             string
	}{
		{"lower case is no name", "Crafts\nThey cut cork and hold a derby, canning plums for some lira.", "", false, ""},
		{"an opening word is no name", "Crafts\nCork is light. It comes from a tree.", "", false, ""},
		{"nor is one near an opening of another country", "Crafts\nCork is cut in Portugal.", "", false, "country:pt"},
		{"country in the passage", "News\nThe festival in Cork was the first in Ireland.", "", false, "city:cork+country country:ie"},
		{"country right behind", "News\nCork, Ireland, was first.", "", false, "city:cork+country country:ie"},
		{"once freed, all count", "News\nCork, Ireland, was first.\nCork went on.", "", false, "city:cork+country country:ie city:cork+form"},
		{"country in the title", "Ireland learns\nThe festival in Cork.", "", false, "country:ie city:cork+country"},
		{"address", "A harbour\nCork sings.", "cork", false, "city:cork+slug"},
		{"profile", "Cork\nA harbour.", "", true, "city:cork+title"},
		{"no profile", "Cork\nA material.", "", false, ""},
		{"list", "News\nWinners are Amman, Beijing, Cork, Espoo and Melton.", "", false,
			"city:amman city:beijing city:cork+list city:espoo city:melton+list"},
		{"between two", "News\nWinners are Amman, Cork and Espoo.", "", false, "city:amman city:cork+list city:espoo"},
		{"beside one of another country", "News\nWinners are Amman and Cork.", "", false, "city:amman"},
		{"half of a hyphened word", "News\nIreland met the Cork-Blarney team.", "", false, "country:ie"},
		{"two unsafe forms free nobody", "News\nIn May, Cork and Derby met.", "", false, ""},
		{"learning city near", "News\nAll know Derby as a learning city.", "", false, "city:derby+learning"},
		{"learning city in another sentence", "News\nWe saw the Derby. A learning city is fun.", "", false, ""},
		{"a preposition near learning cities", "Actualités\nSur les villes apprenantes, on discute.", "", false, ""},
		{"south", "Cooperación sur-sur\nLas ciudades del aprendizaje intercambian materiales Sur-Sur.", "", false, ""},
		{"South Korea", "Noticias\nOmán y Corea del Sur.", "", false, "country:om country:kr"},
		{"person", "News\nA facilitator called Santiago spoke in Mexico City.", "", false, "city:mexico-city"},
		{"another country's", "News\nIn Santiago, Chile, we met Mexico.", "", false, "country:cl country:mx"},
		{"adjective in Spanish", "Noticias\nSantiago, un municipio mexicano, ganó.", "", false, "city:santiago+country country:mx"},
		{"state", "Noticias\nNicaragua escribe a Nuevo León.", "", false, "country:ni"},
		{"place by country in the lead", "Noticias\nDos ciudades de Nicaragua.\nGranada vende y León compra.", "", false,
			"country:ni city:granada+country city:leon+country"},
		{"Korean word", "소식\n어렵다고 생각한다면 오산입니다. 전주보다 늘었다.", "", false, ""},
		{"Korean city", "소식\n오산은 유네스코 학습도시입니다.", "", false, "city:osan+learning"},
		{"Korean ward", "소식\n남양주시는 크고 남양주에서 산다. 서대문구도 그렇다.", "", false,
			"city:namyangju city:namyangju city:seodaemun-gu"},
		{"Korean countries", "소식\n한국은 크다. 교육이란 수단이 아니다.", "", false, "country:kr"},
		{"river", "소식\n전주천은 흐른다. 대한민국.", "", false, "country:kr"},
		{"Arabic pictures", "أخبار\nعلّقوا صور قديمة في المركز.", "", false, ""},
		{"eastern Europe", "أخبار\nزار مصر. ثم سافر إلى أوروبا الشرقية مع أهله.", "", false, "country:eg"},
		{"the governorate", "أخبار\nوصلت محافظة الشرقية في مصر.", "", false, "city:sharkia country:eg"},
		{"Chinese names of foreigners", "新闻\n英国画家保罗·桑德比来了。", "", false, "country:gb"},
		{"Russian cases", "Новости\nВ Бонне и под Бонном был шторм Бонни.", "", false, "city:bonn city:bonn"},
		{"Arabic heading", "سلطنة عُمان\n# صور\nبحر.", "", false, "country:om city:sur+country"},
		{"country by its city", "News\nJordan and its capital Amman.", "", false, "country:jo+city city:amman"},
		{"the player", "News\nMichael Jordan plays.", "", false, ""},
		{"the state", "News\nAtlanta in Georgia grows.", "", false, ""},
		{"languages", "News\nAvailable in French and Spanish.", "", false, ""},
		{"no capitals at all", "news\nwe live in bucheon", "", false, "city:bucheon"},
	} {
		text, parts := passages(c.text)
		sure, _ := loaded(t).Settle(Page{Text: text, Passages: parts, Slug: c.slug, Profile: c.profile})
		var got []string
		for _, m := range sure {
			s := m.Facet + ":" + m.Value
			if m.Cue != "" {
				s += "+" + m.Cue
			}
			got = append(got, s)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestMatchSaysWhatIsUnsafe(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Cork", "cork word"},
		{"Cork-si", "cork word"},
		{"Granada", "granada place"},
		{"Chia", "chia accent"},
		{"Chía", "chia safe"},
		{"수원", "suwon short"},
		{"상주", "sangju word"},
		{"상주시", "sangju safe"},
		{"부천", "bucheon safe"},
		{"Republic of Korea", "kr safe"},
		{"Korean", "kr adjective"},
		{"عمان", "amman shared, om shared"},
	} {
		var got []string
		for _, m := range loaded(t).Match(c.text) {
			why := m.Why
			if !m.Unsafe {
				why = "safe"
			}
			got = append(got, m.Value+" "+why)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("Match(%q) = %s; want %s", c.text, s, c.want)
		}
	}
}

// checkMatches holds matches to their promises: in order, within the text, at
// the edges of characters, and overlapping only where one form names several
// values.
func checkMatches(text string, all []Match) error {
	for i, m := range all {
		if m.Start < 0 || m.End > len(text) || m.Start >= m.End {
			return fmt.Errorf("match %d of %q lies at %d to %d", i, text, m.Start, m.End)
		}
		if utf8.ValidString(text) && !utf8.ValidString(text[m.Start:m.End]) {
			return fmt.Errorf("match %d of %q cuts a character", i, text)
		}
		if i > 0 && m.Start < all[i-1].End && (m.Start != all[i-1].Start || m.End != all[i-1].End) {
			return fmt.Errorf("matches %d and %d of %q overlap", i-1, i, text)
		}
	}
	return nil
}

func TestMatchProperties(t *testing.T) {
	x := loaded(t)
	parts := []string{" ", " ", ", ", "-", ". ", "\n", "는", "시", "و", "of ", "city of ", "learning city ", "’s", "x", "1"}
	for i, c := range x.Cities() {
		if i%3 == 0 {
			parts = append(parts, c.Name)
			for _, a := range c.Aliases {
				parts = append(parts, a.Name)
			}
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 30).Draw(r, "parts"), "")
		if err := checkMatches(text, x.Match(text)); err != nil {
			r.Fatal(err)
		}
		sure, unsure := x.Settle(Page{Text: text})
		if err := checkMatches(text, sure); err != nil {
			r.Fatal(err)
		}
		for i := 1; i < len(sure); i++ {
			if sure[i].Start < sure[i-1].End {
				r.Fatalf("settled matches of %q overlap", text)
			}
		}
		for _, m := range sure {
			if m.Unsafe && m.Cue == "" {
				r.Fatalf("%q is unsafe in %q and counts without a cue", text[m.Start:m.End], text)
			}
		}
		for _, m := range unsure {
			if m.Cue != "" {
				r.Fatalf("%q has the cue %s in %q and does not count", text[m.Start:m.End], m.Cue, text)
			}
		}
	})
}

func TestEveryNameIsFound(t *testing.T) {
	x := loaded(t)
	for _, c := range x.Cities() {
		for _, a := range c.Aliases {
			found := false
			for _, m := range x.Match(a.Name) {
				found = found || m.Value == c.ID
			}
			if !found {
				t.Errorf("Match(%q) does not find %s", a.Name, c.ID)
			}
		}
	}
}

// Every city has a name in each script of the nine languages.
func TestNamesInAllScripts(t *testing.T) {
	scripts := map[string]*unicode.RangeTable{"Cyrillic": unicode.Cyrillic, "Arabic": unicode.Arabic, "Han": unicode.Han, "Hangul": unicode.Hangul}
	for _, c := range loaded(t).Cities() {
		if c.ID == "kuno-consortium" {
			continue // a group of places, which has no name elsewhere
		}
		for name, script := range scripts {
			if !slices.ContainsFunc(c.Aliases, func(a Alias) bool {
				return strings.ContainsFunc(a.Name, func(r rune) bool { return unicode.Is(script, r) })
			}) {
				t.Errorf("%s has no name in %s", c.ID, name)
			}
		}
	}
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{"Bucheon’s", "남양주시는", "cooperación sur-sur", "وعُمان", "S\u0327a\u0306o Filipe", "\xff남양주", "U.S.A. a.b.c", "全州市カリ전주"} {
		f.Add(s)
	}
	x := loaded(f)
	f.Fuzz(func(t *testing.T, text string) {
		if err := checkMatches(text, x.Match(text)); err != nil {
			t.Error(err)
		}
		x.FindPlaces(text)
	})
}

func BenchmarkSettle(b *testing.B) {
	x := loaded(b)
	paragraph := "Learning cities in the Republic of Korea are moving in a new direction. Bucheon, Gunpo, Jeonju and Osan all contribute to an international dialogue on building sustainable learning cities, as Cork in Ireland does.\n\n"
	text := strings.Repeat(paragraph, 50)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		x.Settle(Page{Text: text})
	}
}
