package corpus

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
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
	key := host + strings.TrimSuffix(path.Clean("/"+plainEscapes(PagePath(u.EscapedPath()), inPath)), "/")
	if query := plainQuery(u.RawQuery); query != "" {
		key += "?" + query
	}
	return key
}

// trackers are query parameters that say where a reader came from.
var trackers = map[string]bool{
	"fbclid": true, "gclid": true, "dclid": true, "msclkid": true, "yclid": true, "igshid": true, "mc_cid": true, "mc_eid": true, "_ga": true,
	"_gl": true, "gbraid": true, "wbraid": true, "twclid": true, "ttclid": true, "li_fat_id": true, "mkt_tok": true,
}

// sessions are query parameters that name a visit, whatever their value.
var sessions = map[string]bool{
	"phpsessid": true, "jsessionid": true, "sessionid": true, "session_id": true, "sessid": true, "cfid": true, "cftoken": true,
}

// visit is the value of a parameter that may name a visit or something else: a
// long run of letters and digits is a visit, a short number is a page.
var visit = regexp.MustCompile(`^[0-9A-Za-z]{20,}$`)

// PageQuery returns an escaped query without the parameters that never choose a
// page: those that say where a reader came from, and those that name a visit.
// A parameter "sid" or "s" goes only if its value is 20 letters and digits or
// more, for many sites number their pages so. The order of the rest stays.
func PageQuery(query string) string {
	if query == "" {
		return ""
	}
	var kept []string
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		name = strings.ToLower(name)
		tracks := trackers[name] || strings.HasPrefix(name, "utm_")
		visits := sessions[name] || strings.HasPrefix(name, "aspsessionid") || (name == "sid" || name == "s") && visit.MatchString(value)
		if part != "" && !tracks && !visits {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "&")
}

// pathVisit is how servers without cookies write a visit into a path, as
// ";jsessionid=0A1B" behind a segment or "(S(0a1b))" for one.
var pathVisit = regexp.MustCompile(`(?i);(?:jsessionid|phpsessid|sid)=[^/;]*|/\([AFS]\([0-9a-z]{8,}\)\)`)

// PagePath returns an escaped path without the name of a visit.
func PagePath(path string) string {
	// What is left of one name can be another: cut until nothing is found.
	for {
		cut := pathVisit.ReplaceAllString(path, "")
		if cut == path {
			return path
		}
		path = cut
	}
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

// plainQuery returns the query of an address in one spelling, without what
// never chooses a page.
func plainQuery(raw string) string {
	return PageQuery(plainEscapes(raw, inQuery))
}
