package link

import (
	"net/url"
	"regexp"
	"strings"
)

func web(address string) (*url.URL, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, false
	}
	return u, true
}

var nodePath = regexp.MustCompile(`(^|/)node/[0-9]+/?$`)

// betterAddress reports whether a is the address to show, rather than b: one of
// the web before a local file, then https, then no "www.", then a name before
// a node number, then the shorter, then the one that sorts first.
func betterAddress(a, b string) bool {
	ra, rb := flaws(a), flaws(b)
	switch {
	case ra != rb:
		return ra < rb
	case len(a) != len(b):
		return len(a) < len(b)
	}
	return a < b
}

// flaws weighs what speaks against an address; a heavier flaw counts more than
// all lighter ones together.
func flaws(address string) int {
	u, ok := web(address)
	if !ok {
		return 8
	}
	n := 0
	if u.Scheme != "https" {
		n += 4
	}
	if strings.HasPrefix(u.Host, "www.") {
		n += 2
	}
	if nodePath.MatchString(u.Path) {
		n++
	}
	return n
}
