package extract

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"github.com/uilsearch/uilsearch/corpus"
)

type typeRule struct {
	selector selector
	url      *regexp.Regexp
	// sections, parents and pages are in lower case.
	sections, parents, pages map[string]bool
	line                     *regexp.Regexp
	jsonLD                   string
	undated                  bool
	typ                      corpus.Type
}

// String says what the rule asks for.
func (r typeRule) String() string {
	var asks []string
	for _, a := range []struct{ name, value string }{
		{"selector", r.selector.String()}, {"url", patternText(r.url)}, {"line", patternText(r.line)}, {"json_ld", r.jsonLD},
	} {
		if a.value != "" {
			asks = append(asks, a.name+" "+a.value)
		}
	}
	if r.undated {
		asks = append(asks, "no date")
	}
	if len(asks) == 0 && !r.asksPlace() {
		return "every page"
	}
	return strings.Join(asks, ", ")
}

func (c *compiler) types(rules []TypeRule) []typeRule {
	var out []typeRule
	for i, r := range rules {
		t := typeRule{selector: c.selector(fmt.Sprintf("types[%d]", i), r.Selector), jsonLD: r.JSONLD, undated: r.Undated, typ: r.Type}
		where := fmt.Sprintf("types[%d]", i)
		t.sections, t.parents, t.pages = lowered(r.Sections), lowered(r.Parents), lowered(r.Pages)
		t.url, t.line = c.pattern(where, r.URL), c.pattern(where, r.Line)
		if r.Undated && (r.Selector != "" || r.Line != "" || r.JSONLD != "") && c.err == nil {
			c.err = fmt.Errorf("%stypes[%d]: undated stands with url only", c.where, i)
		}
		if !corpus.ValidType(r.Type) && c.err == nil {
			c.err = fmt.Errorf("%stypes[%d]: unknown type %q", c.where, i, r.Type)
		}
		out = append(out, t)
	}
	return out
}

// lowered returns the names in lower case.
func lowered(names []string) map[string]bool {
	out := map[string]bool{}
	for _, name := range names {
		out[strings.ToLower(name)] = true
	}
	return out
}

// pagePath is the path of an address, whole and in parts in lower case.
type pagePath struct {
	path  string
	parts []string
}

func newPath(address string) pagePath {
	p := address
	if u, err := url.Parse(address); err == nil {
		p = u.Path
	}
	parts := strings.Split(strings.Trim(strings.ToLower(p), "/"), "/")
	last := len(parts) - 1
	parts[last] = strings.TrimSuffix(parts[last], path.Ext(parts[last]))
	return pagePath{p, parts}
}

func (r typeRule) asksPlace() bool { return len(r.sections)+len(r.parents)+len(r.pages) > 0 }

// place says which part of a path the rule asks for, or "".
func (r typeRule) place(at pagePath) string {
	last := len(at.parts) - 1
	for i, part := range at.parts {
		switch {
		case i < last && r.sections[part]:
			return "the address stands below " + part
		case i == last-1 && r.parents[part]:
			return "the address stands right below " + part
		case i == last && r.pages[part]:
			return "the address ends in " + part
		}
	}
	return ""
}

// facts is what rules ask about a page beside its markup and address.
type facts struct {
	// schema are the types that the page gives itself.
	schema map[string]bool
	// dated says whether the page has a date of publication; it is nil before
	// that is known.
	dated *bool
}

// setTypeBy gives the page the type of the first rule that holds. doc may be nil.
// Rules about dates do not hold until it is known whether there is one, and are
// the only ones that are asked then.
func (c *content) setTypeBy(rules []typeRule, doc *goquery.Document, known facts) {
	if r, ok := ruleFor(rules, doc, c.address.shown, known); ok {
		c.setType(r.typ, "rule of the profile: "+strings.Trim(r.place(newPath(c.address.shown))+", "+r.String(), ", "))
		c.loose = len(r.selector.group) == 0 && r.jsonLD == "" && r.line == nil
	}
}

func ruleFor(rules []typeRule, doc *goquery.Document, address string, known facts) (typeRule, bool) {
	at := newPath(address)
	for _, r := range rules {
		switch {
		case r.undated != (known.dated != nil) || r.undated && *known.dated:
		case len(r.selector.group) > 0 && (doc == nil || doc.FindMatcher(r.selector).Length() == 0):
		case r.url != nil && !r.url.MatchString(at.path):
		case r.asksPlace() && r.place(at) == "":
		case r.jsonLD != "" && !known.schema[r.jsonLD]:
		case r.line != nil && (doc == nil || !hasLine(doc, r.line)):
		default:
			return r, true
		}
	}
	return typeRule{}, false
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
