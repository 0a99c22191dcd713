package corpus

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
)

// AddressKey returns what all spellings of one address share: without the
// scheme and its default port, "www.", a dot at the end of the host, slashes
// too many, the fragment and trackers, the host in lower case, and with percent
// signs only where a character cannot stand for itself. Addresses that are not
// of the web stand for themselves.
func AddressKey(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return address
	}
	host := strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."), ".")
	if port := u.Port(); port != "" && port != defaultPorts[u.Scheme] {
		host += ":" + port
	}
	key := host + strings.TrimSuffix(path.Clean("/"+plainEscapes(u.EscapedPath(), inPath)), "/")
	if query := plainQuery(u.RawQuery); query != "" {
		key += "?" + query
	}
	return key
}

var defaultPorts = map[string]string{"http": "80", "https": "443"}

// The characters besides letters and digits that mean the same with a percent
// sign and without. In a query some of the others part one value from the next.
const (
	inQuery = "-._~"
	inPath  = inQuery + "!$&'()*+,;=:@"
)

// plainEscapes returns a part of an address in one spelling: letters, digits
// and the plain characters as they are, and the escapes of all others, and of
// what is not ASCII, in capitals.
func plainEscapes(s, plain string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		c, escaped := s[i], false
		if c == '%' && i+2 < len(s) {
			if b, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				c, escaped = byte(b), true
				i += 2
			}
		}
		switch {
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', strings.IndexByte(plain, c) >= 0:
			out.WriteByte(c)
		case escaped || c >= 0x80:
			fmt.Fprintf(&out, "%%%02X", c)
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// trackers are query parameters that say where a reader came from, besides all
// that begin with utm_.
var trackers = map[string]bool{
	"fbclid": true, "gclid": true, "dclid": true, "msclkid": true, "yclid": true, "igshid": true, "mc_cid": true, "mc_eid": true, "_ga": true,
}

// IsTracker reports whether a query parameter only says where a reader came
// from, whatever the case of its name.
func IsTracker(name string) bool {
	name = strings.ToLower(name)
	return trackers[name] || strings.HasPrefix(name, "utm_")
}

// plainQuery returns the query of an address in one spelling, without trackers.
func plainQuery(raw string) string {
	parts := strings.Split(plainEscapes(raw, inQuery), "&")
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool {
		name, _, _ := strings.Cut(part, "=")
		return part == "" || IsTracker(name)
	}), "&")
}
