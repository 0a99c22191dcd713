package corpus

import (
	"net/url"
	"regexp"
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
