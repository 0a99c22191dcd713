package crawl

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Traps bounds single addresses of sites that never end: calendars, listings
// with filters, links that grow. What only many addresses together show is for
// Budget. A limit of 0 means its default.
type Traps struct {
	// Length is the longest address in bytes; 1,024 by default.
	Length int
	// Segments is how many segments a path may have; 15 by default.
	Segments int
	// Repeats is how often one segment may stand in a path; 3 by default.
	Repeats int
	// Parameters is how many parameters a query may have; 6 by default.
	Parameters int
	// YearsAhead and YearsBack are how far from now a calendar is followed; 2
	// and 60 by default.
	YearsAhead, YearsBack int
	// Page is the last page of a listing, and Offset the last entry that a page
	// may begin with; 500 and 10,000 by default.
	Page, Offset int
	// Now is what years are counted from; the zero time means the clock.
	Now time.Time
}

func (t Traps) limits() Traps {
	t.Length = cmp.Or(t.Length, 1024)
	t.Segments = cmp.Or(t.Segments, 15)
	t.Repeats = cmp.Or(t.Repeats, 3)
	t.Parameters = cmp.Or(t.Parameters, 6)
	t.YearsAhead = cmp.Or(t.YearsAhead, 2)
	t.YearsBack = cmp.Or(t.YearsBack, 60)
	t.Page = cmp.Or(t.Page, 500)
	t.Offset = cmp.Or(t.Offset, 10_000)
	return t
}

// rule returns why an address looks like a trap, or "".
func (t Traps) rule(u *url.URL) string {
	t = t.limits()
	segments := strings.FieldsFunc(u.EscapedPath(), func(r rune) bool { return r == '/' })
	parameters := parametersOf(u.RawQuery)
	switch {
	case len(segments) > t.Segments:
		return fmt.Sprintf("trap: more than %d segments in the path", t.Segments)
	case len(parameters) > t.Parameters:
		return fmt.Sprintf("trap: more than %d parameters", t.Parameters)
	}
	return cmp.Or(t.repeated(segments), t.calendar(segments, parameters), t.paging(segments, parameters))
}

// parameter is one name of a query with its value, in lower case.
type parameter struct{ name, value string }

func parametersOf(query string) []parameter {
	var out []parameter
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(strings.ToLower(part), "=")
		if plain, err := url.QueryUnescape(value); err == nil {
			value = plain
		}
		out = append(out, parameter{name, value})
	}
	return out
}

// repeated finds a segment that stands in a path too often, and a run of
// segments that stands there three times in a row, as links do that are relative
// by mistake. Numbers repeat in dates.
func (t Traps) repeated(segments []string) string {
	count := map[string]int{}
	for _, s := range segments {
		if count[s]++; count[s] > t.Repeats {
			return fmt.Sprintf("trap: %.40q more than %d times in the path", s, t.Repeats)
		}
	}
	for size := 1; size <= len(segments)/3; size++ {
		for i := 0; i+3*size <= len(segments); i++ {
			run := segments[i : i+size]
			if isNumber(run[0]) {
				continue
			}
			if equal(run, segments[i+size:i+2*size]) && equal(run, segments[i+2*size:i+3*size]) {
				return fmt.Sprintf("trap: %.40q three times in a row in the path", strings.Join(run, "/"))
			}
		}
	}
	return ""
}

func equal(a, b []string) bool { return strings.Join(a, "/") == strings.Join(b, "/") }

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// calendar finds a date that lies too far ahead or back. The year of a path
// counts only before a month, for "/agenda/2030" is no calendar.
func (t Traps) calendar(segments []string, parameters []parameter) string {
	for i, s := range segments {
		year, dated := yearOf(s)
		if !dated && (year == 0 || i+1 == len(segments) || !isMonth(segments[i+1])) {
			continue
		}
		if rule := t.year(year); rule != "" {
			return rule
		}
	}
	for _, p := range parameters {
		year, dated := yearOf(p.value)
		if !dated && (year == 0 || !yearNames[p.name]) {
			continue
		}
		if rule := t.year(year); rule != "" {
			return rule
		}
	}
	return ""
}

// yearNames are parameters whose value is a year or a month.
var yearNames = map[string]bool{"year": true, "y": true, "yr": true, "jahr": true, "annee": true, "ano": true, "date": true, "month": true, "cal_year": true}

func (t Traps) year(year int) string {
	now := t.now().Year()
	switch {
	case year > now+t.YearsAhead:
		return fmt.Sprintf("trap: calendar, %d is more than %d years ahead", year, t.YearsAhead)
	case year < now-t.YearsBack:
		return fmt.Sprintf("trap: calendar, %d is more than %d years back", year, t.YearsBack)
	}
	return ""
}

// now returns the time that years are counted from.
func (t Traps) now() time.Time {
	if t.Now.IsZero() {
		return time.Now()
	}
	return t.Now
}

// yearOf returns the year that begins a date, and whether a month follows:
// "2031", "2031-05", "2031-05-01", "2031-W07", "20310501", with the time of day
// or without. It is 0 for anything else.
func yearOf(s string) (year int, dated bool) {
	s, _, _ = strings.Cut(strings.ToLower(s), "t")
	if len(s) < 4 || !isNumber(s[:4]) {
		return 0, false
	}
	year, _ = strconv.Atoi(s[:4])
	rest := s[4:]
	if rest == "" {
		return year, false
	}
	for _, layout := range []string{"-01", "-1", "-01-02", "-1-2", "0102"} {
		if _, err := time.Parse(layout, rest); err == nil {
			return year, true
		}
	}
	if week, ok := strings.CutPrefix(rest, "-w"); ok && isNumber(week) && len(week) <= 2 {
		return year, true
	}
	return 0, false
}

func isMonth(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && len(s) <= 2 && n >= 1 && n <= 12
}

// pageNames and offsetNames are parameters that page through a listing. "p" is
// none of them: it is the number of a post in many sites.
var (
	pageNames   = map[string]bool{"page": true, "paged": true, "pg": true, "pagenum": true, "page_no": true}
	offsetNames = map[string]bool{"offset": true, "start": true, "skip": true, "limitstart": true}
)

// paging finds a page of a listing that is too far down.
func (t Traps) paging(segments []string, parameters []parameter) string {
	for i, s := range segments {
		if s == "page" && i+1 < len(segments) && beyond(segments[i+1], t.Page) {
			return fmt.Sprintf("trap: beyond page %d of a listing", t.Page)
		}
	}
	for _, p := range parameters {
		// Several listings on one page count in one parameter: "0,0,5".
		for value := range strings.SplitSeq(p.value, ",") {
			switch {
			case pageNames[p.name] && beyond(value, t.Page):
				return fmt.Sprintf("trap: beyond page %d of a listing", t.Page)
			case offsetNames[p.name] && beyond(value, t.Offset):
				return fmt.Sprintf("trap: beyond entry %d of a listing", t.Offset)
			}
		}
	}
	return ""
}

// beyond reports whether s is a number greater than limit.
func beyond(s string, limit int) bool {
	if !isNumber(s) {
		return false
	}
	n, err := strconv.Atoi(s)
	return err != nil || n > limit
}
