package extract

import (
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
)

// readText reads plain text: the first line is the title, a line below it that
// is only a date is the date of publication, empty lines part paragraphs. Text
// with a date is news, other text is "other".
func (e *Extractor) readText(p corpus.Page, n *notes) (content, error) {
	text, err := decodeText(p.Body, p.Charset)
	if err != nil {
		return content{}, err
	}
	c := content{notes: n, address: newAddress(p.URL, ""), kinds: e.rules.kinds}
	n.plainAddress(c.address, p.URL, "")
	n.add("lang", "", "the page names none")
	section := corpus.Section{}
	var paragraph []string
	flush := func() {
		if len(paragraph) > 0 {
			section.Paragraphs = append(section.Paragraphs, strings.Join(paragraph, " "))
			paragraph = nil
		}
	}
	for line := range strings.Lines(lineBreaks.Replace(text)) {
		line = clean(line)
		switch {
		case line == "":
			flush()
		case c.title == "":
			c.setTitle(line, "the first line")
		default:
			// A date on a line of its own is no part of a paragraph.
			if _, ok := c.lines("text").read(line); ok && len(paragraph) == 0 && len(section.Paragraphs) < firstLines {
				section.Paragraphs = append(section.Paragraphs, line)
				continue
			}
			paragraph = append(paragraph, line)
		}
	}
	flush()
	c.sections = []corpus.Section{section}
	e.guessType(&c, nil)
	c.readTop()
	e.finish(&c, p)
	return c, nil
}

// lineBreaks makes line feeds of the other ways to end a line or paragraph.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n", "\u2028", "\n", "\u2029", "\n\n", "\u0085", "\n")
