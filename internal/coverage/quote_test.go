package coverage

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestQuote(t *testing.T) {
	long := strings.Repeat("word ", 30)
	for _, c := range []struct{ text, form, want string }{
		{"Cork", "Cork", "Cork"},
		{"Title\n\nIn Cork they read.\n\nMore", "Cork", "In Cork they read."},
		{long + "Cork" + " " + long, "Cork", "… " + strings.Repeat("word ", 11) + "Cork" + strings.Repeat(" word", 11) + " …"},
		{
			strings.Repeat("한", 30) + "é" + strings.Repeat("한", 19) + "수원" + strings.Repeat("시", 19) + "é" + strings.Repeat("시", 30), "수원",
			"… é" + strings.Repeat("한", 19) + "수원" + strings.Repeat("시", 19) + "é …",
		},
	} {
		start := strings.Index(c.text, c.form)
		if got := quote(c.text, start, start+len(c.form)); got != c.want {
			t.Errorf("%q in %q gives\n%q, want\n%q", c.form, c.text, got, c.want)
		}
	}
}

// TestQuoteOfAnything holds that a quote is text in one line with the form in it,
// whatever stands around.
func TestQuoteOfAnything(t *testing.T) {
	around := rapid.StringOfN(rapid.RuneFrom([]rune("a é한\n ")), 0, 90, -1)
	rapid.Check(t, func(r *rapid.T) {
		before, form, after := around.Draw(r, "before"), rapid.SampledFrom([]string{"Cork", "수원", "É"}).Draw(r, "form"), around.Draw(r, "after")
		got := quote(before+form+after, len(before), len(before)+len(form))
		if !utf8.ValidString(got) || strings.Contains(got, "\n") || !strings.Contains(got, form) || len(got) > quoteBefore+quoteAfter+len(form)+8 {
			r.Fatalf("%q", got)
		}
	})
}
