package extract

import (
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// drop removes what a rule matches, but never the page itself: not the elements
// that are the page or its main part, and not what holds its only heading. It
// does not matter how a theme names such elements.
func (e *Extractor) drop(doc *goquery.Document, rule rule, n *notes) {
	found := e.droppable(doc, rule)
	n.dropped(found.Nodes, rule.why)
	found.Remove()
}

// dropExtras is drop for rules that are guesses: what holds most of the text of
// the page is kept as well.
func (e *Extractor) dropExtras(doc *goquery.Document, rule rule, n *notes) {
	all := proseIn(doc.Nodes[0])
	found := e.droppable(doc, rule).FilterFunction(func(_ int, el *goquery.Selection) bool {
		return 2*proseIn(el.Nodes[0]) <= all
	})
	n.dropped(found.Nodes, rule.why)
	found.Remove()
}

// rule finds elements, and says of one why it does.
type rule interface {
	goquery.Matcher
	why(*html.Node) string
}

func (e *Extractor) droppable(doc *goquery.Document, rule rule) *goquery.Selection {
	found := doc.FindMatcher(rule).FilterFunction(func(_ int, el *goquery.Selection) bool { return !isFrame(el.Nodes[0]) })
	if found.Length() == 0 {
		return found
	}
	matched := map[*html.Node]bool{}
	for _, n := range found.Nodes {
		matched[n] = true
	}
	var above map[*html.Node]bool
	for _, h1 := range e.headings(doc.Find("h1")) {
		line := ancestors(h1)
		if !slices.ContainsFunc(line, func(n *html.Node) bool { return matched[n] }) {
			return found // the heading is safe
		}
		if above == nil {
			above = map[*html.Node]bool{}
			for _, n := range line {
				above[n] = true
			}
		}
	}
	return found.FilterFunction(func(_ int, el *goquery.Selection) bool { return !above[el.Nodes[0]] })
}

// isFrame reports whether an element is the page or its main part.
func isFrame(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Main, atom.Article:
		return true
	}
	return false
}

func ancestors(n *html.Node) []*html.Node {
	var out []*html.Node
	for p := n.Parent; p != nil; p = p.Parent {
		out = append(out, p)
	}
	return out
}

// headings returns those of the elements that may be the title of a page: they
// have text, and it is not the name of the site.
func (e *Extractor) headings(found *goquery.Selection) []*html.Node {
	var out []*html.Node
	for _, n := range found.Nodes {
		text := clean(nodeText(n))
		isSite := func(name string) bool { return strings.EqualFold(name, text) }
		if text != "" && !slices.ContainsFunc(e.rules.siteNames, isSite) {
			out = append(out, n)
		}
	}
	return out
}

// classes matches elements by whole classes and IDs, or by how one begins.
type classes struct {
	whole    map[string]bool
	prefixes []string
}

// newClasses reads names, of which one that ends in a hyphen stands for all that
// begin so.
func newClasses(names []string) classes {
	c := classes{whole: map[string]bool{}}
	for _, name := range names {
		if strings.HasSuffix(name, "-") {
			c.prefixes = append(c.prefixes, name)
		} else {
			c.whole[name] = true
		}
	}
	return c
}

// Match reports whether an element has one of the classes.
func (c classes) Match(n *html.Node) bool { return c.name(n) != "" }

func (c classes) why(n *html.Node) string { return "unknown.drop_classes: " + c.name(n) }

// name returns the class or ID for which an element matches, or "".
func (c classes) name(n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" {
			continue
		}
		for _, name := range strings.Fields(strings.ToLower(a.Val)) {
			name = strings.ReplaceAll(name, "_", "-")
			if c.whole[name] || slices.ContainsFunc(c.prefixes, func(p string) bool { return strings.HasPrefix(name, p) }) {
				return name
			}
		}
	}
	return ""
}

// MatchAll returns the matches in a tree, its root included.
func (c classes) MatchAll(n *html.Node) []*html.Node { return matchAll(c, n) }

// Filter returns those of the elements that match.
func (c classes) Filter(nodes []*html.Node) []*html.Node { return filter(c, nodes) }

// matcher tells the elements that a rule is about.
type matcher interface{ Match(*html.Node) bool }

func matchAll(m matcher, n *html.Node) []*html.Node {
	var out []*html.Node
	if m.Match(n) {
		out = append(out, n)
	}
	for d := range n.Descendants() {
		if m.Match(d) {
			out = append(out, d)
		}
	}
	return out
}

func filter(m matcher, nodes []*html.Node) []*html.Node {
	var out []*html.Node
	for _, n := range nodes {
		if m.Match(n) {
			out = append(out, n)
		}
	}
	return out
}
