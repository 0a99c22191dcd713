package taxonomy

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// One sentence takes no city from a page that has named it before, or says
// what it is.
func TestDoubtOfOneMention(t *testing.T) {
	checkCities(t, [][3]string{
		{"en", "Glasgow pays. Its twin is Glasgow, Kentucky. Libraries in Glasgow help.", "glasgow glasgow"},
		{"en", "Glasgow, Kentucky, wrote to us. The city of Glasgow answered. Glasgow is glad.", "glasgow glasgow"},
		{"en", "Tutors met in Bristol. Ms Ann Bristol spoke. Bristol paid.", "bristol bristol"},
		{"en", "Ms Ann Bristol spoke. Bristol smiled.", ""},
		{"en", "Ms Ann Bristol spoke to Bristol City Council. Bristol smiled.", "bristol bristol"},
		{"en", "Hamburg, Iowa, has a library. It lies in Hamburg.", ""},
		{"fr", "Lille lit. Madame Lille chante. À Lille, on apprend.", "lille lille"},
		{"es", "Medellín lee. Doña Ana Medellín canta. En Medellín se aprende.", "medellin medellin"},
		{"pt", "Lisboa lê. A senhora Lisboa canta. Em Lisboa aprende-se.", "lisbon lisbon"},
		{"de", "Bonn liest. Frau Bonn singt. In Bonn lernt man.", "bonn bonn"},
		{"ru", "Бонн читает. Госпожа Бонн поёт. В Бонне учатся.", "bonn bonn"},
		{"ru", "Госпожа Бонн поёт. Бонн читает.", ""},
		{"ko", "베이징에서 배운다. 베이징 시간. 베이징의 학교.", "beijing beijing"},
	})
}

// Somebody who does something in a city is no part of its name.
func TestGivenNamesBehindCities(t *testing.T) {
	checkCities(t, [][3]string{
		{"en", "In Bristol Hannah runs a reading group. Since 2012 in Cairo Omar writes.", "bristol cairo"},
		{"en", "From Glasgow Fiona brought books, and near Swansea Owen learnt to read.", "glasgow swansea"},
		{"en", "In Braga Fiona reads with people from Portugal.", "braga"},
		{"en", "Braga Fiona reads with people from Portugal.", ""},
		{"fr", "À Lausanne Claire écrit, et à Dakar Awa lit.", "lausanne dakar"},
		{"es", "En Medellín Pedro aprende, y desde Quito Ana escribe.", "medellin quito"},
		{"pt", "Em Setúbal Rita aprende; de Lisboa Paulo escreve.", "setubal lisbon"},
		{"de", "In Dresden Greta liest, aus Bonn Karl schreibt.", "dresden bonn"},
		{"ru", "В Бонне Ольга читает, а из Каира Иван пишет.", "bonn cairo"},
		{"ar", "في القاهرة محمد يتعلم.", "cairo"},
	})
}

// Titles that are words too, or that belong to somebody of the city.
func TestTitlesThatAreNone(t *testing.T) {
	checkCities(t, [][3]string{
		{"en", "Major Glasgow firms help. Count Bristol among them.", "glasgow bristol"},
		{"en", "Judge Dublin by its libraries. Coach Swansea's tutors, said the King Cairo met.", "dublin swansea cairo"},
		{"en", "The Sister City Dublin wrote, and so did the Sister Cities Hamburg and Cairo.", "dublin hamburg cairo"},
		{"en", "Judge Mary Bristol and Major T. Dublin came. Colonel Hamburg did not.", ""},
		{"en", "Captain Aoife Cairo spoke, and Mr J. Swansea answered.", ""},
		{"fr", "La ville sœur Dakar écrit au conseil général Lille.", "dakar lille"},
		{"en", "The Queen City Bristol wrote.", "bristol"},
		{"es", "La ciudad hermana Medellín escribe.", "medellin"},
		{"es", "La hermana T. Medellín escribe.", ""},
		{"pt", "A cidade irmã Lisboa escreve.", "lisbon"},
		{"de", "Im August Dresden besucht. Die Lehrer Hamburgs und die Minister Bonns kamen.", "dresden hamburg bonn"},
		{"de", "Lehrer Dresden und Helga Hamburgs Tochter kamen.", ""},
		{"ru", "Учитель Бонна и профессора Каира. Надежда Гамбурга. Министр Найроби.", "bonn cairo hamburg nairobi"},
		{"ru", "Учитель Бонн и Иван Каир.", ""},
	})
}

// Countries have presidents, kings and teams of their own.
func TestCountriesOfPeople(t *testing.T) {
	for _, c := range [][3]string{
		{"ru", "Президент Ганы, министры и поэт Ирландии.", "gh ie"},
		{"ru", "Король Бахрейна, король Марокко и команда Сенегала.", "bh ma sn"},
		{"ru", "Президент Перу открыл клубы, реки и озёра Кении.", "pe ke"},
		{"ru", "Площадь Ирландии и университеты Германии.", "ie de"},
		{"ru", "Озеро Кения и река Конго.", ""},
		{"de", "Der König Bahrains, die Minister Ghanas und Irlands Preis.", "bh gh ie"},
		{"de", "Herr Ireland kam.", ""},
		{"en", "Major Ireland employers came, but not Mr Ireland.", "ie"},
		{"ar", "فريق كينيا", "ke"},
		{"zh", "肯尼亚队和摩洛哥王国", "ke ma"},
		{"ko", "케냐 축구단", "ke"},
	} {
		text, parts := passages("—\n" + c[1])
		sure, _ := loaded(t).Settle(Page{Text: text, Passages: parts, Lang: c[0]})
		var got []string
		for _, m := range sure {
			got = append(got, m.Value)
		}
		if diff := cmp.Diff(c[2], strings.Join(got, " ")); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", c[0], c[1], diff)
		}
	}
}

// Countries that follow in a list do not say where a city lies.
func TestCitiesInListsOfCountries(t *testing.T) {
	checkSettled(t, [][2]string{
		{"Guests came from Glasgow, Norway, and Ghana. Glasgow paid.", "glasgow no gh glasgow"},
		{"À Lille, Kenya, Ghana et Togo.", "lille ke gh tg"},
		{"Desde Medellín, Perú y Chile.", "medellin pe cl"},
		{"De Lisboa, Angola e Brasil.", "lisbon ao br"},
		{"Aus Bonn, Norwegen und Ghana.", "bonn no gh"},
		{"Из Бонна, Норвегии и Ганы.", "bonn no gh"},
		{"من القاهرة، غانا وكينيا.", "cairo gh ke"},
		{"Batumi, Georgia and Kenya.", "batumi ge+city ke"},
		// No lists.
		{"Hamburg, Canada, met Bonn, Germany.", "ca bonn de"},
		{"Hamburg (Canada) and Kenya.", "ca ke"},
		{"Cairo, Georgia, USA, and Kenya.", "us ke"},
		{"Hamburg, Canada. Kenya came too.", "ca ke"},
		{"The learning city León, Spain and Kenya.", "es ke"},
	})
}

// The rows of a kind without a set of its own are read too.
func TestRanksOfAnOwnTable(t *testing.T) {
	own, err := Load(fstest.MapFS{"suffixes.tsv": {Data: []byte("kind\tlang\tforms\nrank\ten\tWarden\ntitle\ten\tMarshal\ngiven\ten\tOrla\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{
		"Warden Dublin tried.": 1, "Warden Orla Dublin tried.": 0, "Warden O. Dublin tried.": 0, "Marshal Dublin tried.": 0,
	} {
		if sure, _ := own.Settle(Page{Text: text}); len(sure) != want {
			t.Errorf("%q: %d places; want %d", text, len(sure), want)
		}
	}
}
