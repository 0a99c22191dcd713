package enrich

import (
	"strings"
	"testing"

	"github.com/uilsearch/uilsearch/corpus"
)

const englishText = "The library stays open until nine in the evening, and many people come after work to read and to learn together."

// The same in other languages.
const (
	japaneseText  = "図書館は夜の九時まで開いていて、仕事のあとに多くの人が集まります。"
	ukrainianText = "Бібліотека відчинена до дев'ятої вечора, і після роботи туди приходять люди, щоб читати й учитися разом."
	persianText   = "کتابخانه تا ساعت نه شب باز است و پس از کار مردم برای خواندن و یاد گرفتن گرد هم می آیند."
	moroccanText  = "تبقى المكتبة في أگادير وإنزگان مفتوحة حتى التاسعة، ويأتي كثيرون بعد العمل للقراءة ويتعلمون معا في أگدال." // Arabic, with a letter that it has not
	dutchText     = "De bibliotheek blijft tot negen uur open, en veel mensen komen na het werk om te lezen en samen met anderen te leren."
	italianText   = "La biblioteca resta aperta fino alle nove di sera, e molte persone vengono dopo il lavoro per leggere e per imparare insieme."
	catalanText   = "La biblioteca és oberta fins a les nou del vespre, i molta gent hi ve després de la feina per llegir i per aprendre plegats."
)

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ said, text, lang, source string }{
		{"en", englishText, "en", "html"},
		{"es", englishText, "en", "detected"},
		{"", englishText, "en", "detected"},
		{"und", "남양주시는 서울의 동쪽, 한강이 굽이도는 곳에 자리한 도시입니다.", "ko", "detected"},
		{"es", "Open until nine.", "es", "html"},
		{"es", "The library stays open until nine and people come to learn.", "es", "html"},
		{"und", "1-2-3", "und", "html"},
		{"sw", "Maktaba inabaki wazi hadi saa tatu usiku, na watu wengi huja baada ya kazi kusoma na kujifunza pamoja kila siku.", "sw", "html"},
		{"und", "Sortavala, Vaasa, Lappeenranta", "und", "html"},
		{"und", "Adults learn to cook in Bonn", "en", "detected"},
		{"", "Los adultos aprenden en la biblioteca", "es", "detected"},
		{"und", "La bibliothèque reste ouverte le soir", "fr", "detected"},
		{"", "Braga entrou na rede em 2022.", "pt", "detected"},
		{"", "Hamburg ist seit 2019 dabei.", "de", "detected"},
		// Letters that only one of the languages has tell short texts as well.
		{"", "学习型城市", "zh", "detected"},
		{"", "배우는 도시", "ko", "detected"},
		{"", "Город учится", "ru", "detected"},
		{"", "مدينة تتعلم", "ar", "detected"},
		{"en", "도서관은 아홉 시까지 문을 연다.", "ko", "detected"},
		{"fr", "Библиотека открыта до девяти.", "ru", "detected"},
		// Other languages in these letters are none of the nine, whatever the
		// page says.
		{"", japaneseText, "ja", "detected"},
		{"en", japaneseText, "ja", "detected"},
		{"zh", japaneseText, "ja", "detected"},
		{"", ukrainianText, "uk", "detected"},
		{"ru", ukrainianText, "uk", "detected"},
		{"en", ukrainianText, "uk", "detected"},
		{"ar", persianText, "fa", "detected"},
		{"en", persianText, "fa", "detected"},
		{"", dutchText, "nl", "detected"},
		{"en", dutchText, "nl", "detected"},
		{"de", dutchText, "nl", "detected"},
		{"", italianText, "it", "detected"},
		{"en", italianText, "it", "detected"},
		{"pl", dutchText, "pl", "html"},
		// Detection does not know every language.
		{"en", catalanText, "und", "detected"},
		{"", catalanText, "und", "html"},
		{"en", "Кітапхана кешкі тоғызға дейін ашық, көп адам жұмыстан кейін оқуға және бірге үйренуге келеді.", "und", "detected"},
		// Names of other countries change nothing.
		{"en", "Learners from Łódź, Kraków and Şanlıurfa met in the library of Malmö, and they read aloud what they had written about their towns.", "en", "html"},
		{"ru", "Библиотека открыта до девяти, и многие приходят сюда читать после работы. В городах Қарағанды и Өскемен её знают все, кто вечером ищет тихое место, книгу или собеседника.", "ru", "html"},
		{"ar", moroccanText, "ar", "html"},
		{"en", moroccanText, "ar", "detected"},
		{"und", englishText + "\x00", "und", "html"},
		{"und", englishText + strings.Repeat(" \ufffd\x01", 10), "und", "html"},
		{"en", englishText + strings.Repeat(" \ufffd\x01", 10), "en", "html"},
		// A menu in another language is no text.
		{"fr", "Accueil\nVilles apprenantes\nActualités de la semaine\nÀ propos de nous\n" + englishText + " " + englishText + "\nRetour à la liste des actualités", "en", "detected"},
	} {
		doc := document("https://uil.example/x", c.said, corpus.News, "Title\n"+c.text)
		got, err := enricher(t).Document(doc)
		if err != nil {
			t.Fatal(err)
		}
		if got.Lang != c.lang || got.LangSource != c.source {
			t.Errorf("%q said to be %q: %s (%s); want %s (%s)", c.text, c.said, got.Lang, got.LangSource, c.lang, c.source)
		}
	}
}

// The sample of a long text is short, comes from all of it, and is valid.
func TestSample(t *testing.T) {
	paragraphs := []string{strings.Repeat("начало ", 300), strings.Repeat("середина ", 300), strings.Repeat("конец ", 300)}
	got := sample(corpus.Document{Sections: []corpus.Section{{Paragraphs: paragraphs}}})
	if len(got) > samplePieces*(samplePiece+4) || got != strings.ToValidUTF8(got, "?") {
		t.Errorf("%d bytes: %q", len(got), got)
	}
	for _, word := range []string{"начало", "середина", "конец"} {
		if !strings.Contains(got, word) {
			t.Errorf("nothing of %q in the sample", word)
		}
	}
}

func BenchmarkLanguage(b *testing.B) {
	doc := corpus.Document{Sections: []corpus.Section{{Paragraphs: strings.Split(strings.Repeat(englishText+"\n", 50), "\n")}}}
	b.ReportAllocs()
	for b.Loop() {
		language(doc)
	}
}
