package taxonomy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// settled says the places that count in a page of one paragraph, each with
// its cue.
func settled(t *testing.T, paragraph string) string {
	t.Helper()
	text, parts := passages("—\n" + paragraph)
	sure, _ := loaded(t).Settle(Page{Text: text, Passages: parts})
	var got []string
	for _, m := range sure {
		s := m.Value
		if m.Cue != "" {
			s += "+" + m.Cue
		}
		got = append(got, s)
	}
	return strings.Join(got, " ")
}

func checkSettled(t *testing.T, cases [][2]string) {
	t.Helper()
	for _, c := range cases {
		if diff := cmp.Diff(c[1], settled(t, c[0])); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c[0], diff)
		}
	}
}

func TestPlacesAbroad(t *testing.T) {
	checkSettled(t, [][2]string{
		{"Literacy in Dublin, United States.", "us"},
		{"Hamburg (Canada) learns.", "ca"},
		{"Hamburg, Pennsylvania, USA, learns.", "us"},
		{"They met in Bristol, Connecticut.", ""},
		{"Cairo, Illinois, is small.", ""},
		{"Cairo, IL, is small.", ""},
		{"Turin, Alberta, is smaller.", ""},
		{"Athens is in Georgia, USA.", "us"},
		{"Dresden lies in the state of Ohio.", ""},
		{"Hamburg is located in the United States.", "us"},
		{"Hamburg, Pennsylvania, learns. Hamburg has a library.", ""},
		{"Dublin, Ireland, and Dublin, Ohio, are twins.", "dublin ie"},
		// The own country, in whatever order, and codes of countries.
		{"Hamburg, Germany; Cairo, Egypt; Bristol (UK).", "hamburg de cairo eg bristol gb"},
		{"Ireland, Cork, Germany, Hamburg.", "ie cork+country de hamburg"},
		{"Ireland: Dublin, Germany: Hamburg.", "ie dublin de hamburg"},
		{"We saw Bogotá, CO, and Hamburg, DE.", "bogota hamburg"},
		{"Batumi is in Georgia.", "batumi ge+city"},
		{"Armenia, Georgia, USA and France came.", "am ge+list us fr"},
		{"They came from Cairo, New York and Lille.", "cairo lille"},
		{"Families from Cairo in Germany cook.", "cairo de"},
	})
}

func TestPeopleAreNoPlaces(t *testing.T) {
	checkSettled(t, [][2]string{
		{"Santiago Ramírez enseña en Puebla, México.", "puebla mx"},
		{"María Santiago enseña en México.", "mx"},
		{"Pedro León vive en Nicaragua.", "ni"},
		{"Juan de León vive en Nicaragua.", "ni"},
		{"Ramiro León vive en Nicaragua.", "ni"},
		{"Charlotte Bristol teaches.", ""},
		{"Paris Dresden teaches.", ""},
		{"Braga Scott sings in Portugal.", "pt"},
		{"Monsieur Cali parle.", ""},
		{"M. Lille parle.", ""},
		{"Kim Suwon teaches.", ""},
		{"Mr Cork lives in Ireland.", "ie"},
		{"Ms Aoife Bristol and Prof. Dr. Hamburg teach.", ""},
		{"Sr. León de Nicaragua.", "ni"},
		{"Herr Dresden und Frau Ireland lehren.", ""},
		// Places with capitals beside them.
		{"Medellín Colombia learns.", "medellin co"},
		{"Learning City Cork learns.", "cork+learning"},
		{"The Lord Mayor of Cork, Ireland, spoke.", "cork+country ie"},
		{"The City of Cork learns.", "cork+affix"},
		{"Mr Scott of Hamburg and Ms Ann Kelly, Dresden, came.", "hamburg dresden"},
		{"Sra. Ana López de Medellín habló.", "medellin"},
		{"Municipio León, Nicaragua.", "leon+country ni"},
		{"In Bonn Martin Luther spoke.", "bonn"},
		{"En León, Nicaragua, y en San Juan Medellín.", "leon+country ni medellin"},
	})
}

func TestShorterNamesBehindBarredOnes(t *testing.T) {
	checkSettled(t, [][2]string{
		{"Tak municipality in Thailand opened a centre.", "tak+affix th"},
		{"Tak Province opened a centre.", "tak+affix"},
		{"La provincia de Cuenca, en Ecuador.", "cuenca+affix ec"},
		{"La province de Fès et le Landkreis Hamburg.", "fez hamburg"},
		{"It was the republic of Korea.", "kr"},
		{"La Cuenca del Amazonas, en Ecuador.", "ec"},
	})
}

func TestAnotherCountryOutvotes(t *testing.T) {
	checkSettled(t, [][2]string{
		{"Granada y León, en España, y Managua, Nicaragua, envió saludos.", "es ni"},
		{"León (Nicaragua) y Granada (España).", "leon+country ni es"},
		{"En Nicaragua, León saluda a España.", "ni leon+country es"},
		{"Las ciudades de León y Granada en Nicaragua.", "leon+country granada+country ni"},
		{"They met in Cork and Hamburg, Germany, and then in Ireland.", "cork+country hamburg de ie"},
	})
}

func TestListsHaveCommasOrWords(t *testing.T) {
	checkSettled(t, [][2]string{
		{"Trains ran Amman Cork Espoo all day.", "amman espoo"},
		{"Trains ran from Amman, Cork and Espoo.", "amman cork+list espoo"},
		{"القاهرة بورصة الجيزة", "cairo giza"},
		{"القاهرة وبورصة والجيزة", "cairo bursa+list giza"},
	})
}

func TestWordsWithoutCapitals(t *testing.T) {
	checkSettled(t, [][2]string{
		{"صور قديمة من سلطنة عُمان", "om"},
		{"صور سلطنة عُمان", "om"},
		{"حمل العامل فاس في يده في المغرب", "ma"},
		{"بورصة القاهرة", "cairo"},
		{"مدينة فاس في المغرب", "fez+affix ma"},
		{"فاس بالمغرب", "fez+country ma"},
		{"مسقط، سلطنة عُمان", "muscat+country om"},
		{"مسقط وصور ونزوى", "muscat+list sur+list nizwa"},
		{"مدينة تونس", "tunis"},
		{"تونس العاصمة", "tunis"},
		{"زار تونس أمس", "tn"},
	})
}

func TestShortHangul(t *testing.T) {
	checkSettled(t, [][2]string{
		{"부천에서는 도서관이 많다. 수원의 시민들은 배운다.", "bucheon suwon+city"},
		{"수원의 시민들은 배운다.", ""},
		{"부천에서는 배운다. 수원 배움.", "bucheon"},
		{"부천에서는 배운다. 그 생각은 오산이다. 전주의 일이다. 이천의 사람.", "bucheon"},
		{"대한민국 오산에서 배운다.", "kr osan+country"},
		{"부천시와 수원 그리고 남양주", "bucheon suwon+list namyangju"},
	})
}
