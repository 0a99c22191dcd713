package crawl

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// sitemapNode is where in the XML of a sitemap the parser stands. Elements of
// other vocabularies, as of images, have names like loc too, so a name counts
// only directly below an entry.
type sitemapNode struct {
	entry SitemapEntry
	// depth counts the elements that are open, the root included.
	depth int
	// field is the name of the open element below an entry, and text what
	// stands in it.
	field string
	text  strings.Builder
}

// xml reads a urlset or a sitemapindex. Ampersands that are not escaped and
// entities of HTML, both common, do no harm.
func (p *sitemapParser) xml(r io.Reader) error {
	d := xml.NewDecoder(r)
	d.Strict, d.Entity, d.CharsetReader = false, xml.HTMLEntity, charsetReader
	var n sitemapNode
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil // within an element it is a syntax error
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = p.start(&n, t)
		case xml.CharData:
			if n.depth == 3 && n.text.Len() <= maxLine {
				n.text.Write(t)
			}
		case xml.EndElement:
			err = p.end(&n)
		}
		if err != nil {
			return err
		}
	}
}

func (p *sitemapParser) start(n *sitemapNode, t xml.StartElement) error {
	n.depth++
	name := strings.ToLower(t.Name.Local)
	switch n.depth {
	case 1:
		return checkRoot(name)
	case 2:
		n.entry = SitemapEntry{Sitemap: name == "sitemap"}
	case 3:
		n.field = name
		n.text.Reset()
		if name == "link" {
			p.alternate(n, t.Attr)
		}
	}
	return nil
}

func checkRoot(name string) error {
	switch name {
	case "urlset", "sitemapindex":
		return nil
	case "rss", "feed", "rdf":
		return ErrFeed
	}
	return fmt.Errorf("the root element is %.40q", name)
}

// maxAlternates bounds the other languages of one entry.
const maxAlternates = 200

func (p *sitemapParser) alternate(n *sitemapNode, attrs []xml.Attr) {
	var rel, href string
	for _, a := range attrs {
		switch strings.ToLower(a.Name.Local) {
		case "rel":
			rel = a.Value
		case "href":
			href = strings.TrimSpace(a.Value)
		}
	}
	if !hasWord(rel, "alternate") || href == "" || len(href) > maxLine || len(n.entry.Alternates) == maxAlternates || p.named[href] {
		return
	}
	if p.others == 0 {
		p.capped = true
		return
	}
	address := p.resolved(href)
	if len(address) > p.room {
		p.capped = true
		return
	}
	p.others--
	p.room -= len(address)
	p.named[href] = true
	n.entry.Alternates = append(n.entry.Alternates, address)
}

func (p *sitemapParser) end(n *sitemapNode) error {
	n.depth--
	switch n.depth {
	case 2:
		text := strings.TrimSpace(n.text.String())
		switch {
		case n.text.Len() > maxLine:
		case n.field == "loc" && n.entry.URL == "":
			n.entry.URL = text
		case n.field == "lastmod":
			n.entry.Modified = w3cDate(text)
		}
	case 1:
		if n.entry.URL != "" {
			return p.entry(n.entry)
		}
	}
	return nil
}
