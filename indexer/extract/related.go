package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// maxRelated bounds the words above teasers of other pages, in characters.
const maxRelated = 40

// maxHeads is how many such words are looked at on a page.
const maxHeads = 20

// dropRelated removes the teasers of other pages from a page of an unknown shape,
// by the words above them: what begins with these words, or what follows them and
// is mostly links. What holds most of the text is kept.
func (e *Extractor) dropRelated(doc *goquery.Document, n *notes) {
	all, _ := letters(doc.Nodes[0])
	var found []*html.Node
	for text := range doc.Nodes[0].Descendants() {
		if len(found) < maxHeads && text.Type == html.TextNode && len(text.Data) <= 4*maxRelated && e.rules.isRelated(text.Data) {
			found = append(found, text)
		}
	}
	for _, text := range found {
		if nodes := teasersBelow(text, all); nodes != nil {
			n.dropped(nodes, because("leads elsewhere: the words above it say so"))
			for _, node := range nodes {
				detach(node)
			}
		}
	}
}

func (r *rules) isRelated(line string) bool {
	line = strings.TrimSpace(line)
	return utf8.RuneCountInString(line) <= maxRelated && r.related.are(analysis.Words(line))
}

// teasersBelow returns what the words head, with them, or nil where they head
// nothing that leads elsewhere. all counts the letters of the page.
func teasersBelow(words *html.Node, all int) []*html.Node {
	head := words
	for p := head.Parent; p != nil && !isFrame(p) && blank(head, before) && blank(head, behind); p = p.Parent {
		head = p
	}
	if head.Parent == nil || isFrame(head) {
		return nil
	}
	if whole := begunBy(head, all); whole != nil {
		return []*html.Node{whole}
	}
	out, size, links := []*html.Node{head}, 0, false
	for next := head.NextSibling; next != nil; next = next.NextSibling {
		text, linked := letters(next)
		if text > 0 && 2*linked < text {
			break
		}
		size, links = size+text, links || linked > 0
		out = append(out, next)
	}
	if !links || 2*size > all {
		return nil
	}
	return out
}

// begunBy returns the largest element that begins with the words and consists of
// teasers, or nil: it has links, and neither a heading of the page, a long
// paragraph nor most of the text.
func begunBy(head *html.Node, all int) *html.Node {
	var whole *html.Node
	for p := head; blank(p, before); {
		if p = p.Parent; p == nil || isFrame(p) || p.DataAtom == atom.Table || p.DataAtom == atom.Tbody {
			break
		}
		text, linked := letters(p)
		if 2*text > all || hasTitle(p) || hasLongProse(p) {
			break
		}
		if linked > 0 {
			whole = p
		}
	}
	return whole
}

// blank reports whether nothing is to be read on one side of a node among its
// siblings.
func blank(n *html.Node, next func(*html.Node) *html.Node) bool {
	for n = next(n); n != nil; n = next(n) {
		if text, _ := letters(n); text > 0 {
			return false
		}
	}
	return true
}

func before(n *html.Node) *html.Node { return n.PrevSibling }
func behind(n *html.Node) *html.Node { return n.NextSibling }

func hasTitle(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.DataAtom == atom.H1 {
			return true
		}
	}
	return false
}

// minSentence is how many letters a line must have that is a text of its own
// beside teasers.
const minSentence = 250

// hasLongProse reports whether an element holds a paragraph that is too long for a
// teaser.
func hasLongProse(n *html.Node) bool {
	for d := range n.Descendants() {
		if text, linked := ownText(d); text-linked >= minSentence {
			return true
		}
	}
	return false
}
