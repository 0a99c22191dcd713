package crawl

import (
	"regexp"
	"strconv"
	"strings"
)

// meta reads a meta element: the words for robots, and a refresh.
func (p *linkParser) meta(attr map[string]string) {
	name := strings.ToLower(strings.TrimSpace(attr["name"]))
	if name == "robots" || name == Product {
		p.directives(attr["content"])
	}
	// What stands in noscript is for readers without scripts; a page that
	// sends those away is still the page.
	if !p.noScript && strings.EqualFold(strings.TrimSpace(attr["http-equiv"]), "refresh") {
		p.refresh(attr["content"])
	}
}

// directives reads words that are parted by commas or white space.
func (p *linkParser) directives(words string) {
	isGap := func(r rune) bool { return r == ',' || r == ';' || r <= ' ' }
	for word := range strings.FieldsFuncSeq(strings.ToLower(words), isGap) {
		switch word {
		case "none":
			p.found.NoIndex, p.found.NoFollow = true, true
		case "noindex":
			p.found.NoIndex = true
		case "nofollow":
			p.found.NoFollow = true
		}
	}
}

// robotName is what stands before the colon of directives for one robot.
var robotName = regexp.MustCompile(`^[A-Za-z0-9_*-]+$`)

// valued are the directives that have a colon themselves. None of them matters
// here: a page that will be unavailable one day is not so yet.
var valued = map[string]bool{"unavailable_after": true, "max-snippet": true, "max-image-preview": true, "max-video-preview": true}

// robotsHeader reads X-Robots-Tag headers. A name before a colon says for whom
// the directives up to the next name or to the end of the line are.
func (p *linkParser) robotsHeader(value string) {
	for line := range strings.SplitSeq(value, "\n") {
		forUs := true
		for part := range strings.SplitSeq(line, ",") {
			if name, rest, ok := strings.Cut(part, ":"); ok {
				name = strings.ToLower(strings.TrimSpace(name))
				if valued[name] {
					continue
				}
				if robotName.MatchString(name) {
					forUs = name == Product || name == "*" || name == "robots"
					part = rest
				}
			}
			if forUs {
				p.directives(part)
			}
		}
	}
}

// maxRefresh is the number of seconds beyond which a page is read before it
// sends its readers on.
const maxRefresh = 10

// refresh reads the content of a refresh as browsers do: a number of seconds,
// then a semicolon, a comma or white space, then an address, which may have
// "url=" before it and quotes around it.
func (p *linkParser) refresh(content string) {
	s := strings.TrimLeft(content, refreshSpace)
	rest := strings.TrimLeft(s, "0123456789")
	digits := s[:len(s)-len(rest)]
	if digits == "" && !strings.HasPrefix(rest, ".") {
		return
	}
	rest = strings.TrimLeft(rest, "0123456789.")
	if rest == "" || !strings.ContainsRune(";,"+refreshSpace, rune(rest[0])) {
		return
	}
	rest = strings.TrimLeft(rest, refreshSpace)
	if rest != "" && (rest[0] == ';' || rest[0] == ',') {
		rest = strings.TrimLeft(rest[1:], refreshSpace)
	}
	if m := refreshURL.FindString(rest); m != "" {
		rest = rest[len(m):]
	}
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		rest, _, _ = strings.Cut(rest[1:], rest[:1])
	}
	if rest == "" {
		return // the page loads itself again
	}
	seconds, err := strconv.Atoi("0" + digits)
	p.add(rawLink{Link: Link{URL: rest, Rel: RelRefresh}, slow: err != nil || seconds > maxRefresh})
}

const refreshSpace = " \t\r\n\f"

var refreshURL = regexp.MustCompile(`(?i)^url[ \t\r\n\f]*=[ \t\r\n\f]*`)

// linkHeader reads Link headers. Links that say something of another page than
// this one are passed over.
func (p *linkParser) linkHeader(value string) {
	for {
		_, rest, ok := strings.Cut(value, "<")
		if !ok {
			return
		}
		target, rest, ok := strings.Cut(rest, ">")
		if !ok {
			return
		}
		var attr map[string]string
		attr, value = linkParameters(rest)
		if _, elsewhere := attr["anchor"]; !elsewhere {
			p.relations(target, attr, true)
		}
	}
}

// linkParameters reads the parameters of one link of a header and returns what
// follows the comma or line break behind them.
func linkParameters(s string) (attr map[string]string, rest string) {
	attr = map[string]string{}
	for {
		s = strings.TrimLeft(s, " \t\r;")
		if s == "" || s[0] == ',' || s[0] == '\n' {
			return attr, s
		}
		end := strings.IndexAny(s, "=;,\n")
		if end < 0 || s[end] != '=' {
			// A parameter without a value says nothing here.
			if end < 0 {
				return attr, ""
			}
			s = s[end:]
			continue
		}
		name := strings.ToLower(strings.TrimRight(s[:end], " \t*"))
		var value string
		value, s = parameterValue(strings.TrimLeft(s[end+1:], " \t"))
		if _, ok := attr[name]; !ok {
			attr[name] = value
		}
	}
}

func parameterValue(s string) (value, rest string) {
	if s == "" || s[0] != '"' {
		end := strings.IndexAny(s, ";,\n")
		if end < 0 {
			end = len(s)
		}
		return strings.TrimSpace(s[:end]), s[end:]
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:]
		case s[i] == '\n': // the quote was not closed, and here is another header
			return b.String(), s[i:]
		case s[i] == '\\' && i+1 < len(s):
			i++
			fallthrough
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), ""
}
