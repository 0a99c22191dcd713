package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/uilsearch/uilsearch/corpus"
	"github.com/uilsearch/uilsearch/search"
)

// legends are what people call the facets.
var legends = map[string]string{
	search.FacetCity: "City", search.FacetCountry: "Country", search.FacetRegion: "Region", search.FacetTheme: "Theme",
	search.FacetType: "Kind of page", search.FacetYear: "Year", search.FacetLang: "Language",
}

// dir returns the direction in which a language is written.
func dir(lang string) string {
	switch lang {
	case "ar", "fa", "he", "ur", "ps", "ug", "sd", "yi", "dv", "ckb":
		return "rtl"
	case "", "und":
		return "auto"
	}
	return "ltr"
}

// htmlLang returns lang as the lang attribute has it; empty says that it is
// not known.
func htmlLang(lang string) string {
	if lang == "und" {
		return ""
	}
	return lang
}

// dateText returns a date as far as it is known: 14 July 2016, July 2016, 2016.
func dateText(d corpus.Date) string {
	switch d.Precision() {
	case corpus.Day:
		return d.First().Format("2 January 2006")
	case corpus.Month:
		return d.First().Format("January 2006")
	case corpus.Year:
		return strconv.Itoa(d.Year)
	}
	return "No date"
}

// plural returns "1 result", "2 results" or "12,345 results".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

// grouped returns n with a comma between groups of three digits.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// cut returns at most n characters of s, with an ellipsis where it was longer.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return firstRunes(s, n) + "…"
}

// firstRunes returns the first n characters of s, or all of it.
func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// webURL returns raw where a browser may follow it: http and https only.
func webURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// shortURL returns an address as people read it: without the scheme, and not
// without end.
func shortURL(raw string) string {
	_, rest, ok := strings.Cut(raw, "://")
	if !ok {
		rest = raw
	}
	return cut(strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/"), 72)
}

// sureness says a confidence in words and as a number.
func sureness(c float64) string {
	word := "uncertain"
	switch {
	case c >= .9:
		word = "very sure"
	case c >= .75:
		word = "sure"
	case c >= .5:
		word = "likely"
	}
	return fmt.Sprintf("%s, %.2f", word, c)
}

// sourceText says where a date was read.
func sourceText(source string) string {
	switch source {
	case "json-ld", "meta":
		return "from the page’s metadata"
	case "text":
		return "from the text"
	case "element", "time":
		return "as the page shows it"
	case "curator":
		return "set by a curator"
	}
	return "from " + source
}
