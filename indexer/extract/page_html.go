package extract

import (
	"fmt"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"github.com/uilsearch/uilsearch/corpus"
)

// readHTML reads an HTML page: what its head says, and its text by the first
// shape that matches, or by density.
func (e *Extractor) readHTML(p corpus.Page) (content, error) {
	text, err := decodeHTML(p.Body, p.Charset)
	if err != nil {
		return content{}, err
	}
	doc, err := parse(text)
	if err != nil {
		return content{}, err
	}
	h := readHead(doc, p.URL)
	c := content{
		address: h.address, lang: h.lang, langSource: h.langSource,
		published: h.published, modified: h.modified, translations: h.translations,
	}
	s, known := e.shapeOf(doc)
	// Types are told by the page as it came, before anything is dropped.
	c.typ, _ = typeOf(slices.Concat(s.types, e.rules.types), doc, c.address.shown, h.jsonLD)
	e.drop(doc, e.rules.drop)
	if known {
		e.readShape(&c, s, doc)
	} else {
		e.readUnknown(&c, doc)
	}
	if strings.TrimSpace(c.title) == "" {
		c.title = e.rules.dropSiteName(h.title)
	}
	if known && c.typ == "" {
		c.typ = corpus.Other
	}
	c.guessType(p)
	return c, nil
}

// parse refuses pages that are nested too deeply or hold too many elements.
func parse(text string) (*goquery.Document, error) {
	if err := checkMarkup(text); err != nil {
		return nil, err
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	return doc, nil
}

func (e *Extractor) shapeOf(doc *goquery.Document) (shape, bool) {
	for _, s := range e.rules.shapes {
		if doc.FindMatcher(s.match).Length() > 0 {
			return s, true
		}
	}
	return shape{}, false
}

// readShape reads a page with the selectors of its shape.
func (e *Extractor) readShape(c *content, s shape, doc *goquery.Document) {
	title := doc.FindMatcher(s.title)
	if titles := e.headings(title); len(titles) > 0 {
		title = &goquery.Selection{Nodes: titles[:1]}
		c.title = textOf(title)
	}
	dates := e.droppable(doc, s.date)
	c.takeElements(dates)
	credits := e.droppable(doc, s.credits)
	credits.Each(func(_ int, line *goquery.Selection) { c.credits = append(c.credits, textOf(line)) })
	doc.FindMatcher(s.facts).Each(func(_ int, fact *goquery.Selection) { e.dropIcon(fact) })

	// Whatever has been read is not read again as text of the body.
	title.Remove()
	credits.Remove()
	dates.Remove()
	e.drop(doc, s.drop)
	c.sections = readBlocks(outermost(doc.FindMatcher(s.body)))
	for i := range c.sections {
		c.sections[i].Paragraphs = slices.DeleteFunc(c.sections[i].Paragraphs, func(line string) bool { return c.takeLine(line, false) })
	}
}

// dropIcon removes the name of an icon before the text of a fact.
func (e *Extractor) dropIcon(fact *goquery.Selection) {
	if fact.Length() == 0 {
		return
	}
	first, rest, ok := strings.Cut(corpus.NormalSpace(textOf(fact)), " ")
	if !ok || !e.rules.iconWords[first] {
		return
	}
	fact.SetText(rest)
}

// dropIconWord does the same for a paragraph that may be no fact: the icon
// must be followed by something that begins like a line of its own.
func (r *rules) dropIconWord(line string) string {
	first, rest, ok := strings.Cut(line, " ")
	if !ok || !r.iconWords[first] || startsLower(rest) {
		return line
	}
	return rest
}
