package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// minPart is the least number of letters that an element beside the body must
// hold to be a part of it, unless it is one of text such as a paragraph.
const minPart = 60

// parts returns the body with what belongs to it beside it, in reading order:
// an intro, a quotation, a second half. Within an article or main element they
// may stand at any level, elsewhere only beside the body.
func parts(body *html.Node, lang string) []*html.Node {
	out := []*html.Node{body}
	inMain := slices.ContainsFunc(ancestors(body), func(n *html.Node) bool { return n.DataAtom == atom.Main || n.DataAtom == atom.Article })
	for level := body; !isFrame(level) && level.Parent != nil && level.Parent.Type == html.ElementNode; level = level.Parent {
		var before, after []*html.Node
		alone := true
		for n := level.PrevSibling; n != nil; n = n.PrevSibling {
			text, _ := letters(n)
			alone = alone && text == 0
			if isPart(n, lang) || isHeading(n) && (len(before) == 0 || !isHeading(before[len(before)-1])) {
				before = append(before, n)
			}
		}
		for n := level.NextSibling; n != nil; n = n.NextSibling {
			text, _ := letters(n)
			alone = alone && text == 0
			if isPart(n, lang) || isHeading(n) {
				after = append(after, n)
			}
		}
		// A heading with nothing below it heads something that is no part.
		for len(after) > 0 && isHeading(after[len(after)-1]) {
			after = after[:len(after)-1]
		}
		slices.Reverse(before)
		out = slices.Concat(before, out, after)
		if !inMain && !alone {
			break
		}
	}
	return out
}

// isPart reports whether something beside the body is text rather than links.
func isPart(n *html.Node, lang string) bool {
	if n.Type != html.TextNode && n.Type != html.ElementNode || isHeading(n) {
		return false
	}
	least := minProse
	switch n.DataAtom {
	case atom.Form, atom.Nav, atom.Footer, atom.Aside, atom.Header:
		return false
	case atom.Div, atom.Section:
		least = minPart
	}
	text, linked := letters(n)
	if text >= least {
		return 3*linked < text && (!holds[n.DataAtom] || hasSentence(n))
	}
	_, isDate := lineReader{lang: lang, source: "text"}.read(nodeText(n))
	return isDate
}

// holds are elements that hold anything, menus and feet of pages as well.
var holds = map[atom.Atom]bool{atom.Div: true, atom.Section: true, atom.Table: true, atom.Tbody: true, atom.Tr: true, atom.Td: true, atom.Center: true}

// leastSentence is the least length of a sentence, in bytes, so that one of
// Chinese may have fewer letters.
const leastSentence = 30

// hasSentence reports whether a line in an element ends as a sentence does and is
// none about rights.
func hasSentence(n *html.Node) bool {
	for _, s := range readApart([]*html.Node{n}, func(string) bool { return true }) {
		for _, line := range s.Paragraphs {
			line = strings.TrimRight(line, "”\"’»)› ")
			if len(line) >= leastSentence && strings.ContainsRune(".!?…:。！？؟।：", lastRune(line)) && !strings.Contains(line, "©") {
				return true
			}
		}
	}
	return false
}

// letters counts the letters of all the text in a node, and those of them that
// are links.
func letters(n *html.Node) (text, linked int) {
	if n.Type == html.TextNode {
		return utf8.RuneCountInString(strings.TrimSpace(n.Data)), 0
	}
	if unread[n.DataAtom] {
		return 0, 0
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		t, l := letters(c)
		text, linked = text+t, linked+l
	}
	if n.DataAtom == atom.A {
		linked = text
	}
	return text, linked
}

// proseIn counts the letters of a node that are no links.
func proseIn(n *html.Node) int {
	text, linked := letters(n)
	return text - linked
}

// A page is a listing if it has at least this many teasers that make up most of
// it, each of them short, or at least this many links that do.
const (
	minTeasers = 4
	maxTeaser  = 400 // letters
	minLinks   = 8
)

// teasers counts what a page has of other pages: headings that are links, with
// the text up to the next heading.
type teasers struct {
	count, links         int
	text, linked, inside int
	// open says that the text belongs to a teaser.
	open bool
}

// isListing reports whether the text mostly leads to other pages.
func isListing(nodes []*html.Node) bool {
	var t teasers
	for _, n := range nodes {
		t.walk(n)
	}
	if t.count >= minTeasers && 10*t.inside >= 6*t.text && t.inside <= maxTeaser*t.count {
		return true
	}
	return t.links >= minLinks && 10*t.linked >= 6*t.text
}

func (t *teasers) walk(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		size, _ := letters(n)
		t.text += size
		if t.open {
			t.inside += size
		}
		return
	case unread[n.DataAtom]:
		return
	case isHeading(n):
		text, linked := letters(n)
		if t.open = text > 0 && 10*linked >= 9*text; t.open {
			t.count++
		}
	case n.DataAtom == atom.A:
		if size, _ := letters(n); size > 0 {
			t.links++
			t.linked += size
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		t.walk(c)
	}
}
