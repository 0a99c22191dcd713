package extract

import (
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// monthFirstLanguages write 11/03/2022 for the third of November. Pages that
// name no language are read as the site's English pages are.
var monthFirstLanguages = []string{"en", ""}

// monthLists name the months from January on; names of one month are joined by
// "|". Short forms are those that cannot be mistaken for words. No name means
// two months in two of the languages.
var monthLists = []string{
	"january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct november|nov december|dec",
	"janvier|janv février|févr mars avril|avr mai juin juillet|juil août septembre octobre novembre décembre|déc",
	"enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre octubre noviembre diciembre|dic",
	"janeiro fevereiro|fev março abril maio junho julho agosto setembro|set outubro|out novembro dezembro|dez",
	"januar februar märz april mai juni juli august september oktober|okt november dezember",
	"января|январь февраля|февраль марта|март апреля|апрель мая|май июня|июнь июля|июль августа|август сентября|сентябрь октября|октябрь ноября|ноябрь декабря|декабрь",
	"يناير فبراير مارس أبريل|إبريل مايو يونيو|يونيه يوليو|يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
	"كانون_الثاني شباط آذار نيسان أيار|نوار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
	"جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
}

var weekdayLists = []string{
	"sunday|sun monday|mon tuesday|tue|tues wednesday|wed thursday|thu|thur|thurs friday|fri saturday|sat",
	"dimanche|dim lundi|lun mardi mercredi|mer jeudi|jeu vendredi|ven samedi|sam",
	"domingo|dom lunes|lun martes miércoles|mié jueves|jue viernes|vie sábado|sáb",
	"domingo segunda|seg terça|ter quarta|qua quinta|qui sexta|sex sábado",
	"sonntag|so montag|mo dienstag|di mittwoch|mi donnerstag|do freitag|fr samstag",
	"воскресенье|вс понедельник|пн вторник|вт среда|ср четверг|чт пятница|пт суббота|сб",
	"الأحد الاثنين|الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت",
	"일요일 월요일 화요일 수요일 목요일 금요일 토요일",
}

// dateFillers stand in dates without saying anything about them. The Korean
// short names of weekdays are here because two of them also mean month and day.
var dateFillers = words("de del of the le la el al den der on du dne г года от م هـ " +
	"년 월 일 화 수 목 금 토 年 月 日 published posted date publié publiée publicado publicada veröffentlicht опубликовано نشر في 등록일 작성일 게시일")

var ordinalEndings = words("st nd rd th er ere o a")

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
