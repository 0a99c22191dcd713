package taxonomy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
)

// settledIn says the cities that count in a paragraph of a language.
func settledIn(t *testing.T, lang, paragraph string) string {
	t.Helper()
	text, parts := passages("—\n" + paragraph)
	sure, _ := loaded(t).Settle(Page{Text: text, Passages: parts, Lang: lang})
	var got []string
	for _, m := range sure {
		if m.Facet == string(corpus.City) {
			got = append(got, m.Value)
		}
	}
	return strings.Join(got, " ")
}

func checkCities(t *testing.T, cases [][3]string) {
	t.Helper()
	for _, c := range cases {
		if diff := cmp.Diff(c[2], settledIn(t, c[0], c[1])); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", c[0], c[1], diff)
		}
	}
}

// What is called after a city is not the city.
func TestThingsCalledAfterCities(t *testing.T) {
	checkCities(t, [][3]string{
		{"en", "The class meets in Hamburg Street, behind the Dublin Road.", ""},
		{"en", "They sail on Bluefields Lagoon and Dublin Bay.", ""},
		{"en", "He played for Dynamo Dresden, then for Bristol Rovers and AC Palermo.", ""},
		{"en", "It starts at noon Beijing time; lunch is Peking duck and Durban curry.", ""},
		{"en", "She studied at the University of Glasgow and at Lusaka University.", ""},
		{"en", "It cites the Marrakech Framework for Action, the Medellín Manifesto and the Cork Call to Action.", ""},
		{"en", "The Sofia Prize went to nobody, the Turin Prize to her.", ""},
		{"fr", "Le club de la rue d'Athènes lit au bord du lac de Lausanne.", ""},
		{"fr", "On sert un gâteau de Lausanne, des gaufres de Liège et le canard de Pékin.", ""},
		{"fr", "La Déclaration de Hambourg et l'université de Lille n'y changent rien.", ""},
		{"fr", "Il jouait à l'Olympique de Dakar, elle au FC Lausanne.", ""},
		{"es", "Vive en la calle Bogotá, cerca del río Medellín y de la avenida Caracas.", ""},
		{"es", "El Deportivo Cali y el Independiente Medellín empataron; cenaron mole de Puebla.", ""},
		{"es", "La Universidad de Buenos Aires firmó la Declaración de Hamburgo.", ""},
		{"pt", "A banda ensaia na rua de Lisboa, junto ao rio Sorocaba.", ""},
		{"pt", "O Sporting de Braga perdeu; comeram choco frito de Setúbal.", ""},
		{"pt", "A Universidade de Lisboa e a Declaração de Pequim.", ""},
		{"de", "Der Kurs ist in der Hamburger Straße, an der Universität Bonn.", ""},
		{"de", "Dynamo Dresden gewann, danach gab es Dresdner Stollen.", ""},
		{"de", "Der Lissabon-Vertrag und die Hamburger Erklärung.", ""},
		{"ru", "Школа на улице Гамбург; утка, река Кара, клуб Динамо Брест.", ""},
		{"ru", "Университет Глазго и Декларация Гамбурга.", ""},
		{"ar", "يقع المركز في شارع القاهرة قرب نهر كارا.", ""},
		{"ar", "درست في جامعة القاهرة ووقّعت إعلان مراكش.", ""},
		{"ar", "يلعب في نادي الريان، والموعد بتوقيت القاهرة.", ""},
		{"zh", "会议定于北京时间九点，地点在上海路，午餐是北京烤鸭。", ""},
		{"zh", "她毕业于北京大学，读过北京宣言。", ""},
		{"ko", "전주 비빔밥을 먹고 베이징 시간으로 아홉 시에 만난다.", ""},
		{"ko", "서울에서 부천대학교와 베이징 선언을 말했다.", ""},
	})
}

// What lies in a city is not called after it.
func TestSpotsInCities(t *testing.T) {
	checkCities(t, [][3]string{
		{"fr", "Dans une rue de Dakar, un club de Lille lit. Un quartier d'Agadir.", "dakar lille agadir"},
		{"es", "En una calle de Medellín y en cada avenida de Bogotá. Un barrio de Quito.", "medellin bogota quito"},
		{"pt", "Numa rua de Lisboa, um clube de Braga, Portugal. Um bairro de Setúbal.", "lisbon braga setubal"},
		{"fr", "Le club de Lille et la rue de Dakar.", ""},
	})
}

// The cities themselves, with what stands beside them in running text.
func TestCitiesInRunningText(t *testing.T) {
	checkCities(t, [][3]string{
		{"en", "In Hamburg, roads are quiet. Dublin's libraries lend tools, and Espoo's schools learn.", "hamburg dublin espoo"},
		{"en", "Teachers from Lusaka met the mayors of Gdynia, Pécs and Suwon-si.", "lusaka gdynia pecs suwon"},
		{"en", "Limerick runs a festival in Ireland. A limerick has five lines.", "limerick"},
		{"en", "Visitors to Limerick and Waterford learn.", "limerick waterford"},
		{"fr", "À Lausanne, l'université du troisième âge accueille ceux d'Évry-Courcouronnes et de Liège.", "lausanne evry-courcouronnes liege"},
		{"fr", "La ville de Dakar et celle d'Agadir.", "dakar agadir"},
		{"es", "En Medellín, la avenida es larga. La ciudad de Querétaro y Bogotá aprenden.", "medellin queretaro bogota"},
		{"pt", "Em Lisboa, a rua é longa. Câmara de Lobos e Setúbal aprendem.", "lisbon camara-de-lobos setubal"},
		{"de", "Hamburgs Schulen und die Dresdner Bibliotheken lernen von Gelsenkirchens Höfen.", "hamburg dresden gelsenkirchen"},
		{"de", "Bonner Vereine fuhren nach Kairo, Athen und Lissabon.", "bonn cairo athens lisbon"},
		{"ru", "В Гамбурге, Лозанне и Медельине учатся. Жители Пуэблы приехали с Шанхаем и из Афин.",
			"hamburg lausanne medellin puebla shanghai athens"},
		{"ru", "Опыт Бристоля, Суонси и Боготы.", "bristol swansea bogota"},
		{"ru", "Гости из Пучхона, Сувона и Намъянджу.", "bucheon suwon namyangju"},
		{"ar", "في القاهرة وبالإسكندرية وللدوحة وكالجيزة.", "cairo alexandria doha giza"},
		{"ar", "زار وفد من بوتشون ونامیانغجو مدينة إسبو.", "bucheon namyangju espoo"},
		{"zh", "北京、科克、埃斯波和南杨州的老师在杭州市见面。", "beijing cork espoo namyangju hangzhou"},
		{"zh", "军浦市和议政府市都是学习型城市。", "gunpo uijeongbu"},
		{"ko", "부천시와 의정부시, 남양주에서 온 교사들이 더블린과 메데인을 방문했다.", "bucheon uijeongbu namyangju dublin medellin"},
	})
}

func TestPeopleInNineLanguages(t *testing.T) {
	checkCities(t, [][3]string{
		{"de", "Helga Lucca lernt. Später leitet Lucca einen Kurs.", ""},
		{"de", "Familie Hamburg und Meister Dresden reden.", ""},
		{"fr", "madame Lille et Camille Lausanne lisent.", ""},
		{"es", "El profesor Bogotá y doña Cali enseñan.", ""},
		{"pt", "A professora Lisboa e o senhor Braga ensinam.", ""},
		{"ru", "Иван Гамбург и профессор Бонн учат.", ""},
		{"ar", "يدرّس محمد الريان والأستاذ المحرق.", ""},
		{"ar", "كتب أحمد قرطبة في الأرجنتين.", ""},
		{"ko", "수원 씨가 가르친다.", ""},
		{"en", "Queen Lucca and Hannah Bristol teach.", ""},
	})
}

// Words that have the letters of a name.
func TestWordsInNineLanguages(t *testing.T) {
	checkCities(t, [][3]string{
		{"en", "Limericks are fun. Cork floats, says Ireland.", ""},
		{"de", "Die Dresdner lesen, ein Bonner und ein Hamburger auch.", ""},
		{"de", "Ein Limerick hat fünf Zeilen. Der Kork schwimmt.", ""},
		{"pt", "Fez um barco. A batalha e a lagoa.", ""},
		{"es", "La paz y el barranco. Cuenca y granada.", ""},
		{"ru", "Того не было. Так и сказал.", ""},
		{"ar", "في حالات القوة القاهرة لا ليل ولا صور، ومسقط رأسه بعيد.", ""},
		{"zh", "会议政府代表说，工具太原始，村庄建成都市，污水原因不明。", ""},
		{"ko", "의정부를 다룬다. 시안을 만들고 전주를 듣는다.", ""},
		{"fr", "Les serres et le canton. Sur la route.", ""},
	})
}

// Cues that are rarer than the country or a list.
func TestRareCues(t *testing.T) {
	checkSettled(t, [][2]string{
		{"In Jordan, people read.", "jo+affix"},
		{"The river Jordan is low. The Niger rises.", ""},
		{"Der Niger steigt in Mali.", "ml"},
		{"Jordan Kelly reads.", ""},
		{"We met in the Republic of Niger.", "ne+affix"},
	})
	text, parts := passages("Cities\n# Dublin\nA port.\n# Cork\nA port too.\n# Espoo\nA lake.")
	sure, _ := loaded(t).Settle(Page{Text: text, Passages: parts})
	var got []string
	for _, m := range sure {
		got = append(got, m.Value+"+"+m.Cue)
	}
	if diff := cmp.Diff("dublin+ cork+list espoo+", strings.Join(got, " ")); diff != "" {
		t.Errorf("a column of cities (-want +got):\n%s", diff)
	}
}

// The lists of other networks free no name that other places have.
func TestOtherNetworks(t *testing.T) {
	checkSettled(t, [][2]string{
		{"Creative Cities such as Bucheon, Granada and Dublin wrote a book.", "bucheon dublin"},
		{"Cities such as Bucheon, Granada and Dublin wrote a book.", "bucheon granada+list dublin"},
		{"부천, 그라나다, 더블린은 문학 창의도시다.", "bucheon dublin"},
		{"Creative Cities: Bucheon, Granada (Nicaragua) and Dublin.", "bucheon granada+country ni dublin"},
	})
}

// A place that the text puts elsewhere, however it does.
func TestPlacesElsewhere(t *testing.T) {
	checkSettled(t, [][2]string{
		{"Manchester, in Jamaica, is a parish.", "jm"},
		{"Melitopol and Nikopol in Ukraine. Nikopol in Bulgaria is older.", "melitopol nikopol+country ua bg"},
		{"La ciudad de León, en Guanajuato. Nicaragua escribe.", "ni"},
		{"Hanoi, Thailand Bangkok; 하노이, 태국 방콕", "hanoi th bangkok hanoi th bangkok"},
		{"爱尔兰的科克和利默里克，英国的德比。", "ie cork+country limerick gb derby+country"},
		{"La ville de Brest, en Bretagne, lit.", "brest+country"},
		{"Santiago, in the Mexican state of Nuevo León, teaches.", "santiago+country mx"},
	})
}

// The words of a longer name are inflected each by itself.
func TestInflectedCountries(t *testing.T) {
	for _, c := range [][3]string{
		{"ru", "Школы Южной Кореи, Польши, Германии и Соединённых Штатов Америки.", "kr pl de us"},
		{"ru", "В Российской Федерации и Кыргызстане.", "ru kg"},
		{"de", "Österreichs und Deutschlands Schulen, Irlands Häfen.", "at de ie"},
	} {
		text, parts := passages("—\n" + c[1])
		sure, _ := loaded(t).Settle(Page{Text: text, Passages: parts, Lang: c[0]})
		var got []string
		for _, m := range sure {
			got = append(got, m.Value)
		}
		if diff := cmp.Diff(c[2], strings.Join(got, " ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c[1], diff)
		}
	}
	if got := settledIn(t, "en", "Dresdens Hamburger Bonner"); got != "" {
		t.Errorf("German endings in English: %s", got)
	}
}
