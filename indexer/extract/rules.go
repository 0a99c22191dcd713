package extract

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"github.com/uilsearch/uilsearch/corpus"
)

// rules are a Profile made ready for use.
type rules struct {
	siteNames, homeWords, creditWords, tailWords []string
	iconWords                                    map[string]bool
	drop                                         goquery.Matcher
	shapes                                       []shape
	types                                        []typeRule
	unknownDrop, unknownCredits                  goquery.Matcher
	unknownClasses                               classes
}

type shape struct {
	name                                           string
	match, title, date, body, facts, credits, drop goquery.Matcher
	types                                          []typeRule
}

type typeRule struct {
	selector goquery.Matcher
	url      *regexp.Regexp
	line     *regexp.Regexp
	jsonLD   string
	typ      corpus.Type
}

// none is the selector that finds nothing.
type none struct{}

func (none) Match(*html.Node) bool            { return false }
func (none) MatchAll(*html.Node) []*html.Node { return nil }
func (none) Filter([]*html.Node) []*html.Node { return nil }

// compiler compiles selectors until one is bad, and remembers that one.
type compiler struct {
	where string
	err   error
}

func (c *compiler) selector(key, s string) goquery.Matcher {
	if strings.TrimSpace(s) == "" {
		return none{}
	}
	m, err := cascadia.Compile(s)
	if err != nil && c.err == nil {
		c.err = fmt.Errorf("%s%s: selector %q: %w", c.where, key, s, err)
	}
	return m
}

func (c *compiler) types(rules []TypeRule) []typeRule {
	var out []typeRule
	for i, r := range rules {
		t := typeRule{selector: c.selector(fmt.Sprintf("types[%d]", i), r.Selector), jsonLD: r.JSONLD, typ: r.Type}
		if r.Selector == "" {
			t.selector = nil
		}
		t.url, t.line = c.pattern(i, r.URL), c.pattern(i, r.Line)
		if !corpus.ValidType(r.Type) && c.err == nil {
			c.err = fmt.Errorf("%stypes[%d]: unknown type %q", c.where, i, r.Type)
		}
		out = append(out, t)
	}
	return out
}

// pattern compiles a regular expression of the type rule i; "" is none.
func (c *compiler) pattern(i int, s string) *regexp.Regexp {
	if s == "" {
		return nil
	}
	re, err := regexp.Compile(s)
	if err != nil && c.err == nil {
		c.err = fmt.Errorf("%stypes[%d]: %w", c.where, i, err)
	}
	return re
}

func (p Profile) compile() (rules, error) {
	c := &compiler{}
	r := rules{
		siteNames: p.SiteNames, homeWords: p.HomeWords, creditWords: p.CreditWords, tailWords: p.TailWords,
		iconWords:      map[string]bool{},
		drop:           c.selector("drop", p.Drop),
		types:          c.types(p.Types),
		unknownDrop:    c.selector("unknown.drop", p.Unknown.Drop),
		unknownCredits: c.selector("unknown.credits", p.Unknown.Credits),
		unknownClasses: newClasses(p.Unknown.DropClasses),
	}
	for _, w := range p.IconWords {
		r.iconWords[w] = true
	}
	for i, s := range p.Shapes {
		if s.Name == "" {
			return r, fmt.Errorf("shape[%d] has no name", i)
		}
		if s.Match == "" || s.Title == "" || s.Body == "" {
			return r, fmt.Errorf("shape %q: match, title and body are needed", s.Name)
		}
		c.where = fmt.Sprintf("shape %q: ", s.Name)
		r.shapes = append(r.shapes, shape{
			name: s.Name, match: c.selector("match", s.Match), title: c.selector("title", s.Title), date: c.selector("date", s.Date),
			body: c.selector("body", s.Body), facts: c.selector("facts", s.Facts), credits: c.selector("credits", s.Credits),
			drop: c.selector("drop", s.Drop), types: c.types(s.Types),
		})
	}
	if c.err == nil && len(p.Shapes) == 0 && p.Unknown.Drop == "" {
		return r, errors.New("it is empty")
	}
	return r, c.err
}

// typeOf returns the type that the first rule which holds gives to a page.
func typeOf(rules []typeRule, doc *goquery.Document, address string, jsonLD map[string]bool) (corpus.Type, bool) {
	path := address
	if u, err := url.Parse(address); err == nil {
		path = u.Path
	}
	for _, r := range rules {
		switch {
		case r.selector != nil && (doc == nil || doc.FindMatcher(r.selector).Length() == 0):
		case r.url != nil && !r.url.MatchString(path):
		case r.jsonLD != "" && !jsonLD[r.jsonLD]:
		case r.line != nil && (doc == nil || !hasLine(doc, r.line)):
		default:
			return r.typ, true
		}
	}
	return "", false
}

// maxFacts is how many lines a rule may match on a page that is about one
// thing. An overview of many has more.
const maxFacts = 3

// hasLine reports whether a line of the page matches, or one with the line after
// it, and not many do.
func hasLine(doc *goquery.Document, re *regexp.Regexp) bool {
	n, before := 0, ""
	for _, s := range readBlocks(doc.Find("body").Nodes) {
		for _, line := range append([]string{s.Heading}, s.Paragraphs...) {
			if len(line) <= maxDateLine && (re.MatchString(line) || re.MatchString(before+" "+line)) {
				n++
			}
			before = line
			if len(before) > maxDateLine {
				before = ""
			}
		}
	}
	return 0 < n && n <= maxFacts
}
