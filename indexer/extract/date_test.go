package extract

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/uilsearch/uilsearch/corpus"
)

func TestParseDate(t *testing.T) {
	for _, c := range []struct{ text, lang, want string }{
		{"14 July 2016", "en", "2016-07-14"},
		{"July 14, 2016", "en", "2016-07-14"},
		{"14th of July, 2016", "en", "2016-07-14"},
		{"23 août 2016", "fr", "2016-08-23"},
		{"23 AOUT 2016", "", "2016-08-23"},
		{"1er février 2017", "fr", "2017-02-01"},
		{"jeudi 3 novembre 2022", "fr", "2022-11-03"},
		{"15 de marzo de 2019", "es", "2019-03-15"},
		{"2 de março de 2019", "pt", "2019-03-02"},
		{"2019년 10월 2일", "ko", "2019-10-02"},
		{"2019년 10월", "ko", "2019-10"},
		{"2019. 10. 2. (수)", "ko", "2019-10-02"},
		{"2019年10月2日", "zh", "2019-10-02"},
		{"8 أيلول/سبتمبر 2019", "ar", "2019-09-08"},
		{"21 تشرين الأول/أكتوبر 2019", "ar", "2019-10-21"},
		{"8 سبتمبر 2019", "ar", "2019-09-08"},
		{"٨ سبتمبر ٢٠١٩", "ar", "2019-09-08"},
		{"14. Juli 2016", "de", "2016-07-14"},
		{"14 июля 2016 г.", "ru", "2016-07-14"},
		{"September 2017", "en", "2017-09"},
		{"• September 2017", "en", "2017-09"},
		{"mars 2022", "fr", "2022-03"},
		{"09/2017", "en", "2017-09"},
		{"2015", "", "2015"},
		{"Thu, 11/03/2022", "en", "2022-11-03"},
		{"Thu, 11/03/2022", "fr", "2022-11-03"}, // the weekday outweighs the language
		{"Fri, 11/03/2022", "en", "2022-03-11"},
		{"11/03/2022", "en", "2022-03-11"},
		{"11/03/2022", "", "2022-03-11"},
		{"11/03/2022", american, "2022-11-03"},
		{"11/03/2022", "fr", "2022-03-11"},
		{"11.03.2022", "en", "2022-03-11"},
		{"31/03/2022", "en", "2022-03-31"}, // no month has the number 31
		{"03/31/2022", "fr", "2022-03-31"},
		{"2016-07-14", "", "2016-07-14"},
		{"2016-07", "", "2016-07"},
		{"2016-07-14T23:30:00+02:00", "", "2016-07-14"},
		{"2016-07-14 09:00:00 +0200", "", "2016-07-14"},
		{"2016/07/14", "fr", "2016-07-14"},

		{"", "en", ""},
		{"30 February 2016", "en", ""},
		{"2016-02-30", "en", ""},
		{"31/31/2022", "en", ""},
		{"18–20 September 2017", "en", ""}, // a span is no date of publication
		{"7 May – 8 June 2017", "en", ""},
		{"14 July", "en", ""},
		{"14 July 16", "en", ""},
		{"In 2015 the city joined", "en", ""},
		{"May", "en", ""},
		{"2017 learners", "en", ""},
		{"12345", "en", ""},
		{strings.Repeat("1 ", 5000), "en", ""},
	} {
		got, ok := parseDate(c.text, c.lang, "text")
		if ok != (c.want != "") || ok && got.Date.String() != c.want {
			t.Errorf("%.40q in %q = %s, %v; want %s", c.text, c.lang, got.Date, ok, c.want)
		}
	}
}

// In elements that hold a date years may be short, and nowhere else.
func TestShortYears(t *testing.T) {
	for _, c := range []struct{ text, lang, want string }{
		{"14.07.16", "en", "2016-07-14"},
		{"14-07-16 09:30", "en", "2016-07-14"},
		{"Thursday, 14.07.16", "en", "2016-07-14"},
		{"14 July 16", "en", "2016-07-14"},
		{"14. Juli 16", "de", "2016-07-14"},
		{"03.11.98", "fr", "1998-11-03"},
		{"14.07.2016 09:30", "en", "2016-07-14"},
		{"Thursday, 14. July 2016", "en", "2016-07-14"},
		{"2016.07.14", "en", "2016-07-14"},
		{"31.02.16", "en", ""},
		{"14/07/16", "en", ""}, // of these nobody can tell
		{"1.2.16", "en", ""},   // a chapter, a version
	} {
		got, ok := parseDate(c.text, c.lang, "element")
		if ok != (c.want != "") || ok && got.Date.String() != c.want {
			t.Errorf("%q in %q = %s, %v; want %s", c.text, c.lang, got.Date, ok, c.want)
		}
	}
	for _, text := range []string{"14.07.16", "14 July 16", "14-07-16"} {
		if got, ok := parseDate(text, "en", "text"); ok {
			t.Errorf("%q in the text = %s", text, got.Date)
		}
	}
}

// Every day of the calendar is read back from each way of writing it.
func TestParseDateReadsEveryDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "seconds"), 0).UTC()
		layout := rapid.SampledFrom([]string{"2 January 2006", "January 2, 2006", "Mon, 01/02/2006", "Mon 02/01/2006", "2006-01-02", "2006년 1월 2일", "2 Jan 2006", "Monday, 2 January 2006"}).Draw(t, "layout")
		lang := rapid.SampledFrom([]string{"en", "fr", ""}).Draw(t, "lang")
		text := day.Format(layout)
		// In figures a weekday settles the order unless both readings share it.
		swapped := time.Date(day.Year(), time.Month(day.Day()), int(day.Month()), 0, 0, 0, 0, time.UTC)
		if strings.Contains(layout, "/") && swapped.Weekday() == day.Weekday() {
			return
		}
		got, ok := parseDate(text, lang, "text")
		if !ok || got.Date.String() != day.Format(time.DateOnly) {
			t.Fatalf("%q in %q = %s, %v", text, lang, got.Date, ok)
		}
	})
}

func TestChoose(t *testing.T) {
	captured := time.Date(2022, 5, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		in   []string // text after its source
		want string
	}{
		{"the first is trusted most", []string{"json-ld 2016-07-14", "element 15 August 2016"}, "2016-07-14 json-ld"},
		{"more precise and consistent", []string{"meta 2016-07", "element 14 July 2016"}, "2016-07-14 element"},
		{"more precise, inconsistent", []string{"meta 2016-07", "element 14 August 2016"}, "2016-07 meta"},
		{"year, month, day", []string{"json-ld 2016", "time 2016-07", "element 14 July 2016"}, "2016-07-14 element"},
		{"less precise", []string{"time 2016-07-14", "element July 2016"}, "2016-07-14 time"},
		{"an instant in another time zone", []string{"meta 2016-07-13T22:00:00Z", "element 14 July 2016"}, "2016-07-14 element"},
		{"a day off without a time", []string{"meta 2016-07-13", "element 14 July 2016"}, "2016-07-13 meta"},
		{"after the capture", []string{"json-ld 2022-09-18", "element 2 April 2022"}, "2022-04-02 element"},
		{"before the site", []string{"meta 1900-01-01", "text 1524"}, ""},
		{"none", nil, ""},
	} {
		var in []candidate
		for _, s := range c.in {
			source, text, _ := strings.Cut(s, " ")
			d, ok := parseDate(text, "en", source)
			if !ok {
				t.Fatalf("%s: %q is no date", c.name, text)
			}
			in = append(in, d)
		}
		got := choose(in, captured)
		if s := strings.TrimSpace(got.String() + " " + got.Source); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
	if got := choose([]candidate{{Date: corpus.Date{Year: 2030}}}, time.Time{}); got.Year != 2030 {
		t.Error("without a time of capture no date is too late")
	}
}

func TestMonthNamesAreClear(t *testing.T) {
	for _, lists := range [][]string{monthLists, weekdayLists} {
		seen := map[string]int{}
		for _, list := range lists {
			for i, names := range strings.Fields(list) {
				for _, name := range strings.Split(names, "|") {
					if at, ok := seen[name]; ok && at != i {
						t.Errorf("%q is number %d and %d", name, at, i)
					}
					seen[name] = i
				}
			}
		}
	}
	for _, list := range monthLists {
		if n := len(strings.Fields(list)); n != 12 {
			t.Errorf("%d months in %q", n, list)
		}
	}
	for _, list := range weekdayLists {
		if n := len(strings.Fields(list)); n != 7 {
			t.Errorf("%d days in %q", n, list)
		}
	}
}
