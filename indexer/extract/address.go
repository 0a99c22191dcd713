package extract

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/uilsearch/uilsearch/corpus"
)

// address is where a page stands.
type address struct {
	// shown is the canonical address; the ID of the document is made from it.
	shown string
	// others are further addresses of the web at which the page stands.
	others []string
}

// newAddress returns the address of a page that was captured at pageURL and
// names a canonical address, which may be empty. A local path is the address
// only of a page that names none.
func newAddress(pageURL, canonical string) address {
	own, _ := ownAddress(pageURL)
	return namedAddress(pageURL, own, canonical, nil)
}

// ownAddress returns the address of a capture in its one spelling, and whether
// it is one of the web; others stay as they are.
func ownAddress(pageURL string) (string, bool) {
	if own, ok := normalAddress(pageURL); ok {
		return own, true
	}
	return pageURL, false
}

// namedAddress is newAddress for a page whose links start from base, and on a
// site whose addresses have parameters that never choose a page: those whose
// "name=value" drop finds. It may be nil.
func namedAddress(pageURL, base, canonical string, drop *regexp.Regexp) address {
	own, isWeb := ownAddress(pageURL)
	named, ok := resolve(base, canonical)
	if strings.TrimSpace(canonical) == "" || !ok || isWeb && isHome(named) && !isHome(own) {
		// A whole site that calls its home page canonical is a common mistake.
		named = own
	}
	a := address{shown: dropParameters(named, drop)}
	if isWeb && own != a.shown {
		a.others = []string{own}
	}
	return a
}

// dropParameters returns an address of the web without the parameters that
// match.
func dropParameters(address string, match *regexp.Regexp) string {
	before, query, ok := strings.Cut(address, "?")
	if !ok || match == nil || !strings.HasPrefix(address, "http") {
		return address
	}
	var kept []string
	for part := range strings.SplitSeq(query, "&") {
		plain, err := url.QueryUnescape(part)
		if err != nil || !match.MatchString(plain) {
			kept = append(kept, part)
		}
	}
	if len(kept) == 0 {
		return before
	}
	return before + "?" + strings.Join(kept, "&")
}

// copyPath is the path of a page within a web archive: a time to the second, as
// most of them write it, with the letters that ask for a copy without a banner,
// and the address of the page.
var copyPath = regexp.MustCompile(`^(?:/[\w.-]+){0,3}/[0-9]{14}[a-z_]*/(https?:/+.*)$`)

// waybackPath is the same where the address is known to be that of an archive: the time may be shorter.
var waybackPath = regexp.MustCompile(`^/web/[0-9]{4,14}[a-z_]*/(https?:/+.*)$`)

// normalAddress returns an address of the web in one spelling, and reports
// false for anything else. Only what cannot lead to another page is changed:
// the case of the host, default ports, fragments, passwords, trackers, names of
// visits, doubly escaped ampersands, and the wrapping of a web archive.
func normalAddress(s string) (string, bool) {
	u, err := url.Parse(unescapeAmpersands(strings.TrimSpace(s)))
	if err != nil || u.Host == "" || u.Opaque != "" {
		return "", false
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	if inner := archived(u.String()); inner != "" && archived(inner) == "" {
		return normalAddress(inner)
	}
	if port := u.Port(); port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	u.User, u.Fragment, u.RawFragment, u.ForceQuery = nil, "", "", false
	if path := corpus.PagePath(u.EscapedPath()); path != u.EscapedPath() {
		// A part of a well escaped path is well escaped.
		u.RawPath = path
		u.Path, _ = url.PathUnescape(path)
	}
	if u.Path == "" {
		u.Path = "/"
	}
	u.RawQuery = corpus.PageQuery(u.RawQuery)
	return u.String(), true
}

// archived returns the address that a page had before a web archive copied it,
// or "" for a page that is no such copy.
func archived(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" {
		return ""
	}
	m := copyPath.FindStringSubmatch(u.EscapedPath())
	if m == nil && strings.EqualFold(u.Hostname(), "web.archive.org") {
		m = waybackPath.FindStringSubmatch(u.EscapedPath())
	}
	if m == nil {
		return ""
	}
	scheme, rest, _ := strings.Cut(m[1], ":")
	inner := scheme + "://" + strings.TrimLeft(rest, "/")
	if u.RawQuery != "" {
		inner += "?" + u.RawQuery
	}
	return inner
}

func unescapeAmpersands(s string) string { return strings.ReplaceAll(s, "&amp;", "&") }

func isHome(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Path == "/" && u.RawQuery == ""
}
