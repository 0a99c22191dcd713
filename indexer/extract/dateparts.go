package extract

import (
	"strings"
	"unicode"

	"github.com/uilsearch/uilsearch/internal/analysis"
)

// dateParts splits a line at bars and bullets, and before each label but the
// first.
func dateParts(s string) []string {
	var parts []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("|｜·•;；", r) }) {
		for at := laterLabel(part); at > 0; at = laterLabel(part) {
			parts = append(parts, part[:at])
			part = part[at:]
		}
		parts = append(parts, part)
	}
	out := parts[:0]
	for _, part := range parts {
		if part = strings.Trim(part, " ,，:：–—-()（）[]【】*_"); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// laterLabel returns where a label begins that is not at the beginning, or 0.
// Only words that stand apart begin one: behind a space.
func laterLabel(s string) int {
	found := analysis.Words(s)
	_, from := labelAt(found)
	for i := max(from, 1); i < len(found); i++ {
		kind, n := labelAt(found[i:])
		if kind != noLabel && kind != plainLabel && i+n < len(found) && beginsPart(s, found, i) {
			return found[i].Start
		}
	}
	return 0
}

// beginsPart reports whether a label at word i begins a new part rather than
// being text: a number or the end of a bracket stands before it, or a colon
// behind it.
func beginsPart(s string, found []analysis.Word, i int) bool {
	if kind, n := labelAt(found[i:]); kind == authorLabel || kind == otherLabel {
		last := found[i+n-1].End
		return strings.HasPrefix(strings.TrimLeft(s[last:], " "), ":") || strings.HasPrefix(strings.TrimLeft(s[last:], " "), "：") || found[i].CJK && isCJKSpace(s, found[i].Start)
	}
	return true
}

// isCJKSpace reports whether a space stands before a place in a text.
func isCJKSpace(s string, at int) bool {
	return at > 0 && unicode.IsSpace(lastRune(s[:at]))
}

// labelAt returns what kind of label the words begin with, and how many words it
// has. The longest counts.
func labelAt(found []analysis.Word) (labelKind, int) {
	kind, longest := noLabel, 0
	for _, k := range labelKinds {
		if n := k.labels.at(found); n > longest && n < len(found) {
			kind, longest = k.kind, n
		}
	}
	return kind, longest
}

// cutLabel returns the label that a text begins with and what follows it, or what
// stands before a label at its end, as in 2017年出版.
func cutLabel(s string) (labelKind, string) {
	s = signEnd.ReplaceAllString(s, "$1 $2")
	found := analysis.Words(s)
	if kind, n := labelAt(found); kind != noLabel {
		return kind, strings.TrimLeft(s[found[n-1].End:], " :：.–—-")
	}
	if last := len(found) - 1; last > 0 && found[last].CJK {
		if publishedLabels.are(found[last:]) {
			return publishedLabel, s[:found[last].Start]
		}
		if modifiedLabels.are(found[last:]) {
			return modifiedLabel, s[:found[last].Start]
		}
	}
	return noLabel, s
}
