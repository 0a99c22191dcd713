package crawl

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
)

// Scope says which addresses belong to a crawl. The zero value has no host, so
// nothing belongs to it. It is not changed by its methods, so that any number of
// goroutines may use it.
type Scope struct {
	// Hosts are the hosts that may be asked, as "uil.example", which stands for
	// "www.uil.example" too and is meant at the ports of http and https; as
	// "127.0.0.1:8080" for one port; or as "*.uil.example" for all hosts below.
	Hosts []string
	// Allow and Deny hold patterns of paths with their queries, written as in
	// robots.txt: "/en/news/" for all that begins so, "*" for anything, "$" for
	// the end. The longest pattern that matches decides, and Allow wins ties. If
	// Allow is not empty, what no pattern matches is out.
	Allow, Deny []string
	// Depth is how many links may lie between a start and a page; 0 means 20,
	// and less than 0 that only starts are fetched.
	Depth int
	// Traps bounds what a site that never ends can do.
	Traps Traps
}

const defaultDepth = 20

// Decide reports whether a canonical address at a number of links from a start
// belongs to the crawl, and if not, names the rule that says so, for people.
func (s *Scope) Decide(address string, depth int) (ok bool, rule string) {
	if len(address) > s.Traps.limits().Length {
		return false, fmt.Sprintf("trap: longer than %d bytes", s.Traps.limits().Length)
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return false, "scope: no address of the web"
	}
	if !s.hasHost(u) {
		return false, "scope: host " + u.Host
	}
	if limit := s.depth(); depth > limit {
		return false, fmt.Sprintf("scope: more than %d links from a start", limit)
	}
	if ok, rule := s.path(u.RequestURI()); !ok {
		return false, rule
	}
	if rule := s.Traps.rule(u); rule != "" {
		return false, rule
	}
	return true, ""
}

// Bars is Decide for a sitemap or feed, of which neither the depth nor Allow says
// anything: they lead to pages that are decided on.
func (s *Scope) Bars(address string) (ok bool, rule string) {
	free := *s
	if len(s.Allow) > 0 { // what is allowed within what is denied stays so
		free.Allow = append(slices.Clone(s.Allow), "/")
	}
	return free.Decide(address, 0)
}

func (s *Scope) depth() int {
	switch {
	case s.Depth < 0:
		return 0
	case s.Depth == 0:
		return defaultDepth
	}
	return s.Depth
}

func (s *Scope) hasHost(u *url.URL) bool {
	host, port := hostKey(u.Hostname()), portOf(u)
	for _, listed := range s.Hosts {
		name, listedPort := listed, ""
		if h, p, err := net.SplitHostPort(listed); err == nil {
			name, listedPort = h, p
		}
		if listedPort == "" && port != "80" && port != "443" || listedPort != "" && listedPort != port {
			continue
		}
		if below, ok := strings.CutPrefix(name, "*."); ok {
			if strings.HasSuffix(host, "."+hostKey(below)) {
				return true
			}
			continue
		}
		if host == hostKey(name) {
			return true
		}
	}
	return false
}

func portOf(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "http":
		return "80"
	}
	return "443"
}

// hostKey returns a host in the spelling of canonical addresses and without
// "www.".
func hostKey(host string) string {
	host = strings.Trim(host, "[]")
	plain := true
	for i := range len(host) {
		c := host[i]
		plain = plain && (isUnreserved(c) && c|0x20 == c || c == ':')
	}
	if !plain {
		if u, err := parser.Parse("http://" + host + "/"); err == nil {
			host = u.Hostname()
		}
	}
	return strings.TrimPrefix(strings.TrimSuffix(host, "."), "www.")
}

// path applies Allow and Deny.
func (s *Scope) path(pathAndQuery string) (ok bool, rule string) {
	if len(s.Allow) == 0 && len(s.Deny) == 0 {
		return true, ""
	}
	paths := spellings(pathAndQuery)
	best := decide(pathRule{}, pathRules(s.Allow, true), paths)
	best = decide(best, pathRules(s.Deny, false), paths)
	switch {
	case best.pattern == "" && len(s.Allow) > 0:
		return false, "scope: no path that is allowed"
	case best.pattern != "" && !best.allow:
		return false, "scope: path " + best.line
	}
	return true, ""
}

func pathRules(patterns []string, allow bool) []pathRule {
	rules := make([]pathRule, 0, len(patterns))
	for _, p := range patterns {
		if p != "" {
			rules = append(rules, pathRule{allow: allow, pattern: normalPattern(p), line: p})
		}
	}
	return rules
}
