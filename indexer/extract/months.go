package extract

import (
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// american is the language of pages that write 11/03/2022 for the third of
// November and say so; all other English is "en", for most countries begin with the day.
const american = "en-us"

// monthLists name the months from January on; names of one month are joined by
// "|". Short forms are those that cannot be mistaken for words. No name means
// two months in two of the languages. Arabic has two traditions, of which one
// goes another way in the Maghreb and another in Morocco.
var monthLists = []string{
	"january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct november|nov december|dec",
	"janvier|janv février|févr|fév mars avril|avr mai juin juillet|juil août|aoû septembre octobre novembre décembre|déc",
	"enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre octubre noviembre diciembre|dic",
	"janeiro fevereiro|fev março abril maio junho julho agosto setembro|set outubro|out novembro dezembro|dez",
	"januar|jänner februar|feber märz|mrz april mai juni juli august september oktober|okt november dezember",
	"января|январь|январе|янв февраля|февраль|феврале|февр|фев марта|март|марте|мар апреля|апрель|апреле|апр мая|май|мае июня|июнь|июне|июн июля|июль|июле|июл августа|август|августе|авг сентября|сентябрь|сентябре|сент|сен октября|октябрь|октябре|окт ноября|ноябрь|ноябре|нояб|ноя декабря|декабрь|декабре|дек",
	"يناير فبراير مارس أبريل|إبريل|ابريل مايو يونيو|يونيه يوليو|يوليه أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر",
	"كانون_الثاني|كانون_ثاني شباط آذار نيسان أيار|نوار حزيران تموز آب أيلول تشرين_الأول|تشرين_أول تشرين_الثاني|تشرين_ثاني كانون_الأول|كانون_أول",
	"جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
	"يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
}

// hijriMonths are the months of the Islamic calendar, whose dates stand before
// or behind those that are read.
var hijriMonths = []string{
	"محرم", "المحرم", "صفر", "ربيع الأول", "ربيع الآخر", "ربيع الثاني", "جمادى الأولى", "جمادى الآخرة", "جمادى الثانية", "رجب",
	"شعبان", "رمضان", "شوال", "ذو القعدة", "ذي القعدة", "ذو الحجة", "ذي الحجة",
}

var weekdayLists = []string{
	"sunday|sun monday|mon tuesday|tue|tues wednesday|wed thursday|thu|thur|thurs friday|fri saturday|sat",
	"dimanche|dim lundi|lun mardi|mar mercredi|mer jeudi|jeu vendredi|ven samedi|sam",
	"domingo|dom lunes|lun martes|mar miércoles|mié jueves|jue viernes|vie sábado|sáb",
	"domingo segunda|seg terça|ter quarta|qua quinta|qui sexta|sex sábado",
	"sonntag|so montag|mo dienstag|di mittwoch|mi donnerstag|do freitag|fr samstag|sonnabend|sa",
	"воскресенье|вс понедельник|пн вторник|вт среда|среду|ср четверг|чт пятница|пятницу|пт суббота|субботу|сб",
	"الأحد الاثنين|الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت",
	"일요일 월요일 화요일 수요일 목요일 금요일 토요일",
	"星期日|星期天|周日|週日|礼拜天|禮拜天|礼拜日 星期一|周一|週一|礼拜一|禮拜一 星期二|周二|週二|礼拜二|禮拜二 星期三|周三|週三|礼拜三|禮拜三 星期四|周四|週四|礼拜四|禮拜四 星期五|周五|週五|礼拜五|禮拜五 星期六|周六|週六|礼拜六|禮拜六",
}

// dateFillers stand in dates without saying anything about them. The Korean
// short names of weekdays are here because two of them also mean month and day.
var dateFillers = words("de del of the le la el al den der on du dne dia feira em à o г года год году от يوم بتاريخ الموافق عام سنة لعام شهر م هـ ه " +
	"년 월 일 화 수 목 금 토 年 月 日 號 号")

var ordinalEndings = words("st nd rd th er ere o a º ª")

var (
	monthNames   = byName[time.Month](monthLists, 1)
	weekdayNames = byName[time.Weekday](weekdayLists, 0)
)

func words(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[analysis.Fold(w)] = true
	}
	return out
}

// byName numbers the folded names of each list, beginning at first.
func byName[T ~int](lists []string, first T) map[string]T {
	out := map[string]T{}
	for _, list := range lists {
		for i, names := range strings.Fields(list) {
			for _, name := range strings.Split(names, "|") {
				out[analysis.Fold(name)] = first + T(i)
			}
		}
	}
	return out
}
