package extract

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// candidate is a date that a page gives, which need not be its own.
type candidate struct {
	corpus.Date
	// instant says that the date came with a time of day, and so may be a day
	// off in the place where the page was written.
	instant bool
	// labelled says that the page calls it the date of publication.
	labelled bool
	// swapped is the other reading of a date in figures of which nothing tells
	// whether the day or the month comes first; it is zero elsewhere.
	swapped corpus.Date
	// text is what the date was read from, and place where that stands if there
	// is more to say than the source does.
	text, place string
}

// isoDate is a date as programs write it, with or without a time of day.
var isoDate = regexp.MustCompile(`^(\d{4})-(\d{2})(?:-(\d{2}))?([T ]\d{2}:\d{2}.*)?$`)

// compactDate is the same without hyphens, which only heads of pages have.
var compactDate = regexp.MustCompile(`^((?:19|20)\d{2})(\d{2})(\d{2})(T?\d{4,6}.*)?$`)

// maxDateLine bounds the lines that are tried as dates, in bytes.
const maxDateLine = 100

// parseDate reads a text that is a date and nothing else but a time of day. It knows the months
// of the site's languages; a date in figures is read by its weekday if it names
// one, else in the order of the language. It knows no dates without a year.
func parseDate(s, lang, source string) (candidate, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxDateLine {
		return candidate{}, false
	}
	m := isoDate.FindStringSubmatch(s)
	if m == nil && source != "text" && source != "element" {
		m = compactDate.FindStringSubmatch(s)
	}
	if m != nil {
		d, err := corpus.ParseDate(strings.TrimRight(strings.Join(m[1:4], "-"), "-"))
		d.Source = source
		return candidate{Date: d, instant: m[4] != "", text: s}, err == nil
	}
	bare := plainDate(s)
	if source == "element" {
		bare = longYear(bare)
	}
	words, ok := readDateWords(bare)
	if !ok {
		return candidate{}, false
	}
	d, swapped, ok := words.date(lang)
	d.Source = source
	return candidate{Date: d, text: s, swapped: swapped}, ok
}

// shortYear is a day as older pages write it: 14.07.16 or 14-07-16.
var shortYear = regexp.MustCompile(`\b(\d{2})([.-])(\d{2})[.-](\d{2})$`)

// namedShortYear is the same with the name of a month: 14 July 16.
var namedShortYear = regexp.MustCompile(`^(\D*\d{1,2}\.?\s+\p{L}+\.?\s+)(\d{2})$`)

// longYear writes out a year of two digits. Only an element that is known to
// hold a date is read so, for in running text such figures may be anything; and
// where they are parted by dots or hyphens, the day stands first.
func longYear(s string) string {
	if m := namedShortYear.FindStringSubmatch(s); m != nil {
		return m[1] + century(m[2])
	}
	if m := shortYear.FindStringSubmatchIndex(s); m != nil {
		return s[:m[3]] + "." + s[m[6]:m[7]] + "." + century(s[m[8]:m[9]])
	}
	return s
}

// century returns a year of two digits in full: the web is younger than 1970.
func century(year string) string {
	if year[0] >= '7' {
		return "19" + year
	}
	return "20" + year
}

// dateWords are the words of a date by what they are.
type dateWords struct {
	// numbers are in the order of the text.
	numbers []int
	// month is 0 where none is named.
	month time.Month
	// unsure says that the name of the month is that of a weekday as well.
	unsure     bool
	weekday    time.Weekday
	hasWeekday bool
	// dots says that the numbers are parted by dots, as in 14.07.2016.
	dots bool
}

// readDateWords reports false if there is any word that no date has.
func readDateWords(s string) (dateWords, bool) {
	w := dateWords{dots: strings.Contains(s, ".") && !strings.ContainsAny(s, "/-")}
	found := analysis.Words(s)
	for i := 0; i < len(found); i++ {
		term := found[i].Term
		if i+1 < len(found) {
			// "تشرين الأول" is one name.
			if two := term + " " + found[i+1].Term; monthNames[two] != 0 {
				term = two
				i++
			}
		}
		if !w.add(term) {
			return w, false
		}
	}
	return w, len(w.numbers) > 0 && len(w.numbers) <= 3
}

func (w *dateWords) add(term string) bool {
	day, isDay := weekdayNames[term]
	if month := monthNames[term]; month != 0 && !(isDay && w.month != 0) {
		// Arabic pages name a month twice, in both traditions.
		if w.month != 0 && w.month != month && !w.unsure {
			return false
		}
		w.month, w.unsure = month, isDay
		return true
	}
	if isDay {
		w.weekday, w.hasWeekday = day, true
		return true
	}
	if n, ok := number(term); ok {
		w.numbers = append(w.numbers, n)
		return true
	}
	return dateFillers[term]
}

// number reads a number of up to four digits, with or without the ending that
// makes it an ordinal.
func number(term string) (int, bool) {
	digits := strings.TrimRight(term, "abcdefghijklmnopqrstuvwxyz")
	if ending := term[len(digits):]; ending != "" && !ordinalEndings[ending] {
		return 0, false
	}
	if digits == "" || len(digits) > 4 {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

// date puts the words together. It returns the other reading as well where
// there are two.
func (w dateWords) date(lang string) (date, swapped corpus.Date, ok bool) {
	if len(w.numbers) == 3 && (w.month == 0 || w.unsure) && !isYear(w.numbers[0]) {
		return w.inFigures(lang)
	}
	date, ok = w.inOrder()
	return date, corpus.Date{}, ok
}

// inOrder reads dates whose numbers can mean only one thing.
func (w dateWords) inOrder() (corpus.Date, bool) {
	n := w.numbers
	switch {
	case w.month != 0 && len(n) == 1:
		return calendar(n[0], w.month, 0)
	case w.month != 0 && len(n) == 2 && isYear(n[1]):
		return calendar(n[1], w.month, n[0])
	case w.month != 0 && len(n) == 2 && isYear(n[0]):
		return calendar(n[0], w.month, n[1])
	case w.month != 0:
		return corpus.Date{}, false
	case len(n) == 1:
		return calendar(n[0], 0, 0)
	case len(n) == 2 && isYear(n[0]):
		return calendar(n[0], time.Month(n[1]), 0)
	case len(n) == 2:
		return calendar(n[1], time.Month(n[0]), 0)
	}
	return calendar(n[0], time.Month(n[1]), n[2])
}

// inFigures reads day, month and year in figures, of which either of the first
// two may be the day. Where nothing else tells, the language does, and the other
// reading is returned as well.
func (w dateWords) inFigures(lang string) (date, swapped corpus.Date, ok bool) {
	a, b, year := w.numbers[0], w.numbers[1], w.numbers[2]
	dayFirst, okDay := calendar(year, time.Month(b), a)
	monthFirst, okMonth := calendar(year, time.Month(a), b)
	switch {
	case !okDay:
		return monthFirst, corpus.Date{}, okMonth
	case !okMonth || a == b || w.dots:
		return dayFirst, corpus.Date{}, true
	case w.hasWeekday && dayFirst.First().Weekday() != monthFirst.First().Weekday():
		if dayFirst.First().Weekday() == w.weekday {
			return dayFirst, corpus.Date{}, true
		}
		return monthFirst, corpus.Date{}, true
	case lang == american:
		return monthFirst, dayFirst, true
	}
	return dayFirst, monthFirst, true
}

// calendar returns a date that a calendar has.
func calendar(year int, month time.Month, day int) (corpus.Date, bool) {
	if !isYear(year) || month < 0 || month > 12 || month == 0 && day != 0 {
		return corpus.Date{}, false
	}
	d := corpus.Date{Year: year, Month: month, Day: day}
	if day != 0 && (day < 0 || d.First().Day() != day || d.First().Month() != month) {
		return corpus.Date{}, false
	}
	return d, true
}

func isYear(n int) bool { return n >= 1000 && n <= 9999 }
