package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// settleDates decides what only the whole page can tell: about dates that may be
// those of something else, and about the order of figures.
//
// It searches the text for no other date. On the labelled pages go-htmldate finds
// 40 of 194 dates by their markup; its search of the text gives a wrong one on every
// fourth page that has a date, and one on half of those that have none.
// go-dateparser reads a fifth of the lines in the tests of this package.
func (c *content) settleDates(captured time.Time) {
	if len(c.published) == 0 {
		c.dateline()
		c.takeFurther()
	}
	if len(c.doubted) > 0 || slices.ContainsFunc(slices.Concat(c.published, c.modified), hasSwapped) {
		text := sampleText(c.sections)
		lang := c.lang
		if found, sure := analysis.Language(text); sure {
			lang = found
		}
		if lang == "en" && c.american {
			lang = american
		}
		in := datesIn(text, lang)
		if len(c.published) == 0 {
			c.takeDoubted(in)
		}
		known := slices.Concat(c.published, c.modified, in)
		for _, list := range [][]candidate{c.published, c.modified} {
			for i := range list {
				list[i] = list[i].settle(known, lang, captured)
			}
		}
	}
	if len(c.published) == 0 && c.typ != corpus.Event && c.typ != corpus.Listing {
		c.takeAddressDate()
	}
	if c.typ == corpus.Listing {
		c.published = slices.DeleteFunc(c.published, func(d candidate) bool {
			loose := !d.labelled && (d.Source == "text" || d.Source == "element" || d.Source == "time")
			if loose {
				c.notes.add("published", d.String(), notTaken+"the page is a list, and the date may be that of another page")
			}
			return loose
		})
	}
}

func hasSwapped(c candidate) bool { return !c.swapped.IsZero() }

// takeFurther takes the date of publication that stands further down in the
// text, if the text names one only.
func (c *content) takeFurther() {
	if len(c.further) == 0 || c.typ == corpus.Listing {
		return
	}
	for _, d := range c.further {
		if d.Date.String() != c.further[0].Date.String() {
			c.notes.add("published", d.text, notTaken+"the text has several dates of publication, which may be those of other things")
			return
		}
	}
	c.published = append(c.published, c.further[0])
}

// takeDoubted takes a date below the title of an event, if the text names a
// later one, which is then that of the event.
func (c *content) takeDoubted(in []candidate) {
	for _, d := range c.doubted {
		same := func(o candidate) bool { return o.Date.String() == d.Date.String() }
		later := func(o candidate) bool { return o.Precision() == corpus.Day && o.First().After(d.Last()) }
		// The line itself is one of those in the text.
		others := slices.DeleteFunc(slices.Clone(in), same)
		if len(others) >= len(in)-1 && slices.ContainsFunc(others, later) {
			d.place = "below the title, before the date of the event"
			c.published = append(c.published, d)
			return
		}
		c.notes.add("published", d.text, notTaken+"the page is about an event, whose date this may be")
	}
}

// addressDate is a month, or a day, in the path of an address before the name of
// the page, as in /2016/07/14/a-festival.
var addressDate = regexp.MustCompile(`/((?:19|20)\d\d)/(0[1-9]|1[0-2])/(?:(0[1-9]|[12]\d|3[01])/)?[^/]*\pL[^/]*/?$`)

// takeAddressDate takes the date in the address of a page that gives no other.
func (c *content) takeAddressDate() {
	at := newPath(c.address.shown).path
	m := addressDate.FindStringSubmatch(at)
	if m == nil {
		return
	}
	if d, ok := parseDate(strings.TrimRight(strings.Join(m[1:], "-"), "-"), c.lang, "address"); ok {
		d.place, d.text = "its path", at
		c.published = append(c.published, d)
	}
}

// settle decides in which order the figures of a date are read: as another date
// of the page has it, so that it is not after the capture, in the order of other
// figures on the page, or as the language of the text has it.
func (c candidate) settle(known []candidate, lang string, captured time.Time) candidate {
	if c.swapped.IsZero() {
		return c
	}
	other := c
	other.Date, other.swapped = c.swapped, corpus.Date{}
	other.Date.Source = c.Source
	c.swapped = corpus.Date{}
	isDate := func(d corpus.Date) bool {
		return slices.ContainsFunc(known, func(k candidate) bool { return k.swapped.IsZero() && k.Date.String() == d.String() })
	}
	late := func(d corpus.Date) bool { return !captured.IsZero() && d.First().After(captured.AddDate(0, 0, 1)) }
	days, months := figureOrder(known)
	switch {
	case isDate(c.Date) != isDate(other.Date):
		return pickDate(isDate(c.Date), c, other, "which is another date of the page")
	case late(c.Date) != late(other.Date):
		return pickDate(late(other.Date), c, other, "for else it were after the capture")
	case days != months:
		lang = map[bool]string{true: "fr", false: american}[days]
		read, _ := parseDate(c.text, lang, c.Source)
		return pickDate(read.Date.String() == c.Date.String(), c, other, "in the order of other figures on the page")
	}
	read, ok := parseDate(c.text, lang, c.Source)
	return pickDate(!ok || read.Date.String() == c.Date.String(), c, other, "in the order that the language of the text has")
}

// pickDate returns a if first is true, and else b, with the reason.
func pickDate(first bool, a, b candidate, why string) candidate {
	if !first {
		a = b
	}
	a.place = strings.TrimPrefix(a.place+", read "+why, ", ")
	return a
}

// figureOrder reports whether the figures of a page that can be read in one way
// only, by what they are or by their weekday, have the day first, and whether
// some have the month first.
func figureOrder(known []candidate) (days, months bool) {
	for _, k := range known {
		n := figures(k.text)
		if len(n) != 3 || isYear(n[0]) || n[0] == n[1] || !k.swapped.IsZero() || !strings.Contains(k.text, "/") {
			continue
		}
		days = days || n[0] == k.Day
		months = months || n[1] == k.Day
	}
	return days, months
}

// figures returns the numbers of a text that has nothing else.
func figures(s string) []int {
	w, ok := readDateWords(s)
	if !ok || w.month != 0 {
		return nil
	}
	return w.numbers
}

// maxSample bounds what is read of a text to learn about its dates, in bytes.
const maxSample = 4 << 10

func sampleText(sections []corpus.Section) string {
	var b strings.Builder
	for _, s := range sections {
		for _, p := range s.Paragraphs {
			if b.Len() > maxSample {
				return b.String()
			}
			b.WriteString(p)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// datesIn returns the dates with a year that stand anywhere in a text.
func datesIn(text, lang string) []candidate {
	var out []candidate
	for line := range strings.Lines(text) {
		line = plainDate(line)
		found := analysis.Words(line)
		for i := 0; i < len(found); i++ {
			end := i
			for w := (dateWords{}); end < len(found) && end-i < maxDateWords && w.add(found[end].Term) && len(w.numbers) <= 3; end++ {
			}
			for ; end > i; end-- {
				if d, ok := parseDate(line[found[i].Start:found[end-1].End], lang, "text"); ok && d.Precision() == corpus.Day {
					out = append(out, d)
					i = end - 1
					break
				}
			}
		}
	}
	return out
}

const maxDateWords = 9

func firstTerm(s string) string {
	if all := terms(s); len(all) > 0 {
		return all[0]
	}
	return ""
}

// datelineEnd parts the place and date of a text from the text.
const datelineEnd = `–—-:：.)）`

// Bounds of the beginning of a text that may be its place and date, and of the
// text behind it, in bytes.
const (
	maxDateline = 90
	minBehind   = 40
)

// dateline takes the date that the text begins with, as in "Hamburg, 14 July
// 2016 – The institute". A date without a place stands so only above news.
func (c *content) dateline() {
	if len(c.sections) == 0 || len(c.sections[0].Paragraphs) == 0 || c.typ == corpus.Event || c.typ == corpus.Listing || c.eventTitle() {
		return
	}
	p := c.sections[0].Paragraphs[0]
	for i, r := range p {
		if i > maxDateline || len(p)-i < minBehind {
			return
		}
		if !strings.ContainsRune(datelineEnd, r) {
			continue
		}
		line, ok := c.lines("text").read(strings.TrimLeft(p[:i], "(（ "))
		d := line.published
		bare := strings.ContainsRune("–—", r) && d.Precision() == corpus.Day && !dateFillers[firstTerm(p)]
		if ok && (line.placed || d.labelled || bare) && d.Precision() != corpus.Year {
			d.place = fmt.Sprintf("begins the text: %s", p[:i])
			c.published = append(c.published, d)
			return
		}
	}
}
