package taxonomy

import (
	"strings"
	"testing"
	"unicode"
)

// Chinese has no spaces: the characters of a city may belong to the words
// around it.
func TestCharactersOfOtherWords(t *testing.T) {
	checkCities(t, [][3]string{
		{"zh", "辅导员的安排都灵活，居民在网上海选节目。", ""},
		{"zh", "江西安居工程培训与廣西安全課程。", ""},
		{"zh", "学员午饭常点汉堡套餐，吃漢堡也喝茶。", ""},
		{"zh", "河南京梆子与海南京味小吃，河北京山线。", ""},
		{"zh", "他们晚上海边散步，早上海鲜市场也开课。", ""},
		{"zh", "高雅典故多，社区公开罗列了课表。", ""},
		{"zh", "文武汉字碑，太太原谅了他。", ""},
		{"zh", "村里建成都市农园，八成都是老人。", ""},
		{"zh", "她非常州官气，推广州际合作，江苏州学旧址。", ""},
		{"zh", "运河内容丰富，系列日程已定。", ""},
		{"zh", "洛桑次仁老师上课，雅典娜读书会。", ""},
	})
	for _, c := range [][2]string{
		{"zh", "云南非遗课堂，湖南非物质文化遗产。"}, {"zh", "各级立法国家都重视道德国民教育。"}, {"zh", "今日本市开课，参加纳新的人很多。"},
	} {
		if sure, _ := loaded(t).Settle(Page{Text: c[1], Lang: c[0]}); len(sure) > 0 {
			t.Errorf("%s: %+v", c[1], sure)
		}
	}
}

// The words that cut up names must not do so where the city is meant.
func TestCitiesBetweenCharacters(t *testing.T) {
	checkCities(t, [][3]string{
		{"zh", "以上海为例，今天上海又开了一所老年大学。", "shanghai shanghai"},
		{"zh", "大会上海代表发言，上海外来务工人员夜校开学，上海报告。", "shanghai shanghai shanghai"},
		{"zh", "上海南部的社区学校，上海上线新课。", "shanghai shanghai"},
		{"zh", "抵达成都的学员，大学生成都实习，共享成都经验。", "chengdu chengdu chengdu"},
		{"zh", "陕西西安的夜校，西安全市参加。", "xian xian"},
		{"zh", "河南、南京和北京东城的图书馆。", "nanjing beijing"},
		{"zh", "武汉语言中心，武汉和武漢。", "wuhan wuhan wuhan"},
		{"zh", "意大利都灵的学校，希腊雅典的图书馆，瑞士洛桑。", "turin athens lausanne"},
		{"zh", "德国汉堡市和德國漢堡的公民大学，埃及开罗。", "hamburg hamburg cairo"},
		{"zh", "北京路径、北京队伍、成都河长、武汉王家的课，北京大学习。", "beijing beijing chengdu wuhan beijing"},
		{"zh", "在北京路上，成都河边，北京队赢了，北京大学的课。", ""},
	})
}

// TestEveryNameInHanIsFound reads each name that is safe where nothing stands
// beside it, and behind and before particles.
func TestEveryNameInHanIsFound(t *testing.T) {
	tax := loaded(t)
	for _, c := range tax.Cities() {
		for _, a := range c.Aliases {
			if strings.ContainsFunc(a.Name, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
				continue
			}
			for _, text := range []string{a.Name, "在" + a.Name + "的学校"} {
				found := false
				for _, m := range tax.Match(text) {
					found = found || m.Value == c.ID
				}
				if !found {
					t.Errorf("%s: %s is not found in %s", c.ID, a.Name, text)
				}
			}
		}
	}
}

// Words that are common nouns too make no thing of a city.
func TestCommonNounsBesideCities(t *testing.T) {
	checkCities(t, [][3]string{
		{"en", "In Glasgow time credits reward neighbours, at the Hangzhou tea workshop too.", "glasgow hangzhou"},
		{"en", "The Swansea Partnership meets, and the Dublin Challenge is open.", "swansea dublin"},
		{"en", "They meet at ten Beijing time, and drink Hangzhou tea with Wuhan rice.", ""},
		{"es", "El café de Medellín abre; cada hora de Quito cuenta; el barrio Bogotá.", "medellin quito bogota"},
		{"es", "A la hora de Bogotá, en la calle Quito.", ""},
		{"fr", "La cuisine de Dakar forme des chefs ; une heure de Lille.", "dakar lille"},
		{"pt", "No café de Setúbal, cada hora de Lisboa.", "setubal lisbon"},
		{"de", "Der Dresdner Weg, die Bonner Brücke und der Hamburger Preis für Bildung.", "dresden bonn hamburg"},
		{"de", "Dresdner Stollen und ein Hamburger Menü.", ""},
	})
}

// Names that are words or talks in a phrase of their own.
func TestWordsThatAreCities(t *testing.T) {
	checkCities(t, [][3]string{
		{"en", "He recited a Limerick for the class.", ""},
		{"en", "After the Lisbon Strategy came the Doha Round.", ""},
		{"en", "The Limerick course, and the Hamburg Strategy for reading.", "limerick hamburg"},
		{"en", "Legazpi crossed the ocean from Mexico.", ""},
		{"en", "The city of Legazpi in the Philippines teaches.", "legazpi"},
		{"es", "Quito hierro al debate.", ""},
		{"es", "La Estrategia de Lisboa y la Ronda de Doha.", ""},
		{"es", "En Quito se lee.", "quito"},
		{"fr", "Liège aggloméré pour les sols.", ""},
		{"fr", "À Liège on lit, puis le cycle de Doha échoua.", "liege"},
		{"pt", "A Estratégia de Lisboa e a Rodada de Doha.", ""},
		{"de", "Die Doha-Runde und die Lissabon-Strategie.", ""},
		{"ar", "تعثرت جولة الدوحة.", ""},
		{"zh", "里斯本战略和多哈回合。", ""},
		{"ko", "리스본 전략과 도하 라운드.", ""},
	})
}

// French joins its article to the words before the name.
func TestFrenchArticleBeforeCities(t *testing.T) {
	checkCities(t, [][3]string{
		{"fr", "Les femmes du Caire lisent au Caire. Le Caire apprend.", "cairo cairo cairo"},
		{"fr", "La ville du Caire ouvre un centre.", "cairo"},
		{"en", "Schools in HCMC are open.", "ho-chi-minh-city"},
	})
	if v, _, ok := loaded(t).Resolve(facetCity, "Caire"); !ok || v != "cairo" {
		t.Errorf("Caire is %q", v)
	}
	if got := loaded(t).FindPlaces("alphabétisation caire"); len(got) != 1 || got[0].Value != "cairo" {
		t.Errorf("a query finds %+v", got)
	}
}
