package enrich

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus/taxonomy"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// TestFind says which triggers stand in a text: each as its theme's number, its
// surface and its weight.
func TestFind(t *testing.T) {
	for _, c := range []struct {
		name, lang string
		triggers   []taxonomy.Trigger
		text, want string
	}{
		{"stem", "en", forms("library"), "Two libraries.", "libraries"},
		{"a word that only has the stem", "en", forms("reading"), "I read. My readings.", "readings"},
		{"a short word that only has the stem", "pt", forms("cadeia"), "cada cadeia, duas cadeias", "cadeia|cadeias"},
		{"Russian cases", "ru", forms("обучающийся город"), "Об обучающихся городах и обучающемся городе.", "обучающихся городах|обучающемся городе"},
		{"accents", "fr", forms("aînés"), "Les AINES apprennent.", "AINES"},
		{"the longest", "en", forms("reading", "reading club"), "A reading club.", "reading club"},
		{"the longest that begins later", "en", forms("public reading", "reading club meeting"), "A public reading club meeting.", "reading club meeting"},
		{"two of one theme", "en", forms("prison", "library"), "A prison library.", "prison|library"},
		{"no row of words over the end of a sentence", "en", forms("reading club"), "She likes reading. Club life.", ""},
		{"capitals", "en", forms("ALE"), "ale, ALE and Ale", "ALE"},
		{"open", "de", forms("Museum*"), "Museumsdorf und Heimatmuseum", "Museumsdorf"},
		{"the end of a compound", "de", forms("*museum"), "Heimatmuseum, Museumsdorf, Museum", "Heimatmuseum|Museum"},
		{"inside a compound", "de", forms("*bibliothek*"), "Die Gefängnisbibliotheken sind offen.", "Gefängnisbibliotheken"},
		{"open words in a row", "ru", forms("молодёжн* центр*"), "Два молодежных центра.", "молодежных центра"},
		{"a compound in a row", "de", forms("mobile *bücherei*"), "eine mobile Stadtbücherei", "mobile Stadtbücherei"},
		{"Arabic article and particles", "ar", forms("المسنين"), "والمسنين وللمسنين والمسنون ومسنين", "والمسنين|وللمسنين|والمسنون|ومسنين"},
		{"an Arabic row", "ar", forms("مدينة التعلم"), "جائزة لمدينة التعلّم", "لمدينة التعلّم"},
		{"another Arabic word of the same stem", "ar", forms("الأمية"), "الأم تقرأ", ""},
		{"Korean particles", "ko", forms("도서관"), "도서관에서 읽는다. 시립도서관", "도서관|도서관"},
		{"two syllables in the middle of a Korean word", "ko", forms("성인"), "여성인 성인은", "성인"},
		{"two syllables with an asterisk", "ko", forms("*여성"), "결혼이주여성이", "여성"},
		{"Korean spaces left out", "ko", forms("평생 학습관"), "평생학습관에서, 평생 학습관에", "평생학습관|평생 학습관"},
		{"Korean words that are apart", "ko", forms("읽고 쓰기"), "책을 읽고 쓰기도 한다. 읽고서 쓰기", "읽고 쓰기"},
		{"Chinese", "zh", forms("学习型城市", "城市"), "全球学习型城市网络", "学习型城市"},
		{"Han and Latin", "zh", forms("新冠"), "COVID新冠2020", "新冠"},
		{"a negative cue", "en", append(forms("youth"), taxonomy.Trigger{Text: "youth hostel", Weight: taxonomy.Not}), "A youth hostel for youth.", "youth"},
		{"a negative cue beside", "en", append(forms("youth", "hostel for youth"), taxonomy.Trigger{Text: "youth hostel", Weight: taxonomy.Not}), "A youth hostel for youth.", "hostel for youth"},
	} {
		ts := &triggers{lang: c.lang, byStem: map[string][]*trigger{}, grams: map[string][]*trigger{}, themes: 1}
		for _, tr := range c.triggers {
			ts.add(0, tr)
		}
		var got []string
		for _, h := range ts.find(c.text, analysis.Words(c.text)) {
			got = append(got, c.text[h.start:h.end])
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "|")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// forms returns normal triggers.
func forms(texts ...string) []taxonomy.Trigger {
	var out []taxonomy.Trigger
	for _, text := range texts {
		out = append(out, taxonomy.Trigger{Text: text, Weight: taxonomy.Normal})
	}
	return out
}

// Every trigger is found in its own text, or a longer one of its theme is, and no
// negative cue denies it.
func TestEveryTriggerIsFound(t *testing.T) {
	e := enricher(t)
	for i, theme := range e.taxonomy.Themes() {
		for _, lang := range taxonomy.ThemeLanguages() {
			all := theme.Triggers(lang)
			if len(all) < 15 {
				t.Errorf("%s has %d triggers in %s; want at least 15", theme.ID, len(all), lang)
			}
			for _, tr := range all {
				text := strings.ReplaceAll(tr.Text, "*", "")
				found := slices.ContainsFunc(e.triggers[lang].find(text, analysis.Words(text)), func(h hit) bool { return h.theme == i })
				if !found && tr.Weight != taxonomy.Not {
					t.Errorf("%s %s: %q is not found in itself", theme.ID, lang, tr.Text)
				}
			}
		}
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string]int{
		"One. Two": 4, "e.g. this": 4, "3.5 per cent! Yes": 13, "一句。二": len("一句。"), "لماذا؟ لأن": len("لماذا؟"), "no end": 6, "end.": 4,
	} {
		if got := sentenceEnd(text); got != want {
			t.Errorf("sentenceEnd(%q) = %d; want %d", text, got, want)
		}
	}
}

func BenchmarkThemes(b *testing.B) {
	e := enricher(b)
	for lang, text := range map[string]string{
		"en": "Bucheon works with its residents on education for sustainable development, and people meet in libraries to read.",
		"de": "In der Gefängnisbibliothek treffen sich ältere Menschen und lesen gemeinsam, während die Volkshochschule Kurse anbietet.",
		"ru": "В библиотеке пожилые люди читают вместе с молодёжью, а обучающийся город открывает новые учебные центры.",
		"zh": "杭州市的老年人在社区学习中心读书，学习型城市为居民提供数字素养课程和健康教育。",
		"ko": "부천시는 도서관에서 어르신들이 글을 배우고 청소년이 함께 책을 읽는 평생학습도시이다.",
		"ar": "تقرأ النساء في المكتبة العامة مع كبار السن، وتفتح مدينة التعلم مراكز جديدة للشباب واللاجئين.",
	} {
		doc := document("https://uil.example/news/x", lang, "news", strings.TrimSpace("A page\n"+strings.Repeat(text+"\n", 40)))
		p := newPage(doc)
		b.Run(lang, func(b *testing.B) {
			b.SetBytes(int64(len(p.text)))
			b.ReportAllocs()
			for b.Loop() {
				e.weigh(p)
			}
		})
	}
}
