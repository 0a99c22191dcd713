package extract

import (
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
)

// readText reads plain text: the first line is the title, a line below it that
// is only a date is the date of publication, empty lines part paragraphs. Text
// with a date is news, other text is "other".
func (e *Extractor) readText(p corpus.Page) (content, error) {
	text, err := decodeText(p.Body, p.Charset)
	if err != nil {
		return content{}, err
	}
	c := content{address: newAddress(p.URL, "")}
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
			c.title = line
		default:
			below := len(paragraph) == 0 && len(section.Paragraphs) == 0 && len(c.published) == 0
			if below && c.takeLine(line, true) {
				continue
			}
			paragraph = append(paragraph, line)
		}
	}
	flush()
	c.sections = []corpus.Section{section}
	c.guessType(p)
	return c, nil
}

// lineBreaks makes line feeds of the other ways to end a line or paragraph.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n", "\u2028", "\n", "\u2029", "\n\n", "\u0085", "\n")
