package extract

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
)

// Bounds of what go-trafilatura is given. It cannot be stopped, so that pages
// are kept from it on which it might not end soon, and a page on which it does
// not is left to itself, a few at a time.
const (
	maxArticleNodes = 30_000
	maxArticleText  = 1 << 20 // bytes
	maxArticleTime  = 15 * time.Second
	maxLost         = 2
)

var (
	errNotTried = errors.New("not tried: the page is too large, or others have not ended")
	errNotEnded = errors.New("it does not end")
)

// article finds text with go-trafilatura and, where that finds little, with the
// two extractors that it falls back on.
type article struct {
	time time.Duration
	// under counts the pages under way.
	under chan struct{}
	// extract is go-trafilatura; tests put others in its place.
	extract func(*html.Node, trafilatura.Options) (*trafilatura.ExtractResult, error)
}

var _ finder = (*article)(nil)

func newArticle() *article {
	return &article{time: maxArticleTime, under: make(chan struct{}, maxLost), extract: trafilatura.ExtractDocument}
}

// find returns the text that is found. It fails where there is none, where the
// page is too large, and where go-trafilatura panics or does not end in time.
func (a *article) find(page *html.Node, address string) ([]*html.Node, error) {
	nodes, text := 0, 0
	for n := range page.Descendants() {
		nodes++
		if n.Type == html.TextNode {
			text += len(n.Data)
		}
	}
	if nodes > maxArticleNodes || text > maxArticleText {
		return nil, errNotTried
	}
	o := trafilatura.Options{EnableFallback: true, ExcludeComments: true, HtmlDateMode: trafilatura.Disabled}
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		o.OriginalURL = u
	}
	return a.within(clone(page), o)
}

// within runs go-trafilatura on a page that nobody else holds.
func (a *article) within(page *html.Node, o trafilatura.Options) ([]*html.Node, error) {
	deadline := time.NewTimer(a.time)
	defer deadline.Stop()
	select {
	case a.under <- struct{}{}:
	case <-deadline.C:
		return nil, errNotTried
	}
	type found struct {
		nodes []*html.Node
		err   error
	}
	done := make(chan found, 1)
	go func() {
		var f found
		defer func() {
			if p := recover(); p != nil {
				f = found{err: fmt.Errorf("panic: %v", p)}
			}
			<-a.under
			done <- f
		}()
		r, err := a.extract(page, o)
		switch {
		case err != nil:
			f.err = err
		case r.ContentNode == nil:
			f.err = errors.New("no text")
		default:
			f.nodes = []*html.Node{r.ContentNode}
		}
	}()
	select {
	case f := <-done:
		return f.nodes, f.err
	case <-deadline.C:
		return nil, errNotEnded
	}
}

// misread are pieces of names that go-trafilatura takes for those of menus and
// the like. What has such a name and is no text has been dropped before, by whole
// names, so that "social-inclusion" is not.
var misread = []string{"social", "share", "sharing", "related", "sidebar", "newsletter", "cookie"}

// clone returns a copy of a tree without the names that would be misread.
func clone(n *html.Node) *html.Node {
	c := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace}
	for _, a := range n.Attr {
		if a.Key == "class" || a.Key == "id" {
			a.Val = strings.Join(slices.DeleteFunc(strings.Fields(a.Val), func(name string) bool {
				name = strings.ToLower(name)
				return slices.ContainsFunc(misread, func(piece string) bool { return strings.Contains(name, piece) })
			}), " ")
		}
		c.Attr = append(c.Attr, a)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		c.AppendChild(clone(child))
	}
	return c
}
