package extract

import (
	"slices"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

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
func (e *Extractor) readUnknown(c *content, doc *goquery.Document) {
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
	credits.Remove()
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
	found = withHeadings(found, dense)
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
	case size < minArticle:
		return nil, "not asked about so little text"
	}
	nodes, err := e.finder.find(doc.Nodes[0], c.address.shown)
	if err != nil {
		return nil, "asked in vain: " + err.Error()
	}
	// What these lines tell has been taken.
	known := *c
	known.notes = nil
	found := e.proseOf(&known, withParts(e.rules.readBlocks(nodes), e.rules.readBlocks, around, body), firstLines)
	if !hasText(cleanSections(found)) {
		return nil, "asked and found no text"
	}
	return found, ""
}

// withHeadings returns what a finder found with the headings that it left out:
// those of the dense text that stand above a line which it found.
func withHeadings(found, dense []corpus.Section) []corpus.Section {
	has, headings := map[string]bool{}, map[string]bool{}
	for _, s := range found {
		headings[s.Heading] = true
		for _, line := range s.Paragraphs {
			has[line] = true
		}
	}
	above := map[string]string{}
	for _, s := range dense {
		if i := slices.IndexFunc(s.Paragraphs, func(line string) bool { return has[line] }); i >= 0 && !headings[s.Heading] && above[s.Paragraphs[i]] == "" {
			above[s.Paragraphs[i]] = s.Heading
		}
	}
	var out []corpus.Section
	for _, s := range found {
		from := 0
		for i, line := range s.Paragraphs {
			if heading := above[line]; heading != "" {
				delete(above, line)
				out = append(out, corpus.Section{Heading: s.Heading, Paragraphs: s.Paragraphs[from:i:i]})
				s.Heading, from = heading, i
			}
		}
		out = append(out, corpus.Section{Heading: s.Heading, Paragraphs: s.Paragraphs[from:]})
	}
	return out
}

// withParts returns what a finder found with the parts beside the body that it
// left out, if the body is what it found.
func withParts(found []corpus.Section, read func([]*html.Node) []corpus.Section, around []*html.Node, body *html.Node) []corpus.Section {
	has := map[string]bool{}
	for _, s := range found {
		has[s.Heading] = true
		for _, line := range s.Paragraphs {
			has[line] = true
		}
	}
	if !slices.ContainsFunc(read([]*html.Node{body}), func(s corpus.Section) bool {
		return slices.ContainsFunc(s.Paragraphs, func(line string) bool { return has[line] })
	}) {
		return found
	}
	missing := func(nodes []*html.Node) []corpus.Section {
		sections := read(nodes)
		for i := range sections {
			sections[i].Paragraphs = slices.DeleteFunc(sections[i].Paragraphs, func(line string) bool { return has[line] })
		}
		return slices.DeleteFunc(sections, func(s corpus.Section) bool { return len(s.Paragraphs) == 0 })
	}
	at := slices.Index(around, body)
	return slices.Concat(missing(around[:at]), found, missing(around[at+1:]))
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
