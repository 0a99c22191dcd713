package analysis

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

// monthNames are the months by language as dates write them; Arabic dates use
// either of two traditions.
var monthNames = map[string][]string{
	"en": {"January February March April May June July August September October November December"},
	"fr": {"janvier février mars avril mai juin juillet août septembre octobre novembre décembre"},
	"es": {"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"},
	"pt": {"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"},
	"de": {"Januar Februar März April Mai Juni Juli August September Oktober November Dezember"},
	"ru": {"января февраля марта апреля мая июня июля августа сентября октября ноября декабря"},
	"ar": {
		"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		"كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
	},
}

// DateTexts returns how people write a date, in English, in figures, and in the
// language of its page, so that a page is found by its date as text. A day or
// month of 0 is not known. A year of 0 has no texts.
func DateTexts(year int, month time.Month, day int, lang string) []string {
	switch {
	case year == 0:
		return nil
	case month == 0:
		return []string{fmt.Sprint(year)}
	}
	texts := namedMonths("en", year, month, day)
	if lang != "en" {
		texts = append(texts, namedMonths(lang, year, month, day)...)
	}
	figures := fmt.Sprintf("%d-%02d", year, month)
	if day > 0 {
		figures += fmt.Sprintf("-%02d", day)
		texts = append(texts, fmt.Sprintf("%02d/%02d/%d", day, month, year))
	}
	return append(texts, figures)
}

// namedMonths returns a date in the order of a language, without what some
// writers put in between.
func namedMonths(lang string, year int, month time.Month, day int) []string {
	switch lang {
	case "ko":
		return []string{signed("%d년 %d월", " %d일", year, month, day)}
	case "zh":
		return []string{signed("%d年%d月", "%d日", year, month, day)}
	}
	between := " "
	if lang == "es" || lang == "pt" {
		between = " de "
	}
	var texts []string
	for _, names := range monthNames[lang] {
		name := strings.ReplaceAll(strings.Fields(names)[month-1], "_", " ")
		date := fmt.Sprintf("%s%s%d", name, between, year)
		if day > 0 {
			date = fmt.Sprintf("%d%s%s", day, between, date)
			if lang == "en" {
				texts = append(texts, fmt.Sprintf("%s %d %d", name, day, year))
			}
		}
		texts = append(texts, date)
	}
	return texts
}

// signed writes a date whose parts have signs behind them.
func signed(yearMonth, dayPart string, year int, month time.Month, day int) string {
	text := fmt.Sprintf(yearMonth, year, month)
	if day > 0 {
		text += fmt.Sprintf(dayPart, day)
	}
	return text
}

// monthTerms are the folded words of all month names.
var monthTerms = sync.OnceValue(func() map[string]bool {
	terms := map[string]bool{}
	for _, lists := range monthNames {
		for _, names := range lists {
			for _, w := range Words(names) {
				terms[w.Term] = true
			}
		}
	}
	return terms
})

// IsDate reports whether text is a date with its year and at least its month,
// and nothing else: words of a date alone say nothing.
func IsDate(text string) bool {
	years, others := 0, 0
	for _, w := range Words(text) {
		n, err := strconv.Atoi(w.Term)
		switch {
		case err == nil && len(w.Term) == 4 && 1900 <= n && n < 2100:
			years++
		case err == nil && 1 <= n && n <= 31, monthTerms()[w.Term]:
			others++
		case dateSigns[w.Term]:
		default:
			return false
		}
	}
	return years == 1 && others > 0
}

// dateSigns stand in dates beside day, month and year.
var dateSigns = map[string]bool{"de": true, "del": true, "of": true, "년": true, "월": true, "일": true, "年": true, "月": true, "日": true}
