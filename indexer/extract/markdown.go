package extract

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/internal/analysis"
)

// markdown renders to HTML, so that Markdown and the HTML within it are read by
// the same rules as pages.
var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))

// Markdown is bounded more tightly than HTML: the parser takes time that grows
// with the square of the brackets in one block.
const (
	maxMarkdown = 2 << 20 // bytes
	maxBrackets = 5000    // in one block
	maxNested   = 200     // quotations and lists that one line begins
	maxCells    = 300_000 // of tables, whose short rows are filled up
)

// readMarkdown reads Markdown, which may begin with front matter between lines
// of three hyphens: "title", "date" or "published", "modified", "lang", "type" and
// "url", one "key: value" a line, which indented lines continue; other keys are passed over. Without a title there, the first heading of
// the first level is it, or else the first line. A line below the title that is only a
// date is the date of publication, where the front matter has none.
func (e *Extractor) readMarkdown(p corpus.Page, n *notes) (content, error) {
	text, err := decodeText(p.Body, p.Charset)
	if err != nil {
		return content{}, err
	}
	if len(text) > maxMarkdown {
		return content{}, errTooLarge
	}
	matter, text := frontMatter(lineBreaks.Replace(text))
	c := content{notes: n, address: newAddress(p.URL, ""), kinds: e.rules.kinds}
	if err := c.readMatter(p, matter); err != nil {
		return content{}, fmt.Errorf("front matter: %w", err)
	}
	doc, err := renderMarkdown(keepDates(text))
	if err != nil {
		return content{}, err
	}
	n.plainAddress(c.address, p.URL, matter["url"])
	n.add("lang", c.lang, cmp.Or(c.langSource, "the page names none"))
	e.drop(doc, e.rules.drop, n)
	h1 := doc.Find("h1").First()
	if c.title == "" || clean(c.title) == clean(textOf(h1)) {
		c.title = textOf(h1)
		h1.Remove()
		n.add("title", c.title, "the first heading of the first level")
	} else {
		n.add("title", c.title, "front matter")
	}
	c.sections = readBlocks(doc.Find("body").Nodes)
	if c.title == "" {
		c.setTitle(takeFirst(c.sections), "the first line")
	}
	if c.typ == "" {
		e.guessType(&c, doc)
	}
	c.readTop()
	e.finish(&c, p)
	return c, nil
}

// guessType gives a type by the address, by what the rules of the profile find,
// and by what the page looks like. doc is nil for plain text.
func (e *Extractor) guessType(c *content, doc *goquery.Document) {
	c.setTypeBy(e.rules.types, doc, facts{})
	if doc != nil && isListing(doc.Find("body").Nodes) && (c.typ == "" || c.loose) {
		c.setType(corpus.Listing, "most of the page leads to other pages")
	}
	e.takeListing(c)
}

// dayItem is a line that begins with a day and its month, which the rules of
// Markdown take for the item of a list: "14. Juli 2016".
var dayItem = regexp.MustCompile(`(?m)^( {0,3}\d{1,2})\.([ \t]+)(\pL+)(\.?[ \t]*(?:\d{4}|$))`)

// keepDates returns the text with such lines marked as text.
func keepDates(text string) string {
	return dayItem.ReplaceAllStringFunc(text, func(line string) string {
		m := dayItem.FindStringSubmatch(line)
		if monthNames[analysis.Fold(m[3])] == 0 {
			return line
		}
		return m[1] + `\.` + m[2] + m[3] + m[4]
	})
}

// renderMarkdown returns the text as the page that it describes.
func renderMarkdown(text string) (*goquery.Document, error) {
	if tangled(text) {
		return nil, errTangled
	}
	var rendered bytes.Buffer
	if err := markdown.Convert([]byte(text), &rendered); err != nil {
		return nil, fmt.Errorf("markdown: %w", err)
	}
	return parse(rendered.String())
}

// tangled reports whether rendering the text could take too long.
func tangled(text string) bool {
	cells := 0
	for block := range strings.SplitSeq(text, "\n\n") {
		if strings.Count(block, "[") > maxBrackets {
			return true
		}
		rows, columns := 0, 0
		for line := range strings.Lines(block) {
			if nested(line) > maxNested {
				return true
			}
			rows++
			if strings.Trim(strings.TrimLeft(line, "> \t+*.)0123456789"), "|:- \t\r\n") == "" { // the line below the head
				columns = max(columns, strings.Count(line, "|"))
			}
		}
		if cells += rows * columns; cells > maxCells {
			return true
		}
	}
	return false
}

// nested counts the quotations and lists that a line begins within each other.
func nested(line string) int {
	n := 0
	for i := range len(line) {
		switch c := line[i]; {
		case c == '>':
			n++
		case strings.IndexByte("-+*.)", c) >= 0:
			if i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t') {
				n++
			}
		case c != ' ' && c != '\t' && (c < '0' || c > '9'):
			return n
		}
	}
	return n
}

// frontMatter parts the lines between hyphens at the beginning from the rest.
func frontMatter(text string) (matter map[string]string, rest string) {
	body, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return nil, text
	}
	matter = map[string]string{}
	var last string
	for {
		line, after, more := strings.Cut(body, "\n")
		indented := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")
		line = strings.TrimSpace(line)
		if !indented && (line == "---" || line == "...") {
			for key, value := range matter {
				matter[key] = unquote(strings.TrimSpace(value))
			}
			return matter, after
		}
		key, value, ok := strings.Cut(line, ":")
		switch {
		case !more:
			return nil, text // a rule at the top of a text, not front matter
		case line == "" || strings.HasPrefix(line, "#") && !indented:
		case indented && last != "":
			matter[last] += " " + line
		case strings.HasPrefix(line, "-"):
		case !ok:
			return nil, text
		default:
			last = strings.ToLower(strings.TrimSpace(key))
			matter[last] = blockMark.ReplaceAllString(strings.TrimSpace(value), "")
		}
		body = after
	}
}

// blockMark says that the value of a key follows on indented lines.
var blockMark = regexp.MustCompile(`^[>|][+-]?[1-9]?$`)

func unquote(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

// readMatter takes what the front matter says. Somebody wrote it on purpose, so
// a value that cannot be read is an error and not passed over.
func (c *content) readMatter(p corpus.Page, matter map[string]string) error {
	c.title = matter["title"]
	if v := matter["url"]; v != "" {
		if _, ok := normalAddress(v); !ok {
			return fmt.Errorf("url %q is not an address of the web", v)
		}
		c.address = newAddress(p.URL, v)
	}
	if v := matter["lang"]; v != "" {
		lang, ok := baseLanguage(v)
		if !ok {
			return fmt.Errorf("lang %q is not a language", v)
		}
		c.lang, c.langSource, c.american = lang, "front matter", isAmerican(v)
	}
	for _, key := range []string{"date", "published", "modified"} {
		v := matter[key]
		if v == "" {
			continue
		}
		d, ok := parseDate(v, c.lang, "front matter")
		if !ok {
			return fmt.Errorf("%s %q cannot be read; write it as 2016-07-14", key, v)
		}
		if d.labelled = true; key == "modified" {
			c.modified = append(c.modified, d)
		} else {
			c.published = append(c.published, d)
		}
	}
	if v := matter["type"]; v != "" {
		c.typ = corpus.Type(v)
		c.notes.add("type", v, "front matter")
		if !corpus.ValidType(c.typ) {
			return fmt.Errorf("type %q is none of %v", v, corpus.Types())
		}
	}
	return nil
}

// takeFirst removes and returns the first line of the sections.
func takeFirst(sections []corpus.Section) string {
	for i := range sections {
		if h := sections[i].Heading; h != "" {
			sections[i].Heading = ""
			return h
		}
		if ps := sections[i].Paragraphs; len(ps) > 0 {
			sections[i].Paragraphs = ps[1:]
			return ps[0]
		}
	}
	return ""
}

// readTop takes what the first lines tell of the page, up to the first that is
// longer than such lines are, and dates of publication further down.
func (c *content) readTop() {
	c.takeKind()
	seen := 0
	for i := range c.sections {
		s := &c.sections[i]
		s.Paragraphs = slices.DeleteFunc(s.Paragraphs, func(line string) bool {
			seen++
			if len(line) > maxDateParts {
				seen = firstLines
			}
			return c.takeLine(line, seen <= firstLines && len(c.published) == 0)
		})
	}
	if c.lineKind != "" && c.typ == "" {
		c.setType(c.lineKind, "the line with the date says so")
	}
}
