package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
)

// maxDateParts bounds the lines that are tried as several dates, in bytes.
const maxDateParts = 300

// dateLine is a line about the page and not of its text: when it was published
// and changed, who wrote it, what it is and where it was written.
type dateLine struct {
	// published and modified are zero where the line does not name them.
	published, modified candidate
	credit              string
	// kind is what the line calls the page: "Case study, 2024".
	kind corpus.Type
	// spoken says that the line holds more than dates and an author, which
	// readers may look for.
	spoken bool
	// placed says that the line names a place.
	placed bool
}

// lineReader reads lines that tell dates of a page in one language.
type lineReader struct {
	lang, source string
	kinds        kinds
}

// byline is the author before a date, as in "By Jane Doe, 14 July 2016".
var byline = regexp.MustCompile(`^((?i:by|par|por|von|автор|بقلم):?\s+[^,|]{2,60}?)(?:\s*,\s*(.+))?$`)

// readingTime is "5 min read".
var readingTime = regexp.MustCompile(`(?i)^\d{1,2}\s*(?:min\.?|mins|minutes?|minutos?|minuten|мин\.?|минут[аы]?|دقائق|دقيقة|분|分钟|分鐘)(?:\s+(?:read|to read|de lecture|de lectura|de leitura|lesezeit|чтения|للقراءة|읽기|阅读))?$`)

// read reads a line that tells dates of the page and nothing else but its
// author, its place and what it is. It names at most one date of each kind.
func (r lineReader) read(s string) (dateLine, bool) {
	var line dateLine
	s = strings.TrimSpace(s)
	if len(s) > maxDateParts || !r.mayHoldDate(s) {
		return line, false
	}
	for _, part := range dateParts(s) {
		if !r.add(&line, part) {
			return dateLine{}, false
		}
	}
	return line, !line.published.IsZero() || !line.modified.IsZero()
}

// maxLineWords is how many words a line of dates may have.
const maxLineWords = 24

// mayHoldDate reports whether a line may be one of dates. Most lines are told
// here from those that are none, at little cost: it must have a year and few
// words.
func (r lineReader) mayHoldDate(s string) bool {
	run, longest, spaces := 0, 0, 0
	for _, c := range s {
		switch {
		case c == ' ':
			spaces++
			run = 0
		case isDateDigit(c):
			run++
			longest = max(longest, run)
		default:
			run = 0
		}
	}
	return spaces < maxLineWords && (longest >= 4 || longest > 0 && (r.source != "text" || strings.Contains(s, "民")))
}

// isDateDigit reports whether r is a digit, or one of the characters that stand
// for the digits of a year.
func isDateDigit(r rune) bool {
	if r < 0x80 {
		return '0' <= r && r <= '9'
	}
	if r < 0x3000 {
		return unicode.IsDigit(r) || r == '○'
	}
	_, chinese := chineseDigits[r]
	return chinese || unicode.IsDigit(r)
}

// add reads one part of a line. It reports false for what stands in no such
// line, and for a second date of a kind.
func (r lineReader) add(l *dateLine, part string) bool {
	label, rest := cutLabel(part)
	switch {
	case label == modifiedLabel:
		return r.addDate(&l.modified, rest)
	case label == otherLabel:
		return utf8.RuneCountInString(rest) <= maxOther
	case label == authorLabel:
		return l.addCredit(part)
	case label == publishedLabel && l.published.IsZero():
		if r.addDate(&l.published, rest) || r.addSigned(l, rest) {
			l.published.labelled = true
			return true
		}
	case label == plainLabel && r.addDate(&l.published, rest):
		return true
	case isEventFact(part):
		l.spoken = true
		return true
	}
	if m := byline.FindStringSubmatch(part); m != nil && isName(m[1]) {
		return l.addCredit(m[1]) && (m[2] == "" || r.addDate(&l.published, m[2]))
	}
	return r.addDate(&l.published, part) || r.addKind(l, part) || readingTime.MatchString(part) || r.addSigned(l, part) || r.addParts(l, part)
}

// authorFirst and authorLast are an author and a date, mostly with no comma in between:
// "by Jane Doe on 14 July 2016", "14 July 2016 by Jane Doe".
var (
	authorFirst = regexp.MustCompile(`^((?i:by|par|por|von)\s+[^,|]{2,60}?)(?:\s+(?i:on|in|le|el|em|am)|,)\s+(.+)$`)
	authorLast  = regexp.MustCompile(`^(.*\d)\s+((?i:by|par|por|von)\s+[^,|]{2,60})$`)
)

func (r lineReader) addSigned(l *dateLine, s string) bool {
	if m := authorFirst.FindStringSubmatch(s); m != nil {
		return isName(m[1]) && r.addDate(&l.published, m[2]) && l.addCredit(m[1])
	}
	m := authorLast.FindStringSubmatch(s)
	return m != nil && isName(m[2]) && r.addDate(&l.published, m[1]) && l.addCredit(m[2])
}

// maxOther is how long something on a line of dates may be that is of no
// interest, in characters.
const maxOther = 40

func (l *dateLine) addCredit(credit string) bool {
	if l.credit != "" {
		l.credit += ", " + credit
	} else {
		l.credit = credit
	}
	return true
}

func (r lineReader) addDate(into *candidate, s string) bool {
	d, ok := parseDate(s, r.lang, r.source)
	if !ok || !into.IsZero() {
		return false
	}
	*into = d
	return true
}

func (r lineReader) addKind(l *dateLine, s string) bool {
	kind, ok := r.kinds.of(s)
	if !ok || l.kind != "" && l.kind != kind {
		return false
	}
	l.kind, l.spoken = kind, true
	return true
}

// joints part a date from what stands before or behind it.
var joints = regexp.MustCompile(`\s*[,،，、(（)）]\s*|\s+[–—-]\s*|[–—:：]\s+`)

// addParts reads a date with a place, a kind of page or an author beside it, as
// in "Hamburg, 14 July 2016". The longest date counts.
func (r lineReader) addParts(l *dateLine, part string) bool {
	at := joints.FindAllStringIndex(part, maxJoints)
	for _, m := range at {
		if before, d := part[:m[0]], (candidate{}); r.addDate(&d, strings.TrimRight(part[m[1]:], " )）.")) {
			return r.addBeside(l, before, part[m[0]:m[1]], d)
		}
	}
	for i := len(at) - 1; i >= 0; i-- {
		m := at[i]
		if d := (candidate{}); r.addDate(&d, part[:m[0]]) {
			return r.addBeside(l, strings.TrimRight(part[m[1]:], " )）."), part[m[0]:m[1]], d)
		}
	}
	return false
}

const maxJoints = 6

// addBeside takes a date if what stands beside it, with joint in between, may do
// so.
func (r lineReader) addBeside(l *dateLine, beside, joint string, d candidate) bool {
	if !l.published.IsZero() {
		return false
	}
	if m := byline.FindStringSubmatch(beside); m != nil && m[2] == "" && isName(m[1]) {
		l.addCredit(m[1])
	} else if !r.addKind(l, beside) {
		// What stands before a colon names the date: "Deadline: 14 July 2016".
		if strings.ContainsAny(joint, ":：") || !isPlace(beside) {
			return false
		}
		l.placed, l.spoken = true, true
	}
	l.published = d
	return true
}
