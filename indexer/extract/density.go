package extract

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/uilsearch/uilsearch/corpus"
)

// readUnknown reads a page whose shape is not in the profile: the element whose
// paragraphs have most text and fewest links is taken for its body.
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
	body := densest(doc)
	if body == nil {
		return
	}
	found := parts(body, c.lang)
	if c.typ == "" && isListing(found) {
		c.typ = corpus.Listing
	}
	c.sections = e.proseOf(c, readBlocks(found))
}

// densest returns the element that holds the text, or nil where there is none.
func densest(doc *goquery.Document) *html.Node {
	scores := map[*html.Node]float64{}
	var order []*html.Node
	add := func(n *html.Node, score float64) {
		if n == nil || n.Type != html.ElementNode {
			return
		}
		if _, ok := scores[n]; !ok {
			order = append(order, n)
		}
		scores[n] += score
	}
	doc.Find("p, li, pre, blockquote, td, div, section, article").Each(func(_ int, el *goquery.Selection) {
		n := el.Nodes[0]
		text, linked := ownText(n)
		if text < minProse {
			return
		}
		score := math.Sqrt(float64(text)) * float64(text-linked) / float64(text)
		if n.DataAtom == atom.Div || n.DataAtom == atom.Section || n.DataAtom == atom.Article || n.DataAtom == atom.Td {
			add(n, score)
		}
		add(n.Parent, score)
		if n.Parent != nil {
			add(n.Parent.Parent, score/2)
		}
	})
	var best *html.Node
	for _, n := range order {
		if best == nil || scores[n] > scores[best] {
			best = n
		}
	}
	if body := doc.Find("body"); best == nil && body.Length() > 0 {
		return body.Nodes[0] // a page of frames has none
	}
	return best
}

// unknownDates are the time elements that are likely to be about the page.
const unknownDates = "time[itemprop=datePublished], time[pubdate], header time, h1 ~ time, h1 ~ p time"

// minProse is the least number of letters that count as a piece of text.
const minProse = 25

// ownText counts the letters of the text that stands in an element but in no
// block within it, and those of them that are links.
func ownText(n *html.Node) (text, linked int) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			text += utf8.RuneCountInString(strings.TrimSpace(c.Data))
		case c.Type == html.ElementNode && inline[c.DataAtom]:
			t, l := ownText(c)
			if c.DataAtom == atom.A {
				l = t
			}
			text, linked = text+t, linked+l
		}
	}
	return text, linked
}

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
