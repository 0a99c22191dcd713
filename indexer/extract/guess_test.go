package extract

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// TestGuess writes a sentence in each charset of its language, and reads it without
// being told which.
func TestGuess(t *testing.T) {
	for _, c := range []struct {
		name, text string
		encodings  []encoding.Encoding
	}{
		{"Korean", "남양주시는 평생학습도시로서 시민을 위한 도서관을 열었다. 누구나 와서 책을 읽고 함께 배울 수 있다.", []encoding.Encoding{korean.EUCKR}},
		{"Japanese", "学習都市は図書館を開きました。誰でも参加でき、子どもも大人も一緒に学びます。", []encoding.Encoding{japanese.ShiftJIS, japanese.EUCJP}},
		{"simplified Chinese", "这座学习型城市开设了新的图书馆,每个人都可以来读书和学习,老年人也能上课。", []encoding.Encoding{simplifiedchinese.GB18030}},
		{"traditional Chinese", "這座學習型城市開設了新的圖書館,每個人都可以來讀書和學習,老年人也能上課。", []encoding.Encoding{traditionalchinese.Big5}},
		{"Russian", "Город обучения открыл новую библиотеку, и каждый житель может прийти туда читать и учиться.", []encoding.Encoding{charmap.Windows1251, charmap.KOI8R}},
		{"Arabic", "افتتحت مدينة التعلم مكتبة جديدة، ويمكن لكل السكان أن يأتوا إليها للقراءة والتعليم مدى الحياة.", []encoding.Encoding{charmap.Windows1256}},
		{"French", "La cité a été créée où l’été précédent une bibliothèque fut fermée ; ses employés, déçus, y ont étudié.", []encoding.Encoding{charmap.Windows1252}},
		{"German", "Für ältere Bürgerinnen öffnet die Bücherei früher; über Büros, Gärten und Straßen führen schöne Übungswege zurück.", []encoding.Encoding{charmap.Windows1252}},
		{"Spanish", "La educación de jóvenes y niños continúa aquí: según el señor Núñez, también mañana habrá más lecciones de español y lógica.", []encoding.Encoding{charmap.Windows1252}},
		{"Portuguese", "A aprendizagem não é só das crianças: são também ações e lições de educação para avós, mães e irmãos.", []encoding.Encoding{charmap.Windows1252}},
	} {
		for _, enc := range c.encodings {
			body, err := enc.NewEncoder().String(c.text)
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			if got, err := decodeText([]byte(body), ""); got != c.text || err != nil {
				t.Errorf("%s in %v as text: %q, %v", c.name, enc, got, err)
			}
			page := "<!DOCTYPE html><title>T</title><p>"
			if got, err := decodeHTML([]byte(page+body), ""); got != page+c.text || err != nil {
				t.Errorf("%s in %v as HTML: %q, %v", c.name, enc, got, err)
			}
		}
	}
}

// What a page says of itself comes before what it looks like.
func TestGuessIsTheLast(t *testing.T) {
	body, err := charmap.Windows1251.NewEncoder().String("Город обучения открыл новую библиотеку для жителей")
	if err != nil {
		t.Fatal(err)
	}
	const page = "<!DOCTYPE html><meta charset=windows-1252><p>"
	want, err := charmap.Windows1252.NewDecoder().String(body)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := decodeHTML([]byte(page+body), ""); got != page+want || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}
