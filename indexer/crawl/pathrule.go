package crawl

import "strings"

// pathRule allows or refuses the paths that a pattern matches. A pattern matches
// a path that begins with it; "*" in it stands for any run of characters, and
// "$" at its end for the end of the path.
type pathRule struct {
	allow bool
	// pattern is as normalPattern writes it.
	pattern string
	// line is the rule as its author wrote it.
	line string
}

// decide returns which of the rules and of best decides on a path that is given
// in all its spellings: the longest that matches, and of two equally long ones
// the one that allows. A rule without a pattern stands for none.
func decide(best pathRule, rules []pathRule, paths []string) pathRule {
	for _, r := range rules {
		longer := len(r.pattern) > len(best.pattern)
		equal := len(r.pattern) == len(best.pattern) && r.allow && !best.allow
		if !longer && !equal {
			continue
		}
		for _, p := range paths {
			if matches(r.pattern, p) {
				best = r
				break
			}
		}
	}
	return best
}

// matches reports whether a pattern matches a path. Its cost is linear in both:
// every piece between two stars is looked for once, where the last one ended.
func matches(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	first, rest, starred := strings.Cut(pattern, "*")
	path, ok := strings.CutPrefix(path, first)
	if !ok {
		return false
	}
	if !starred {
		return !anchored || path == ""
	}
	pieces := strings.Split(rest, "*")
	last := len(pieces) - 1
	for i, piece := range pieces {
		if i == last && anchored {
			return strings.HasSuffix(path, piece)
		}
		at := strings.Index(path, piece)
		if at < 0 {
			return false
		}
		path = path[at+len(piece):]
	}
	return true
}

// normalPattern writes a pattern so that it can be compared with paths octet by
// octet. A "$" that is not at the end is an ordinary character. A pattern
// that begins with neither slash nor star is read as if it had the slash, for
// that is what its author meant.
func normalPattern(s string) string {
	if s[0] != '/' && s[0] != '*' {
		s = "/" + s
	}
	body, anchored := strings.CutSuffix(s, "$")
	pieces := strings.Split(body, "*")
	for i, p := range pieces {
		pieces[i] = normalOctets(p)
	}
	body = strings.Join(pieces, "*")
	if anchored {
		body += "$"
	}
	return body
}

// spellings returns the ways in which a path with its query may be meant by a
// pattern. In a query a slash and a colon say the same escaped and unescaped, and
// both spellings are common in rules.
func spellings(path string) []string {
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	path = normalOctets(path)
	out := []string{path}
	before, query, ok := strings.Cut(path, "?")
	if !ok {
		return out
	}
	for _, r := range []*strings.Replacer{escapedInQuery, plainInQuery} {
		if q := r.Replace(query); q != query {
			out = append(out, before+"?"+q)
		}
	}
	return out
}

var (
	escapedInQuery = strings.NewReplacer("/", "%2F", ":", "%3A")
	plainInQuery   = strings.NewReplacer("%2F", "/", "%3A", ":")
)

// normalOctets returns s with every octet in one spelling: letters, digits and
// "-._~" plain, characters that part an address as they are, and the rest
// escaped in capitals, quotes and brackets among them, which clients escape or do
// not as they like. "*" and "$" are escaped to set them apart from those that
// have a meaning in patterns.
func normalOctets(s string) string {
	const plain = "!&()+,/:;=?@"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		escaped := c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
		if escaped {
			c = unhex(s[i+1])<<4 | unhex(s[i+2])
			i += 2
		}
		if isUnreserved(c) || !escaped && strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		writeEscaped(&b, c)
	}
	return b.String()
}

func writeEscaped(b *strings.Builder, c byte) {
	const digits = "0123456789ABCDEF"
	b.WriteByte('%')
	b.WriteByte(digits[c>>4])
	b.WriteByte(digits[c&15])
}

// isUnreserved reports whether an octet means the same escaped and unescaped
// anywhere in an address.
func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c >= 'a':
		return c - 'a' + 10
	case c >= 'A':
		return c - 'A' + 10
	}
	return c - '0'
}
