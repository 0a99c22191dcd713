package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/PuerkitoBio/goquery"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// maxDateParts bounds the lines that are tried as several dates, in bytes.
const maxDateParts = 300

// dateLine is a line about the page and not of its text: when it was published
// and changed, and who wrote it.
type dateLine struct {
	// published and modified are zero where the line does not name them.
	published, modified candidate
	credit              string
}

// modifiedLabels stand before the date of a change. Each is matched as folded
// words, the longest first.
var modifiedLabels = labels(
	"last updated on", "last update on", "last updated", "last update", "last modified on", "last modified", "updated on", "updated", "update", "modified on", "modified",
	"dernière mise à jour le", "dernière mise à jour", "mis à jour le", "mise à jour le", "mis à jour", "mise à jour", "modifié le", "dernière modification",
	"última actualización", "actualizado el", "actualizado", "última modificación", "modificado el",
	"última atualização", "atualizado em", "atualizado", "modificado em",
	"zuletzt aktualisiert am", "zuletzt aktualisiert", "letzte aktualisierung", "aktualisiert am", "aktualisiert", "zuletzt geändert am", "zuletzt geändert",
	"последнее обновление", "обновлено", "изменено",
	"آخر تحديث", "تم التحديث في", "تاريخ التحديث",
	"최종 수정일", "최종수정일", "최종 수정", "수정일", "업데이트",
	"最后更新", "最後更新", "更新日期", "更新时间", "更新於", "更新于", "更新",
)

// byline is the author before a date, as in "By Jane Doe, 14 July 2016".
var byline = regexp.MustCompile(`^((?i:by|par|por|von|автор:?)\s+[^,|]{2,60}?)(?:\s*,\s*(.+))?$`)

// timeOfDay is what follows a date: "- 09:30", ", 10:30", "at 9:30 am", "à 9h30".
var timeOfDay = regexp.MustCompile(`(?i)[\s,–—-]+(?:(?:at|à|um|às|a las|kl\.?|в)\s+)?\d{1,2}(?::\d{2}(?::\d{2})?|h\d{2})(?:\s*(?:am|pm|a\.m\.|p\.m\.|h|hrs|uhr))?(?:\s*\(?(?:utc|gmt|cet|cest)\)?)?$`)

func labels(names ...string) [][]string {
	var out [][]string
	for _, name := range names {
		out = append(out, terms(name))
	}
	slices.SortStableFunc(out, func(a, b []string) int { return len(b) - len(a) })
	return out
}

func terms(s string) []string {
	var out []string
	for _, w := range analysis.Words(s) {
		out = append(out, w.Term)
	}
	return out
}

// readDateLine reads a line that tells dates of the page and nothing else but
// its author. It names at most one date of each kind.
func readDateLine(s, lang, source string) (dateLine, bool) {
	var line dateLine
	s = strings.TrimSpace(s)
	if len(s) > maxDateParts || !strings.ContainsFunc(s, unicode.IsDigit) {
		return line, false
	}
	for _, part := range dateParts(s) {
		if !line.add(part, lang, source) {
			return dateLine{}, false
		}
	}
	return line, !line.published.IsZero() || !line.modified.IsZero()
}

// add reads one part of a line. It reports false for what stands in no such
// line, and for a second date of a kind.
func (l *dateLine) add(part, lang, source string) bool {
	into := &l.published
	if rest, ok := cutLabel(part); ok {
		part, into = rest, &l.modified
	} else if m := byline.FindStringSubmatch(part); m != nil && isName(m[1]) {
		if l.credit != "" {
			return false
		}
		if l.credit, part = m[1], m[2]; part == "" {
			return true
		}
	}
	d, ok := parseDate(part, lang, source)
	if !ok || !into.IsZero() {
		return false
	}
	*into = d
	return true
}

// isName reports whether the words after "By" are those of an author: they
// begin with a capital, or in a script without capitals, and are no date.
func isName(by string) bool {
	_, name, _ := strings.Cut(corpus.NormalSpace(by), " ")
	if unicode.IsLower(firstRune(name)) || !unicode.IsLetter(firstRune(name)) {
		return false
	}
	for _, w := range terms(name) {
		if _, weekday := weekdayNames[w]; weekday || monthNames[w] != 0 {
			return false
		}
	}
	return true
}

// dateParts splits a line at bars and bullets, and before the label of a
// second date.
func dateParts(s string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("|·•;", r) }) {
		if at := laterLabel(part); at > 0 {
			parts = append(parts, part[:at])
			part = part[at:]
		}
		parts = append(parts, part)
	}
	out := parts[:0]
	for _, part := range parts {
		if part = strings.Trim(part, " ,:–—-()"); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// laterLabel returns where a label begins that is not at the beginning, or 0.
func laterLabel(s string) int {
	words := analysis.Words(s)
	if _, labelled := labelAt(words); labelled {
		return 0
	}
	for i := 1; i < len(words); i++ {
		if _, ok := labelAt(words[i:]); ok {
			return words[i].Start
		}
	}
	return 0
}

// labelAt returns how many words the label has that the words begin with.
func labelAt(words []analysis.Word) (int, bool) {
	for _, label := range modifiedLabels {
		if len(words) > len(label) && slices.EqualFunc(label, words[:len(label)], func(term string, w analysis.Word) bool { return term == w.Term }) {
			return len(label), true
		}
	}
	return 0, false
}

// cutLabel returns what follows the label of a change.
func cutLabel(s string) (string, bool) {
	words := analysis.Words(s)
	n, ok := labelAt(words)
	if !ok {
		return s, false
	}
	return strings.TrimLeft(s[words[n-1].End:], " :：.–—-"), true
}

// take keeps what a line tells.
func (c *content) take(line dateLine) {
	if !line.published.IsZero() {
		c.published = append(c.published, line.published)
	}
	if !line.modified.IsZero() {
		c.modified = append(c.modified, line.modified)
	}
	if line.credit != "" {
		c.credits = append(c.credits, line.credit)
	}
}

// takeLine reports whether a line is one about the page, and keeps what it
// tells. Where plain is false only the date of a change is such a line, because
// a date alone may be that of an event.
func (c *content) takeLine(s string, plain bool) bool {
	line, ok := readDateLine(s, c.lang, "text")
	if !ok || !plain && !line.published.IsZero() {
		return false
	}
	c.take(line)
	return true
}

// takeElements reads the dates of the elements found: first the attributes of
// time elements, then what there is to read. What stands around a time element
// tells whether it is the date of a change.
func (c *content) takeElements(found *goquery.Selection) {
	var attributes, lines dateLines
	found.Each(func(_ int, el *goquery.Selection) {
		text := textOf(el)
		around, _ := readDateLine(textOf(el.Parent()), c.lang, "element")
		own, isDate := parseDate(text, c.lang, "element")
		changed := isDate && !around.modified.IsZero() && own.Date == around.modified.Date && own.Date != around.published.Date
		if d, ok := parseDate(el.AttrOr("datetime", ""), c.lang, "time"); ok {
			attributes.add(d, changed)
		}
		if isDate {
			lines.add(own, changed)
		} else if line, ok := readDateLine(text, c.lang, "element"); ok {
			c.credits = appendNew(c.credits, line.credit)
			line.credit = ""
			lines.published = appendDate(lines.published, line.published)
			lines.modified = appendDate(lines.modified, line.modified)
		}
	})
	c.published = slices.Concat(c.published, attributes.published, lines.published)
	c.modified = slices.Concat(c.modified, attributes.modified, lines.modified)
}

// dateLines are the dates of several lines.
type dateLines struct{ published, modified []candidate }

func (l *dateLines) add(d candidate, changed bool) {
	if changed {
		l.modified = append(l.modified, d)
	} else {
		l.published = append(l.published, d)
	}
}

func appendDate(to []candidate, d candidate) []candidate {
	if d.IsZero() {
		return to
	}
	return append(to, d)
}

func appendNew(to []string, s string) []string {
	if s == "" || slices.Contains(to, s) {
		return to
	}
	return append(to, s)
}
