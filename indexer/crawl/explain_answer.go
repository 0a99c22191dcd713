package crawl

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"golang.org/x/net/html/charset"
)

// RobotsSaid is what a robots.txt says of one address.
type RobotsSaid struct {
	URL     string  `json:"url"`
	Verdict Verdict `json:"verdict"`
	Decision
	// Group is the name under which the rules stand: ours, or "*". It is empty
	// where no file was read.
	Group string `json:"group,omitempty"`
	// Delay is the pause between two requests that the file asks for, in seconds.
	Delay    float64   `json:"delay_seconds,omitempty"`
	Sitemaps []string  `json:"sitemaps,omitempty"`
	Requests []Request `json:"requests"`
}

// robots asks for the robots.txt of an address. One that was read for the step
// before is not asked for again.
func (x *explaining) robots(ctx context.Context, address string) (*RobotsSaid, error) {
	x.requests = []Request{}
	r, _, err := x.crawler.rulesOf(ctx, address)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	s := &RobotsSaid{URL: u.Scheme + "://" + u.Host + "/robots.txt", Verdict: r.verdict, Requests: x.requests, Sitemaps: r.robots.Sitemaps()}
	s.Allowed, s.Rule = r.robots.Allowed(Product, pathAndQuery(address))
	if r.verdict == RobotsUnreachable {
		s.Rule = r.why
	}
	if r.verdict == RobotsRead {
		s.Group, s.Delay = r.robots.groupOf(Product), r.robots.Delay(Product).Seconds()
	}
	return s, nil
}

// Answer is what matters of a response.
type Answer struct {
	Status int `json:"status"`
	// Header holds the headers that matter to a crawl, by canonical name.
	Header map[string]string `json:"header"`
	// MediaType is that of the header, or, where it names none, the one that the
	// body looks like.
	MediaType string `json:"media_type,omitempty"`
	// Charset is the one that the body is read by; CharsetFrom says who named it:
	// "header", "byte order mark", "page", or "guess".
	Charset     string `json:"charset,omitempty"`
	CharsetFrom string `json:"charset_from,omitempty"`
	// CharsetDoubt says what is wrong with it, or is empty.
	CharsetDoubt string `json:"charset_doubt,omitempty"`
	// Bytes is the length of the body after decompression.
	Bytes int `json:"bytes"`
	// NoIndex and NoFollow are what page and headers ask of robots; Canonical and
	// Refresh are the addresses that the page calls its own and sends readers to.
	NoIndex   bool   `json:"noindex"`
	NoFollow  bool   `json:"nofollow"`
	Canonical string `json:"canonical,omitempty"`
	Refresh   string `json:"refresh,omitempty"`
}

// shownHeaders are the headers that matter beside those that are kept.
var shownHeaders = []string{"Content-Encoding", "Content-Length", "Location", "Refresh", "Retry-After"}

// answered returns what matters of a response to a request for an address.
func answered(address string, r Response) *Answer {
	kept := corpus.KeptHeader(r.Header) // all that a crawl looks at
	a := &Answer{Status: r.Status, Bytes: len(r.Body), Header: map[string]string{}}
	maps.Copy(a.Header, kept)
	for _, name := range shownHeaders {
		if value := r.Header.Get(name); value != "" {
			a.Header[name] = strings.ToValidUTF8(value, "\uFFFD")
		}
	}
	if r.Status == http.StatusOK {
		var charset string
		a.MediaType, charset = mediaType(r)
		a.says(r.Body, contentType(a.MediaType, charset), kept, address)
	}
	return a
}

// says reads what a body and the headers that came with it say to crawlers.
func (a *Answer) says(body []byte, contentType string, header map[string]string, address string) {
	f := ParseLinks(body, contentType, address, header)
	a.NoIndex, a.NoFollow, a.Canonical, a.Refresh = f.NoIndex, f.NoFollow, f.Canonical, f.Refresh
	if isHTML(body, contentType) {
		a.charset(body, contentType)
	}
}

// namesCharset finds where the head of a page names its charset.
var namesCharset = regexp.MustCompile(`(?i)(?:charset|encoding)[ \t\r\n\f]*=`)

func (a *Answer) charset(body []byte, contentType string) {
	head := body[:min(len(body), 1024)]
	_, params, _ := mime.ParseMediaType(contentType)
	named, _ := charset.Lookup(params["charset"])
	isMark := func(mark string) bool { return bytes.HasPrefix(body, []byte(mark)) }
	_, a.Charset = encodingOf(body, contentType)
	switch {
	case slices.ContainsFunc([]string{"\xef\xbb\xbf", "\xfe\xff", "\xff\xfe"}, isMark):
		a.CharsetFrom = "byte order mark"
	case named != nil:
		a.CharsetFrom = "header"
	case namesCharset.Match(head):
		a.CharsetFrom = "page"
	default:
		a.CharsetFrom = "guess"
	}
	if a.Charset == "utf-8" && !utf8.Valid(body) {
		a.CharsetDoubt = "the page holds bytes that are not UTF-8"
	}
}

// Lead is an address that a page, sitemap or feed names, and whether a crawl
// follows it.
type Lead struct {
	URL string `json:"url"`
	// Kind is "page", "sitemap" or "feed".
	Kind string `json:"kind"`
	Decision
}

// links returns what became of the addresses that a visit found, as it was
// written.
func (x *explaining) links(ctx context.Context, v *visitResult) ([]Lead, error) {
	recorded, err := x.Scratch.Recorded(ctx, x.crawler.run)
	if err != nil {
		return nil, err
	}
	why := map[string]string{}
	for _, o := range recorded {
		why[o.URL] = o.Reason
	}
	seen := map[string]bool{v.entry.URL: true}
	var out []Lead
	for _, f := range v.found {
		address, err := Canonical(f.address)
		if errors.Is(err, errTooLong) {
			address, err = strings.ToValidUTF8(f.address[:min(len(f.address), maxNoted)], ""), nil
		}
		if err != nil || seen[address] {
			continue
		}
		seen[address] = true
		l := Lead{URL: address, Kind: f.kind}
		if l.Allowed, err = x.Scratch.Queued(ctx, x.crawler.Name, address); err != nil {
			return nil, err
		}
		if !l.Allowed {
			l.Rule = why[address]
		}
		out = append(out, l)
	}
	return out, nil
}
