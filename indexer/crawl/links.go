package crawl

import (
	"bytes"
	"cmp"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// maxPageLinks bounds the links that are taken from one page.
const maxPageLinks = 10_000

// What a link says of its target.
const (
	RelPage      = "a"
	RelHreflang  = "hreflang"
	RelCanonical = "canonical"
	RelFeed      = "feed"
	RelSitemap   = "sitemap"
	RelRefresh   = "refresh"
)

// Link is one link of a page.
type Link struct {
	// URL is the target, absolute, http or https, without fragment and not
	// yet canonical.
	URL string
	// Rel is RelPage, RelHreflang, RelCanonical, RelFeed, RelSitemap or
	// RelRefresh.
	Rel string
	// Lang is the language that the link names, as "fr-CA" or "x-default".
	Lang string
	// NoFollow is set where the link itself asks not to be followed.
	NoFollow bool
}

// Found is what a page says to crawlers.
type Found struct {
	// Links holds each target once for each Rel and Lang, in the order of the
	// page, those of headers first; at most 10,000.
	Links []Link
	// Canonical is the address that the page calls its own, absolute and not
	// yet canonical, or empty.
	Canonical string
	// NoIndex and NoFollow hold if the page or its headers ask so of all robots
	// or of Product.
	NoIndex, NoFollow bool
	// Refresh is where the page sends its readers within ten seconds, or empty.
	Refresh string
}

// ParseLinks returns what a response says to crawlers: in its headers, by
// canonical name, and, if it is HTML, in its markup. Several headers of one name
// stand in one value, parted by line breaks or commas. The charset is the one in
// the content type or in the page. Markup of any kind is read to its end; what
// cannot be an address of the web is left out.
func ParseLinks(body []byte, contentType, base string, header map[string]string) Found {
	p := linkParser{document: base, seen: map[Link]bool{}}
	p.robotsHeader(header["X-Robots-Tag"])
	p.linkHeader(header["Link"])
	p.refresh(header["Refresh"])
	p.resolve(base)
	if isHTML(body, contentType) {
		p.markup(body, contentType)
		p.resolve(cmp.Or(p.base, base))
	}
	return p.found
}

func isHTML(body []byte, contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil && media == "" {
		media, _, _ = mime.ParseMediaType(http.DetectContentType(body))
	}
	return media == "text/html" || media == "application/xhtml+xml"
}

// linkParser collects links as they stand and resolves them when the base of the
// page is known, which can be after some of its links.
type linkParser struct {
	found Found
	// document is the address of the page, and base what its base element makes
	// of it.
	document, base string
	// raw are the links that are not resolved yet; refreshes of more than ten
	// seconds are slow.
	raw  []rawLink
	seen map[Link]bool
	// inBody is set behind the head, where canonical links mean nothing, and
	// noScript within a noscript element.
	inBody, noScript bool
}

type rawLink struct {
	Link
	slow bool
}

func (p *linkParser) add(l rawLink) {
	l.URL = strings.Trim(l.URL, " \t\r\n\f")
	if len(p.raw)+len(p.found.Links) < maxPageLinks && !p.seen[l.Link] {
		p.seen[l.Link] = true
		p.raw = append(p.raw, l)
	}
}

// resolve makes the links that were added absolute.
func (p *linkParser) resolve(base string) {
	for _, l := range p.raw {
		address, ok := absolute(base, l.URL)
		if !ok {
			continue
		}
		l.URL = address
		switch {
		case l.Rel == RelCanonical && p.found.Canonical == "":
			p.found.Canonical = address
		case l.Rel == RelRefresh && p.found.Refresh == "" && !l.slow:
			p.found.Refresh = address
		}
		if resolved := (Link{"\x00" + l.URL, l.Rel, l.Lang, l.NoFollow}); !p.seen[resolved] {
			p.seen[resolved] = true
			p.found.Links = append(p.found.Links, l.Link)
		}
	}
	p.raw = nil
}

func (p *linkParser) markup(body []byte, contentType string) {
	z := html.NewTokenizer(decoded(body, contentType))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := string(name)
			p.inBody = p.inBody || !headElements[tag]
			if tag == "noscript" {
				// Without scripts, which is how pages are read here, there is
				// markup in it.
				z.NextIsNotRawText()
				p.noScript = true
			}
			if more && linking[tag] {
				p.element(tag, attributes(z))
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "noscript" {
				p.noScript = false
			}
		}
	}
}

// decoded reads HTML as UTF-8.
func decoded(body []byte, contentType string) io.Reader {
	enc, name := encodingOf(body, contentType)
	if name == "utf-8" {
		return bytes.NewReader(body)
	}
	return enc.NewDecoder().Reader(bytes.NewReader(body))
}

// encodingOf returns how HTML is written. Only the first kilobyte of a page is
// searched for a charset. Where that leaves the one of last resort, what is UTF-8
// to its end is taken for that.
func encodingOf(body []byte, contentType string) (enc encoding.Encoding, name string) {
	enc, name, certain := charset.DetermineEncoding(body, contentType)
	if name == "windows-1252" && !certain && utf8.Valid(body) {
		return encoding.Nop, "utf-8"
	}
	return enc, name
}

// headElements are the elements that may stand in a head; any other ends it.
var headElements = map[string]bool{
	"html": true, "head": true, "title": true, "base": true, "link": true, "meta": true, "script": true, "style": true, "noscript": true,
	"template": true,
}

// linking are the elements that are looked at.
var linking = map[string]bool{"a": true, "area": true, "base": true, "frame": true, "iframe": true, "link": true, "meta": true}

// speaking are the attributes that are looked at.
var speaking = map[string]bool{
	"content": true, "href": true, "hreflang": true, "http-equiv": true, "name": true, "rel": true, "src": true, "type": true, "xlink:href": true,
}

// attributes returns the speaking attributes of the current tag; the first of a
// name counts, as it does in browsers.
func attributes(z *html.Tokenizer) map[string]string {
	out := map[string]string{}
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		if _, ok := out[string(key)]; !ok && speaking[string(key)] {
			out[string(key)] = string(value)
		}
	}
	return out
}

func (p *linkParser) element(tag string, attr map[string]string) {
	href, ok := attr["href"]
	switch tag {
	case "base":
		if ok && p.base == "" {
			p.base, _ = absolute(p.document, href)
		}
	case "link":
		p.relations(href, attr, !p.inBody)
	case "meta":
		p.meta(attr)
	case "frame", "iframe":
		if attr["src"] != "" {
			p.add(rawLink{Link: Link{URL: attr["src"], Rel: RelPage}})
		}
	default:
		href = cmp.Or(href, attr["xlink:href"])
		if ok || href != "" {
			nofollow := hasWord(attr["rel"], "nofollow")
			p.add(rawLink{Link: Link{URL: href, Rel: RelPage, Lang: attr["hreflang"], NoFollow: nofollow}})
		}
	}
}

// relations adds what a link element or a Link header points at. Of the other
// relations next and prev lead to pages too.
func (p *linkParser) relations(href string, attr map[string]string, mayBeCanonical bool) {
	if strings.TrimSpace(href) == "" {
		return
	}
	l := Link{URL: href, NoFollow: hasWord(attr["rel"], "nofollow")}
	for rel := range strings.FieldsSeq(strings.ToLower(attr["rel"])) {
		l.Rel, l.Lang = "", ""
		switch media, _, _ := mime.ParseMediaType(attr["type"]); {
		case rel == "canonical" && mayBeCanonical:
			l.Rel = RelCanonical
		case rel == "alternate" && feedTypes[media]:
			l.Rel = RelFeed
		case rel == "alternate" && attr["hreflang"] != "":
			l.Rel, l.Lang = RelHreflang, strings.TrimSpace(attr["hreflang"])
		case rel == "sitemap":
			l.Rel = RelSitemap
		case rel == "next" || rel == "prev" || rel == "alternate" && media == "text/html":
			l.Rel = RelPage
		}
		if l.Rel != "" {
			p.add(rawLink{Link: l})
		}
	}
}

var feedTypes = map[string]bool{
	"application/rss+xml": true, "application/atom+xml": true, "application/feed+json": true, "application/rdf+xml": true,
}

func hasWord(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}
