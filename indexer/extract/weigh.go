package extract

import (
	"fmt"
	"slices"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
)

// firstYear is before anything on the site; earlier years are not dates of
// pages.
const firstYear = 1945

// choose returns the date of a page among candidates, the most trustworthy
// first: JSON-LD, meta elements, time elements, other elements, lines of text.
// A less trusted one is taken only where it says the same more precisely, or
// names the day before or after an instant. Days after the capture are
// announcements, not dates of publication.
func choose(candidates []candidate, captured time.Time) corpus.Date {
	best, _ := weigh(candidates, captured)
	return best.Date
}

// weigh is choose, and says of each candidate why it was taken or not.
func weigh(candidates []candidate, captured time.Time) (candidate, []string) {
	var best candidate
	taken, why := -1, make([]string, len(candidates))
	for i, c := range candidates {
		switch {
		case c.isToday(candidates, captured):
			why[i] = notTaken + "it is the day of the capture, which some pages show as today’s date, and there is another"
			continue
		case c.Year < firstYear:
			why[i] = fmt.Sprintf("%sbefore %d there were no pages", notTaken, firstYear)
			continue
		case !captured.IsZero() && c.First().After(captured.AddDate(0, 0, 1)):
			why[i] = notTaken + "it is after the capture of the page, and so announces something"
			continue
		case best.IsZero():
			why[i] = "the most trustworthy date"
		case moreDigits(c.Date, best.Date) && !c.First().Before(best.First()) && !c.Last().After(best.Last()):
			why[i] = "says the same more precisely"
		case best.instant && c.Precision() == corpus.Day && !c.instant && best.First().Sub(c.First()).Abs() == 24*time.Hour:
			why[i] = "the day on the page, next to an instant that may be of another time zone"
		default:
			why[i] = notTaken + "there is a more trustworthy date"
			continue
		}
		if taken >= 0 {
			why[taken] = notTaken + "there is one that says it better"
		}
		best, taken = c, i
	}
	return best, why
}

func moreDigits(a, b corpus.Date) bool { return len(a.String()) > len(b.String()) }

// isToday reports whether a date may be only the day on which the page was
// captured: nobody calls it the date of publication, and there is another.
func (c candidate) isToday(candidates []candidate, captured time.Time) bool {
	if captured.IsZero() || c.labelled || c.Source != "element" && c.Source != "text" && c.Source != "time" || c.First() != captured.UTC().Truncate(24*time.Hour) {
		return false
	}
	return slices.ContainsFunc(candidates, func(o candidate) bool {
		return o.Year >= firstYear && o.First().Before(c.First()) && o.String() != c.String()
	})
}
