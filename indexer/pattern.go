package indexer

import "strings"

// AddressPattern returns what reports, for Pipeline.Only, whether an address fits a pattern: whether
// it contains it, or where the pattern has a *, whether all of it is the pattern
// with any letters for each *. An empty pattern is nil: all fit.
func AddressPattern(pattern string) func(url string) bool {
	parts := strings.Split(pattern, "*")
	last := len(parts) - 1
	switch {
	case pattern == "":
		return nil
	case last == 0:
		return func(url string) bool { return strings.Contains(url, pattern) }
	}
	return func(url string) bool {
		rest, ok := strings.CutPrefix(url, parts[0])
		for _, part := range parts[1:last] {
			if ok {
				_, rest, ok = strings.Cut(rest, part)
			}
		}
		return ok && strings.HasSuffix(rest, parts[last])
	}
}
