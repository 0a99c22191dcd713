package extract

import (
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/uilsearch/uilsearch/corpus"
)

// unread elements hold no running text.
var unread = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Head: true, atom.Iframe: true,
	atom.Object: true, atom.Embed: true, atom.Svg: true, atom.Canvas: true, atom.Audio: true, atom.Video: true,
	atom.Select: true, atom.Button: true, atom.Textarea: true, atom.Datalist: true, atom.Rt: true, atom.Rp: true,
}

// inline elements run on with the text around them; every other one stands
// apart from it.
var inline = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true, atom.Cite: true, atom.Code: true,
	atom.Data: true, atom.Del: true, atom.Dfn: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Img: true, atom.Ins: true,
	atom.Kbd: true, atom.Label: true, atom.Mark: true, atom.Nobr: true, atom.Picture: true, atom.Q: true, atom.Rb: true, atom.Ruby: true,
	atom.S: true, atom.Samp: true, atom.Small: true, atom.Span: true, atom.Strike: true, atom.Strong: true, atom.Sub: true,
	atom.Sup: true, atom.Time: true, atom.Tt: true, atom.U: true, atom.Var: true, atom.Wbr: true,
}

// blockReader gathers sections while it walks down a tree.
type blockReader struct {
	sections []corpus.Section
	line     strings.Builder
	// breaks counts line breaks since the last text.
	breaks int
	// apart says which lines between line breaks are paragraphs of their own;
	// nil stands for none.
	apart func(line string) bool
}

// lineBreak stands for a line break within a paragraph, and for nothing else.
const lineBreak = "\x00"

// readBlocks returns the text below the nodes: headings begin sections, blocks
// are paragraphs. Two line breaks in a row end a paragraph, one is a space.
func readBlocks(nodes []*html.Node) []corpus.Section { return readApart(nodes, nil) }

// readBlocks is readBlocks, except that a line that is no text, or one of dates,
// is a paragraph of its own, so that it can be taken out.
func (r *rules) readBlocks(nodes []*html.Node) []corpus.Section {
	return readApart(nodes, func(line string) bool {
		if r.words.kind(line) != isText {
			return true
		}
		_, isDate := lineReader{source: "text", kinds: r.kinds}.read(line)
		return isDate
	})
}

func readApart(nodes []*html.Node, apart func(string) bool) []corpus.Section {
	r := &blockReader{sections: []corpus.Section{{}}, apart: apart}
	for _, n := range nodes {
		r.walk(n)
		r.flush()
	}
	return r.sections
}

func (r *blockReader) walk(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		if strings.TrimSpace(n.Data) != "" {
			r.breaks = 0
		}
		r.line.WriteString(strings.ReplaceAll(n.Data, lineBreak, ""))
	case n.Type != html.ElementNode && n.Type != html.DocumentNode || unread[n.DataAtom]:
	case n.DataAtom == atom.Br:
		r.line.WriteString(lineBreak)
		if r.breaks++; r.breaks == 2 {
			r.flush()
		}
	case isHeading(n):
		r.flush()
		if text := corpus.NormalSpace(nodeText(n)); text != "" {
			r.sections = append(r.sections, corpus.Section{Heading: text})
		}
	case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
		// The cells of a row are read as one line, but not those of a layout.
		if isLayout(n.Parent) {
			r.flush()
			r.children(n)
			r.flush()
			return
		}
		r.line.WriteByte(' ')
		r.children(n)
		r.line.WriteByte(' ')
	case n.Type == html.ElementNode && (inline[n.DataAtom] || n.DataAtom == 0 && n.Namespace == ""):
		r.children(n)
	default:
		r.flush()
		r.children(n)
		r.flush()
	}
}

// isLayout reports whether a row holds blocks, as rows do that lay out a page.
func isLayout(row *html.Node) bool {
	if row == nil {
		return false
	}
	for cell := row.FirstChild; cell != nil; cell = cell.NextSibling {
		blocks := 0
		for c := cell.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && c.DataAtom != atom.Br && c.DataAtom != 0 && !inline[c.DataAtom] && !unread[c.DataAtom] {
				blocks++
			}
		}
		if blocks > 1 {
			return true
		}
	}
	return false
}

func (r *blockReader) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.walk(c)
	}
}

// flush ends a paragraph.
func (r *blockReader) flush() {
	defer func() {
		r.line.Reset()
		r.breaks = 0
	}()
	text := r.line.String()
	if r.apart == nil || !strings.Contains(text, lineBreak) {
		r.add(corpus.NormalSpace(strings.ReplaceAll(text, lineBreak, " ")))
		return
	}
	var together []string
	for line := range strings.SplitSeq(text, lineBreak) {
		switch line = corpus.NormalSpace(line); {
		case line == "":
		case r.apart(line):
			r.add(strings.Join(together, " "))
			r.add(line)
			together = together[:0]
		default:
			together = append(together, line)
		}
	}
	r.add(strings.Join(together, " "))
}

func (r *blockReader) add(paragraph string) {
	if paragraph != "" {
		last := &r.sections[len(r.sections)-1]
		last.Paragraphs = append(last.Paragraphs, paragraph)
	}
}

func isHeading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// textOf returns the text of the elements found, as one line.
func textOf(s *goquery.Selection) string {
	var parts []string
	for _, n := range s.Nodes {
		parts = append(parts, nodeText(n))
	}
	return corpus.NormalSpace(strings.Join(parts, " "))
}

func nodeText(n *html.Node) string {
	var b strings.Builder
	writeText(&b, n)
	return b.String()
}

// writeText puts a space wherever a reader sees a gap.
func writeText(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		b.WriteString(n.Data)
		return
	}
	if unread[n.DataAtom] {
		return
	}
	apart := n.Type == html.ElementNode && !inline[n.DataAtom] && n.DataAtom != 0
	if apart {
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeText(b, c)
	}
	if apart {
		b.WriteByte(' ')
	}
}

// outermost returns those of the elements found that stand in no other of them.
func outermost(s *goquery.Selection) []*html.Node {
	found := map[*html.Node]bool{}
	for _, n := range s.Nodes {
		found[n] = true
	}
	var out []*html.Node
	for _, n := range s.Nodes {
		inside := false
		for p := n.Parent; p != nil && !inside; p = p.Parent {
			inside = found[p]
		}
		if !inside {
			out = append(out, n)
		}
	}
	return out
}
