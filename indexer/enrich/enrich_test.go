package enrich

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/taxonomy"
)

func enricher(t testing.TB) *Enricher {
	t.Helper()
	x, err := taxonomy.Default()
	if err != nil {
		t.Fatal(err)
	}
	return New(x)
}

// document reads lines: the first is the title, those that begin with # are
// headings, the others paragraphs.
func document(url, lang string, typ corpus.Type, text string) corpus.Document {
	lines := strings.Split(text, "\n")
	doc := corpus.Document{URL: url, ID: corpus.NewID(url), Title: lines[0], Lang: lang, LangSource: "html", Type: typ}
	sections := []corpus.Section{{}}
	for _, line := range lines[1:] {
		if heading, ok := strings.CutPrefix(line, "# "); ok {
			sections = append(sections, corpus.Section{Heading: heading})
			continue
		}
		last := &sections[len(sections)-1]
		last.Paragraphs = append(last.Paragraphs, line)
	}
	doc.Sections = sections
	doc.ContentHash = corpus.HashContent(&doc)
	return doc
}

// values says the values of a facet, those that a page is about marked with *.
func values(doc corpus.Document, facet corpus.TagFacet) string {
	var out []string
	for _, t := range doc.TagsOf(facet) {
		v := t.Value
		if t.Role == corpus.About {
			v = "*" + v
		}
		out = append(out, v)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestPlaces(t *testing.T) {
	e := enricher(t)
	for _, c := range []struct {
		name, url          string
		typ                corpus.Type
		text               string
		city, country, reg string
	}{
		{"title and passing mention", "https://uil.example/news/a", corpus.News,
			"A festival in Limerick\nThe week was full. Guests came from Espoo and went home happy.",
			"*limerick espoo", "*ie fi", "*europe-north-america"},
		{"twelve cities in one paragraph", "https://uil.example/news/b", corpus.News,
			"First awards\nTwelve cities were chosen: Amman, Bahir Dar, Balanga, Beijing, Cork, Espoo, Melton, Mexico City, Namyangju, Sorocaba, Swansea and Ybycuí.\nThe jury met in spring and looked at every plan with care.",
			"amman bahir-dar balanga beijing cork espoo melton mexico-city namyangju sorocaba swansea ybycui",
			"au br cn et fi gb ie jo kr mx ph py",
			"africa arab-states asia-pacific europe-north-america latin-america-caribbean"},
		{"a paragraph each", "https://uil.example/news/c", corpus.News,
			"New members\nBucheon, Gunpo and Suwon have joined.\nBucheon starts with its associations, which sit at one table with the offices.\nIn Gunpo, halls for amusement become places where neighbours learn together.\nSuwon relies on libraries and on many people who teach each other.",
			"*bucheon *gunpo *suwon", "*kr", "*asia-pacific"},
		{"paragraphs that list", "https://uil.example/news/c2", corpus.News,
			"New members\nSuwon, Bucheon, Gunpo, Goyang and Siheung have joined in this spring.\nSuwon, Bucheon, Gunpo, Goyang and Siheung will meet again in the autumn.\nBucheon, Suwon, Gunpo, Goyang and Siheung wish to go on after that.",
			"bucheon goyang gunpo siheung suwon", "kr", "asia-pacific"},
		{"headings", "https://uil.example/news/d", corpus.News,
			"Two ways\nTwo cities tell how they began and where they want to go.\n# Okayama: the hall next door\nEvery school district has a public hall where people meet to learn.\n# Tongyeong: a forest\nThe centre stands in a wood above the bay and is built of timber.",
			"*okayama *tongyeong", "*jp *kr", "*asia-pacific"},
		{"named throughout", "https://uil.example/news/e", corpus.News,
			"Water for all\nThe old canals of the valley were dug by hand.\nToday children from Medellín clean them.\nThe mayor of Medellín praised the work, and Medellín will go on.",
			"*medellin", "*co", "*latin-america-caribbean"},
		{"named once in passing", "https://uil.example/news/f", corpus.News,
			"Measuring progress\nThe list of features was agreed at a conference that was held in Beijing in 2013.\nHardly anyone measures all of them.",
			"beijing", "cn", "asia-pacific"},
		{"profile", "https://uil.example/en/learning-cities/cork", corpus.CityProfile,
			"Cork\nThe second city stands on an island.\nCity award 2015", "*cork", "*ie", "*europe-north-america"},
		{"address", "https://uil.example/en/learning-cities/cork", corpus.Other,
			"A harbour city\nCork stands on an island between two channels.", "*cork", "*ie", "*europe-north-america"},
		{"listing", "https://uil.example/news", corpus.Listing,
			"News from Suwon\n# Suwon learns\nSuwon learns in libraries and many other places, as Suwon does.",
			"suwon", "kr", "asia-pacific"},
		{"misspelt", "https://uil.example/news/g", corpus.News,
			"Close to home\nReaders will find Namyanju in the book.", "namyangju", "kr", "asia-pacific"},
		{"country without a city", "https://uil.example/news/h", corpus.News,
			"Books behind bars\nSome prisons have libraries.\nBrazil has gone further. " + strings.Repeat("People in its prisons who read a book may leave some days earlier. ", 5),
			"", "*br", "*latin-america-caribbean"},
		{"countries in one sentence", "https://uil.example/news/i", corpus.News,
			"A survey\nBenin, Burkina Faso, Mali, Niger and Senegal took part in the survey.", "", "bf bj ml ne sn", "africa"},
		{"common words", "https://uil.example/news/j", corpus.News,
			"A village hall\nCork, it turned out, can be cut with a knife. They held a derby, and the canning of plums paid in lira.", "", "", ""},
		{"south", "https://uil.example/es/news/k", corpus.News,
			"Cooperación sur-sur\nLas ciudades del aprendizaje intercambian materiales sur-sur en el sur global.", "", "", ""},
		{"Santiago elsewhere", "https://uil.example/news/l", corpus.News,
			"A workshop\nIt was held in Santiago, Chile. Santiago de los Caballeros sent Santiago Pérez.", "", "cl", "latin-america-caribbean"},
		{"Korean particles", "https://uil.example/ko/news/m", corpus.News,
			"가까운 배움\n남양주시는 크다. 남양주에서 배운다. 강은 남양주의 교실이다.\n어렵다고 생각하면 오산이다.", "*namyangju", "*kr", "*asia-pacific"},
		{"a declaration", "https://uil.example/news/n", corpus.News,
			"The Beijing Declaration and the Marrakech Framework for Action\nThe Beijing Declaration of 2013 names what cities can do for everybody who learns.\nThe Beijing Declaration was adopted by all. The Hamburg Declaration came sixteen years earlier, and Hamburg has many canals.",
			"hamburg", "de", "europe-north-america"},
		{"declarations in French and Spanish", "https://uil.example/fr/news/o", corpus.News,
			"La Déclaration de Beijing\nLa Déclaration de Beijing et la Declaración de Medellín et le Cadre d’action de Marrakech engagent toutes les villes.", "", "", ""},
		{"declarations in Arabic, Korean and Chinese", "https://uil.example/ko/news/p", corpus.News,
			"إعلان بكين\nاعتمدت المدن إعلان بكين بشأن بناء مدن التعلم في المؤتمر الدولي الأول للمدن.\n수원 선언은 모두의 배움을 위한 약속이다. 부천시 선언도 그렇다.\n北京宣言是所有城市的承诺，北京宣言很重要，北京宣言很好。", "", "", ""},
		{"a university", "https://uil.example/news/q", corpus.News,
			"A study of the University of Limerick\nThe University of Limerick asked eight hundred people how they learn, and Dresden University asked as many.", "", "", ""},
		{"a declaration of a city that hosts it", "https://uil.example/news/r", corpus.News,
			"Medellín opens its doors\nThe Medellín Manifesto was adopted.", "*medellin", "*co", "*latin-america-caribbean"},
		{"the place of a ceremony", "https://uil.example/news/s", corpus.News,
			"The winners\nThe award went to Amman, Espoo, Hamburg, Lusaka, Mexico City and Swansea.\nMexico City was the place of the ceremony, and the mayor of Mexico City spoke.",
			"amman espoo hamburg lusaka mexico-city swansea", "de fi gb jo mx zm", "africa arab-states europe-north-america latin-america-caribbean"},
		{"lines of a list", "https://uil.example/news/t", corpus.Other,
			"News\n2 May 2021 Suwon opens its schools to all who wish to learn\n3 May 2021 Bucheon reads to its children all night long", "bucheon suwon", "kr", "asia-pacific"},
		{"the scene", "https://uil.example/news/u", corpus.News,
			"Reading aloud\nIn the hills of Peru, women read to each other. One has written to a friend in Ghana.", "", "*pe gh", "*latin-america-caribbean africa"},
		{"the scene, in the second paragraph", "https://uil.example/news/v", corpus.News,
			"Reading aloud\nThe lamp is lit at six.\nNobody in Ghana is surprised.", "", "*gh", "*africa"},
		{"two scenes are none", "https://uil.example/news/w", corpus.News,
			"Reading aloud\nWomen in Peru and Ghana read to each other.", "", "gh pe", "africa latin-america-caribbean"},
		{"the place of a meeting", "https://uil.example/news/x", corpus.News,
			"A plan\nAt a meeting in Lima, Peru, twelve offices agreed on a plan.", "", "pe", "latin-america-caribbean"},
		{"a place abroad in the title", "https://uil.example/news/y", corpus.News,
			"Granada sings\nIn a court of Granada, Spain, people learn to sing.", "", "*es", "*europe-north-america"},
		{"adjectives", "https://uil.example/news/z", corpus.News,
			"Korean cities read\nKorean cities read more than they did, a paper says.", "", "kr", "asia-pacific"},
	} {
		got, err := e.Document(document(c.url, "en", c.typ, c.text))
		if err != nil {
			t.Fatal(err)
		}
		want := []string{c.city, c.country, c.reg}
		have := []string{values(got, corpus.City), values(got, corpus.Country), values(got, corpus.Region)}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestThemes names themes that a page has; "" is none, and "-" is none that it is
// about.
func TestThemes(t *testing.T) {
	e := enricher(t)
	for _, c := range []struct{ name, url, lang, text, want string }{
		{"plain", "https://uil.example/news/a", "en", "Reading in prison\nThe prison libraries lend books to inmates, who read them in the evening.", "*libraries-prison literacy"},
		{"headings do not count", "https://uil.example/news/b", "en", "A city\nIt lies at the sea.\n# Equity and inclusion\nPeople meet on Mondays.\n# Education for sustainable development\nAnd on Fridays.", ""},
		{"weak triggers alone", "https://uil.example/news/c", "en", "A plan\nThe strategy needs work, culture and a platform.", ""},
		{"one general phrase alone", "https://uil.example/news/c2", "en", "A year of lifelong learning\nLifelong learning is for all. Lifelong learning never ends, and lifelong learning is fun, as lifelong learning should be.", ""},
		{"a policy", "https://uil.example/news/c3", "en", "A lifelong learning strategy\nThe law gives each district a lifelong learning council.", "*lifelong-learning-policy"},
		{"Arabic women", "https://uil.example/ar/c4", "ar", "تمكين المرأة\nتعليم الفتيات حق للجميع.", "*women-gender"},
		{"section", "https://uil.example/literacy/d", "en", "One year\nThe literacy class goes on.", "*literacy"},
		{"capitals only", "https://uil.example/news/e", "en", "Drinks\nWe sell ale and fill cups.", ""},
		{"French", "https://uil.example/fr/f", "fr", "L’alphabétisation des adultes\nLes cours d’alphabétisation et de lecture continuent.", "*literacy"},
		{"Spanish", "https://uil.example/es/g", "es", "Recursos educativos abiertos\nUn MOOC y otros recursos educativos abiertos.", "*ict-digital"},
		{"Korean", "https://uil.example/ko/h", "ko", "문해교육\n어르신 문해교육은 도서관에서 열린다.", "*literacy"},
		{"Portuguese", "https://uil.example/pt/j", "pt", "Alfabetização de adultos\nAs aulas de alfabetização continuam à noite.", "*adult-education *literacy"},
		{"German compounds", "https://uil.example/de/k", "de", "Die Gefängnisbibliothek\nIn der Gefängnisbibliothek leihen Gefangene Bücher aus.", "*libraries-prison"},
		{"Russian cases", "https://uil.example/ru/l", "ru", "Обучающиеся города\nПожилые люди обучающегося города учат пожилых людей.", "*learning-cities *older-people"},
		{"Chinese", "https://uil.example/zh/m", "zh", "老年大学\n老年人在老年大学学习书法，老人们每天来。", "*older-people"},
		{"traditional Chinese", "https://uil.example/zh/n", "zh", "學習型城市\n學習型城市網絡有新成員。", "*learning-cities"},
		{"no language", "https://uil.example/x/o", "", "Braga é cidade de aprendizagem\nBraga entrou.", "*learning-cities"},
		{"a language without triggers", "https://uil.example/sw/p", "sw", "RAMAA na CONFINTEA\nRAMAA.", "*assessment"},
		{"the name of the institute", "https://uil.example/news/q", "en", "A visit\nThe UNESCO Institute for Lifelong Learning is in Hamburg.", ""},
		{"negative cues", "https://uil.example/news/r", "en", "A night\nThe youth hostel gave a green light to the family name on the old door.", ""},
		{"an enumeration", "https://uil.example/news/s", "en", "A day\nThey spoke about health, music, climate, employment and citizenship for a while.", "-"},
		{"another network", "https://uil.example/news/t", "en", "Creative Cities\nThe network of Creative Cities has a new member, and its Creative Cities Network award.", "*culture-heritage"},
		{"headings of a news page", "https://uil.example/news/u", "en", "One year\nIt was long.\n# The prison library\nPeople met there.\n# More books for prisoners\nThey met again.", "*libraries-prison"},
		{"Arabic", "https://uil.example/ar/i", "ar", "اليوم الدولي لمحو الأمية\nتعمل البرامج على محو الأمية.", "*literacy"},
	} {
		got, err := e.Document(document(c.url, c.lang, corpus.News, c.text))
		if err != nil {
			t.Fatal(err)
		}
		have := strings.Fields(values(got, corpus.Theme))
		want := strings.Fields(c.want)
		for _, w := range want {
			if w != "-" && !slices.Contains(have, w) {
				t.Errorf("%s: themes %v; want %s", c.name, have, w)
			}
		}
		if c.want == "" && len(have) > 0 || c.want == "-" && strings.Contains(strings.Join(have, " "), "*") {
			t.Errorf("%s: themes %v; want none", c.name, have)
		}
	}
}

func TestUnfitDocuments(t *testing.T) {
	doc := document("https://uil.example/x", "en", corpus.News, "Title")
	if _, err := enricher(t).Document(doc); !errors.Is(err, corpus.ErrIncomplete) {
		t.Errorf("no text: %v; want %v", err, corpus.ErrIncomplete)
	}
	doc = document("https://uil.example/x", "en", corpus.News, "Title\nPK"+strings.Repeat("\x03\ufffdn\x14", 20))
	if _, err := enricher(t).Document(doc); !errors.Is(err, errJunk) || !strings.Contains(err.Error(), doc.URL) {
		t.Errorf("no text but bytes: %v; want %v", err, errJunk)
	}
	doc = document("https://uil.example/x", "en", corpus.News, "Title\nBad \xff text.")
	if _, err := enricher(t).Document(doc); err == nil || !strings.Contains(err.Error(), "enrich https://uil.example/x") {
		t.Errorf("invalid UTF-8: %v; want an error that names the page", err)
	}
}

func TestEightKoreanCities(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "seed", "eight-korean-cities.txt"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the page is not here")
	} else if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(content)) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	got, err := enricher(t).Document(document("file:///eight.txt", "und", corpus.News, strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	if got.Lang != "en" {
		t.Errorf("language %q; want en", got.Lang)
	}
	for facet, want := range map[corpus.TagFacet]string{
		corpus.City:    "*bucheon *gunpo *jeonju *namyangju *osan *suwon *tongyeong *uijeongbu",
		corpus.Country: "*kr",
		corpus.Region:  "*asia-pacific",
	} {
		if have := values(got, facet); have != want {
			t.Errorf("%s: %s; want %s", facet, have, want)
		}
	}
	themes := values(got, corpus.Theme)
	for _, want := range []string{"*esd", "libraries-prison", "*learning-cities"} {
		if !strings.Contains(themes, want) {
			t.Errorf("themes %s; want %s", themes, want)
		}
	}
	for _, tag := range got.TagsOf(corpus.City) {
		misspelt := slices.ContainsFunc(tag.Evidence, func(s corpus.Span) bool { return s.Surface == "Namyanju" })
		if misspelt != (tag.Value == "namyangju") {
			t.Errorf("evidence of %s: %v", tag.Value, tag.Evidence)
		}
	}
}
