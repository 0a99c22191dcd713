package corpus

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// Precision says how much of a date is known.
type Precision string

// The precisions of a date.
const (
	Day     Precision = "day"
	Month   Precision = "month"
	Year    Precision = "year"
	Unknown Precision = ""
)

// Date is a calendar date of which the day, or the day and the month, may be
// unknown. The zero Date is no date.
type Date struct {
	// Year is 1 to 9999, or 0 where there is no date.
	Year int
	// Month is 1 to 12, or 0 where only the year is known.
	Month time.Month
	// Day is 1 to 31, or 0 where the day is not known.
	Day int
	// Source says where the date was read, such as "json-ld", "meta",
	// "time", "text". It does not take part in comparisons.
	Source string
}

// ParseDate reads "2016-07-14", "2016-07" or "2016". Dates that no calendar
// has, such as 2016-02-30, are errors.
func ParseDate(s string) (Date, error) {
	var d Date
	for _, layout := range []struct {
		format string
		fill   func(time.Time)
	}{
		{"2006-01-02", func(t time.Time) { d = Date{Year: t.Year(), Month: t.Month(), Day: t.Day()} }},
		{"2006-01", func(t time.Time) { d = Date{Year: t.Year(), Month: t.Month()} }},
		{"2006", func(t time.Time) { d = Date{Year: t.Year()} }},
	} {
		if t, err := time.Parse(layout.format, s); err == nil && t.Year() > 0 {
			layout.fill(t)
			return d, nil
		}
	}
	return Date{}, fmt.Errorf("date %s: want a day such as 2016-07-14, a month such as 2016-07 or a year such as 2016", strconv.Quote(s))
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d.Year == 0 }

// Precision returns how much of the date is known.
func (d Date) Precision() Precision {
	switch {
	case d.Year == 0:
		return Unknown
	case d.Month == 0:
		return Year
	case d.Day == 0:
		return Month
	}
	return Day
}

// String returns the date as ParseDate reads it, or "" for no date.
func (d Date) String() string {
	switch d.Precision() {
	case Day:
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	case Month:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	case Year:
		return fmt.Sprintf("%04d", d.Year)
	}
	return ""
}

// First returns the first day that the date may mean, at midnight UTC.
func (d Date) First() time.Time {
	return time.Date(d.Year, max(d.Month, 1), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
}

// Last returns the last day that the date may mean, at midnight UTC.
func (d Date) Last() time.Time {
	switch d.Precision() {
	case Year:
		return time.Date(d.Year, time.December, 31, 0, 0, 0, 0, time.UTC)
	case Month:
		return time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC)
	}
	return d.First()
}

// dateJSON is how a Date stands in JSON.
type dateJSON struct {
	Date      string    `json:"date"`
	Precision Precision `json:"precision"`
	Source    string    `json:"source,omitempty"`
}

// MarshalJSON writes {"date","precision","source"}, or null for no date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(dateJSON{d.String(), d.Precision(), d.Source})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Date) UnmarshalJSON(b []byte) error {
	var w *dateJSON
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	if w == nil {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(w.Date)
	if err != nil {
		return err
	}
	parsed.Source = w.Source
	*d = parsed
	return nil
}
