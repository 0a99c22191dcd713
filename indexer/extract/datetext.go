package extract

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

var (
	// chineseFigures are numbers in Chinese characters before the sign of a year,
	// month or day.
	chineseFigures = regexp.MustCompile(`([〇○零一二三四五六七八九十廿卅]+)\s*([年月日号號])`)
	// signEnd is a sign of a date with more text right behind it, as in 2017年出版.
	signEnd = regexp.MustCompile(`([0-9０-９]\s*[年月日号號년월일])(\pL)`)
	// minguoYear is a year as Taiwan counts them, from 1912 on.
	minguoYear = regexp.MustCompile(`(?:中華)?民[国國]\s*(\d{2,3})\s*年`)
	// hijriDate is a date of the Islamic calendar, with or without its sign.
	hijriDate = regexp.MustCompile(`[0-9٠-٩]{1,2}\s+(?:من\s+)?(?:` + strings.Join(hijriMonths, "|") + `)،?\s+[0-9٠-٩]{4}(?:\s*(?:هـ|ه)(?:\P{L}|$))?`)
)

// timeOfDay is what follows a date: "- 09:30", ", 10:30", "at 9:30 am", "à 9h30".
var timeOfDay = regexp.MustCompile(`(?i)[\s,،，–—-]+(?:(?:at|à|um|às|a las|kl\.?|в|الساعة|上午|下午|오전|오후)\s*)?\d{1,2}(?::\d{2}(?::\d{2})?|h\d{2})(?:\s*(?:am|pm|a\.m\.|p\.m\.|h|hrs|uhr|ч\.?))?(?:\s*\(?(?:utc|gmt|cet|cest)\)?)?$`)

// machineTime is a time of day as programs write it among the words of a date,
// to the second and with its zone.
var machineTime = regexp.MustCompile(`\s\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:\s*(?:[A-Z]{3,4})?(?:[+-]\d{2}:?\d{2})?(?:\s*\([^)]*\))?)?(\s+\d{4})?$`)

// plainDate returns a text without what stands beside a date, with its numbers
// in figures.
func plainDate(s string) string {
	s = machineTime.ReplaceAllString(s, "$1")
	s = timeOfDay.ReplaceAllString(s, "")
	s = chineseFigures.ReplaceAllStringFunc(s, func(found string) string {
		m := chineseFigures.FindStringSubmatch(found)
		n, ok := chineseNumber(m[1])
		if !ok {
			return found
		}
		return strconv.Itoa(n) + m[2]
	})
	s = minguoYear.ReplaceAllStringFunc(s, func(found string) string {
		n, _ := strconv.Atoi(minguoYear.FindStringSubmatch(found)[1])
		return strconv.Itoa(n+1911) + "年"
	})
	s = signEnd.ReplaceAllString(s, "$1 $2")
	if strings.ContainsFunc(s, isArabic) {
		s = hijriDate.ReplaceAllString(s, " ")
	}
	return s
}

func isArabic(r rune) bool { return 0x600 <= r && r <= 0x6FF }

// chineseDigits are the digits from 0 on; zero has several signs.
var chineseDigits = map[rune]int{
	'〇': 0, '○': 0, '零': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
}

// chineseNumber reads a year digit by digit, as in 二〇一六, or a number up to 99
// with tens, as in 十四.
func chineseNumber(s string) (int, bool) {
	n, digit, tens := 0, 0, false
	for _, r := range s {
		d, isDigit := chineseDigits[r]
		switch {
		case isDigit && tens:
			if digit != 0 {
				return 0, false
			}
			digit = d
		case isDigit:
			n = 10*n + d
		case tens || n > 9:
			return 0, false
		case r == '十':
			n, tens = 10*max(n, 1), true
		default: // 廿 and 卅 are twenty and thirty
			n, tens = map[rune]int{'廿': 20, '卅': 30}[r], true
		}
		if n > 9999 {
			return 0, false
		}
	}
	return n + digit, true
}

// labels returns the folded words of each name, the longest first.
func labels(names ...string) [][]string {
	var out [][]string
	for _, name := range names {
		out = append(out, terms(name))
	}
	slices.SortStableFunc(out, func(a, b []string) int { return len(b) - len(a) })
	return out
}

// terms returns the folded words of a text.
func terms(s string) []string {
	var out []string
	for _, w := range analysis.Words(s) {
		out = append(out, w.Term)
	}
	return out
}
