package analysis

import (
	"strings"
	"testing"
)

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		text, want string
		sure       bool
	}{
		{"The library stays open until nine, and many people come after work to read.", "en", true},
		{"La bibliothèque reste ouverte jusqu’à neuf heures, et beaucoup y viennent après le travail.", "fr", true},
		{"La biblioteca cierra a las nueve, y mucha gente viene a leer después del trabajo.", "es", true},
		{"A biblioteca fica aberta até às nove, e muita gente vem ler depois do trabalho.", "pt", true},
		{"Die Bibliothek bleibt bis neun Uhr offen, und viele kommen nach der Arbeit zum Lesen.", "de", true},
		{"Библиотека открыта до девяти, и многие приходят сюда читать после работы.", "ru", true},
		{"تبقى المكتبة مفتوحة حتى التاسعة، ويأتي كثيرون بعد العمل للقراءة.", "ar", true},
		{"도서관은 아홉 시까지 열려 있고, 많은 사람이 일을 마치고 책을 읽으러 온다.", "ko", true},
		{"图书馆开到晚上九点，许多人下班后来这里读书。", "zh", true},
		{"圖書館開到晚上九點，許多人下班後來這裡讀書。", "zh", true},
		{"유네스코 UNESCO Global Network of Learning Cities 회원 도시인 수원은 평생학습 조례를 만들었다.", "ko", true},

		{"Kuuma", "", false},
		{"Bonn, Cork, Suwon, Turku", "", false},
		{"", "", false},
		{"1 2 3", "", false},
		{"図書館は九時まで開いていて、仕事のあとに人が集まる。", "", true},
		{"Бібліотека відчинена до дев'ятої, і люди приходять сюди читати.", "", true},
		{"کتابخانه تا ساعت نه باز است و پس از کار مردم برای خواندن می آیند.", "", true},
		{"De bibliotheek blijft tot negen uur open, en veel mensen komen na het werk om te lezen.", "", true},
		{"La biblioteca resta aperta fino alle nove, e molte persone vengono dopo il lavoro per leggere.", "", true},
		{"La biblioteca és oberta fins a les nou, i molta gent hi ve després de la feina per llegir.", "", true},
		{"Biblioteka jest otwarta do dziewiątej, a wielu ludzi przychodzi po pracy, aby czytać.", "", true},
		{"Biblioteket är öppet till nio, och många människor kommer dit efter arbetet för att läsa.", "", true},
		{"Thư viện mở cửa đến chín giờ tối, và nhiều người đến đó đọc sách sau giờ làm việc.", "", true},
		{"Библиотеката е отворена до девет вечерта, но в събота е затворена. Къде да четем тогава? Във фоайето на училището.", "", true},
		{"Η βιβλιοθήκη μένει ανοιχτή ως τις εννέα.", "", true},
		{"ห้องสมุดเปิดถึงสามทุ่ม", "", true},
	} {
		if lang, sure := Language(c.text); lang != c.want || sure != c.sure {
			t.Errorf("%q is %q, %v; want %q, %v", c.text, lang, sure, c.want, c.sure)
		}
	}
}

// A text in two languages is told only where one of them prevails.
func TestLanguageOfMixedText(t *testing.T) {
	en, fr := "The people of the town read and write in the evening. ", "Les gens de la ville lisent et écrivent le soir avec nous. "
	if lang, sure := Language(en + fr); sure {
		t.Errorf("half and half is surely %q", lang)
	}
	if lang, sure := Language(strings.Repeat(en, 4) + fr); lang != "en" || !sure {
		t.Errorf("mostly English is %q, %v", lang, sure)
	}
}

func BenchmarkLanguage(b *testing.B) {
	text := strings.Repeat("The library stays open until nine, and many people come after work to read. ", 12)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Language(text)
	}
}
