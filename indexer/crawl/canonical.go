package crawl

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/nlnwa/whatwg-url/canonicalizer"
	"github.com/nlnwa/whatwg-url/url"

	"github.com/uilsearch/uilsearch/corpus"
)

// maxAddress is the longest canonical address in bytes. What is given may be
// longer, for escapes and trackers go.
const (
	maxAddress = 2048
	maxGiven   = 8 * maxAddress
)

// What Canonical refuses.
var (
	errScheme      = errors.New("neither http nor https")
	errCredentials = errors.New("holds a user name or password")
	errTooLong     = fmt.Errorf("longer than %d bytes", maxAddress)
	errNoHost      = errors.New("has no host")
	errRestless    = errors.New("has no spelling that stays")
)

// parser reads addresses as browsers do.
var parser = canonicalizer.New(canonicalizer.WithRemoveFragment())

// Canonical returns the one spelling under which an address of the web is kept:
// read as browsers read it, with scheme and host in lower case, names of hosts in
// ASCII, numeric hosts as four numbers, no default port, no dot at the end of the
// host, no "." or ".." in the path, escapes in capitals and only where needed,
// "&amp;" as "&", and without fragment, empty query, parameters that say where
// a reader came from, and names of visits (";jsessionid=", "PHPSESSID=").
// Nothing else goes: two addresses that may be two pages stay two, so that case,
// slashes, the order of parameters, http and https, and "www." count.
//
// It refuses other schemes, user names and passwords, and what comes to more
// than 2,048 bytes. The canonical form of a canonical address is itself.
//
// A server that redirects to the same address with the name of a visit means a
// redirect of an address to itself here; who follows redirects goes to the
// address as the server gave it and canonicalises only what is kept.
func Canonical(address string) (string, error) {
	if len(address) > maxGiven {
		return "", fmt.Errorf("address of %d bytes: %w", len(address), errTooLong)
	}
	// Each step can bring to light what another removes, as the "&amp;" in
	// "&%61mp;". All shorten what they change more than once, so few rounds do.
	const rounds = 16
	for range rounds {
		next, err := canonicalOnce(address)
		if err != nil {
			return "", fmt.Errorf("address %.200q: %w", address, err)
		}
		if next == address {
			return address, nil
		}
		address = next
	}
	return "", fmt.Errorf("address %.200q: %w", address, errRestless)
}

func canonicalOnce(address string) (string, error) {
	u, err := parser.Parse(strings.ReplaceAll(address, "&amp;", "&"))
	switch {
	case err != nil:
		return "", err
	case u.Scheme() != "http" && u.Scheme() != "https":
		return "", errScheme
	case u.Username() != "" || u.Password() != "":
		return "", errCredentials
	}
	host := strings.TrimRight(u.Hostname(), ".")
	if host == "" {
		return "", errNoHost
	}
	if u.Port() != "" {
		host += ":" + u.Port()
	}
	canonical := u.Scheme() + "://" + host + corpus.PagePath(normalEscapes(u.Pathname(), true))
	if q := corpus.PageQuery(normalEscapes(u.Query(), false)); q != "" {
		canonical += "?" + q
	}
	if len(canonical) > maxAddress {
		return "", errTooLong
	}
	return canonical, nil
}

// normalEscapes writes escapes in capitals and leaves out those of letters,
// digits and "-._~", which mean the same. In a path it also escapes what browsers
// let pass and Go's client does not; in a query a percent sign that escapes
// nothing stays, for such queries are read by servers with rules of their own.
func normalEscapes(s string, isPath bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			if c = unhex(s[i+1])<<4 | unhex(s[i+2]); isUnreserved(c) {
				b.WriteByte(c)
			} else {
				writeEscaped(&b, c)
			}
			i += 2
		case isPath && strings.IndexByte("%\"<>\\^`{|}", c) >= 0:
			writeEscaped(&b, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// absolute returns a link as browsers resolve it against the address of its page,
// without the fragment, and reports false for what is no address of the web or
// many times too long for one.
func absolute(base, link string) (string, bool) {
	if len(link) > maxGiven {
		return "", false
	}
	if scheme := schemeOf(link); scheme != "" && scheme != "http" && scheme != "https" {
		return "", false
	}
	u, err := url.ParseRef(base, link)
	if err != nil || u.Scheme() != "http" && u.Scheme() != "https" {
		return "", false
	}
	return u.Href(true), true
}

var leadingScheme = regexp.MustCompile(`^[\x00-\x20]*([A-Za-z][A-Za-z0-9+.\t\r\n-]*):`)

// schemeOf returns the scheme that a link begins with, in lower case, or "". It
// spares long data: and javascript: links the whole parser.
func schemeOf(link string) string {
	m := leadingScheme.FindStringSubmatch(link[:min(len(link), 64)])
	if m == nil {
		return ""
	}
	return strings.ToLower(strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(m[1]))
}
