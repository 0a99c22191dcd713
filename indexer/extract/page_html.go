package extract

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/uilsearch/uilsearch/corpus"
)

// readHTML reads an HTML page: what its head says, and its text by the first
// shape that matches, or by density.
func (e *Extractor) readHTML(p corpus.Page, n *notes) (content, error) {
	text, err := decodeHTML(p.Body, p.Charset)
	if err != nil {
		return content{}, err
	}
	doc, err := parse(text)
	if err != nil {
		return content{}, err
	}
	h := readHead(doc, p.URL, e.rules.dropQuery, n)
	c := content{
		notes: n, address: h.address, lang: h.lang, langSource: h.langSource, american: h.american,
		published: h.published, modified: h.modified, translations: h.translations, kinds: e.rules.kinds,
	}
	s, known := e.shapeOf(doc)
	// Types are told by the page as it came, before anything is dropped.
	c.setTypeBy(slices.Concat(s.types, e.rules.types), doc, facts{schema: h.schema})
	e.droppable(doc, e.rules.archive).Each(func(_ int, bar *goquery.Selection) { n.copyDates(textOf(bar)) })
	e.drop(doc, e.rules.archive, n)
	e.drop(doc, e.rules.drop, n)
	if !known {
		e.dropRelated(doc, n) // as long as its links are there
	}
	e.dropFurniture(doc, n)
	if known {
		n.is("template " + s.name)
		e.readShape(&c, s, doc)
	} else {
		e.readUnknown(&c, doc, h.title)
	}
	if strings.TrimSpace(c.title) == "" {
		c.setTitle(e.rules.dropSiteName(h.title), "there is no heading: the title in the head of the page, without the name of the site")
	}
	if known && c.typ == "" {
		c.setType(corpus.Other, "no rule of the profile holds")
	}
	e.finish(&c, p)
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
	if node := e.titleOf(s.title, doc); node != nil {
		title = &goquery.Selection{Nodes: []*html.Node{node}}
		c.setTitle(textOf(title), s.title.why(node))
	}
	dates := e.droppable(doc, s.date)
	c.takeElements(dates, true)
	credits := e.droppable(doc, s.credits)
	credits.Each(func(_ int, line *goquery.Selection) { c.takeCredit(textOf(line), s.credits.why(line.Nodes[0])) })
	doc.FindMatcher(s.facts).Each(func(_ int, fact *goquery.Selection) { e.dropIcon(c, fact) })

	// Whatever has been read is not read again as text of the body.
	title.Remove()
	credits.Remove()
	dates.Remove()
	e.drop(doc, s.drop, c.notes)
	doc.FindMatcher(s.headings).Each(func(_ int, el *goquery.Selection) { e.makeHeading(el.Nodes[0]) })
	body := outermost(doc.FindMatcher(s.body))
	c.notes.text(body, s.body.key)
	first := 0
	if c.typ == corpus.News && len(c.published) == 0 {
		first = firstLines // older pages have their date in the text
	}
	c.sections = e.proseOf(c, e.rules.readBlocks(body), first)
}

// titleOf returns what the first part of the selector finds that finds a title,
// or nil.
func (e *Extractor) titleOf(s selector, doc *goquery.Document) *html.Node {
	for i := range s.group {
		part := selector{key: s.key, group: s.group[i : i+1]}
		if titles := e.headings(doc.FindMatcher(part)); len(titles) > 0 {
			return titles[0]
		}
	}
	return nil
}

// maxHeading bounds the lines that are made headings, in characters.
const maxHeading = 120

// makeHeading makes a heading of an element that is one by its looks only: it
// is the whole of a short line that does not end as a sentence does.
func (e *Extractor) makeHeading(n *html.Node) {
	text := textOf(&goquery.Selection{Nodes: []*html.Node{n}})
	if text == "" || utf8.RuneCountInString(text) > maxHeading || strings.ContainsRune(".,;!?…。", lastRune(text)) || e.rules.words.kind(text) != isText {
		return
	}
	if inline[n.DataAtom] {
		if n.Parent == nil || n.Parent.DataAtom != atom.P || corpus.NormalSpace(nodeText(n.Parent)) != text {
			return
		}
		n = n.Parent
	}
	n.Data, n.DataAtom = "h3", atom.H3
}

// dropIcon removes the name of an icon before the text of a fact.
func (e *Extractor) dropIcon(c *content, fact *goquery.Selection) {
	if fact.Length() == 0 {
		return
	}
	first, rest, ok := strings.Cut(corpus.NormalSpace(textOf(fact)), " ")
	if !ok || !e.rules.iconWords[first] {
		return
	}
	c.notes.add("dropped", first, "icon word before "+shorten(rest))
	fact.SetText(rest)
}
