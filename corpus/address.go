package corpus

import (
	"net/url"
	"strings"
)

// AddressKey returns what all spellings of one address share: without the
// scheme, "www.", a slash at the end and the fragment, the host in lower case.
// Addresses that are not of the web stand for themselves.
func AddressKey(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return address
	}
	key := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimRight(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		key += "?" + u.RawQuery
	}
	return key
}
