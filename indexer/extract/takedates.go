package extract

import (
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// lines returns a reader of the lines of the page.
func (c *content) lines(source string) lineReader {
	return lineReader{lang: c.lang, source: source, kinds: c.kinds}
}

// take keeps what a line tells.
func (c *content) take(line dateLine) {
	if !line.published.IsZero() {
		c.published = append(c.published, line.published)
	}
	if !line.modified.IsZero() {
		c.modified = append(c.modified, line.modified)
	}
	if line.credit != "" && !slices.Contains(c.credits, line.credit) {
		c.takeCredit(line.credit, "stands before a date")
	}
}

// takeLine reads a line of the text, keeps what it tells of the page, and reports
// whether it is no text. Where top is false the line stands further down, where
// a date alone may be that of an event and even one that is called the date of
// publication may be that of something else.
func (c *content) takeLine(s string, top bool) bool {
	line, top, ok := c.readLine(s, top)
	if !ok {
		return false
	}
	if line.kind != "" && c.lineKind == "" && top {
		c.lineKind = line.kind
	}
	found := line.published
	switch {
	case found.IsZero():
	case !top && found.labelled:
		c.further = append(c.further, found)
		return false
	case !top:
		c.notes.add("published", s, notTaken+"a date alone in the text may be that of an event")
		return false
	case !found.labelled && (c.typ == corpus.Event || line.kind == corpus.Event || c.eventTitle()):
		found.place = "below the title of an event"
		c.doubted = append(c.doubted, found)
		return false
	}
	if line.spoken {
		line.credit = ""
	}
	c.take(line)
	return !line.spoken
}

// readLine reads a line, with the label that may stand on the line before, as in
// a table. Behind the label of an event a line counts as one further down.
func (c *content) readLine(s string, top bool) (line dateLine, isTop, ok bool) {
	label := c.before
	c.before = ""
	if len(s) <= maxDateLine {
		c.before = s
	}
	if line, ok = c.lines("text").read(s); !ok || label == "" {
		return line, top, ok
	}
	if isDateLabel(label) {
		if labelled, ok := c.lines("text").read(label + ": " + s); ok {
			line = labelled
		}
	}
	return line, top && !isEventLabel(label), true
}

// isDateLabel reports whether a line is nothing but a label of a date.
func isDateLabel(line string) bool {
	found := analysis.Words(line)
	return publishedLabels.are(found) || modifiedLabels.are(found)
}

// maxLabel is how many words the label of a fact has.
const maxLabel = 3

// isEventFact reports whether a part of a line is a fact about an event, which
// has a label: "Deadline: 1 August 2016".
func isEventFact(part string) bool {
	at := strings.IndexAny(part, ":：")
	return at > 0 && isEventLabel(part[:at])
}

// isEventLabel reports whether a line is the label of a fact about an event.
func isEventLabel(line string) bool {
	found := analysis.Words(line)
	return len(found) > 0 && len(found) <= maxLabel && isEventWord(found[0].Term) && !plainLabels.are(found)
}

// eventTitle reports whether a page whose type is not known is called an event
// by its title.
func (c *content) eventTitle() bool {
	t, _ := c.kinds.ofTitle(c.title)
	return c.typ == "" && t == corpus.Event
}

// takeElements reads the dates of the elements found: first the attributes,
// then what there is to read. What stands around an element tells whether it is
// the date of a change. Where it is not sure that the elements hold the date of
// publication, of an event only what is called so is taken.
func (c *content) takeElements(found *goquery.Selection, sure bool) {
	var attributes, lines dateLines
	read := c.lines("element")
	found.Each(func(_ int, el *goquery.Selection) {
		text := textOf(el)
		around, _ := read.read(textOf(el.Parent()))
		own, isDate := parseDate(text, c.lang, "element")
		changed := isDate && !around.modified.IsZero() && own.Date == around.modified.Date && own.Date != around.published.Date
		line, _ := read.read(text)
		labelled := around.published.labelled || line.published.labelled || isPublished(el.Nodes[0])
		if c.typ == corpus.Event && !sure && !labelled && !changed {
			if line.modified.IsZero() {
				c.notes.add("published", text, notTaken+"the page is about an event, whose date this may be")
				return
			}
			line.published = candidate{}
		}
		for _, name := range []string{"datetime", "content"} {
			if d, ok := parseDate(el.AttrOr(name, ""), c.lang, "time"); ok {
				d.place, d.labelled = name, labelled
				attributes.add(d, changed)
			}
		}
		switch {
		case isDate:
			own.labelled = labelled
			lines.add(own, changed)
		default:
			if line.credit != "" && !slices.Contains(c.credits, line.credit) {
				c.takeCredit(line.credit, "stands before a date")
			}
			lines.published = appendDate(lines.published, line.published)
			lines.modified = appendDate(lines.modified, line.modified)
		}
	})
	c.published = slices.Concat(c.published, attributes.published, lines.published)
	c.modified = slices.Concat(c.modified, attributes.modified, lines.modified)
}

// isPublished reports whether the markup of an element says that it holds the
// date of publication.
func isPublished(n *html.Node) bool {
	for _, a := range n.Attr {
		value := strings.ToLower(a.Val)
		switch a.Key {
		case "itemprop", "property", "class":
			if strings.Contains(value, "publi") || strings.Contains(value, "posted") || strings.Contains(value, "dc:date") {
				return true
			}
		}
	}
	return false
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
