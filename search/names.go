package search

import (
	"cmp"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/uilsearch/uilsearch/corpus"
)

// ValueName returns the English name of a value of the facets type, lang and
// year, which no taxonomy holds; of other facets it returns label, or the value
// where that is empty.
func ValueName(facet, value, label string) string {
	switch facet {
	case FacetType:
		return TypeName(corpus.Type(value))
	case FacetLang:
		return LanguageName(value)
	case FacetYear:
		if value == NoDate {
			return "No date"
		}
		return value
	}
	return cmp.Or(label, value)
}

// TypeName returns what people call a kind of page: "Case study" for
// case-study.
func TypeName(t corpus.Type) string {
	s := strings.ReplaceAll(string(t), "-", " ")
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// LanguageName returns the English name of a language code.
func LanguageName(code string) string {
	tag, err := language.Parse(code)
	if err != nil || tag == language.Und {
		return "Unknown language"
	}
	return cmp.Or(display.English.Languages().Name(tag), code)
}
