package crawl

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/corpus/archive"
)

// maxNesting is how deep sitemaps may name sitemaps.
const maxNesting = 3

// ok reads a response of status 200.
func (c *Crawler) ok(v *visitResult, resp Response) {
	media, charset := mediaType(resp)
	kind := c.kindOf(v.entry.Kind, media, resp.Body)
	if kind != kindPage && keptTypes[media] == corpus.HTML {
		if rule := c.noPage(v.entry); rule != "" {
			v.end(archive.Skipped, "an HTML page where a %s was expected: %s", kind, rule)
			return
		}
		kind = kindPage
	}
	switch {
	case kind == kindSitemap:
		c.sitemap(v, resp.Body)
	case kind == kindFeed:
		c.feed(v, resp.Body)
	case len(bytes.TrimSpace(resp.Body)) == 0:
		v.end(archive.Skipped, "the body is empty")
	case keptTypes[media] == "":
		v.end(archive.Skipped, "%s is no type of page", media)
	default:
		v.visit.ETag, v.visit.Modified = resp.Header.Get("Etag"), resp.Header.Get("Last-Modified")
		c.kept(v, corpus.Page{
			URL: v.entry.URL, MediaType: keptTypes[media], Charset: charset, Body: resp.Body,
			Captured: c.Clock.Now().UTC(), Header: corpus.KeptHeader(resp.Header),
		})
	}
}

// noPage returns why an address that was taken for that of a sitemap or feed and
// holds HTML is not kept as a page, or "". Where nobody but robots.txt or a guess
// led there, it is what the server says of any address that it does not have.
func (c *Crawler) noPage(e archive.Entry) string {
	if (finding{kind: e.Kind, depth: e.Depth}).isRoot() {
		return "no page links to it"
	}
	if ok, rule := c.Scope.Decide(e.URL, e.Depth); !ok {
		return rule
	}
	return ""
}

// keptTypes are the media types of pages, and under which of ours they are kept.
var keptTypes = map[string]string{
	"text/html": corpus.HTML, "application/xhtml+xml": corpus.HTML,
	"text/plain": corpus.Text, "text/markdown": corpus.Markdown, "application/pdf": corpus.PDF,
}

// mediaType returns the type that the server names, or, where it names none, the
// one that the bytes look like.
func mediaType(resp Response) (media, charset string) {
	named := resp.Header.Get("Content-Type")
	media, params, err := mime.ParseMediaType(named)
	if media == "" && err != nil || media == "application/octet-stream" {
		media, params, _ = mime.ParseMediaType(http.DetectContentType(resp.Body))
		delete(params, "charset") // a guess is for those who read the page
	}
	return media, strings.ToLower(params["charset"])
}

// kindOf returns what an address holds. What was expected to be a page may be a
// sitemap or feed that a seed names.
func (c *Crawler) kindOf(expected, media string, body []byte) string {
	if expected != kindPage || !strings.HasSuffix(media, "xml") || media == "application/xhtml+xml" {
		return expected
	}
	head := body[:min(len(body), 4096)]
	for word, kind := range map[string]string{"<urlset": kindSitemap, "<sitemapindex": kindSitemap, "<rss": kindFeed, "<feed": kindFeed, "<rdf:RDF": kindFeed} {
		if bytes.Contains(head, []byte(word)) {
			return kind
		}
	}
	return expected
}

// kept keeps a page, unless it asks not to be, and finds what it leads to.
func (c *Crawler) kept(v *visitResult, p corpus.Page) {
	f := ParseLinks(p.Body, contentType(p.MediaType, p.Charset), v.entry.URL, p.Header)
	c.links(v, f)
	if f.NoIndex {
		v.gone = v.live
		v.visit.ETag, v.visit.Modified = "", "" // they are not those of what is kept
		v.end(archive.Skipped, "the page asks for noindex")
		return
	}
	v.page = &p
	v.visit.Gone = 0
}

// contentType returns what a body of a media type is taken for, whatever its
// server calls it.
func contentType(media, charset string) string {
	if charset == "" {
		return media
	}
	return mime.FormatMediaType(media, map[string]string{"charset": charset})
}

func (c *Crawler) links(v *visitResult, f Found) {
	if len(f.Links) >= maxPageLinks {
		c.Log.Warn("a page has more links than are followed", "url", v.entry.URL, "followed", maxPageLinks)
	}
	for _, l := range f.Links {
		next := finding{address: l.URL, kind: kindPage, depth: v.entry.Depth + 1, nofollow: l.NoFollow || f.NoFollow}
		switch l.Rel {
		case RelFeed:
			next.kind = kindFeed
		case RelSitemap:
			next.kind, next.depth = kindSitemap, 1 // 0 is for those of robots.txt
		case RelCanonical, RelRefresh, RelHreflang:
			next.depth = v.entry.Depth // it is the same page, or stands for it
		}
		v.found = append(v.found, next)
	}
}

// sitemap finds what a sitemap names. What could be read of a damaged one counts.
func (c *Crawler) sitemap(v *visitResult, body []byte) {
	pages, sitemaps := 0, 0
	var broken error
	for e, err := range ParseSitemap(bytes.NewReader(body), v.entry.URL, Caps{}) {
		if err != nil {
			broken = err
			continue
		}
		if e.Sitemap {
			sitemaps++
			if v.entry.Depth < maxNesting {
				v.found = append(v.found, finding{address: e.URL, kind: kindSitemap, depth: v.entry.Depth + 1})
			}
			continue
		}
		pages++
		for _, address := range append([]string{e.URL}, e.Alternates...) {
			v.found = append(v.found, finding{address: address, kind: kindPage, depth: 1})
		}
	}
	switch {
	case errors.Is(broken, ErrFeed):
		c.feed(v, body)
	case errors.Is(broken, ErrCapped):
		v.end(archive.Skipped, "a sitemap with %d pages and %d sitemaps, and more than are read", pages, sitemaps)
	case broken != nil:
		v.end(archive.Failed, "a sitemap with %d pages and %d sitemaps, then: %v", pages, sitemaps, broken)
	case v.entry.Depth >= maxNesting && sitemaps > 0:
		v.end(archive.Skipped, "a sitemap; the %d sitemaps that it names are nested too deep", sitemaps)
	default:
		v.end(archive.Skipped, "a sitemap with %d pages and %d sitemaps", pages, sitemaps)
	}
}

func (c *Crawler) feed(v *visitResult, body []byte) {
	addresses, err := ParseFeed(body, v.entry.URL)
	if err != nil {
		v.end(archive.Failed, "a feed that cannot be read: %v", err)
		return
	}
	if len(addresses) >= maxFeedItems {
		c.Log.Warn("a feed has more entries than are followed", "url", v.entry.URL, "followed", maxFeedItems)
	}
	for _, address := range addresses {
		v.found = append(v.found, finding{address: address, kind: kindPage, depth: v.entry.Depth + 1})
	}
	v.end(archive.Skipped, "a feed with %d pages", len(addresses))
}
