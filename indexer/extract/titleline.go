package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/uilsearch/uilsearch/corpus"
)

// titleMarks part a title in the head of a page from the name of the site.
var titleMarks = []string{" | ", " – ", " — ", " - ", " :: ", " » ", " · "}

// takeTitleLine takes the title of a page without a heading from its head, if it
// stands on the page as a line of its own, which is removed then. What stands before
// or behind it in the head only is the name of the site.
func (e *Extractor) takeTitleLine(c *content, doc *goquery.Document, head string) {
	sites := siteNamesOn(doc)
	for _, title := range titleParts(e.rules.dropBanner(head)) {
		isSite := func(name string) bool { return strings.EqualFold(name, title) }
		if slices.ContainsFunc(sites, isSite) || slices.ContainsFunc(e.rules.siteNames, isSite) {
			continue
		}
		if line := lineWith(doc, title); line != nil {
			c.setTitle(title, "there is no heading: what of the title in the head of the page is a line of it")
			detach(line)
			return
		}
	}
}

// titleParts returns a title, and what is left of it without what stands before or
// behind a mark, the longest first.
func titleParts(title string) []string {
	title = corpus.NormalSpace(title)
	parts := []string{title}
	for _, mark := range titleMarks {
		if first, rest, ok := strings.Cut(title, mark); ok {
			parts = append(parts, first, rest)
			last := strings.LastIndex(title, mark)
			parts = append(parts, title[:last], title[last+len(mark):])
		}
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return strings.TrimSpace(part) == "" })
	slices.SortStableFunc(parts, func(a, b string) int { return utf8.RuneCountInString(b) - utf8.RuneCountInString(a) })
	return slices.Compact(parts)
}

// siteNamesOn returns what a page calls the site that it is on: in its head, and
// in what stands in place of its logo.
func siteNamesOn(doc *goquery.Document) []string {
	var names []string
	doc.Find(`meta[property="og:site_name"], meta[name="application-name"]`).Each(func(_ int, m *goquery.Selection) {
		names = append(names, corpus.NormalSpace(m.AttrOr("content", "")))
	})
	doc.Find(`img[src*=logo], img[class*=logo], img[id*=logo], a[href="/"] img`).Each(func(_ int, img *goquery.Selection) {
		names = append(names, corpus.NormalSpace(img.AttrOr("alt", "")))
	})
	doc.Find(`.logo, #logo, .site-name, #site-name, .site-title, #site-title`).Each(func(_ int, el *goquery.Selection) {
		names = append(names, textOf(el))
	})
	return names
}

// lineWith returns the element that holds a text and nothing else, or nil. Cells
// and the page are no such elements.
func lineWith(doc *goquery.Document, text string) *html.Node {
	for n := range doc.Nodes[0].Descendants() {
		if n.Type != html.TextNode || !strings.EqualFold(corpus.NormalSpace(n.Data), text) || unreadAbove(n) {
			continue
		}
		line := n
		for blank(line, before) && blank(line, behind) && line.Parent != nil && !isFrame(line.Parent) && line.Parent.DataAtom != atom.Td {
			line = line.Parent
		}
		// A link with that name is one to another page, or to this one.
		if line.Type == html.ElementNode && line.DataAtom != atom.A && !isLi(line) && !runsOn(line) {
			return line
		}
	}
	return nil
}

// runsOn reports whether an element shares its line with other text, as a step of a
// breadcrumb does.
func runsOn(n *html.Node) bool {
	return inline[n.DataAtom] && (runs(n, true, isWordRune) != 0 || runs(n, false, isWordRune) != 0)
}

func isLi(n *html.Node) bool {
	return n.DataAtom == atom.Li || n.DataAtom == atom.Ul || n.DataAtom == atom.Ol
}

func unreadAbove(n *html.Node) bool {
	return slices.ContainsFunc(ancestors(n), func(a *html.Node) bool { return unread[a.DataAtom] })
}

// headsProse reports whether an element in bold is the whole of its paragraph and
// what follows is text, or such an element again.
func headsProse(bold *html.Node, lang string) bool {
	line := bold.Parent
	if _, isDate := (lineReader{lang: lang, source: "text"}).read(nodeText(line)); isDate || !blank(bold, before) || !blank(bold, behind) {
		return false
	}
	for n := line.NextSibling; n != nil; n = n.NextSibling {
		text, linked := letters(n)
		switch {
		case text == 0:
			continue
		case n.DataAtom == atom.Ul || n.DataAtom == atom.Ol:
			return 2*linked < text
		case n.DataAtom == atom.P && text < minProse:
			continue
		}
		return n.DataAtom == atom.P && 2*linked < text && text >= minPart
	}
	return false
}
