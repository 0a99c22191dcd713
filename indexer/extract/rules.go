package extract

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// rules are a Profile made ready for use.
type rules struct {
	siteNames                   []string
	related                     phrases
	words                       lineWords
	iconWords                   map[string]bool
	dropQuery                   *regexp.Regexp
	drop, archive               selector
	shapes                      []shape
	types                       []typeRule
	unknownDrop, unknownCredits selector
	unknownDates                selector
	unknownClasses              classes
	kinds                       kinds
	listingTitles               phrases
	listingPages                map[string]bool
}

type shape struct {
	name                                                     string
	match, title, date, body, headings, facts, credits, drop selector
	types                                                    []typeRule
}

func patternText(re *regexp.Regexp) string {
	if re == nil {
		return ""
	}
	return re.String()
}

// selector finds elements, as a CSS selector that remembers its text. The zero
// selector finds none.
type selector struct {
	key   string
	group cascadia.SelectorGroup
}

var _ goquery.Matcher = selector{}

// Match reports whether an element is found.
func (s selector) Match(n *html.Node) bool { return s.group.Match(n) }

// MatchAll returns what is found in a tree, its root included.
func (s selector) MatchAll(n *html.Node) []*html.Node { return matchAll(s, n) }

// Filter returns those of the elements that are found.
func (s selector) Filter(nodes []*html.Node) []*html.Node { return filter(s, nodes) }

// String returns the selector as CSS.
func (s selector) String() string { return asWritten(s.group.String()) }

// asWritten undoes escapes that nobody writes.
func asWritten(css string) string { return strings.ReplaceAll(css, `\-`, "-") }

// why names the part of the selector that finds an element.
func (s selector) why(n *html.Node) string {
	for _, part := range s.group {
		if part.Match(n) {
			return s.key + ": " + asWritten(part.String())
		}
	}
	return s.key
}

// compiler compiles selectors until one is bad, and remembers that one.
type compiler struct {
	where string
	err   error
}

func (c *compiler) selector(key, s string) selector {
	if strings.TrimSpace(s) == "" {
		return selector{}
	}
	group, err := cascadia.ParseGroup(s)
	if err != nil && c.err == nil {
		c.err = fmt.Errorf("%s%s: selector %q: %w", c.where, key, s, err)
	}
	return selector{key: c.where + key, group: group}
}

// pattern compiles the regular expression of a key; "" is none.
func (c *compiler) pattern(key, s string) *regexp.Regexp {
	if s == "" {
		return nil
	}
	re, err := regexp.Compile(s)
	if err != nil && c.err == nil {
		c.err = fmt.Errorf("%s%s: %w", c.where, key, err)
	}
	return re
}

func (c *compiler) shape(s Shape) shape {
	c.where = fmt.Sprintf("shape %q: ", s.Name)
	return shape{
		name: s.Name, match: c.selector("match", s.Match), title: c.selector("title", s.Title), date: c.selector("date", s.Date),
		body: c.selector("body", s.Body), headings: c.selector("headings", s.Headings), facts: c.selector("facts", s.Facts), credits: c.selector("credits", s.Credits),
		drop: c.selector("drop", s.Drop), types: c.types(s.Types),
	}
}

func (p Profile) compile() (rules, error) {
	c := &compiler{}
	r := rules{
		siteNames:      p.SiteNames,
		related:        newPhrases(p.RelatedWords),
		words:          newLineWords(p),
		iconWords:      map[string]bool{},
		dropQuery:      c.pattern("drop_query", p.DropQuery),
		drop:           c.selector("drop", p.Drop),
		archive:        c.selector("archive", p.Archive),
		types:          c.types(p.Types),
		unknownDrop:    c.selector("unknown.drop", p.Unknown.Drop),
		unknownCredits: c.selector("unknown.credits", p.Unknown.Credits),
		unknownDates:   c.selector("unknown.dates", p.Unknown.Dates),
		unknownClasses: newClasses(p.Unknown.DropClasses),
		kinds:          newKinds(p.Kinds),
		listingTitles:  newPhrases(p.Listings.Titles),
		listingPages:   lowered(p.Listings.Pages),
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
		r.shapes = append(r.shapes, c.shape(s))
	}
	if c.err == nil {
		c.err = checkKinds(p.Kinds)
	}
	if c.err == nil && len(p.Shapes) == 0 && p.Unknown.Drop == "" {
		return r, errors.New("it is empty")
	}
	return r, c.err
}
