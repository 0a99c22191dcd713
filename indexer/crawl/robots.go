package crawl

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxRobots is how many bytes of a robots.txt are read.
const maxRobots = 500 << 10

// maxRobotsDelay bounds the delay that a file can name, so that no number overflows.
const maxRobotsDelay = 24 * time.Hour

// Robots is what a robots.txt asks of crawlers, by RFC 9309. The zero value asks
// nothing. It is not changed after parsing, so that any number of goroutines may
// use it.
type Robots struct {
	groups   []robotsGroup
	delays   []robotsDelay
	sitemaps []string
	// closed says why nothing at all may be fetched; it is empty for a file
	// that was read.
	closed string
}

// robotsGroup is a run of user-agent lines with the rules that follow it.
type robotsGroup struct {
	agents []string
	rules  []pathRule
}

// robotsDelay is one crawl-delay line with the agents it is for.
type robotsDelay struct {
	agents []string
	delay  time.Duration
}

// ParseRobots reads a robots.txt. Any bytes are one: lines that say nothing
// known are skipped. Of a file beyond 500 KiB the whole lines up to there are
// read, for half a rule can forbid a whole site.
func ParseRobots(body []byte) Robots {
	if len(body) > maxRobots {
		cut := bytes.LastIndexAny(body[:maxRobots+1], "\r\n")
		body = body[:max(cut, 0)]
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	var p robotsParser
	for line := range strings.FieldsFuncSeq(string(body), func(r rune) bool { return r == '\r' || r == '\n' }) {
		p.line(line)
	}
	return p.robots
}

// robotsParser holds where in a file the parser stands.
type robotsParser struct {
	robots Robots
	// naming is set while user-agent lines still add to the last group.
	naming bool
	// delayed are the agents that a crawl-delay line would be for. Such a line
	// is no rule, so it does not end the user-agent lines of a group; but a
	// delay is hardly meant for agents that are named after it.
	delayed    []string
	wasDelayed bool
}

func (p *robotsParser) line(line string) {
	line, _, _ = strings.Cut(line, "#")
	line = strings.TrimSpace(line)
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		return
	}
	value = strings.TrimSpace(value)
	switch strings.ToLower(strings.TrimSpace(key)) {
	case "user-agent":
		p.userAgent(value)
	case "allow":
		p.rule(value, pathRule{allow: true, line: line})
	case "disallow":
		p.rule(value, pathRule{line: line})
	case "crawl-delay":
		p.delay(value)
	case "sitemap":
		if value != "" && !slices.Contains(p.robots.sitemaps, value) {
			p.robots.sitemaps = append(p.robots.sitemaps, value)
		}
	}
}

func (p *robotsParser) userAgent(value string) {
	if !p.naming {
		p.robots.groups = append(p.robots.groups, robotsGroup{})
		p.delayed = nil
	}
	if p.wasDelayed {
		p.delayed = nil
	}
	p.naming, p.wasDelayed = true, false
	if agent := productToken(value); agent != "" {
		g := &p.robots.groups[len(p.robots.groups)-1]
		g.agents = append(g.agents, agent)
		p.delayed = append(p.delayed, agent)
	}
}

func (p *robotsParser) rule(value string, r pathRule) {
	p.naming = false
	if len(p.robots.groups) == 0 || value == "" {
		return
	}
	r.line = strings.ToValidUTF8(r.line, "\uFFFD")
	r.pattern = normalPattern(value)
	g := &p.robots.groups[len(p.robots.groups)-1]
	g.rules = append(g.rules, r)
}

func (p *robotsParser) delay(value string) {
	seconds, err := strconv.ParseFloat(value, 64)
	p.wasDelayed = true
	if err != nil || !(seconds > 0) || len(p.delayed) == 0 {
		return
	}
	d := maxRobotsDelay
	if seconds < maxRobotsDelay.Seconds() {
		d = time.Duration(seconds * float64(time.Second))
	}
	p.robots.delays = append(p.robots.delays, robotsDelay{p.delayed, d})
}

// productToken returns the part of a user agent by which robots.txt knows it,
// in lower case: "uilsearch" for "UILSearch/1.2 (+https://…)". It is "*" for the
// star and empty for what is no name.
func productToken(agent string) string {
	if rest, ok := strings.CutPrefix(agent, "*"); ok && strings.TrimLeft(rest, " \t") == "" {
		return "*"
	}
	end := strings.IndexFunc(agent, func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
	})
	if end >= 0 {
		agent = agent[:end]
	}
	return strings.ToLower(agent)
}

// Allowed reports whether the agent may fetch a path with its query, as
// "/a?b=c", and returns the line that decided; it is empty where no line did.
// The rules of all groups that name the agent count together; the groups of "*"
// count where none does. The rule with the longest pattern decides, and of two
// equally long ones the one that allows. /robots.txt itself is always allowed.
func (r Robots) Allowed(agent, pathAndQuery string) (ok bool, rule string) {
	path, _, _ := strings.Cut(pathAndQuery, "#")
	if plain, _, _ := strings.Cut(path, "?"); plain == "/robots.txt" {
		return true, ""
	}
	if r.closed != "" {
		return false, r.closed
	}
	token := r.groupOf(agent)
	paths := spellings(path)
	var best pathRule
	for _, g := range r.groups {
		if slices.Contains(g.agents, token) {
			best = decide(best, g.rules, paths)
		}
	}
	return best.allow || best.pattern == "", best.line
}

// groupOf returns the token of the groups that are for an agent: its own, or "*".
func (r Robots) groupOf(agent string) string {
	token := productToken(agent)
	if token != "" && slices.ContainsFunc(r.groups, func(g robotsGroup) bool { return slices.Contains(g.agents, token) }) {
		return token
	}
	return "*"
}

// Delay returns the time that the file wants between two requests of the agent,
// the longest if it names several, and 0 if it names none. It is at most a day;
// callers bound it further.
func (r Robots) Delay(agent string) time.Duration {
	token := r.groupOf(agent)
	var longest time.Duration
	for _, d := range r.delays {
		if slices.Contains(d.agents, token) {
			longest = max(longest, d.delay)
		}
	}
	return longest
}

// Sitemaps returns the addresses of sitemaps that the file names, in its order
// and as it wrote them.
func (r Robots) Sitemaps() []string { return slices.Clone(r.sitemaps) }

// Verdict says what the answer to a request for robots.txt means.
type Verdict string

// The verdicts.
const (
	// RobotsRead is a file that was read: its rules hold.
	RobotsRead Verdict = "read"
	// RobotsAbsent is a site without such a file: everything is allowed.
	RobotsAbsent Verdict = "absent"
	// RobotsUnreachable is a server that could not say: nothing is allowed for
	// now, and the file should be asked for again.
	RobotsUnreachable Verdict = "unreachable"
)

// RobotsFor returns the rules that follow from a response to a request for
// robots.txt, or from the error there was instead. Status codes of 4xx mean that
// there is no file, but for 429, which says nothing of it; so does a redirect
// that the caller gave up following. Any other failure closes the whole site.
func RobotsFor(status int, body []byte, err error) (Robots, Verdict) {
	switch {
	case err != nil:
		return Robots{closed: "robots.txt unreachable"}, RobotsUnreachable
	case status >= 200 && status < 300:
		return ParseRobots(body), RobotsRead
	case status >= 300 && status < 500 && status != 429:
		return Robots{}, RobotsAbsent
	}
	return Robots{closed: "robots.txt unreachable: status " + strconv.Itoa(status)}, RobotsUnreachable
}
