package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// dropFurniture removes what can be told by its words and its links, however a
// theme names it: the names of icons, breadcrumbs, and links that lead on.
func (e *Extractor) dropFurniture(doc *goquery.Document, n *notes) {
	e.remove(doc.Find("i, em, b, span, div"), n, "icon word", e.isIconElement)
	doc.Find("a").Each(func(_ int, a *goquery.Selection) {
		if utf8.RuneCountInString(textOf(a)) > maxCrumbs {
			return
		}
		link := a.Nodes[0]
		words := analysis.Words(textOf(a))
		if e.rules.words.home.are(words) {
			if way := e.crumbsAround(link); way != nil {
				n.dropped([]*html.Node{way}, because("breadcrumb: it begins with the link home"))
				detach(way)
			}
			return
		}
		if e.rules.words.isTailLink(link, words) {
			n.dropped([]*html.Node{link}, because("leads elsewhere: a link at the end of a line"))
			trimAround(link)
			detach(link)
		}
	})
}

func because(why string) func(*html.Node) string { return func(*html.Node) string { return why } }

func (e *Extractor) remove(found *goquery.Selection, n *notes, why string, is func(*html.Node) bool) {
	found = found.FilterFunction(func(_ int, el *goquery.Selection) bool { return is(el.Nodes[0]) })
	n.dropped(found.Nodes, because(why))
	found.Remove()
}

func detach(n *html.Node) {
	if n.Parent != nil {
		n.Parent.RemoveChild(n)
	}
}

// isIconElement reports whether an element holds the name of an icon and
// nothing else, and says by its name or its class that it does.
func (e *Extractor) isIconElement(n *html.Node) bool {
	text := n.FirstChild
	if text == nil || text.NextSibling != nil || text.Type != html.TextNode || !e.rules.iconWords[strings.TrimSpace(text.Data)] {
		return false
	}
	if n.DataAtom == atom.I || strings.Contains(text.Data, "_") {
		return true
	}
	for _, a := range n.Attr {
		if a.Key == "class" && (strings.Contains(a.Val, "icon") || strings.Contains(a.Val, "material-symbol")) {
			return true
		}
	}
	return false
}

// crumbsAround returns the breadcrumb that begins with a link to the home page,
// or nil where that link stands alone: a list of links, or a line of which most
// is links.
func (e *Extractor) crumbsAround(home *html.Node) *html.Node {
	around := home.Parent
	for around != nil && inline[around.DataAtom] {
		around = around.Parent
	}
	if around != nil && around.DataAtom == atom.Li && around.Parent != nil {
		around = around.Parent
	}
	if around == nil || isFrame(around) || around.Type != html.ElementNode || !e.rules.words.begins(around, home) || hasHeading(around) {
		return nil
	}
	text, linked := letters(around)
	isList := around.DataAtom == atom.Ul || around.DataAtom == atom.Ol
	if homeText, _ := letters(home); text == homeText || !isList && text > maxCrumbs || 2*linked < text {
		return nil
	}
	return around
}

// begins reports whether the text of an element begins with a link, or with
// "You are here" and the link.
func (w *lineWords) begins(around, link *html.Node) bool {
	var before strings.Builder
	for n := range around.Descendants() {
		if n == link {
			words := analysis.Words(before.String())
			return len(words) == 0 || w.here.are(words)
		}
		if n.Type == html.TextNode {
			if before.WriteString(n.Data); before.Len() > maxCrumbs {
				return false
			}
		}
	}
	return false
}

func hasHeading(n *html.Node) bool {
	for d := range n.Descendants() {
		if isHeading(d) {
			return true
		}
	}
	return false
}

// isTailLink reports whether a link leads on from where a text ends: it ends its
// line, and says so in the words of the profile. Behind other text it says
// nothing else, and that text ends as a sentence does; alone on its line it may
// name what follows.
func (w *lineWords) isTailLink(link *html.Node, words []analysis.Word) bool {
	n := w.tails.at(words)
	if n == 0 || runs(link, true, unicode.IsLetter) != 0 || isHeading(link.Parent) {
		return false
	}
	before := runs(link, false, func(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune(arrows, r) })
	switch {
	case n < len(words):
		return n > 1 && before == 0
	case before == 0:
		return true
	}
	return strings.ContainsRune(".!?…。！？؟”\"’)]", before)
}

// runs returns the nearest character of a kind that stands on the line of an
// element, behind it or before it, or 0.
func runs(n *html.Node, behind bool, is func(rune) bool) rune {
	for {
		next := n.PrevSibling
		if behind {
			next = n.NextSibling
		}
		if next == nil {
			if n = n.Parent; n == nil || !inline[n.DataAtom] {
				return 0
			}
			continue
		}
		n = next
		if n.Type == html.ElementNode && !inline[n.DataAtom] {
			return 0
		}
		text := nodeText(n)
		if !behind {
			if i := strings.LastIndexFunc(text, is); i >= 0 {
				return firstRune(text[i:])
			}
		} else if i := strings.IndexFunc(text, is); i >= 0 {
			return firstRune(text[i:])
		}
	}
}

// arrows are the marks that stand around links that lead elsewhere.
const arrows = "[](){}<>‹›«»←→↑↩⇐⇒·•|–-"

// trimAround removes the brackets and arrows around a link. A quotation mark is
// left where there is a quotation.
func trimAround(link *html.Node) {
	if p := link.PrevSibling; p != nil && p.Type == html.TextNode {
		if text := strings.TrimRight(p.Data, arrows+" \n\t\u00a0"); text == "" {
			p.Data = ""
		} else {
			p.Data = strings.TrimRight(p.Data, "[(<‹←→ \n\t\u00a0")
		}
	}
	if p := link.NextSibling; p != nil && p.Type == html.TextNode {
		p.Data = strings.TrimLeft(p.Data, "])>›»→ \n\t\u00a0")
	}
}
