package web

import (
	"encoding/xml"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/uilsearch/uilsearch/search"
)

// robots keeps crawlers away from the endless combinations of filters, whether
// before a list or behind a document that was found by them. Pages of
// documents, and paging through all of them, stay open; so does an empty q, by
// which a document knows the list of all pages.
func (s *Site) robots(c *gin.Context) {
	var b strings.Builder
	b.WriteString("User-agent: *\nDisallow: /api/\n")
	for _, p := range append(search.Facets(), paramText, paramFrom, paramTo, paramMentions, paramListings, paramSort, paramWhole, paramFind) {
		b.WriteString("Disallow: /*?*" + p + "=\n")
	}
	b.WriteString("Allow: /doc/*?" + paramText + "=$\n")
	c.Header("Cache-Control", "public, max-age=3600")
	c.String(http.StatusOK, "%s", b.String())
}

// openSearchDescription is what lets browsers add the site to their search box.
type openSearchDescription struct {
	XMLName       xml.Name      `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName     string        `xml:"ShortName"`
	Description   string        `xml:"Description"`
	InputEncoding string        `xml:"InputEncoding"`
	URL           openSearchURL `xml:"Url"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Method   string `xml:"method,attr"`
	Template string `xml:"template,attr"`
}

func (s *Site) openSearch(c *gin.Context) {
	body, err := xml.MarshalIndent(openSearchDescription{
		ShortName:     s.options.Name,
		Description:   "News and case studies of learning cities",
		InputEncoding: "UTF-8",
		URL:           openSearchURL{"text/html", "get", s.root(c.Request) + "/search?q={searchTerms}"},
	}, "", "  ")
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Header("Cache-Control", "public, max-age=3600")
	c.Data(http.StatusOK, "application/opensearchdescription+xml; charset=utf-8", append([]byte(xml.Header), body...))
}

// root returns where people reach the site, without a slash at its end.
func (s *Site) root(r *http.Request) string {
	if s.options.PublicURL != "" {
		return strings.TrimSuffix(s.options.PublicURL, "/")
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
