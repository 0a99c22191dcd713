package extract

import (
	"slices"
	"strings"
	"unicode"
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
	e.dropExtras(doc, e.rules.unknownDrop)
	e.dropExtras(doc, e.rules.unknownClasses)
	credits := e.droppable(doc, e.rules.unknownCredits).FilterFunction(func(_ int, line *goquery.Selection) bool {
		return utf8.RuneCountInString(textOf(line)) <= maxTitle
	})
	credits.Each(func(_ int, line *goquery.Selection) { c.credits = append(c.credits, textOf(line)) })
	if c.typ != corpus.Event {
		c.takeElements(doc.Find(unknownDates))
	}
	c.title = e.takeTitle(doc.Find("h1"))
	credits.Remove()
	c.sections = e.findText(c, doc)
}

// findText returns the text of a page without its title. A finder is asked
// where there is enough of it, and the page is no listing: finders leave out what
// listings consist of, and do badly on a few lines. Dates and credits are read
// from all that stands around the text, of which finders leave out some.
func (e *Extractor) findText(c *content, doc *goquery.Document) []corpus.Section {
	body := densest(doc)
	if body == nil {
		return nil
	}
	around := parts(body, c.lang)
	listing := isListing(around)
	if c.typ == "" && listing {
		c.typ = corpus.Listing
	}
	size := 0
	for _, n := range around {
		size += proseIn(n)
	}
	dense := e.proseOf(c, readBlocks(around))
	if listing || size < minArticle {
		return dense
	}
	nodes, err := e.finder.find(doc.Nodes[0], c.address.shown)
	if err != nil {
		return dense
	}
	known := *c
	found := e.proseOf(&known, withParts(readBlocks(nodes), around, body))
	if !hasText(cleanSections(found)) {
		return dense
	}
	return found
}

// withParts returns what a finder found with the parts beside the body that it
// left out, if the body is what it found.
func withParts(found []corpus.Section, around []*html.Node, body *html.Node) []corpus.Section {
	has := map[string]bool{}
	for _, s := range found {
		has[s.Heading] = true
		for _, line := range s.Paragraphs {
			has[line] = true
		}
	}
	if !slices.ContainsFunc(readBlocks([]*html.Node{body}), func(s corpus.Section) bool {
		return slices.ContainsFunc(s.Paragraphs, func(line string) bool { return has[line] })
	}) {
		return found
	}
	missing := func(nodes []*html.Node) []corpus.Section {
		sections := readBlocks(nodes)
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

// unknownDates are the time elements that are likely to be about the page.
const unknownDates = "time[itemprop=datePublished], time[pubdate], header time, h1 ~ time, h1 ~ p time"

// proseOf leaves out the lines that are not text of the page: breadcrumbs,
// lines that lead elsewhere, credits, the date of a change, and a date below the
// title, which is that of publication unless the page is about an event.
func (e *Extractor) proseOf(c *content, sections []corpus.Section) []corpus.Section {
	seen := 0
	for i := range sections {
		sections[i].Paragraphs = slices.DeleteFunc(sections[i].Paragraphs, func(line string) bool {
			seen++
			switch {
			case e.rules.isBreadcrumb(line) || slices.Contains(e.rules.tailWords, strings.Trim(line, " .…>›»→")):
				return true
			case e.rules.isCredit(line):
				c.credits = append(c.credits, line)
				return true
			}
			return c.takeLine(line, seen <= 3 && c.typ != corpus.Event)
		})
		for j, line := range sections[i].Paragraphs {
			sections[i].Paragraphs[j] = e.rules.dropIconWord(line)
		}
	}
	return sections
}

// maxCrumbs bounds a breadcrumb line, in characters.
const maxCrumbs = 150

// isBreadcrumb reports whether a line is the way from the home page, or the
// link to it.
func (r *rules) isBreadcrumb(line string) bool {
	if utf8.RuneCountInString(line) > maxCrumbs {
		return false
	}
	for _, home := range r.homeWords {
		rest, ok := strings.CutPrefix(line, home)
		if rest = strings.TrimSpace(rest); ok && (rest == "" || strings.ContainsRune("›»>/|→·", firstRune(rest))) {
			return true
		}
	}
	return false
}

// isCredit reports whether a short line is about a picture.
func (r *rules) isCredit(line string) bool {
	if utf8.RuneCountInString(line) > maxCrumbs {
		return false
	}
	for _, word := range r.creditWords {
		rest, ok := strings.CutPrefix(line, word)
		if rest = strings.TrimSpace(rest); ok && (word == "©" || rest != "" && strings.ContainsRune(":：©", firstRune(rest))) {
			return true
		}
	}
	return false
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func startsLower(s string) bool { return unicode.IsLower(firstRune(s)) }
