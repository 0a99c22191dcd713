package crawl

import (
	"fmt"
	"strings"
)

// changes says what a canonical spelling leaves out of an address, and what it
// writes in another way, for people. It is empty where the two are the same.
func changes(given, canonical string) []string {
	out := []string{}
	if given == canonical {
		return out
	}
	from := partsOf(strings.ReplaceAll(strings.TrimSpace(given), "&amp;", "&"))
	to := partsOf(canonical)
	if from.fragment != "" {
		out = append(out, "removed: "+from.fragment)
	}
	gone, left := parametersGone(from.query, to.query)
	for _, p := range gone {
		out = append(out, "removed: parameter "+p)
	}
	for _, p := range []struct{ what, from, to string }{
		{"scheme", from.scheme, to.scheme}, {"host", from.host, to.host}, {"path", from.path, to.path}, {"query", left, to.query},
	} {
		if p.from != p.to {
			out = append(out, fmt.Sprintf("%s: %q is written %q", p.what, p.from, p.to))
		}
	}
	if len(out) == 0 {
		out = append(out, "written as browsers read it")
	}
	return out
}

// parts are those of an address, as they stand in it.
type parts struct{ scheme, host, path, query, fragment string }

func partsOf(address string) parts {
	var p parts
	if at := strings.IndexByte(address, '#'); at >= 0 {
		address, p.fragment = address[:at], address[at:]
	}
	address, p.query, _ = strings.Cut(address, "?")
	p.scheme, address, _ = strings.Cut(address, "://")
	p.host = address
	if at := strings.IndexByte(address, '/'); at >= 0 {
		p.host, p.path = address[:at], address[at:]
	}
	return p
}

// parametersGone returns the parameters of a query that a canonical one does not
// have, and the query without them.
func parametersGone(from, to string) (gone []string, left string) {
	have := map[string]int{}
	for part := range strings.SplitSeq(to, "&") {
		have[part]++
	}
	var kept []string
	for part := range strings.SplitSeq(from, "&") {
		canonical, err := Canonical("http://uil.example/?" + part)
		_, spelt, _ := strings.Cut(canonical, "?")
		switch {
		case part == "":
		case err == nil && spelt != "" && have[spelt] > 0:
			have[spelt]--
			kept = append(kept, part)
		default:
			gone = append(gone, part)
		}
	}
	return gone, strings.Join(kept, "&")
}
