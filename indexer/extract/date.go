package extract

import (
	"regexp"
	"slices"
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
}

// firstYear is before anything on the site; earlier years are not dates of
// pages.
const firstYear = 1945

// choose returns the date of a page among candidates, the most trustworthy
// first: JSON-LD, meta elements, time elements, other elements, lines of text.
// A less trusted one is taken only where it says the same more precisely, or
// names the day before or after an instant. Days after the capture are
// announcements, not dates of publication.
func choose(candidates []candidate, captured time.Time) corpus.Date {
	var best candidate
	for _, c := range candidates {
		if c.Year < firstYear || !captured.IsZero() && c.First().After(captured.AddDate(0, 0, 1)) {
			continue
		}
		switch {
		case best.IsZero():
			best = c
		case moreDigits(c.Date, best.Date) && !c.First().Before(best.First()) && !c.Last().After(best.Last()):
			best = c
		case best.instant && c.Precision() == corpus.Day && !c.instant && best.First().Sub(c.First()).Abs() == 24*time.Hour:
			best = c
		}
	}
	return best.Date
}

func moreDigits(a, b corpus.Date) bool { return len(a.String()) > len(b.String()) }

// isoDate is a date as programs write it, with or without a time of day.
var isoDate = regexp.MustCompile(`^(\d{4})-(\d{2})(?:-(\d{2}))?([T ]\d{2}:\d{2}.*)?$`)

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
	if m := isoDate.FindStringSubmatch(s); m != nil {
		d, err := corpus.ParseDate(strings.TrimRight(strings.Join(m[1:4], "-"), "-"))
		d.Source = source
		return candidate{Date: d, instant: m[4] != ""}, err == nil
	}
	words, ok := readDateWords(timeOfDay.ReplaceAllString(s, ""))
	if !ok {
		return candidate{}, false
	}
	d, ok := words.date(lang)
	d.Source = source
	return candidate{Date: d}, ok
}

// dateWords are the words of a date by what they are.
type dateWords struct {
	// numbers are in the order of the text.
	numbers []int
	// month is 0 where none is named.
	month      time.Month
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
	if month := monthNames[term]; month != 0 {
		// Arabic pages name a month twice, in both traditions.
		if w.month != 0 && w.month != month {
			return false
		}
		w.month = month
		return true
	}
	if day, ok := weekdayNames[term]; ok {
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

// date puts the words together.
func (w dateWords) date(lang string) (corpus.Date, bool) {
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
	case isYear(n[0]):
		return calendar(n[0], time.Month(n[1]), n[2])
	}
	return w.inFigures(lang)
}

// inFigures reads day, month and year in figures, of which either of the first
// two may be the day.
func (w dateWords) inFigures(lang string) (corpus.Date, bool) {
	a, b, year := w.numbers[0], w.numbers[1], w.numbers[2]
	dayFirst, okDay := calendar(year, time.Month(b), a)
	monthFirst, okMonth := calendar(year, time.Month(a), b)
	switch {
	case !okDay || !okMonth:
		return pick(okDay, dayFirst, monthFirst), okDay || okMonth
	case w.hasWeekday && dayFirst.First().Weekday() != monthFirst.First().Weekday():
		return pick(monthFirst.First().Weekday() != w.weekday && dayFirst.First().Weekday() == w.weekday, dayFirst, monthFirst), true
	}
	return pick(w.dots || !slices.Contains(monthFirstLanguages, lang), dayFirst, monthFirst), true
}

func pick(first bool, a, b corpus.Date) corpus.Date {
	if first {
		return a
	}
	return b
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
