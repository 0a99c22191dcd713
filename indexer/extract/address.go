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
	own, isWeb := normalAddress(pageURL)
	if !isWeb {
		own = pageURL
	}
	named, ok := resolve(own, canonical)
	if canonical == "" || !ok || isWeb && isHome(named) && !isHome(own) {
		// A whole site that calls its home page canonical is a common mistake.
		named = own
	}
	a := address{shown: named}
	if isWeb && own != named {
		a.others = []string{own}
	}
	return a
}

// waybackPath is the path of a page within a web archive.
var waybackPath = regexp.MustCompile(`^/web/[0-9]{4,14}[a-z_]*/(https?:/+.*)$`)

// normalAddress returns an address of the web in one spelling, and reports
// false for anything else. Only what cannot lead to another page is changed:
// the case of the host, default ports, fragments, passwords, trackers,
// doubly escaped ampersands, and the wrapping of a web archive.
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
	if u.Path == "" {
		u.Path = "/"
	}
	u.RawQuery = withoutTrackers(u.RawQuery)
	return u.String(), true
}

// archived returns the address that a page had before a web archive copied it,
// or "" for a page that is no such copy.
func archived(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || !strings.EqualFold(u.Hostname(), "web.archive.org") {
		return ""
	}
	m := waybackPath.FindStringSubmatch(u.EscapedPath())
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

func withoutTrackers(query string) string {
	if query == "" {
		return ""
	}
	var kept []string
	for _, part := range strings.Split(query, "&") {
		if name, _, _ := strings.Cut(part, "="); part != "" && !corpus.IsTracker(name) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "&")
}

func isHome(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Path == "/" && u.RawQuery == ""
}
