package extract

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

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
