package extract

import (
	"slices"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/uilsearch/uilsearch/corpus"
)

// finder finds the text of a page that nobody has described.
type finder interface {
	// find returns nodes that hold the text and nothing else, in reading order.
	// It leaves the page as it is.
	find(page *html.Node, address string) ([]*html.Node, error)
}

// readUnknown reads a page whose shape is not in the profile. What a finder
// takes for its text is believed; where it finds none, the element is taken
// whose paragraphs have most text and fewest links, with its likes beside it.
// headTitle is the title in the head of the page.
func (e *Extractor) readUnknown(c *content, doc *goquery.Document, headTitle string) {
	c.readFoot(doc)
	e.dropExtras(doc, e.rules.unknownDrop, c.notes)
	e.dropExtras(doc, e.rules.unknownClasses, c.notes)
	credits := e.droppable(doc, e.rules.unknownCredits).FilterFunction(func(_ int, line *goquery.Selection) bool {
		return utf8.RuneCountInString(textOf(line)) <= maxTitle
	})
	credits.Each(func(_ int, line *goquery.Selection) {
		c.takeCredit(textOf(line), e.rules.unknownCredits.why(line.Nodes[0]))
	})
	c.takeElements(e.datesOf(doc), false)
	c.takeTitle(e, doc.Find("h1"))
	if c.title == "" {
		e.takeTitleLine(c, doc, headTitle)
	}
	credits.Remove()
	doc.Find("p > b, p > strong").Each(func(_ int, el *goquery.Selection) {
		if headsProse(el.Nodes[0], c.lang) {
			e.makeHeading(el.Nodes[0])
		}
	})
	c.sections = e.findText(c, doc)
	e.takeListing(c)
	c.takeKind()
	if c.lineKind != "" && c.typ == "" {
		c.setType(c.lineKind, "the line with the date says so")
	}
}

// takeTitle takes the first of the headings that may be the title, and removes
// it, with the names of the site before it.
func (c *content) takeTitle(e *Extractor, found *goquery.Selection) {
	titles := e.headings(found)
	found.EachWithBreak(func(_ int, el *goquery.Selection) bool {
		el.Remove()
		if len(titles) > 0 && el.Nodes[0] == titles[0] {
			c.setTitle(textOf(el), "the first heading that is not the name of the site")
			return false
		}
		if name := textOf(el); name != "" {
			c.notes.add("title", name, notTaken+"the name of the site")
		}
		return true
	})
}

// findText returns the text of a page without its title. A finder is asked
// where there is enough of it, and the page is no listing: finders leave out what
// listings consist of, and do badly on a few lines. Dates and credits are read
// from all that stands around the text, of which finders leave out some.
func (e *Extractor) findText(c *content, doc *goquery.Document) []corpus.Section {
	c.notes.is("density")
	body := densest(doc)
	if body == nil {
		return nil
	}
	around := parts(body, c.lang)
	listing := isListing(around)
	if (c.typ == "" || c.loose) && listing {
		c.setType(corpus.Listing, "most of the page leads to other pages")
	}
	size := 0
	for _, n := range around {
		size += proseIn(n)
	}
	dense := e.proseOf(c, e.rules.readBlocks(around), firstLines)
	found, why := e.askFinder(c, doc, around, body, size, listing)
	if why != "" {
		c.notes.text(around, "the densest part of the page and what stands beside it; the finder of articles was "+why)
		return dense
	}
	c.notes.is("article")
	c.notes.add("text", countSections(found), "what the finder of articles took for the text")
	c.noteMissing(dense, found)
	return found
}

// askFinder returns what the finder takes for the text, or says why there is
// nothing.
func (e *Extractor) askFinder(c *content, doc *goquery.Document, around []*html.Node, body *html.Node, size int, listing bool) ([]corpus.Section, string) {
	switch {
	case listing:
		return nil, "not asked about a listing"
	case inCell(body):
		return nil, "not asked about a page that is laid out as a table"
	case size < minArticle:
		return nil, "not asked about so little text"
	}
	nodes, err := e.finder.find(doc.Nodes[0], c.address.shown)
	if err != nil {
		return nil, "asked in vain: " + err.Error()
	}
	found := e.rules.readBlocks(nodes)
	if !hasText(cleanSections(found)) {
		return nil, "asked and found no text"
	}
	dense := e.rules.readBlocks(around)
	if newTaken(found).hasAny(e.rules.readBlocks([]*html.Node{body})) {
		found = slices.Concat(found, newTaken(found).missing(e.rules.readBlocks(beside(around, body))))
	}
	own := ownLines(e.rules.readBlocks(doc.Find("body").Nodes), dense, found, e.rules.isFact)
	// What these lines tell is read from all that stands around the text.
	known := *c
	known.notes = nil
	if own = e.proseOf(&known, own, firstLines); !hasText(cleanSections(own)) {
		return nil, "asked and found no text of the page"
	}
	return own, ""
}

// inCell reports whether an element is a cell of a table or stands in one.
func inCell(n *html.Node) bool {
	return slices.ContainsFunc(append(ancestors(n), n), func(a *html.Node) bool { return a.DataAtom == atom.Td || a.DataAtom == atom.Th })
}

// minArticle is how many letters a page must have that a finder is asked about.
const minArticle = 300

// maxDated is how many elements with different dates a page may have that tells
// its own. A list of other pages has more.
const maxDated = 3

// readFoot reads what the foot of an article says of it, before feet are
// dropped.
func (c *content) readFoot(doc *goquery.Document) {
	for _, s := range readBlocks(doc.Find("article footer, main footer").Nodes) {
		for _, line := range s.Paragraphs {
			c.takeLine(line, false)
		}
	}
}

// datesOf returns the elements that are likely to hold the date of the page.
func (e *Extractor) datesOf(doc *goquery.Document) *goquery.Selection {
	found := e.droppable(doc, e.rules.unknownDates)
	different := map[string]bool{}
	found.Each(func(_ int, el *goquery.Selection) {
		if text := textOf(el); text != "" {
			different[text] = true
		}
	})
	if len(different) <= maxDated {
		return found
	}
	return found.FilterFunction(func(_ int, el *goquery.Selection) bool {
		return el.Parent().Find("h1").Length()+el.Parent().Parent().Find("h1").Length() > 0
	})
}
